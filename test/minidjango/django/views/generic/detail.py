from .base import TemplateResponseMixin, View


class DetailView(TemplateResponseMixin, View):
    pass
