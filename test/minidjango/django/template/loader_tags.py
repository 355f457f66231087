from .library import Library

register = Library()


@register.tag("block")
def do_block(parser, token):
    """Define a part that a child may fill."""


@register.tag("extends")
def do_extends(parser, token):
    """Name the parent of this template."""


@register.tag("include")
def do_include(parser, token):
    """Render another template here."""
