import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from catalog.models import Author, Book, Review
from catalog.validators import validate_isbn

from .factories import make_book, make_reader


class IsbnTests(SimpleTestCase):
    def test_accepts_a_right_number(self):
        validate_isbn("9780306406157")

    def test_refuses_a_wrong_digit(self):
        with self.assertRaisesMessage(ValidationError, "digits of this ISBN is wrong"):
            validate_isbn("9780306406158")

    def test_refuses_another_length(self):
        for value in ["", "978030640615", "97803064061570", "978-030640615"]:
            with self.subTest(value), self.assertRaises(ValidationError):
                validate_isbn(value)


class AuthorTests(SimpleTestCase):
    def test_years(self):
        self.assertEqual(Author(born=1775, died=1817).years, "1775–1817")
        self.assertEqual(Author(born=1949).years, "1949–")
        self.assertEqual(Author().years, "")


class BookTests(TestCase):
    def test_published_leaves_out_the_future(self):
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        make_book("Sanditon", published_on=tomorrow)
        emma = make_book("Emma")
        self.assertQuerySetEqual(Book.objects.published(), [emma])

    def test_search_wants_every_word(self):
        emma = make_book("Emma")
        make_book("Persuasion")
        make_book("Emma Brown", author="Charlotte Brontë")
        self.assertQuerySetEqual(Book.objects.search("austen emma"), [emma])

    def test_rating(self):
        book = make_book()
        for username, rating in [("one", 3), ("two", 4)]:
            Review.objects.create(
                book=book, reader=make_reader(username), rating=rating, title="Well"
            )
        book = Book.objects.with_rating().get()
        self.assertEqual((book.average_rating, book.review_count), (3.5, 2))

    def test_one_review_for_each_reader(self):
        review = {"book": make_book(), "reader": make_reader(), "rating": 4}
        Review.objects.create(title="Good", **review)
        with self.assertRaises(IntegrityError):
            Review.objects.create(title="Good again", **review)

    def test_taking_copies(self):
        paper = make_book("Emma", stock=5)
        paper.take(2)
        self.assertEqual(paper.stock, 3)
        paper.put_back(1)
        self.assertEqual(paper.stock, 4)

    def test_an_ebook_never_runs_out(self):
        ebook = make_book(format=Book.Format.EBOOK, stock=0)
        ebook.take(3)
        self.assertTrue(ebook.is_available)
        self.assertEqual(ebook.stock, 0)

    def test_similar_books_share_a_genre(self):
        emma = make_book("Emma", genre="Classics")
        persuasion = make_book("Persuasion", genre="Classics")
        make_book("Dracula", genre="Gothic")
        self.assertQuerySetEqual(emma.similar(), [persuasion])
