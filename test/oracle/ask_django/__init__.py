"""Boots a Django project and writes down, as JSON, what Django itself knows of it: python -m ask_django --help."""
