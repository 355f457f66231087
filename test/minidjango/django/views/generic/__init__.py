from .base import RedirectView, TemplateView, View
from .detail import DetailView
from .edit import CreateView, DeleteView, FormView, UpdateView
from .list import ListView
