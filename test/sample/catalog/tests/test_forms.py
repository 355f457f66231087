from django.core import mail
from django.test import SimpleTestCase, TestCase

from catalog.forms import BookSearchForm, ContactForm
from catalog.models import Book

from .factories import make_book


class BookSearchFormTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.emma = make_book("Emma", genre="Classics", price="9.00")
        cls.dracula = make_book(
            "Dracula", author="Bram Stoker", genre="Gothic", price="7.00", stock=0
        )

    def found(self, **data):
        return list(BookSearchForm(data).apply(Book.objects.for_cards()))

    def test_finds_all_without_a_wish(self):
        self.assertEqual(self.found(), [self.dracula, self.emma])

    def test_narrows(self):
        self.assertEqual(self.found(q="stoker"), [self.dracula])
        self.assertEqual(self.found(genre="classics"), [self.emma])
        self.assertEqual(self.found(in_stock="on"), [self.emma])
        self.assertEqual(self.found(format="audio"), [])

    def test_orders(self):
        self.assertEqual(self.found(order="price"), [self.dracula, self.emma])
        self.assertEqual(self.found(order="title"), [self.dracula, self.emma])

    def test_ignores_what_nobody_offers(self):
        self.assertEqual(len(self.found(genre="cookery")), 2)


class ContactFormTests(SimpleTestCase):
    def test_sends_a_message(self):
        form = ContactForm(
            {"name": "Jo", "email": "jo@example.com", "message": "Is it <open>?"}
        )
        self.assertTrue(form.is_valid())
        form.send()
        [message] = mail.outbox
        self.assertEqual(message.reply_to, ["jo@example.com"])
        self.assertIn("Is it <open>?", message.body)

    def test_wants_an_address(self):
        form = ContactForm({"name": "Jo", "email": "jo", "message": "Hello"})
        self.assertEqual(list(form.errors), ["email"])
