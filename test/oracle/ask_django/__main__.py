import argparse
import importlib
import importlib.util
import json
import os
import sys
import time
import warnings
from pathlib import Path

from . import admin, commands, environment, forms, migrations, models, signals, staticfiles, templates, tests, urls
from .asking import Asking
from .describing import plain
from .places import Places

# Modules that Django does not import by itself, but whose classes are asked for by their base class.
MODULES_OF_APPS = ("forms", "views", "serializers", "filters", "api", "viewsets", "tables", "signals")
QUESTIONS = {
    "environment": environment.environment,
    "apps": environment.apps,
    "settings": environment.settings,
    "middleware": environment.middleware,
    # A project that answers requests has read its URLconf, and so has the models that only this leads to.
    "urls": urls.urls,
    "converters": urls.converters,
    "models": models.models,
    "templates": templates.templates,
    "commands": commands.commands,
    "admin": admin.admin,
    "forms": forms.forms,
    "serializers": forms.serializers,
    "signals": signals.signals,
    "migrations": migrations.migrations,
    "staticfiles": staticfiles.staticfiles,
    "tests": tests.tests,
}


def main():
    parser = argparse.ArgumentParser(
        prog="ask_django", description="Boot a project (DJANGO_SETTINGS_MODULE) and dump what Django knows of it."
    )
    parser.add_argument("--project", type=Path, required=True, help="the project's root, put first on sys.path")
    parser.add_argument("--out", type=Path, required=True, help="where to write the JSON")
    parser.add_argument("--tests", action="store_true", help="list the tests, too, which imports every test module")
    options = parser.parse_args()
    start = time.perf_counter()
    project = options.project.resolve()
    # This package's own folder must not stand before the project's modules.
    sys.path[0] = str(project)
    os.chdir(project)
    warnings.simplefilter("ignore")

    import django

    django.setup()
    asking = Asking(project, Places(project, Path(django.__file__).parent), options.tests)
    import_modules_of_apps(asking)
    answers = {name: asking.guard(name, question, asking) for name, question in QUESTIONS.items()}
    answers["errors"] = asking.errors
    answers["seconds"] = round(time.perf_counter() - start, 1)
    options.out.write_text(json.dumps(answers, indent=1, ensure_ascii=False, default=plain), "utf-8")


def import_modules_of_apps(asking):
    from django.apps import apps

    for config in list(apps.get_app_configs()):
        for name in MODULES_OF_APPS:
            module = f"{config.name}.{name}"
            if asking.guard(f"find {module}", importlib.util.find_spec, module):
                asking.guard(f"import {module}", importlib.import_module, module)


if __name__ == "__main__":
    main()
