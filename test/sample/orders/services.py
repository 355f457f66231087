from django.db import transaction

from catalog.models import Book

from .cart import Cart
from .models import Order, OrderLine
from .signals import order_placed


class SoldOut(Exception):
    """Somebody else was faster: the shop has fewer copies than the basket."""

    def __init__(self, book: Book):
        super().__init__(
            f"“{book}” is nearly sold out: we have only {book.stock} left."
        )
        self.book = book


def place_order(order: Order, cart: Cart) -> Order:
    """Save the order with the lines of the basket, and empty the basket."""
    with transaction.atomic():
        order.delivery = cart.delivery
        order.save()
        for line in cart:
            if not line.book.is_digital and line.book.stock < line.quantity:
                raise SoldOut(line.book)
            line.book.take(line.quantity)
            OrderLine.objects.create(
                order=order,
                book=line.book,
                quantity=line.quantity,
                unit_price=line.book.price,
            )
    cart.clear()
    order_placed.send(sender=Order, order=order)
    return order
