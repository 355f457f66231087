"""Short ways to make what the tests need."""

import datetime
import itertools
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.utils.text import slugify

from catalog.models import Author, Book, Genre, Publisher
from catalog.validators import check_digit

numbers = itertools.count(1)


def make_isbn():
    digits = f"979{next(numbers):09d}"
    return digits + check_digit(digits)


def make_book(title="Emma", *, author="Jane Austen", genre=None, **fields):
    publisher, _ = Publisher.objects.get_or_create(name="John Murray")
    values = {
        "slug": slugify(title),
        "publisher": publisher,
        "isbn": make_isbn(),
        "published_on": datetime.date(2024, 5, 1),
        "price": Decimal("8.99"),
        "stock": 5,
    }
    book = Book.objects.create(title=title, **{**values, **fields})
    writer, _ = Author.objects.get_or_create(
        slug=slugify(author), defaults={"name": author}
    )
    book.authors.add(writer)
    if genre:
        row, _ = Genre.objects.get_or_create(
            slug=slugify(genre), defaults={"name": genre}
        )
        book.genres.add(row)
    return book


def make_reader(username="reader", **fields):
    """A reader without a password: log in with `client.force_login`."""
    fields.setdefault("email", f"{username}@example.com")
    return get_user_model().objects.create(username=username, **fields)
