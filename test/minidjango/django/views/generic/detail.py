from .base import ContextMixin, TemplateResponseMixin, View


class SingleObjectMixin(ContextMixin):
    model = None
    queryset = None
    context_object_name = None

    def get_object(self, queryset=None):
        pass

    def get_queryset(self):
        pass

    def get_context_data(self, **kwargs):
        pass


class SingleObjectTemplateResponseMixin(TemplateResponseMixin):
    template_name_suffix = "_detail"


class BaseDetailView(SingleObjectMixin, View):
    pass


class DetailView(SingleObjectTemplateResponseMixin, BaseDetailView):
    pass
