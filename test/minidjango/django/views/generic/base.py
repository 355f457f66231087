class View:
    @classmethod
    def as_view(cls, **initkwargs):
        pass


class TemplateResponseMixin:
    template_name = None


class TemplateView(TemplateResponseMixin, View):
    pass


class RedirectView(View):
    pattern_name = None
