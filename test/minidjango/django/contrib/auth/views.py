from django.views.generic import FormView


class LoginView(FormView):
    template_name = "registration/login.html"


class LogoutView(FormView):
    template_name = "registration/logged_out.html"
