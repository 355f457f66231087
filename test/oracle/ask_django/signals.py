import gc
import sys
import weakref

from .describing import dotted

NO_SENDER = id(None)


def signals(asking):
    """The receivers of each signal that some module holds by a name, with the class that each listens to."""
    from django.dispatch import Signal

    names = {}
    for module_name, module in sorted(sys.modules.items()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if issubclass(type(value), Signal):  # isinstance() would evaluate lazy objects
                names.setdefault(id(value), []).append((module_name, name))
    things = gc.get_objects()
    senders = {id(thing): thing for thing in things if is_class(thing)}
    found = []
    for signal in [thing for thing in things if issubclass(type(thing), Signal)]:
        receivers = []
        for (_, sender), target, *_rest in signal.receivers:
            target = target() if isinstance(target, weakref.ReferenceType) else target
            if target is not None:
                receivers.append({**asking.places.of(target), "sender": named(sender, senders)})
        module, name = likeliest(names.get(id(signal), []))
        path = getattr(sys.modules.get(module), "__file__", None)
        home = {"file": asking.places.path(path)} if path else {}
        found.append({"signal": f"{module}.{name}", **home, "receivers": receivers})
    return sorted(found, key=lambda entry: entry["signal"])


def is_class(thing):
    return issubclass(type(thing), type)


def named(sender, classes):
    """The label of a model, the dotted path of another class, None for any sender, "?" for an object."""
    if sender == NO_SENDER:
        return None
    cls = classes.get(sender)
    if cls is None:
        return "?"
    return getattr(getattr(cls, "_meta", None), "label", None) or dotted(cls)


def likeliest(holders):
    """A signal does not know its own module: of those that hold it, the one that looks most like its home."""
    if not holders:
        return "", "<unnamed>"
    return min(holders, key=lambda row: (not row[0].endswith("signals"), not row[0].startswith("django."), len(row[0]), row))
