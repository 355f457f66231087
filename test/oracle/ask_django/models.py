from .describing import all_subclasses, dotted


def models(asking):
    from django.apps import apps
    from django.db.models import Model

    concrete = apps.get_models(include_auto_created=True, include_swapped=True)
    abstract = [model for model in all_subclasses(Model) if model._meta.abstract]
    found = [asking.guard(f"model {model!r}", describe, asking, model) for model in [*concrete, *abstract]]
    return sorted(filter(None, found), key=lambda model: (model["abstract"], model["label"], model["module"]))


def describe(asking, model):
    meta = model._meta
    own = [*meta.local_fields, *meta.local_many_to_many, *meta.private_fields]
    return {
        "label": meta.label,
        **asking.places.of(model),
        "abstract": meta.abstract,
        "proxy": meta.proxy,
        "managed": meta.managed,
        "swapped": None if meta.abstract else meta.swapped or None,
        "auto_created": meta.auto_created.__name__ if meta.auto_created else None,
        "managers": [{"name": manager.name, "class": dotted(type(manager))} for manager in meta.managers],
        "fields": [field(model, one) for one in (own if meta.abstract else meta.get_fields(include_hidden=True))],
    }


def field(model, field):
    from django.contrib.contenttypes.fields import GenericForeignKey

    reverse = bool(field.auto_created and field.is_relation and not getattr(field, "concrete", False))
    hidden = bool(getattr(field, "hidden", False))
    related = field.related_model
    entry = {
        "name": field.name,
        "class": dotted(type(field)),
        "kind": "reverse" if reverse else "generic" if isinstance(field, GenericForeignKey) else "forward",
        "hidden": hidden,
        "relation": relation(field),
        "related_model": related if related is None else getattr(getattr(related, "_meta", None), "label", str(related)),
    }
    if reverse:
        entry["accessor"] = None if hidden else field.get_accessor_name()
        entry["query_name"] = None if hidden else field.field.related_query_name()
        entry["from_field"] = field.field.name
    else:
        entry["declared_on"] = declared_on(model, field)
        entry["attname"] = getattr(field, "attname", None)
        entry["column"] = getattr(field, "column", None)
    return entry


def relation(field):
    if not field.is_relation:
        return None
    kinds = ("many_to_many", "many_to_one", "one_to_one", "one_to_many")
    return next((kind for kind in kinds if getattr(field, kind)), "other")


def declared_on(model, field):
    """The class whose body declares the field: the copies that subclasses get keep its creation counter."""
    counter = getattr(field, "creation_counter", None)
    origin = model
    for base in model.__mro__:
        meta = base.__dict__.get("_meta")
        local = [] if meta is None else [*meta.local_fields, *meta.local_many_to_many, *meta.private_fields]
        if any(one.name == field.name and getattr(one, "creation_counter", None) == counter for one in local):
            origin = base
    return dotted(origin)
