"""How Python objects become JSON: dotted paths, defaults, parameters. The same on every version of Python."""

import importlib
import inspect
import pkgutil
import re


def dotted(thing):
    """The dotted path of a class or function, through wrappers that functools.wraps made."""
    thing = inspect.unwrap(thing) if inspect.isfunction(thing) else thing
    return f"{thing.__module__}.{thing.__qualname__}"


def plain(value):
    """A value as JSON; what JSON cannot say becomes {"python": ...}: a dotted path, or the name of the type."""
    from django.utils.functional import Promise

    if isinstance(value, Promise):
        return {"python": "lazy"}
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, str):
        return str.__str__(value) if not hasattr(value, "value") else value.value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if isinstance(value, dict):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, re.Pattern):
        return {"python": f"re.compile({value.pattern!r})"}
    if inspect.isclass(value) or inspect.isfunction(value) or inspect.isbuiltin(value):
        return {"python": dotted(value)}
    return {"python": dotted(type(value)) + "()"}


def type_name(value):
    """The name of a value's type as a Python author writes it."""
    value = plain(value)
    return "None" if value is None else {"str": "str", "dict": "dict", "list": "list"}.get(
        type(value).__name__, type(value).__name__
    )


def parameters(function, skip=1):
    """
    The parameters of a function without the first `skip`: [{name, default?, kind?}], kind being "keyword", "*" or
    "**". None where there is no signature in Python.
    """
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    found = []
    for parameter in list(signature.parameters.values())[skip:]:
        row = {"name": parameter.name}
        kind = {
            parameter.KEYWORD_ONLY: "keyword",
            parameter.VAR_POSITIONAL: "*",
            parameter.VAR_KEYWORD: "**",
        }.get(parameter.kind)
        if kind:
            row["kind"] = kind
        if parameter.default is not parameter.empty:
            row["default"] = plain(parameter.default)
        found.append(row)
    return found


def bases(cls, root):
    """The direct bases of a class that derive from, or are, `root` or are mixins of Django's."""
    return [dotted(base) for base in cls.__bases__ if base is not object and base.__module__.startswith("django.")]


def modules(package, wanted):
    """Every module below a package whose dotted name `wanted` accepts, imported, by name."""
    package = importlib.import_module(package)
    found = {}
    for info in pkgutil.walk_packages(package.__path__, package.__name__ + ".", onerror=lambda name: None):
        if wanted(info.name):
            found[info.name] = importlib.import_module(info.name)
    return found
