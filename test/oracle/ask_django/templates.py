import functools
import inspect
import os
from pathlib import Path

from .describing import dotted, plain, unwrapped


def templates(asking):
    from django.template import engines

    return [asking.guard(f"engine {backend.name}", engine, asking, backend) for backend in engines.all()]


def engine(asking, backend):
    entry = {
        "name": backend.name,
        "backend": dotted(type(backend)),
        "dirs": [asking.places.path(path) for path in backend.dirs],
        "app_dirs": bool(backend.app_dirs),
    }
    engine = getattr(backend, "engine", None)
    if engine is None:
        environment = getattr(backend, "env", None)
        entry["environment"] = environment and dotted(type(environment))
        entry["templates"] = files(asking, backend.template_dirs, lambda _name, _path: {})
        return entry
    loaders = list(flat(engine.template_loaders))
    folders = [folder for loader in loaders for folder in getattr(loader, "get_dirs", list)()]
    contents = {f"builtin:{path}": one for path, one in zip(engine.builtins, engine.template_builtins)}
    contents.update(sorted(engine.template_libraries.items()))
    entry["context_processors"] = [processor(asking, path) for path in engine.context_processors]
    entry["in_memory"] = sorted({name for loader in loaders for name in getattr(loader, "templates_dict", ())})
    entry["builtins"] = list(engine.builtins)
    entry["libraries"] = dict(sorted(engine.libraries.items()))
    entry["loaders"] = [dotted(type(loader)) for loader in loaders]
    entry["library_contents"] = {name: library(asking, one) for name, one in contents.items()}
    entry["templates"] = files(asking, folders, lambda name, path: verdict(engine, loaders[-1], name, path))
    return entry


def processor(asking, path):
    from django.utils.module_loading import import_string

    target = asking.guard(f"context processor {path}", import_string, path)
    return {"path": path, **(asking.places.of(target) if target else {})}


def flat(loaders):
    """Every loader, with those inside the cached one."""
    for loader in loaders:
        yield loader
        yield from flat(getattr(loader, "loaders", ()))


def files(asking, folders, describe):
    """{template name: [each file of that name, in the order of the search]}."""
    found = {}
    for directory in dict.fromkeys(str(folder) for folder in folders):
        for folder, below, names in os.walk(directory):
            below.sort()
            for file in sorted(names):
                path = os.path.join(folder, file)
                name = os.path.relpath(path, directory).replace(os.sep, "/")
                found.setdefault(name, []).append({"file": asking.places.path(path), "path": path, **describe(name, path)})
    return dict(sorted(found.items()))


def verdict(engine, loader, name, path):
    """Whether Django's compiler takes the file; if not, its message and where it stopped."""
    from django.template import Origin, Template

    try:
        source = Path(path).read_text(engine.file_charset)
    except (OSError, UnicodeDecodeError) as error:
        return {"unreadable": type(error).__name__}
    try:
        Template(source, origin=Origin(name=path, template_name=name, loader=loader), name=name, engine=engine)
    except Exception as error:  # compile functions may raise what they like
        line = getattr(getattr(error, "token", None), "lineno", None)
        return {"compiles": False, "error": f"{type(error).__name__}: {error}"[:300], "line": line}
    return {"compiles": True}


def library(asking, library):
    return {
        "tags": {name: tag(asking, function) for name, function in sorted(library.tags.items())},
        "filters": {name: filter_(asking, function) for name, function in sorted(library.filters.items())},
    }


def tag(asking, function):
    """Where a tag is defined, and what a decorator of Library was given for it."""
    entry = {**asking.places.of(function), "kind": "compile_function"}
    raw = function.func if isinstance(function, functools.partial) else function
    code = getattr(raw, "__code__", None)
    if code is None or code.co_name != "compile_func" or not code.co_filename.endswith(os.path.join("template", "library.py")):
        return entry
    given = {name: cell.cell_contents for name, cell in zip(code.co_freevars, raw.__closure__ or ())}
    entry["kind"] = (
        "inclusion_tag" if "filename" in given else "simple_block_tag" if "end_name" in given else "simple_tag"
    )
    entry["takes_context"] = bool(given.get("takes_context"))
    entry["template"] = plain(given.get("filename"))
    entry["end_tag"] = given.get("end_name")
    entry["parameters"] = [str(one) for one in inspect.signature(unwrapped(function)).parameters.values()]
    return entry


def filter_(asking, function):
    """Where a filter is defined, and whether it takes an argument."""
    entry = asking.places.of(function)
    signature = asking.guard(f"signature of the filter {entry}", inspect.signature, unwrapped(function))
    if signature is not None:
        skipped = {"autoescape"} if getattr(function, "needs_autoescape", False) else set()
        parameters = [one for name, one in signature.parameters.items() if name not in skipped]
        required = [one for one in parameters if one.default is inspect.Parameter.empty]
        entry["argument"] = "none" if len(parameters) <= 1 else "required" if len(required) > 1 else "optional"
    return entry
