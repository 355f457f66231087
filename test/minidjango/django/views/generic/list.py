from .base import ContextMixin, TemplateResponseMixin, View


class MultipleObjectMixin(ContextMixin):
    model = None
    queryset = None
    context_object_name = None
    paginate_by = None

    def get_queryset(self):
        pass

    def get_context_data(self, *, object_list=None, **kwargs):
        pass


class BaseListView(MultipleObjectMixin, View):
    pass


class MultipleObjectTemplateResponseMixin(TemplateResponseMixin):
    template_name_suffix = "_list"


class ListView(MultipleObjectTemplateResponseMixin, BaseListView):
    pass
