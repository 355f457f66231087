"""Template libraries: tags with their blocks and signatures, filters with their arity."""

import importlib
import inspect

from . import source
from .describe import dotted

BUILTINS = ["django.template.defaulttags", "django.template.defaultfilters", "django.template.loader_tags"]

SAMPLES = {
    "autoescape": "on", "block": "a", "cache": "1 a",
    "cycle": "'a' 'b' as c", "extends": "'a'", "filter": "lower", "firstof": "a", "for": "a in b",
    "get_admin_log": "1 as a", "get_available_languages": "as a", "get_current_language": "as a",
    "get_current_language_bidi": "as a", "get_current_timezone": "as a", "get_flatpages": "as a",
    "get_language_info": "for 'en' as a", "get_language_info_list": "for a as b", "if": "a", "include": "'a'",
    "language": "'en'", "load": "static", "localize": "on", "localtime": "on", "now": "'Y'", "partial": "a",
    "partialdef": "a", "regroup": "a by b as c", "result_list": "a", "search_form": "a", "pagination": "a",
    "date_hierarchy": "a", "admin_actions": "", "static": "'a'", "templatetag": "openblock", "timezone": "'UTC'",
    "trans": "'a'", "translate": "'a'", "url": "'a'", "widthratio": "a b c", "with": "a=b",
}
"""Arguments with which each tag compiles; none for a tag that is not here."""

SAMPLES_WITH_BRANCH = {"blocktrans": "count n=x", "blocktranslate": "count n=x"}
"""Arguments that a tag wants when it has a branch, where it accepts none without."""

BEFORE = {"resetcycle": "{% cycle 'a' 'b' %}"}
"""What has to stand before a tag."""


def libraries():
    """{tag library module: how it is loaded}. A builtin has no name; a library without an app comes with Django."""
    from django.template.backends.django import get_installed_libraries

    found = {module: {"module": module} for module in BUILTINS}
    for name, module in get_installed_libraries().items():
        row = {"name": name, "module": module}
        if not module.startswith("django.templatetags."):
            row["app"] = module.rsplit(".templatetags.", 1)[0]
        found[module] = row
    return found


def tags():
    """{module:name: the tag}, of all libraries. Stops where a tag's source and its compiler do not agree."""
    return {
        f"{module}:{name}": tag(row, name, compile_function)
        for module, row in libraries().items()
        for name, compile_function in register_of(module).tags.items()
    }


def tag(library, name, compile_function):
    """What a library's tag is. A shortcut's compile function is a closure of django.template.library."""
    row = {"library": library["module"], "name": name, "function": dotted(compile_function)}
    closure = inspect.getclosurevars(compile_function).nonlocals
    if inspect.unwrap(compile_function) is compile_function or "takes_context" not in closure:
        block = source.block_of(compile_function, name)
        if block:
            row["branches"], row["ends"] = block
            if compiles(library, f"{opening(name)}{{% no_such_tag %}}{{% {block[1][0]} %}}"):
                row["raw"] = True
        check_block(library, name, row)
        return row
    if "filename" in closure:
        row["kind"] = "inclusion"
    elif "end_name" in closure:
        row["kind"] = "simple_block"
        row["branches"], row["ends"] = [], [closure["end_name"]]
    else:
        row["kind"] = "simple"
    row["parameters"] = template_parameters(inspect.unwrap(compile_function), closure["takes_context"], row["kind"])
    return row


def template_parameters(function, takes_context, kind):
    """The parameters that a template fills, as describe.parameters() gives them but without the defaults' values."""
    from .describe import parameters

    skip = int(bool(takes_context)) + int(kind == "simple_block")
    rows = parameters(function, skip)
    return [{**row, "default": True} if "default" in row else row for row in rows]


def check_block(library, name, row):
    """Compiles the tag with and without its closing tag and branches; raises AssertionError on a surprise."""
    ends = row.get("ends", [])
    what = f"{library['module']}: {name} {row}"
    assert compiles(library, opening(name) + "".join(f"{{% {end} %}}" for end in ends)), what
    if ends:
        assert not compiles(library, opening(name)), what
    for branch in row.get("branches", []):
        start = opening(name, SAMPLES_WITH_BRANCH.get(name))
        arguments = " a" if branch == "elif" else ""
        assert compiles(library, f"{start}{{% {branch}{arguments} %}}{{% {ends[0]} %}}"), f"{what}: {branch}"


def opening(name, arguments=None):
    """The opening tag with arguments that it accepts, and what it needs before it."""
    return f"{BEFORE.get(name, '')}{{% {name} {arguments or SAMPLES.get(name, '')} %}}"


def compiles(library, text):
    """Whether Django compiles a template with one library loaded."""
    from django.template import Engine, TemplateSyntaxError
    from django.template.backends.django import get_installed_libraries

    try:
        Engine(builtins=[library["module"]], libraries=get_installed_libraries()).from_string(text)
        return True
    except TemplateSyntaxError:
        return False


def filters():
    """{module:name: the filter}, of all libraries, with the arity that FilterExpression.args_check applies."""
    found = {}
    for module in libraries():
        for name, function in register_of(module).filters.items():
            inner = inspect.unwrap(function)
            arguments, _, _, defaults, *_ = inspect.getfullargspec(inner)
            most = len(arguments) - 1
            row = {"library": module, "name": name, "function": dotted(inner)}
            row["arguments"] = [max(0, most - len(defaults or ())), most]
            for flag in ("is_safe", "needs_autoescape", "expects_localtime"):
                if getattr(function, flag, False):
                    row[flag] = True
            found[f"{module}:{name}"] = row
    return found


def register_of(module):
    """The Library instance of a tag library module."""
    return importlib.import_module(module).register
