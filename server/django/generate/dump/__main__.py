"""
Prints what one release of Django defines, as JSON: {topic: {table: {key: row}}}.

    PYTHONPATH=<unpacked release> python -m dump
"""

import json
import sys

from . import boot

boot.boot()

from . import fields, rest, settings, templates  # noqa: E402  (they ask a Django that is ready)

TOPICS = {
    "templates": [templates.libraries, templates.tags, templates.filters],
    "settings": [settings.settings, settings.project_template],
    "fields": [fields.field_classes, fields.lookups_of_apps, fields.transforms],
    "models": [fields.contrib_models],
    "apps": [rest.apps],
    "commands": [rest.commands],
    "views": [rest.views],
    "forms": [rest.form_fields, rest.widgets, rest.validators],
    "requests": [rest.converters, rest.routes, rest.context_processors, rest.middleware, rest.signals],
}

json.dump({topic: {table.__name__: table() for table in tables} for topic, tables in TOPICS.items()}, sys.stdout)
