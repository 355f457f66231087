class ContextMixin:
    extra_context = None

    def get_context_data(self, **kwargs):
        pass


class View:
    @classmethod
    def as_view(cls, **initkwargs):
        pass


class TemplateResponseMixin:
    template_name = None

    def render_to_response(self, context, **response_kwargs):
        pass

    def get_template_names(self):
        pass


class TemplateView(TemplateResponseMixin, ContextMixin, View):
    pass


class RedirectView(View):
    pattern_name = None
