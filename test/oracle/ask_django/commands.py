import argparse
import functools
import os
import sys

# Methods of Django's commands and their parser that call argparse's for somebody.
HANDED_ON = {"add_base_argument", "add_subparsers"}


def commands(asking):
    from django.core.management import get_commands, load_command_class

    found = {}
    with places_of_arguments(asking) as place:
        for name, app in sorted(get_commands().items()):
            command = app if not isinstance(app, str) else asking.guard(f"command {name}", load_command_class, app, name)
            entry = {"app": app if isinstance(app, str) else app.__module__}
            if command is not None:
                entry.update(asking.places.of(type(command)))
                parser = asking.guard(f"arguments of {name}", command.create_parser, "manage.py", name)
                entry["arguments"] = parser and [
                    {"names": action.option_strings or [action.dest], **place(action)} for action in parser._actions
                ]
            found[name] = entry
    return found


class places_of_arguments:
    """While it is entered, argparse remembers the line of code that adds an argument."""

    def __init__(self, asking):
        self.asking = asking
        self.originals = [
            (argparse._ActionsContainer, "add_argument", argparse._ActionsContainer.add_argument),
            (argparse.ArgumentParser, "add_subparsers", argparse.ArgumentParser.add_subparsers),
        ]

    def __enter__(self):
        for cls, name, original in self.originals:
            setattr(cls, name, remembering(original))
        return self.place

    def __exit__(self, *_exception):
        for cls, name, original in self.originals:
            setattr(cls, name, original)

    def place(self, action):
        file, line = getattr(action, "added_at", None) or (None, None)
        return {"file": self.asking.places.path(file), "line": line} if file else {}


def remembering(original):
    own = {argparse.__file__, os.path.abspath(__file__)}

    @functools.wraps(original)
    def add(container, *args, **kwargs):
        action = original(container, *args, **kwargs)
        frame = sys._getframe(1)
        # Django adds what others hand to it.
        while frame and (frame.f_code.co_filename in own or frame.f_code.co_name in HANDED_ON):
            frame = frame.f_back
        action.added_at = frame and (frame.f_code.co_filename, frame.f_lineno)
        return action

    return add
