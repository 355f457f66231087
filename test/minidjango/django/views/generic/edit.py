from .base import TemplateResponseMixin, View


class FormView(TemplateResponseMixin, View):
    pass


class CreateView(FormView):
    pass


class UpdateView(FormView):
    pass


class DeleteView(FormView):
    pass
