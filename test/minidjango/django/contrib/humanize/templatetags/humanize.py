from django.template import Library

register = Library()


@register.filter
def intcomma(value, use_l10n=True):
    """Put a comma behind every three digits."""
