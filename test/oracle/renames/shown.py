"""Shows templates before and after a variable is renamed, with values that answer everything by their own path, and compares.

Takes the project's folder and a JSON file with a list of renames: `name`, whether a block of the template binds it (`isBound`), the
template that it `start`s in, and the `changes`: the texts of templates before and after, by their names.
"""

import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
folder, asked = sys.argv[1:]
sys.path.insert(0, folder)
os.chdir(folder)

import django  # noqa: E402

django.setup()

from django.template import Context, Engine, Origin, TemplateDoesNotExist, engines  # noqa: E402
from django.template.defaulttags import URLNode  # noqa: E402
from django.template.loaders.base import Loader  # noqa: E402

NEW = "zz_renamed"
# What Django asks of a value to find out what it is: a plain value has none of it.
ASKED = {
    "resolve_expression", "render", "as_widget", "silent_variable_failure", "do_not_call_in_templates", "alters_data",
    "resolve", "get_template", "nodelist",
}  # fmt: skip
OF_DJANGO = {"block", "forloop", "True", "False", "None"}


class Value:
    """A value that has every member, and is shown as the way that leads to it."""

    def __init__(self, path, depth=0):
        self.__dict__.update(path=path, depth=depth)

    def __getattr__(self, name):
        if name.startswith("_") or name in ASKED:
            raise AttributeError(name)
        return Value(f"{self.__dict__['path']}.{name}", self.__dict__["depth"])

    def __getitem__(self, key):
        return Value(f"{self}.{key}", self.__dict__["depth"])

    def __iter__(self):
        depth = self.__dict__["depth"] + 1
        return iter([Value(f"{self}#{i}", depth) for i in (1, 2)] if depth < 4 else [])

    def __call__(self, *args, **kwargs):
        return self

    def __len__(self):
        return 2

    def __str__(self):
        return self.__dict__["path"]

    __html__ = __str__

    def __eq__(self, other):
        return str(self) == str(other)

    def __hash__(self):
        return hash(str(self))

    def __bool__(self):
        return sum(map(ord, str(self))) % 3 != 0

    def __int__(self):
        return len(str(self))

    def __float__(self):
        return 1.5

    def __add__(self, other):
        return 3

    def __lt__(self, other):
        return True

    def __gt__(self, other):
        return False


class Everything(dict):
    """A context that has every name; after a rename, the new one in place of the old."""

    def __init__(self, renamed=None):
        super().__init__()
        self.renamed = renamed

    def __contains__(self, name):
        return isinstance(name, str) and not name.startswith("_") and name not in OF_DJANGO and name != self.renamed

    def __getitem__(self, name):
        if name not in self:
            raise KeyError(name)
        return Value(self.renamed if self.renamed and name == NEW else name)

    def get(self, name, default=None):
        return self[name] if name in self else default


texts = {}


class Texts(Loader):
    def get_template_sources(self, name):
        yield Origin(name, name, self)

    def get_contents(self, origin):
        if origin.template_name not in texts:
            raise TemplateDoesNotExist(origin)
        return texts[origin.template_name]


def address(self, context):
    given = [str(one.resolve(context)) for one in self.args]
    given += [f"{name}={one.resolve(context)}" for name, one in self.kwargs.items()]
    text = f"URL({','.join(given)})"
    if not self.asvar:
        return text
    context[self.asvar] = text
    return ""


URLNode.render = address
project = next(one.engine for one in engines.all() if hasattr(one, "engine"))
loaders = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
engine = Engine(project.dirs, False, libraries=project.libraries, builtins=project.builtins, loaders=loaders)
engine.template_loaders = [Texts(engine), *engine.template_loaders]


def show(name, renamed=None):
    context = Context()
    context.dicts.insert(1, Everything(renamed))
    context.dicts.append({})
    return engine.get_template(name).render(context)


def compare(case):
    """Yields for each template whether it shows the same, and what; nothing for one that such values cannot show."""
    for name in [case["start"]] if case["isBound"] else case["changes"]:
        texts.clear()
        texts.update({key: before for key, (before, _) in case["changes"].items()})
        try:
            before = show(name)
        except BaseException:
            continue
        texts.update({key: after for key, (_, after) in case["changes"].items()})
        try:
            after = show(name, None if case["isBound"] else case["name"])
        except BaseException as fault:
            after = repr(fault)
        at = next((i for i, (a, b) in enumerate(zip(before, after)) if a != b), min(len(before), len(after)))
        around = slice(max(0, at - 40), at + 60)
        what = f"{case['name']} from {case['start']}, in {name}: {before[around]!r} became {after[around]!r}"
        yield before == after, what


with open(asked) as file:
    found = [one for case in json.load(file) for one in compare(case)]
same = sum(is_same for is_same, _ in found)
print(json.dumps({"same": same, "different": [what for is_same, what in found if not is_same]}))
