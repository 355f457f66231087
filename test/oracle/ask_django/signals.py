import gc
import sys
import weakref


def signals(asking):
    """The receivers of each signal that some module holds by a name."""
    from django.dispatch import Signal

    names = {}
    for module_name, module in sorted(sys.modules.items()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if issubclass(type(value), Signal):  # isinstance() would evaluate lazy objects
                names.setdefault(id(value), []).append((module_name, name))
    found = []
    for signal in [thing for thing in gc.get_objects() if issubclass(type(thing), Signal)]:
        targets = [row[1]() if isinstance(row[1], weakref.ReferenceType) else row[1] for row in signal.receivers]
        receivers = [asking.places.of(target) for target in targets if target is not None]
        found.append({"signal": likeliest(names.get(id(signal), [])), "receivers": receivers})
    return sorted(found, key=lambda entry: entry["signal"])


def likeliest(holders):
    """A signal does not know its own module: of those that hold it, the one that looks most like its home."""
    if not holders:
        return "<unnamed>"
    best = min(holders, key=lambda row: (not row[0].endswith("signals"), not row[0].startswith("django."), len(row[0]), row))
    return ".".join(best)
