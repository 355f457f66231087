from .describing import all_subclasses, dotted, plain


def forms(asking):
    from django.forms.forms import BaseForm

    return [
        {
            **asking.places.of(cls),
            "fields": {name: dotted(type(field)) for name, field in getattr(cls, "base_fields", {}).items()},
            "declared": sorted(getattr(cls, "declared_fields", ())),
            "model": plain(getattr(getattr(cls, "_meta", None), "model", None)),
        }
        for cls in all_subclasses(BaseForm)
    ]


def serializers(asking):
    """REST framework's serializers; none without it."""
    try:
        from rest_framework.serializers import BaseSerializer
    except Exception:  # not installed, or not configured
        return []
    found = []
    for cls in all_subclasses(BaseSerializer):
        entry = {**asking.places.of(cls), "declared": sorted(getattr(cls, "_declared_fields", ()))}
        if entry.get("file", "").startswith("$PROJECT"):
            fields = asking.guard(f"fields of {cls!r}", lambda cls=cls: dict(getattr(cls(), "fields", {})))
            if fields is not None:
                entry["fields"] = {name: dotted(type(field)) for name, field in fields.items()}
        found.append(entry)
    return found
