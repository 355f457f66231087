from django.template import Library

register = Library()


@register.tag("static")
def do_static(parser, token):
    """Give the URL of a static file."""
