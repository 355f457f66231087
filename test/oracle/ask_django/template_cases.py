"""Writes down each template source of Django's own tests, with what Django's compiler says of it.

A source is seen in two ways: all those that a test hands to the `setup()` of template_tests, and all that are compiled
while the tests run. What is judged is the compiler of the Django that the tests belong to.
"""

import argparse
import functools
import importlib
import inspect
import json
import os
import re
import sys
import tempfile
import warnings
from pathlib import Path

# The test apps that compile templates of their own.
LABELS = (
    "template_tests", "template_backends", "template_loader", "humanize_tests", "i18n", "forms_tests", "view_tests",
    "cache", "syndication_tests", "sitemaps_tests", "messages_tests", "flatpages_tests", "admin_docs",
    "admin_changelist", "generic_views", "test_client", "test_utils", "context_processors", "staticfiles_tests",
    "utils_tests", "requests_tests", "csrf_tests", "auth_tests",
)  # fmt: skip
RELATIVE = re.compile(r"[\"']\.\.?/")
LOAD_TAG = re.compile(r"\{%\s*load\s+(.*?)%\}", re.DOTALL)


class Cases:
    """The sources by what they are and what they can load; what was said of one is kept with it."""

    def __init__(self):
        self.found = {}

    def add(self, template):
        engine = template.engine
        source = str(template.source)
        words = sorted({word for words in LOAD_TAG.findall(source) for word in words.split()})
        libraries = {word: engine.libraries[word] for word in words if word in engine.libraries}
        builtins = [path for path in engine.builtins if path not in engine.default_builtins]
        # The template's own name matters to names that are relative to it.
        name = template.origin.template_name if RELATIVE.search(source) else None
        key = (name, source, *libraries.items(), *builtins)
        self.found.setdefault(key, {"name": name, "source": source, "libraries": libraries, "builtins": builtins})

    def judge(self):
        """What the compiler says of each: once more and alone, so that every error comes with its place."""
        from django.template import Engine, Origin, Template
        from django.template.base import UNKNOWN_SOURCE

        for case in self.found.values():
            engine = Engine(debug=True, libraries=case["libraries"], builtins=case["builtins"])
            try:
                Template(case["source"], origin=Origin(UNKNOWN_SOURCE, case["name"]), engine=engine)
            except Exception as error:  # a tag may raise anything
                debug = getattr(error, "template_debug", None) or {}
                case.update(compiles=False, error=f"{type(error).__name__}: {error}")
                case.update(start=debug.get("start"), end=debug.get("end"))
            else:
                case["compiles"] = True


def record(cases):
    """Adds every template that is compiled from now on, unless it stands in a file."""
    from django.template.base import Template

    compile_nodelist = Template.compile_nodelist

    def recording(self):
        if not os.path.exists(str(self.origin)):
            cases.add(self)
        return compile_nodelist(self)

    Template.compile_nodelist = recording


def compile_all_of_a_test():
    """Lets each test that is decorated with `setup()` first compile all of its templates: most use but one."""
    utils = importlib.import_module("template_tests.utils")
    original = utils.setup

    def setup(templates, *more, **options):
        decorate = original(templates, *more, **options)
        names = [name for group in (templates, *more) for name in group]

        def decorator(function):
            @functools.wraps(function)
            def compiling(self):
                for name in names:
                    try:
                        self.engine.get_template(name)
                    except Exception:  # what it says of it is asked for later
                        pass
                return function(self)

            return decorate(compiling)

        return decorator

    utils.setup = setup


def run_tests(labels):
    runtests = importlib.import_module("runtests")
    given = {"verbosity": 0, "parallel": 1, "test_labels": labels, "buffer": True, "exclude_tags": ["selenium"]}
    parameters = inspect.signature(runtests.django_tests).parameters
    unset = ("tags", "test_name_patterns", "start_at", "start_after", "durations")
    runtests.django_tests(**{name: given.get(name, None if name in unset else False) for name in parameters})


def main():
    parser = argparse.ArgumentParser(prog="ask_django.template_cases", description=__doc__.splitlines()[0])
    parser.add_argument("--tests", type=Path, required=True, help="the folder `tests` of a source release of Django")
    parser.add_argument("--out", type=Path, required=True, help="where to write the JSON")
    options = parser.parse_args()
    out = options.out.resolve()
    tests = options.tests.resolve()
    sys.path[0] = str(tests)
    os.chdir(tests)
    os.environ["DJANGO_SETTINGS_MODULE"] = "test_sqlite"
    warnings.simplefilter("ignore")

    import django

    cases = Cases()
    record(cases)
    compile_all_of_a_test()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        run_tests([label for label in LABELS if (tests / label).exists()])
    cases.judge()
    answer = {"django": django.get_version(), "cases": list(cases.found.values())}
    out.write_text(json.dumps(answer, indent=1, ensure_ascii=True), "utf-8")


if __name__ == "__main__":
    main()
