from django.apps import AppConfig


class StaticfilesConfig(AppConfig):
    name = "django.contrib.staticfiles"
