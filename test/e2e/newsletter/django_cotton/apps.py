from django.apps import AppConfig


class LoaderAppConfig(AppConfig):
    name = "django_cotton"
    default = True
