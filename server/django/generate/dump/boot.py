"""Boots an unconfigured Django with all of its contrib apps, so that it can be asked what it defines."""

import importlib.abc
import importlib.util
import inspect
import sys
import types

CONTRIB_APPS = [
    f"django.contrib.{name}"
    for name in (
        "admin",
        "admindocs",
        "auth",
        "contenttypes",
        "flatpages",
        "gis",
        "humanize",
        "messages",
        "redirects",
        "sessions",
        "sitemaps",
        "sites",
        "staticfiles",
        "syndication",
    )
]
"""All but django.contrib.postgres: its AppConfig.ready() adds lookups to core fields, which fields.py tells apart."""


def boot():
    """Django is ready afterwards. Nothing is connected: no database, no cache, no request."""
    allow_python_311()
    sys.meta_path.insert(0, WithoutGeoLibraries())
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={},
        INSTALLED_APPS=CONTRIB_APPS,
        ROOT_URLCONF="django.conf.urls.i18n",
        SECRET_KEY="unused",
        SITE_ID=1,
        STATIC_URL="/static/",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        USE_TZ=True,
    )
    django.setup()


def allow_python_311():
    """
    Django 6.1 takes from inspect what Python has since 3.12. asgiref has the same function; nothing here runs a
    coroutine anyway. `manage.py test` has options that depend on the version of Python: those of 3.12 are described.
    """
    if not hasattr(inspect, "markcoroutinefunction"):
        import asgiref.sync

        inspect.markcoroutinefunction = asgiref.sync.markcoroutinefunction
    import django.utils.version

    django.utils.version.PY312 = True


class WithoutGeoLibraries(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """django.contrib.gis loads GDAL and GEOS when imported; its field classes can be described without them."""

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[:4] in (["django", "contrib", "gis", "gdal"], ["django", "contrib", "gis", "geos"]):
            return importlib.util.spec_from_loader(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return Stub(spec.name)

    def exec_module(self, module):
        pass


class Stub(types.ModuleType):
    """A module in which every public name is an exception class: it can be caught, subclassed and called."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = type(name, (Exception,), {"__module__": self.__name__})
        setattr(self, name, value)
        return value
