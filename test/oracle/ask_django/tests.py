import unittest


def tests(asking):
    """The tests that unittest discovers below the project's root, as Django's runner does."""
    if not asking.with_tests:
        return None
    root = str(asking.project)
    found, queue = [], [unittest.TestLoader().discover(root, top_level_dir=root)]
    while queue:
        item = queue.pop()
        if isinstance(item, unittest.TestSuite):
            queue.extend(item)
        elif type(item).__name__ == "_FailedTest":
            asking.errors.append({"in": "tests", "error": f"not importable: {item.id()}", "at": ""})
        else:
            method = getattr(type(item), item._testMethodName, None)
            found.append({"id": item.id(), **(asking.places.of(method) if method else {})})
    return sorted(found, key=lambda entry: entry["id"])
