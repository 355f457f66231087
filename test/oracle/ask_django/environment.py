import os
import sys

from .describing import dotted, plain

SETTINGS_WITH_VALUES = (
    "INSTALLED_APPS", "MIDDLEWARE", "ROOT_URLCONF", "AUTH_USER_MODEL", "DEFAULT_AUTO_FIELD", "TEMPLATES",
    "STATIC_URL", "STATICFILES_DIRS", "MIGRATION_MODULES", "TEST_RUNNER",
)  # fmt: skip


def environment(_asking):
    import django

    return {
        "django": django.get_version(),
        "python": sys.version.split()[0],
        "settings_module": os.environ.get("DJANGO_SETTINGS_MODULE"),
    }


def apps(asking):
    from django.apps import apps

    return [
        {
            "label": config.label,
            "name": config.name,
            "path": asking.places.path(config.path),
            "config": dotted(type(config)),
            "models_module": config.models_module.__name__ if config.models_module else None,
        }
        for config in apps.get_app_configs()
    ]


def settings(_asking):
    from django.conf import settings

    names = [name for name in dir(settings) if name.isupper()]
    values = {name: plain(getattr(settings, name)) for name in SETTINGS_WITH_VALUES if hasattr(settings, name)}
    return {"set_by_project": [name for name in names if settings.is_overridden(name)], "values": values}


def middleware(asking):
    from django.conf import settings
    from django.utils.module_loading import import_string

    found = []
    for path in settings.MIDDLEWARE:
        target = asking.guard(f"middleware {path}", import_string, path)
        found.append({"path": path, **(asking.places.of(target) if target else {})})
    return found
