from decimal import Decimal

from django.core import mail
from django.test import TestCase
from django.urls import reverse

from catalog.models import Book
from catalog.tests.factories import make_book, make_reader
from orders.models import Order

ADDRESS = {
    "full_name": "A. Reader",
    "street": "1 Station Road",
    "postcode": "OX1 1AA",
    "city": "Oxford",
    "accept": "on",
}


class CheckoutTests(TestCase):
    def setUp(self):
        self.book = make_book("Emma", price=Decimal("8.99"), stock=5)
        self.reader = make_reader()
        self.client.force_login(self.reader)

    def add(self, quantity):
        url = reverse("orders:cart_add", kwargs={"slug": self.book.slug})
        return self.client.post(url, {"quantity": quantity}, follow=True)

    def check_out(self):
        return self.client.post(reverse("orders:checkout"), ADDRESS, follow=True)

    def test_basket(self):
        response = self.add(2)
        self.assertContains(response, "“Emma” is in your basket.")
        self.assertContains(response, "£17.98")

    def test_odd_quantities_are_refused(self):
        response = self.add(0)
        self.assertContains(response, "from 1 to 20")

    def test_changing_a_line(self):
        self.add(2)
        url = reverse("orders:cart_update", kwargs={"slug": self.book.slug})
        response = self.client.post(url, {"quantity": 0}, follow=True)
        self.assertContains(response, "Nothing in here yet.")

    def test_places_an_order(self):
        self.add(2)
        response = self.check_out()
        order = Order.objects.get()
        self.assertEqual(order.total, Decimal("21.48"))
        self.assertRedirects(response, f"/orders/{order.number}/")
        self.book.refresh_from_db()
        self.assertEqual(self.book.stock, 3)
        self.assertEqual(len(response.context["cart"]), 0)

    def test_sends_an_email(self):
        self.add(2)
        self.check_out()
        [message] = mail.outbox
        self.assertEqual(message.to, ["reader@example.com"])
        self.assertIn("2 × Emma: £17.98", message.body)
        self.assertIn("Total: £21.48", message.alternatives[0][0])

    def test_somebody_else_was_faster(self):
        self.add(2)
        Book.objects.update(stock=1)
        response = self.check_out()
        self.assertContains(response, "“Emma” is nearly sold out: we have only 1 left.")
        self.assertFalse(Order.objects.exists())

    def test_an_empty_basket_cannot_be_ordered(self):
        response = self.client.get(reverse("orders:checkout"))
        self.assertRedirects(response, reverse("catalog:book_list"))


class OrderTests(TestCase):
    def setUp(self):
        self.reader = make_reader()
        self.book = make_book(stock=1)
        self.order = Order.objects.create(customer=self.reader, full_name="A. Reader")
        self.order.lines.create(book=self.book, quantity=2, unit_price=self.book.price)

    def test_nobody_else_sees_it(self):
        self.client.force_login(make_reader("stranger"))
        response = self.client.get(self.order.get_absolute_url())
        self.assertEqual(response.status_code, 404)

    def test_list(self):
        self.client.force_login(self.reader)
        response = self.client.get(reverse("orders:order_list"))
        self.assertContains(response, self.order.number)
        self.assertContains(response, "status--placed")

    def test_cancelling_puts_the_books_back(self):
        self.client.force_login(self.reader)
        url = reverse("orders:order_cancel", kwargs={"order_id": self.order.pk})
        response = self.client.post(url, follow=True)
        self.assertContains(response, f"{self.order} is cancelled.")
        self.book.refresh_from_db()
        self.assertEqual(self.book.stock, 3)
        response = self.client.post(url, follow=True)
        self.assertContains(response, "cannot be cancelled any more")

    def test_revenue(self):
        order = Order.objects.open().with_revenue().get()
        self.assertEqual(order.revenue, Decimal("17.98"))
