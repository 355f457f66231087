def staticfiles(asking):
    """{name: [files in the order of the finders]}."""
    from django.apps import apps

    if not apps.is_installed("django.contrib.staticfiles"):
        return None
    from django.contrib.staticfiles.finders import get_finders

    found = {}
    for finder in get_finders():
        for path, storage in finder.list([]):
            name = "/".join(part for part in (getattr(storage, "prefix", None), path) if part)
            found.setdefault(name, []).append(asking.places.path(storage.path(path)))
    return dict(sorted(found.items()))
