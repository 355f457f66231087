from .library import Library

register = Library()


@register.tag("for")
def do_for(parser, token):
    """Loop over each item of a list."""


@register.tag("if")
def do_if(parser, token):
    """Show the contents where the condition holds."""


@register.tag
def load(parser, token):
    """Load a tag library."""


@register.tag
def url(parser, token):
    r"""
    Give the URL of a route.

    For example::

        {% url "shop:detail" pk=1 %}
    """
