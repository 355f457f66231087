from django.urls import reverse
from rest_framework.test import APITestCase

from catalog.tests.factories import make_reader
from orders.models import Order


class OrderApiTests(APITestCase):
    def setUp(self):
        self.reader = make_reader()
        self.order = Order.objects.create(customer=self.reader)

    def test_wants_a_login(self):
        response = self.client.get(reverse("api:order-list"))
        self.assertEqual(response.status_code, 403)

    def test_shows_own_orders_only(self):
        Order.objects.create(customer=make_reader("stranger"))
        self.client.force_login(self.reader)
        data = self.client.get(reverse("api:order-list")).json()
        self.assertEqual([row["id"] for row in data["results"]], [self.order.pk])

    def test_cancels_once(self):
        self.client.force_login(self.reader)
        url = reverse("api:order-cancel", args=[self.order.pk])
        self.assertEqual(self.client.post(url).json()["status"], "cancelled")
        self.assertEqual(self.client.post(url).status_code, 400)
