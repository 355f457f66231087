from decimal import Decimal

from django.test import TestCase

from catalog.models import Book
from catalog.tests.factories import make_book
from orders.cart import DELIVERY, Cart


class CartTests(TestCase):
    def setUp(self):
        self.session = {}
        self.cart = Cart(self.session)

    def test_adds_up(self):
        self.cart.add(make_book("Emma", price=Decimal("8.00")), 2)
        self.cart.add(make_book("Dracula", price=Decimal("9.50")))
        self.assertEqual(len(self.cart), 3)
        self.assertEqual(self.cart.subtotal, Decimal("25.50"))
        self.assertEqual(self.cart.total, Decimal("25.50") + DELIVERY)

    def test_lives_in_the_session(self):
        self.cart.add(make_book())
        self.assertEqual(len(Cart(self.session)), 1)

    def test_never_holds_more_than_the_shop_has(self):
        book = make_book(stock=3)
        self.cart.add(book, 2)
        self.assertEqual(self.cart.add(book, 2), 3)

    def test_nought_removes(self):
        book = make_book()
        self.cart.add(book)
        self.cart.set(book, 0)
        self.assertEqual(self.cart.lines, [])

    def test_delivery_is_free_for_big_orders(self):
        self.cart.add(make_book(price=Decimal("20.00")), 2)
        self.assertEqual(self.cart.delivery, 0)

    def test_delivery_is_free_for_downloads(self):
        self.cart.add(make_book(format=Book.Format.EBOOK, stock=0))
        self.assertEqual(self.cart.delivery, 0)
