"""What a function's source says that cannot be asked from the function: the tags a compile function parses until."""

import ast
import inspect
import textwrap

TAG = "\0"
"""Stands for the tag's own name within a computed string, as in "end%s" % bits[0]."""


def tree(function):
    """The syntax tree of a function, or None where its source is not Python."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function)))).body[0]
    except (OSError, TypeError):
        return None


def block_of(function, name):
    """
    The block of a compile function that is registered as `name`: (branches, ends), or None where it parses none.
    Names are read from parser.parse((...)) and parser.skip_past(...), and from comparisons with the contents of
    tokens that parser.next_token() gave. Django's own closing tags all start with "end".
    """
    body = tree(function)
    parser = body.args.args[0].arg
    values = Values(body, parser)
    names = []
    for node in ast.walk(body):
        if is_call(node, parser, "parse") or is_call(node, parser, "skip_past"):
            for argument in node.args:
                names += values.strings(argument)
    if values.next_tokens:
        for node in ast.walk(body):
            if isinstance(node, ast.Compare) and values.is_contents(node.left):
                for other in node.comparators:
                    names += values.strings(other)
    names = list(dict.fromkeys(text.replace(TAG, name) for text in names))
    if not names:
        return None
    ends = [text for text in names if text.startswith("end")]
    return [text for text in names if text not in ends], ends


class Values:
    """The strings, and the tokens, that the local names of a compile function stand for."""

    def __init__(self, body, parser):
        self.assigned = {}
        self.next_tokens = set()
        for node in ast.walk(body):
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                self.assigned.setdefault(node.targets[0].id, []).append(node.value)
                if is_call(node.value, parser, "next_token"):
                    self.next_tokens.add(node.targets[0].id)

    def is_contents(self, node):
        """Whether a node is `token.contents` (perhaps stripped) of a token taken from the parser."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            return node.func.attr == "strip" and self.is_contents(node.func.value)
        return (
            isinstance(node, ast.Attribute)
            and node.attr == "contents"
            and isinstance(node.value, ast.Name)
            and node.value.id in self.next_tokens
        )

    def strings(self, node):
        """The strings a node may be; an end tag with more words than one matches by its first word alone."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return [node.value]
        if isinstance(node, (ast.Tuple, ast.List)):
            return [text for item in node.elts for text in self.strings(item)]
        if isinstance(node, ast.Name):
            return [text for value in self.assigned.get(node.id, []) for text in self.strings(value)]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and self.is_own_name(node.right):
            return [text % TAG for text in self.strings(node.left)]
        if isinstance(node, ast.JoinedStr):
            first = node.values[0]
            return [first.value.split()[0]] if isinstance(first, ast.Constant) and " " in first.value else []
        return []

    def is_own_name(self, node):
        """Whether a node is the first of the words between the tag's braces."""
        return (
            isinstance(node, ast.Subscript)
            and isinstance(node.slice, ast.Constant)
            and node.slice.value == 0
            and isinstance(node.value, ast.Name)
        )


def is_call(node, owner, method):
    """Whether a node is `owner.method(...)`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == owner
    )


def context_names(function, writes=True):
    """
    The names that a function puts into a template context: keyword arguments of get_context_data(...); and, if it
    `writes` one itself, keys of its dicts, of `context["x"] = ...` and of `setdefault("x", ...)`. A name that is
    computed (`context[context_object_name]`) is left out.
    """
    names = []
    body = tree(function)
    for node in ast.walk(body) if body else ():
        keys = []
        method = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
        if method == "get_context_data":
            names += [keyword.arg for keyword in node.keywords if keyword.arg]
        elif isinstance(node, ast.Dict) and writes:
            keys = node.keys
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and writes:
            keys = [node.slice]
        elif method == "setdefault" and writes:
            keys = node.args[:1]
        names += [constant(key, function) for key in keys]
    return list(dict.fromkeys(name for name in names if isinstance(name, str) and name.isidentifier()))


def constant(node, function):
    """The value of a literal, or of a name that the function's module assigns; None for all else."""
    if isinstance(node, ast.Name):
        return inspect.unwrap(function).__globals__.get(node.id)
    return node.value if isinstance(node, ast.Constant) else None


def settings_read(text):
    """
    The settings that a module reads from django.conf.settings: [(name, default)]. The default is the node of that in
    `getattr(settings, "NAME", default)`, else None.
    """
    module = ast.parse(text)
    imported = any(
        isinstance(node, ast.ImportFrom) and node.module == "django.conf" and any(a.name == "settings" for a in node.names)
        for node in ast.walk(module)
    )
    found = []
    for node in ast.walk(module) if imported else ():
        if isinstance(node, ast.Attribute) and is_settings(node.value):
            found.append((node.attr, None))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("getattr", "hasattr"):
            if len(node.args) > 1 and is_settings(node.args[0]) and isinstance(node.args[1], ast.Constant):
                found.append((node.args[1].value, node.args[2] if len(node.args) > 2 else None))
    return [(name, default) for name, default in found if name.isupper() and not name.startswith("_")]


def is_settings(node):
    """Whether a node is the bare name `settings`."""
    return isinstance(node, ast.Name) and node.id == "settings"
