from django.apps import AppConfig


class ContenttypesConfig(AppConfig):
    name = "django.contrib.contenttypes"
