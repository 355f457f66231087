def commands(asking):
    from django.core.management import get_commands, load_command_class

    found = {}
    for name, app in sorted(get_commands().items()):
        command = app if not isinstance(app, str) else asking.guard(f"command {name}", load_command_class, app, name)
        entry = {"app": app if isinstance(app, str) else app.__module__}
        if command is not None:
            entry.update(asking.places.of(type(command)))
            parser = asking.guard(f"arguments of {name}", command.create_parser, "manage.py", name)
            entry["arguments"] = parser and [action.option_strings or [action.dest] for action in parser._actions]
        found[name] = entry
    return found
