"""The basket of a visitor, kept in the session until the checkout."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from catalog.models import Book

SESSION_KEY = "cart"
DELIVERY = Decimal("3.50")


@dataclass(frozen=True)
class CartLine:
    book: Book
    quantity: int

    @property
    def total(self) -> Decimal:
        return self.book.price * self.quantity


class Cart:
    """The books somebody is about to buy: a dictionary of quantities by book."""

    def __init__(self, session):
        self.session = session
        self.quantities = session.get(SESSION_KEY, {})
        self._lines: list[CartLine] | None = None

    def __len__(self) -> int:
        return sum(self.quantities.values())

    def __iter__(self) -> Iterator[CartLine]:
        return iter(self.lines)

    @property
    def lines(self) -> list[CartLine]:
        if self._lines is None:
            books = Book.objects.filter(pk__in=self.quantities)
            books = books.prefetch_related("authors")
            self._lines = [
                CartLine(book, self.quantities[str(book.pk)]) for book in books
            ]
        return self._lines

    @property
    def subtotal(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal(0))

    @property
    def delivery(self) -> Decimal:
        """Parcels cost; downloads and big orders do not."""
        if all(line.book.is_digital for line in self.lines):
            return Decimal(0)
        if self.subtotal >= settings.SHOP_FREE_DELIVERY_FROM:
            return Decimal(0)
        return DELIVERY

    @property
    def total(self) -> Decimal:
        return self.subtotal + self.delivery

    def set(self, book: Book, quantity: int) -> int:
        """Want so many copies, at most what the shop has. Returns how many it is."""
        if not book.is_digital:
            quantity = min(quantity, book.stock)
        if quantity > 0:
            self.quantities[str(book.pk)] = quantity
        else:
            self.quantities.pop(str(book.pk), None)
        self._save()
        return max(quantity, 0)

    def add(self, book: Book, quantity: int = 1) -> int:
        return self.set(book, self.quantities.get(str(book.pk), 0) + quantity)

    def clear(self) -> None:
        self.quantities = {}
        self._save()

    set.alters_data = True
    add.alters_data = True
    clear.alters_data = True

    def _save(self) -> None:
        self._lines = None
        self.session[SESSION_KEY] = self.quantities
