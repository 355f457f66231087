import logging

from django.core.mail import EmailMultiAlternatives
from django.dispatch import receiver
from django.template.loader import render_to_string

from .signals import order_placed

logger = logging.getLogger(__name__)


@receiver(order_placed)
def send_confirmation(sender, order, **kwargs):
    """Tell the customer by e-mail that the order has arrived."""
    context = {"order": order, "lines": order.lines.select_related("book")}
    message = EmailMultiAlternatives(
        subject=f"Your order {order.number}",
        body=render_to_string("orders/email/order_placed.txt", context),
        to=[order.customer.email],
    )
    html = render_to_string("orders/email/order_placed.html", context)
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except OSError:
        # The order stands, whatever the mail server says.
        logger.exception("No confirmation could be sent for %s", order)
