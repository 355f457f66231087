from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Avg, Count, F, Q
from django.urls import reverse
from django.utils import timezone

from bookshop.models import TimeStampedModel

from .validators import validate_isbn


class Author(models.Model):
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    born = models.PositiveSmallIntegerField("year of birth", null=True, blank=True)
    died = models.PositiveSmallIntegerField("year of death", null=True, blank=True)
    biography = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("catalog:author_detail", kwargs={"slug": self.slug})

    @property
    def years(self) -> str:
        """For example "1775–1817", or nothing if no year is known."""
        if self.born is None and self.died is None:
            return ""
        return f"{self.born or '?'}–{self.died or ''}"


class Publisher(models.Model):
    name = models.CharField(max_length=120, unique=True)
    city = models.CharField(max_length=80, blank=True)
    founded = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Genre(models.Model):
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("catalog:genre_detail", kwargs={"slug": self.slug})


class BookQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_on__lte=timezone.localdate())

    def in_stock(self):
        return self.filter(stock__gt=0)

    def search(self, text):
        """Books with every word of the text in their title or an author's name."""
        books = self
        for word in text.split():
            books = books.filter(
                Q(title__icontains=word) | Q(authors__name__icontains=word)
            )
        return books.distinct()

    def with_rating(self):
        """Add the average rating and the number of reviews to each book."""
        return self.annotate(
            average_rating=Avg("reviews__rating"),
            review_count=Count("reviews", distinct=True),
        )

    def for_cards(self):
        """All that a list of book cards shows, in a fixed number of queries."""
        return self.published().with_rating().prefetch_related("authors")


class Book(TimeStampedModel):
    class Format(models.TextChoices):
        HARDBACK = "hardback", "Hardback"
        PAPERBACK = "paperback", "Paperback"
        EBOOK = "ebook", "E-book"
        AUDIO = "audio", "Audiobook"

    class Cover(models.TextChoices):
        CLARET = "claret", "Claret"
        FOREST = "forest", "Forest"
        INK = "ink", "Ink"
        PLUM = "plum", "Plum"
        SAND = "sand", "Sand"
        SKY = "sky", "Sky"

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True)
    authors = models.ManyToManyField(Author, related_name="books")
    publisher = models.ForeignKey(
        Publisher, on_delete=models.PROTECT, related_name="books"
    )
    genres = models.ManyToManyField(Genre, related_name="books", blank=True)
    isbn = models.CharField(
        "ISBN", max_length=13, unique=True, validators=[validate_isbn]
    )
    format = models.CharField(
        max_length=10, choices=Format.choices, default=Format.PAPERBACK
    )
    cover = models.CharField(max_length=10, choices=Cover.choices, default=Cover.INK)
    published_on = models.DateField("published", db_index=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    price = models.DecimalField(
        max_digits=7, decimal_places=2, validators=[MinValueValidator(0)]
    )
    stock = models.PositiveIntegerField(default=0)
    description = models.TextField(blank=True)
    wished_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="wishlist", blank=True, editable=False
    )

    objects = BookQuerySet.as_manager()

    class Meta(TimeStampedModel.Meta):
        ordering = ["title"]
        indexes = [models.Index(fields=["format", "price"], name="book_format_price")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("catalog:book_detail", kwargs={"slug": self.slug})

    @property
    def is_digital(self) -> bool:
        return self.format in {self.Format.EBOOK, self.Format.AUDIO}

    @property
    def is_available(self) -> bool:
        return self.is_digital or self.stock > 0

    def take(self, quantity):
        """Take copies from the shelf; an e-book never runs out."""
        if not self.is_digital:
            self._change_stock(-quantity)

    take.alters_data = True

    def put_back(self, quantity):
        if not self.is_digital:
            self._change_stock(quantity)

    put_back.alters_data = True

    def _change_stock(self, difference):
        Book.objects.filter(pk=self.pk).update(stock=F("stock") + difference)
        self.refresh_from_db(fields=["stock"])

    def author_names(self) -> str:
        return ", ".join(author.name for author in self.authors.all())

    def similar(self):
        """Other books that share a genre with this one, the closest first."""
        return (
            Book.objects.published()
            .filter(genres__in=self.genres.all())
            .exclude(pk=self.pk)
            .annotate(shared_genres=Count("genres"))
            .order_by("-shared_genres", "title")
            .prefetch_related("authors")
        )


class Review(TimeStampedModel):
    class Rating(models.IntegerChoices):
        POOR = 1, "Poor"
        FAIR = 2, "Fair"
        GOOD = 3, "Good"
        VERY_GOOD = 4, "Very good"
        EXCELLENT = 5, "Excellent"

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="reviews")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews"
    )
    rating = models.PositiveSmallIntegerField(choices=Rating.choices)
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=2000, blank=True)

    class Meta(TimeStampedModel.Meta):
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "reader"], name="one_review_for_each_reader"
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.get_rating_display()})"

    def get_absolute_url(self):
        return f"{self.book.get_absolute_url()}#review-{self.pk}"
