from .describing import dotted


def urls(asking):
    from django.conf import settings
    from django.urls import get_resolver

    if not getattr(settings, "ROOT_URLCONF", None):
        return None
    resolver = get_resolver()
    patterns = []
    walk(asking, resolver, patterns, "", ())
    handlers = {}
    for code in (400, 403, 404, 500):
        handler = asking.guard(f"handler{code}", resolver.resolve_error_handler, code)
        handlers[f"handler{code}"] = asking.places.of(handler) if handler else None
    return {"root": settings.ROOT_URLCONF, "patterns": patterns, "handlers": handlers}


def walk(asking, resolver, found, route, parents):
    """Adds every pattern below a resolver, with the whole route as Django joins it."""
    from django.urls import URLResolver

    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            asking.guard(f"include {here}", walk, asking, entry, found, here, (*parents, entry))
            continue
        chain = (*parents, entry)
        namespaces = [parent.namespace for parent in parents if parent.namespace]
        found.append(
            {
                "route": here,
                "kind": type(entry.pattern).__name__,
                "groups": sorted({name for one in chain for name in one.pattern.regex.groupindex}),
                "converters": {
                    name: dotted(type(converter)) for one in chain for name, converter in one.pattern.converters.items()
                },
                "name": entry.name,
                "full_name": ":".join([*namespaces, entry.name]) if entry.name else None,
                "view": asking.guard(f"view of {here}", view, asking, entry.callback),
            }
        )


def view(asking, callback):
    entry = {"callable": asking.places.of(callback)}
    # Django's own class-based views carry view_class, REST framework's carry cls.
    cls = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    if cls is not None:
        entry["class"] = asking.places.of(cls)
    if getattr(callback, "actions", None):
        entry["actions"] = dict(callback.actions)
    return entry


def converters(_asking):
    from django.urls.converters import get_converters

    return {name: dotted(type(converter)) for name, converter in sorted(get_converters().items())}
