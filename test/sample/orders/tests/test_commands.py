import datetime
import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import TestCase

from catalog.tests.factories import make_reader
from orders.models import Order


class ExportOrdersTests(TestCase):
    def setUp(self):
        reader = make_reader()
        self.placed = Order.objects.create(customer=reader)
        self.paid = Order.objects.create(customer=reader, status=Order.Status.PAID)

    def export(self, *arguments):
        output = StringIO()
        call_command("export_orders", *arguments, stdout=output)
        return output.getvalue().splitlines()

    def test_exports_all(self):
        header, *rows = self.export()
        self.assertEqual(header, "number,customer,status,total,placed")
        self.assertEqual(len(rows), 2)

    def test_by_status(self):
        [row] = self.export("--status", "paid")[1:]
        self.assertTrue(row.startswith(self.paid.number))

    def test_since(self):
        tomorrow = datetime.date.today() + datetime.timedelta(days=2)
        self.assertEqual(len(self.export("--since", tomorrow.isoformat())), 1)

    def test_to_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "orders.csv"
            self.assertEqual(self.export("--output", str(path)), ["2 orders written."])
            self.assertEqual(len(path.read_text(encoding="utf-8").splitlines()), 3)
