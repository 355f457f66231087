"""Stands for the package of this name: what it tells those who read it."""
