"""Compiles every template of a project with its own Django, and looks up what is written in them: parents, includes and routes.

Takes the project's folder and a JSON file with the `root` below which templates are the project's own, and the renamed `routes`.
"""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
folder, asked = sys.argv[1:]
sys.path.insert(0, folder)
os.chdir(folder)

import django  # noqa: E402

django.setup()

from django.template import engines  # noqa: E402
from django.template.base import Variable  # noqa: E402
from django.template.defaulttags import URLNode  # noqa: E402
from django.template.loader_tags import ExtendsNode, IncludeNode  # noqa: E402
from django.urls import get_resolver  # noqa: E402


def route_names(resolver, namespace=""):
    found = {namespace + key for key in resolver.reverse_dict.keys() if isinstance(key, str)}
    for name, (_, inner) in resolver.namespace_dict.items():
        found |= route_names(inner, f"{namespace}{name}:")
    return found


def folders_of(engine):
    for loader in engine.template_loaders:
        for one in [loader, *getattr(loader, "loaders", [])]:
            if hasattr(one, "get_dirs"):
                yield from map(str, one.get_dirs())


def templates_in(engine, root):
    for directory in sorted({one for one in folders_of(engine) if one.startswith(root)}):
        for path, _, names in os.walk(directory):
            for name in names:
                if name.endswith((".html", ".txt")):
                    yield os.path.relpath(os.path.join(path, name), directory)


def written(expression):
    value = getattr(expression, "var", expression)
    return None if isinstance(value, Variable) else str(value)


def check(asked):
    names = route_names(get_resolver())
    faults = set()
    templates = looked_up = 0
    for old, new in asked["routes"]:
        if new not in names:
            faults.add(f"no route {new}, which was {old}")
    for backend in engines.all():
        engine = getattr(backend, "engine", None)
        if engine is None:
            continue
        for name in templates_in(engine, asked["root"]):
            try:
                template = engine.get_template(name)
            except Exception as fault:
                faults.add(f"{name}: {fault!r}"[:200])
                continue
            templates += 1
            nodes = template.nodelist
            for node in [*nodes.get_nodes_by_type(ExtendsNode), *nodes.get_nodes_by_type(IncludeNode)]:
                other = written(node.parent_name if isinstance(node, ExtendsNode) else node.template)
                if other is None or other == name:
                    continue
                looked_up += 1
                try:
                    engine.get_template(other)
                except Exception as fault:
                    faults.add(f"{name}: {fault!r}"[:200])
            for node in nodes.get_nodes_by_type(URLNode):
                route = written(node.view_name)
                if route is None:
                    continue
                looked_up += 1
                if route not in names and not node.asvar:
                    faults.add(f"{name}: no route {route}")
    return {"templates": templates, "names": looked_up, "faults": sorted(faults)}


with open(asked) as file:
    answer = check(json.load(file))
print(json.dumps(answer))
