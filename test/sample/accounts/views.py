from django.contrib.auth import login
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from catalog.models import Book

from .forms import ProfileForm, SignUpForm
from .models import User


class SignUpView(SuccessMessageMixin, CreateView):
    form_class = SignUpForm
    template_name = "accounts/signup.html"
    success_url = reverse_lazy("catalog:home")
    success_message = "Welcome, %(username)s!"

    def form_valid(self, form):
        response = super().form_valid(form)
        login(self.request, self.object)
        return response


class ProfileView(DetailView):
    """What everybody may see of a customer: the name and the reviews."""

    queryset = User.objects.filter(is_active=True)
    slug_field = "username"
    slug_url_kwarg = "username"
    template_name = "accounts/profile.html"
    context_object_name = "reader"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["reviews"] = self.object.reviews.select_related("book", "reader")
        return context


class ProfileUpdateView(LoginRequiredMixin, SuccessMessageMixin, UpdateView):
    form_class = ProfileForm
    template_name = "accounts/profile_form.html"
    context_object_name = "account"
    success_message = "Your profile is saved."

    def get_object(self, queryset=None):
        return User.objects.get(pk=self.request.user.pk)


class WishlistView(LoginRequiredMixin, ListView):
    template_name = "accounts/wishlist.html"
    context_object_name = "books"

    def get_queryset(self):
        return Book.objects.for_cards().filter(wished_by=self.request.user)
