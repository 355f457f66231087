from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Sum
from django.urls import reverse

from bookshop.models import TimeStampedModel


class OrderQuerySet(models.QuerySet):
    def open(self):
        """Orders that somebody in the shop still has to deal with."""
        return self.filter(status__in=[Order.Status.PLACED, Order.Status.PAID])

    def for_customer(self, user):
        return self.filter(customer=user)

    def with_revenue(self):
        """Add what the books of each order cost, without the delivery."""
        return self.annotate(revenue=Sum(F("lines__quantity") * F("lines__unit_price")))


class Order(TimeStampedModel):
    class Status(models.TextChoices):
        PLACED = "placed", "Placed"
        PAID = "paid", "Paid"
        SHIPPED = "shipped", "Shipped"
        CANCELLED = "cancelled", "Cancelled"

    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders"
    )
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.PLACED
    )
    full_name = models.CharField(max_length=120)
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=12)
    city = models.CharField(max_length=80)
    delivery = models.DecimalField(
        max_digits=5, decimal_places=2, default=0, editable=False
    )
    note = models.TextField("note for the shop", max_length=300, blank=True)
    books = models.ManyToManyField(
        "catalog.Book", through="OrderLine", related_name="orders"
    )

    objects = models.Manager.from_queryset(OrderQuerySet)()

    class Meta(TimeStampedModel.Meta):
        ordering = ["-created_at"]

    def __str__(self):
        return f"Order {self.number}"

    def get_absolute_url(self):
        return reverse("orders:order_detail", kwargs={"order_id": self.pk})

    @property
    def number(self) -> str:
        """The number as customers know it: M-00042."""
        return f"M-{self.pk:05d}"

    @property
    def total(self) -> Decimal:
        return self.delivery + sum(line.total for line in self.lines.all())

    @property
    def can_be_cancelled(self) -> bool:
        return self.status in {self.Status.PLACED, self.Status.PAID}

    def cancel(self):
        """Give up the order and put its books back on the shelf."""
        for line in self.lines.select_related("book"):
            line.book.put_back(line.quantity)
        self.status = self.Status.CANCELLED
        self.save(update_fields=["status", "updated_at"])

    cancel.alters_data = True


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    book = models.ForeignKey(
        "catalog.Book", on_delete=models.PROTECT, related_name="order_lines"
    )
    quantity = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1)]
    )
    unit_price = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "book"], name="one_line_for_each_book"
            )
        ]

    def __str__(self):
        return f"{self.quantity} × {self.book}"

    @property
    def total(self) -> Decimal:
        return self.quantity * self.unit_price
