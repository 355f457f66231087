"""A plugin of pytest that writes down what it has collected: PYTEST_ITEMS=FILE python -m pytest -p ask_django.pytest_items --collect-only."""

import json
import os


def pytest_collection_finish(session):
    items = []
    for item in session.items:
        # The node's id without the parameters of one run of the test.
        node = item.parent.nodeid + "::" + getattr(item, "originalname", item.name)
        items.append({"id": node, "file": os.path.relpath(item.path, session.config.rootpath)})
    with open(os.environ["PYTEST_ITEMS"], "w", encoding="utf-8") as out:
        json.dump(sorted({one["id"]: one for one in items}.values(), key=lambda one: one["id"]), out)
