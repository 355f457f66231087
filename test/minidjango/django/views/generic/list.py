from .base import TemplateResponseMixin, View


class ListView(TemplateResponseMixin, View):
    pass
