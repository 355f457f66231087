from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def money(amount, currency="£"):
    """An amount as customers read it: 1234.5 becomes "£1,234.50"."""
    if amount in (None, ""):
        return ""
    return f"{currency}{Decimal(amount):,.2f}"


@register.inclusion_tag("orders/tags/status_badge.html")
def status_badge(order):
    """The state of an order as a small coloured label."""
    return {"label": order.get_status_display(), "kind": order.status}
