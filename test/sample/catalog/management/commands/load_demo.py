import json
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import slugify

from catalog.models import Author, Book, Genre, Publisher, Review
from orders.models import Order, OrderLine

DATA = Path(__file__).resolve().parent.parent.parent / "data" / "demo.json"


class Command(BaseCommand):
    help = "Fill the shop with demo books, readers and orders. May be run again."

    def add_arguments(self, parser):
        parser.add_argument(
            "--limit", type=int, help="Load so many books at most (default: all)."
        )
        parser.add_argument(
            "--password",
            default="bookshop",
            help="The password of the demo accounts (default: %(default)s).",
        )

    @transaction.atomic
    def handle(self, *, limit, password, verbosity, **options):
        data = json.loads(DATA.read_text(encoding="utf-8"))
        readers = {
            row["username"]: load_reader(row, password) for row in data["readers"]
        }
        for row in data["publishers"]:
            Publisher.objects.update_or_create(name=row["name"], defaults=row)
        for row in data["authors"]:
            Author.objects.update_or_create(slug=slugify(row["name"]), defaults=row)
        for name in data["genres"]:
            Genre.objects.update_or_create(slug=slugify(name), defaults={"name": name})
        rows = data["books"][:limit]
        for row in rows:
            load_book(row, readers)
        load_order(readers["reader"])
        if verbosity:
            message = f"{len(rows)} books are on the shelves."
            self.stdout.write(self.style.SUCCESS(message))


def load_reader(row, password):
    User = get_user_model()
    reader, created = User.objects.update_or_create(
        username=row["username"], defaults=row
    )
    if created:
        reader.set_password(password)
        reader.save(update_fields=["password"])
    return reader


def load_book(row, readers):
    row = dict(row)
    authors = [slugify(name) for name in row.pop("authors")]
    genres = row.pop("genres")
    reviews = row.pop("reviews")
    row["publisher"] = Publisher.objects.get(name=row["publisher"])
    book, _ = Book.objects.update_or_create(slug=slugify(row["title"]), defaults=row)
    book.authors.set(Author.objects.filter(slug__in=authors))
    book.genres.set(Genre.objects.filter(name__in=genres))
    for review in reviews:
        reader = readers[review["reader"]]
        Review.objects.update_or_create(
            book=book, reader=reader, defaults={**review, "reader": reader}
        )


def load_order(customer):
    """One paid order and two wishes, so that the account pages show something."""
    if customer.orders.exists():
        return
    order = Order.objects.create(
        customer=customer,
        status=Order.Status.PAID,
        full_name="A. Reader",
        street="1 Station Road",
        postcode="OX1 1AA",
        city="Oxford",
    )
    books = Book.objects.order_by("pk")
    for quantity, book in enumerate(books[:2], start=1):
        OrderLine.objects.create(
            order=order, book=book, quantity=quantity, unit_price=book.price
        )
    customer.wishlist.set(books[2:4])
