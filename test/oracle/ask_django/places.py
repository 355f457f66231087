import ast
import functools
import os
import sys
import sysconfig
import warnings
from pathlib import Path

from .describing import unwrapped


class Places:
    """Where classes and functions are defined. Paths begin with $PROJECT, $DJANGO or $PYTHON where they can."""

    def __init__(self, project, django):
        python = {sysconfig.get_path(key) for key in ("stdlib", "purelib", "platlib")}
        self.roots = [(str(project), "$PROJECT"), (str(django), "$DJANGO")]
        self.roots += [(path, "$PYTHON") for path in sorted(python, key=len, reverse=True)]

    def path(self, path):
        path = os.path.abspath(str(path))
        for root, token in self.roots:
            if path == root or path.startswith(root + os.sep):
                return token + path[len(root) :].replace(os.sep, "/")
        return path

    def of(self, thing):
        """Module, qualified name, file and line of a class or function, or of an object's class."""
        thing = unwrapped(thing)
        code = getattr(thing, "__code__", None)
        if code is None and not isinstance(thing, type):
            thing = type(thing)
        module = getattr(thing, "__module__", None)
        qualname = getattr(thing, "__qualname__", getattr(thing, "__name__", repr(type(thing))))
        place = {"module": module, "qualname": qualname}
        path = code.co_filename if code else getattr(sys.modules.get(module), "__file__", None)
        if not path or path.startswith("<"):
            return place
        place["file"] = self.path(path)
        lines = definitions(path).get(qualname)
        if lines and code:
            # A decorator stands above the `def`; of several functions of one name, it is the next one.
            place["line"] = min((line for line in lines if line >= code.co_firstlineno), default=lines[-1])
        elif lines or code:
            place["line"] = lines[-1] if lines else code.co_firstlineno
        return place


@functools.lru_cache(maxsize=None)
def definitions(path):
    """{qualified name: [lines of each class or def of that name]} of a source file."""
    found = {}

    def visit(node, prefix):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                name = prefix + child.name
                found.setdefault(name, []).append(child.lineno)
                visit(child, name + ("." if isinstance(child, ast.ClassDef) else ".<locals>."))
            else:
                visit(child, prefix)

    try:
        source = Path(path).read_text("utf-8", "replace")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            visit(ast.parse(source), "")
    except (OSError, SyntaxError, ValueError, RecursionError):
        pass
    return found
