"""Model field classes with parameters, lookups and transforms, and the models of the contrib apps."""

import importlib
import inspect

from .describe import bases, dotted, parameters, plain

POSTGRES = "django.contrib.postgres"

MODULES = [
    "django.db.models",
    "django.contrib.contenttypes.fields",
    "django.contrib.postgres.fields",
    "django.contrib.postgres.search",
    "django.contrib.gis.db.models",
]
"""Where projects import field classes from. The first that exports a class gives it its public path."""


def field_classes():
    """
    {dotted path: the class}. Parameters and lookups are the class's own: the rest comes from its bases, in Python's
    order. Mixins that carry parameters or lookups are among the rows.
    """
    public = public_paths()
    classes = {base for cls in public for base in cls.__mro__ if base.__module__.startswith("django.")}
    return {dotted(cls): field_class(cls, public) for cls in classes}


def public_paths():
    """{field class: the path that projects import it from}."""
    from django.contrib.contenttypes.fields import GenericForeignKey
    from django.db.models import Field

    found = {}
    for name in MODULES:
        module = importlib.import_module(name)
        for key, value in sorted(vars(module).items()):
            if inspect.isclass(value) and issubclass(value, (Field, GenericForeignKey)) and not key.startswith("_"):
                found.setdefault(value, f"{name}.{key}")
    return found


def field_class(cls, public):
    """One field class or mixin."""
    row = {"class": dotted(cls), "bases": bases(cls, object)}
    if cls in public and public[cls] != row["class"]:
        row["public"] = public[cls]
    own = vars(cls)
    if "__init__" in own:
        row["parameters"] = parameters(own["__init__"])
    if cls in public:
        internal = internal_type(cls)
        if internal:
            row["internal"] = internal
        form = form_field(cls)
        if form:
            row["form"] = form
    lookups = {name: dotted(lookup) for name, lookup in sorted(own.get("class_lookups", {}).items())}
    lookups = {name: lookup for name, lookup in lookups.items() if not is_foreign(cls, lookup)}
    if lookups:
        row["lookups"] = lookups
    if getattr(cls, "system_check_removed_details", None):
        row["removed"] = True
    if "get_transform" in own and cls in public:
        row["anyTransform"] = True
    return row


def internal_type(cls):
    """What get_internal_type() answers: the name of the core class whose column it has. None where arguments decide."""
    try:
        return cls.__new__(cls).get_internal_type()
    except AttributeError:
        return None


def form_field(cls):
    """The form field class of a field made without arguments; None for those that need some or are not editable."""
    try:
        field = cls()
        made = field.formfield() if field.editable else None
    except Exception:
        return None
    return dotted(type(made)) if made is not None else None


def transforms():
    """
    {dotted path: the transform}, of all that are registered, those of lookups_of_apps() included. Without `output` the
    value keeps the type of the field that it is applied to.
    """
    from django.db.models import Field, Transform

    found = {}
    waiting = [lookup for cls in registrants() for lookup in vars(cls).get("class_lookups", {}).values()]
    while waiting:
        cls = waiting.pop()
        if not issubclass(cls, Transform) or dotted(cls) in found:
            continue
        row = {"class": dotted(cls), "name": cls.lookup_name}
        output = inspect.getattr_static(cls, "output_field", None)
        if isinstance(output, Field):
            row["output"] = dotted(type(output))
        found[dotted(cls)] = row
        waiting += [lookup for base in cls.__mro__ for lookup in vars(base).get("class_lookups", {}).values()]
    return found


def registrants():
    """Every class that may hold registered lookups."""
    return {base for cls in public_paths() for base in cls.__mro__}


def lookups_of_apps():
    """{field class:name: a lookup that an app, once installed, registers on a core field}."""
    from django.apps import AppConfig

    AppConfig.create(POSTGRES).ready()
    found = {}
    for cls in registrants():
        for name, lookup in vars(cls).get("class_lookups", {}).items():
            if is_foreign(cls, dotted(lookup)):
                row = {"class": dotted(cls), "name": name, "lookup": dotted(lookup), "app": POSTGRES}
                found[f"{row['class']}:{name}"] = row
    return found


def is_foreign(cls, lookup):
    """Whether django.contrib.postgres registers a lookup on a class that is not its own."""
    return lookup.startswith(POSTGRES) and not cls.__module__.startswith(POSTGRES)


def contrib_models():
    """{dotted path: the model}, of all contrib apps, abstract bases among them, with all forward fields."""
    from django.apps import apps
    from django.db.models import Model

    models = {base for model in apps.get_models() for base in model.__mro__ if issubclass(base, Model) and base is not Model}
    found = {}
    for model in models:
        meta = model._meta
        row = {
            "class": dotted(model),
            "bases": bases(model, Model),
            "label": meta.label,
            "fields": [model_field(field) for field in [*meta.fields, *meta.many_to_many, *meta.private_fields]],
            "managers": {manager.name: dotted(type(manager)) for manager in meta.managers},
        }
        if meta.abstract:
            row["abstract"] = True
        if meta.swappable:
            row["swappable"] = meta.swappable
        found[row["class"]] = row
    return found


def model_field(field):
    """A forward field of a model: name, class, target, and the name of the way back."""
    row = {"name": field.name, "class": dotted(type(field))}
    remote = getattr(field, "remote_field", None)
    if remote is not None:
        row["to"] = remote.model if isinstance(remote.model, str) else remote.model._meta.label
        if remote.related_name:
            row["related_name"] = plain(remote.related_name)
        query_name = getattr(field, "_related_query_name", None)
        if query_name:
            row["related_query_name"] = plain(query_name)
    if getattr(field, "null", False):
        row["null"] = True
    return row
