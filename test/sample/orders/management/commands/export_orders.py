import argparse
import csv
import datetime

from django.core.management.base import BaseCommand

from orders.models import Order

COLUMNS = ["number", "customer", "status", "total", "placed"]


class Command(BaseCommand):
    help = "Write orders as comma-separated values."

    def add_arguments(self, parser):
        parser.add_argument(
            "--status",
            choices=Order.Status.values,
            help="Only orders in this state.",
        )
        parser.add_argument(
            "--since",
            type=datetime.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="Only orders placed on this day or later.",
        )
        parser.add_argument(
            "--output",
            type=argparse.FileType("w", encoding="utf-8"),
            help="The file to write (default: the standard output).",
        )

    def handle(self, *, status, since, output, **options):
        orders = Order.objects.select_related("customer").prefetch_related("lines")
        if status:
            orders = orders.filter(status=status)
        if since:
            orders = orders.filter(created_at__date__gte=since)
        writer = csv.writer(output or self.stdout)
        writer.writerow(COLUMNS)
        for order in orders.order_by("pk"):
            placed = order.created_at.date().isoformat()
            writer.writerow(
                [order.number, order.customer, order.status, order.total, placed]
            )
        if output:
            output.close()
            self.stdout.write(self.style.SUCCESS(f"{orders.count()} orders written."))
