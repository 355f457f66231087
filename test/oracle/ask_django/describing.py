"""Names and plain forms of things that live in a running Django."""

import functools
import inspect
import os


def unwrapped(thing):
    """The function or class below partials, decorators and bound methods."""
    for _ in range(50):
        if isinstance(thing, functools.partial):
            thing = thing.func
        elif inspect.ismethod(thing):
            thing = thing.__func__
        elif hasattr(thing, "__wrapped__") and not isinstance(thing, type):
            thing = thing.__wrapped__
        else:
            break
    return thing


def dotted(thing):
    """The dotted path of a class or function, or of an object's class."""
    thing = unwrapped(thing)
    if not isinstance(thing, type) and not hasattr(thing, "__code__"):
        thing = type(thing)
    return f"{thing.__module__}.{getattr(thing, '__qualname__', thing.__name__)}"


def plain(value, depth=0):
    """A JSON form of a setting or option; what has no obvious one becomes its name."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if depth < 6 and isinstance(value, dict):
        return {str(key): plain(item, depth + 1) for key, item in value.items()}
    if depth < 6 and isinstance(value, (list, tuple)):
        return [plain(item, depth + 1) for item in value]
    if depth < 6 and isinstance(value, (set, frozenset)):
        return sorted((plain(item, depth + 1) for item in value), key=str)
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if type(value).__name__ == "__proxy__":
        try:
            return str(value)
        except Exception:  # reverse_lazy() of a name that the root URLconf does not have
            return "<lazy>"
    label = getattr(getattr(value, "_meta", None), "label", None)
    if isinstance(value, type) and label is not None:
        return label
    return dotted(value) if isinstance(value, type) or callable(value) else f"<{dotted(type(value))}>"


def all_subclasses(cls):
    found, queue = set(), [cls]
    while queue:
        for sub in queue.pop().__subclasses__():
            if sub not in found:
                found.add(sub)
                queue.append(sub)
    return sorted(found, key=lambda sub: (sub.__module__, sub.__qualname__))
