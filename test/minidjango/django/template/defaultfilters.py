from .library import Library

register = Library()


@register.filter
def lower(value):
    """Write a text in small letters."""


@register.filter
def date(value, arg=None):
    """Write a date in a format."""
