"""Settings: the global ones with their defaults, and those that Django reads though no default module has them."""

import ast
import importlib
import json
import pathlib
import re

from . import source
from .describe import plain, type_name


def settings():
    """{name: the setting}, with its default and the type of that."""
    from django.conf import Settings, global_settings

    deprecated = deprecated_settings()
    found = {}
    for name in dir(global_settings):
        if name.isupper():
            value = getattr(global_settings, name)
            found[name] = {"name": name, "type": type_name(value), "default": plain(value)}
    for name, defaults in settings_read().items():
        row = found.setdefault(name, {"name": name})
        if "default" not in row and len(defaults) == 1:
            value = json.loads(next(iter(defaults)))
            row.update(type=type_name(value), default=value)
    # Settings made by the settings object itself, never by a settings module.
    found.pop("SETTINGS_MODULE", None)
    for name in deprecated & found.keys():
        found[name]["deprecated"] = True
    for name in list_settings(Settings) & found.keys():
        found[name]["type"] = "list"
    return found


def settings_read():
    """{name: the defaults with which Django's modules read it, as JSON}; a default that is no literal is left out."""
    import django

    found = {}
    for path in sorted(pathlib.Path(django.__file__).parent.rglob("*.py")):
        for name, default in source.settings_read(path.read_text(encoding="utf-8")):
            defaults = found.setdefault(name, set())
            try:
                defaults |= {json.dumps(ast.literal_eval(default))} if default else set()
            except ValueError:
                continue
    return found


def deprecated_settings():
    """
    The settings for whose use django.conf has a warning: named by a set DEPRECATED_..._SETTINGS, or by a message
    ..._DEPRECATED_MSG, in its name or in its first words.
    """
    found = set()
    for name, value in vars(importlib.import_module("django.conf")).items():
        if name.startswith("DEPRECATED_") and name.endswith("_SETTINGS"):
            found |= value
        elif name.endswith("_DEPRECATED_MSG"):
            found.add(name.removesuffix("_DEPRECATED_MSG"))
            found |= set(re.findall(r"^The ([A-Z_0-9]+) ", value))
    return found


def list_settings(cls):
    """The settings that Settings.__init__ refuses unless they are a list or a tuple."""
    for node in ast.walk(source.tree(cls.__init__)):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "tuple_settings":
            return set(ast.literal_eval(node.value))
    return set()


def project_template():
    """{name: value}: what `startproject` writes into a new project's settings, where that is a literal."""
    import django

    path = pathlib.Path(django.__file__).parent / "conf/project_template/project_name/settings.py-tpl"
    found = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = {"name": node.targets[0].id, "value": plain(ast.literal_eval(node.value))}
            except ValueError:
                continue
    return found
