"""The smaller topics: apps, commands, views, forms, context processors, middleware, routes, signals, files."""

import importlib
import inspect
import pathlib

from . import source
from .boot import CONTRIB_APPS
from .describe import bases, dotted, modules, parameters, plain


def apps():
    """{name: the contrib app}."""
    from django.apps import AppConfig

    found = {}
    for name in [*CONTRIB_APPS, "django.contrib.postgres"]:
        config = AppConfig.create(name)
        row = {"name": name, "label": config.label, "config": dotted(type(config))}
        root = pathlib.Path(config.path)
        for folder in ("templates", "static"):
            names = files(root / folder)
            if names:
                row[folder] = names
        found[name] = row
    return found


def files(folder):
    """The files below a folder, relative to it; fonts, pictures and vendored code of static files included."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def commands():
    """{app:name: the command}, with the options that it adds to those every command has (the row of name "")."""
    from django.core.management import BaseCommand, find_commands

    common = BaseCommand().create_parser("manage.py", "")
    found = {":": {"name": "", "options": [option(action) for action in common._actions]}}
    shared = {action.dest for action in common._actions}
    for app in ["django.core", *CONTRIB_APPS]:
        package = importlib.import_module(app)
        for name in find_commands(str(pathlib.Path(package.__file__).parent / "management")):
            command = importlib.import_module(f"{app}.management.commands.{name}").Command()
            parser = command.create_parser("manage.py", name)
            own = [option(action) for action in parser._actions if action.dest not in shared]
            found[f"{app}:{name}"] = {"app": app, "name": name, "options": own}
    return found


def option(action):
    """An argparse action: its flags (none for a positional), whether it takes a value, its choices."""
    row = {"name": action.dest}
    if action.option_strings:
        row["flags"] = list(action.option_strings)
    if action.nargs is not None:
        row["nargs"] = action.nargs
    if action.choices and list(action.choices) != ["default"]:
        row["choices"] = sorted(str(choice) for choice in action.choices)
    if action.required and action.option_strings:
        row["required"] = True
    return row


def views():
    """{dotted path: a class-based view or mixin}, with the class attributes and context names that it adds itself."""
    names = lambda name: name.startswith("django.views.generic.") or name == "django.contrib.auth.views"
    found = {}
    for module in [*modules("django.views", names).values(), importlib.import_module("django.contrib.auth.views")]:
        for cls in vars(module).values():
            if inspect.isclass(cls) and cls.__module__ == module.__name__ and not issubclass(cls, Exception):
                found[dotted(cls)] = view(cls)
    return found


def view(cls):
    """One view class or mixin."""
    public = getattr(importlib.import_module("django.views.generic"), cls.__name__, None) is cls
    row = {"class": dotted(cls), "bases": bases(cls, object)}
    if public:
        row["public"] = f"django.views.generic.{cls.__name__}"
    attributes = {
        name: plain(value)
        for name, value in vars(cls).items()
        if not name.startswith("_") and not callable(inspect.unwrap(value) if callable(value) else value)
        and not isinstance(value, (property, classmethod, staticmethod)) and not hasattr(value, "__get__")
    }
    if attributes:
        row["attributes"] = dict(sorted(attributes.items()))
    names = list(dict.fromkeys(
        name for key, method in vars(cls).items() if inspect.isfunction(method)
        for name in source.context_names(method, writes="context" in key or "dated_items" in key)
    ))
    if names:
        row["context"] = names
    return row


def form_fields():
    """{dotted path: a form field class}, with its own parameters and its default widget."""
    from django import forms

    found = {}
    for cls in subclasses("django.forms", forms.Field) + subclasses("django.contrib.postgres.forms", forms.Field):
        row = {"class": dotted(cls), "bases": bases(cls, forms.Field)}
        if "__init__" in vars(cls):
            row["parameters"] = parameters(vars(cls)["__init__"])
        widget = vars(cls).get("widget")
        if widget is not None:
            row["widget"] = dotted(widget if inspect.isclass(widget) else type(widget))
        found[row["class"]] = row
    return found


def widgets():
    """{dotted path: a widget class}."""
    from django import forms

    found = subclasses("django.forms", forms.Widget)
    return {dotted(cls): {"class": dotted(cls), "bases": bases(cls, forms.Widget)} for cls in found}


def subclasses(module, base):
    """The classes that a module exports and that derive from `base`."""
    return [
        value for _, value in sorted(vars(importlib.import_module(module)).items())
        if inspect.isclass(value) and issubclass(value, base)
    ]


def validators():
    """{dotted path: a validator}: a class with its parameters, or what takes the value itself."""
    found = {}
    for name in ("django.core.validators", "django.contrib.auth.password_validation", "django.contrib.postgres.validators"):
        module = importlib.import_module(name)
        for key, value in sorted(vars(module).items()):
            if not inspect.isclass(value):
                if name == "django.core.validators" and key.startswith("validate_"):
                    found[f"{name}.{key}"] = {"path": f"{name}.{key}"}
            elif value.__module__ == name and key.endswith("Validator"):
                found[f"{name}.{key}"] = {"path": f"{name}.{key}", "parameters": parameters(value.__init__)}
    return found


def converters():
    """{name: the path converter}."""
    from django.urls.converters import get_converters

    return {
        name: {"name": name, "class": dotted(type(converter)), "regex": converter.regex}
        for name, converter in get_converters().items()
    }


def signals():
    """{dotted path: the signal}, by the module that defines it."""
    from django.dispatch import Signal

    wanted = lambda name: name.endswith(".signals") and not name.startswith("django.core.signals.")
    found = {}
    for name, module in sorted(modules("django", wanted).items()):
        for key, value in vars(module).items():
            if isinstance(value, Signal) and f"{key} =" in inspect.getsource(module):
                found[f"{name}.{key}"] = {"path": f"{name}.{key}"}
    return found


def context_processors():
    """{dotted path: the context processor}, with the names that it adds to every context."""
    names = [
        "django.template.context_processors",
        "django.contrib.auth.context_processors",
        "django.contrib.messages.context_processors",
    ]
    found = {}
    for module in map(importlib.import_module, names):
        for key, value in vars(module).items():
            if inspect.isfunction(value) and value.__module__ == module.__name__ and takes_request(value):
                found[dotted(value)] = {"path": dotted(value), "context": source.context_names(value)}
    return found


def takes_request(function):
    """Whether a function has the one parameter of a context processor."""
    return list(inspect.signature(function).parameters) == ["request"]


def middleware():
    """{dotted path: a middleware class}."""
    wanted = lambda name: name.startswith("django.middleware.") or name.endswith(".middleware")
    found = {}
    for name, module in modules("django", wanted).items():
        for key, value in vars(module).items():
            if inspect.isclass(value) and value.__module__ == name and key.endswith("Middleware"):
                found[f"{name}.{key}"] = {"path": f"{name}.{key}"}
    return found


def routes():
    """
    {urlconf:route:name: a route of a URLconf that Django ships}. Those of the admin stand under AdminSite and
    ModelAdmin; the latter's names are formatted with app_label and model_name.
    """
    from django.contrib.admin import AdminSite, ModelAdmin
    from django.contrib.auth.models import Group

    admin = ModelAdmin(Group, AdminSite())
    tables = {
        "django.contrib.admin.sites.AdminSite": AdminSite().get_urls(),
        "django.contrib.admin.options.ModelAdmin": admin.get_urls(),
    }
    for name in ("django.conf.urls.i18n", "django.contrib.admindocs.urls", "django.contrib.auth.urls", "django.contrib.flatpages.urls"):
        tables[name] = importlib.import_module(name).urlpatterns
    found = {}
    for urlconf, patterns in tables.items():
        for pattern in patterns:
            if not hasattr(pattern, "callback"):
                continue
            callback = pattern.callback
            row = {"urlconf": urlconf, "route": str(pattern.pattern), "view": dotted(getattr(callback, "view_class", callback))}
            if pattern.name:
                row["name"] = pattern.name.replace("auth_group", "{app_label}_{model_name}")
            if not hasattr(pattern.pattern, "_route"):
                row["regex"] = True
            found[f"{urlconf}:{row['route']}:{pattern.name}"] = row
    return found
