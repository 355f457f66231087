from django.urls import reverse


def render(request, template_name, context=None, content_type=None, status=None, using=None):
    pass


def redirect(to, *args, permanent=False, **kwargs):
    pass


def resolve_url(to, *args, **kwargs):
    return reverse(to)


def get_object_or_404(klass, *args, **kwargs):
    pass
