from django.urls import reverse
from rest_framework.test import APITestCase

from .factories import make_book, make_reader


class BookApiTests(APITestCase):
    @classmethod
    def setUpTestData(cls):
        cls.book = make_book("Emma", genre="Classics")
        cls.reader = make_reader()
        cls.reviews_url = reverse("api:book-reviews", kwargs={"slug": "emma"})

    def test_list(self):
        make_book("Dracula", author="Bram Stoker")
        data = self.client.get(reverse("api:book-list")).json()
        self.assertEqual(
            [book["title"] for book in data["results"]], ["Dracula", "Emma"]
        )

    def test_search(self):
        data = self.client.get(reverse("api:book-list"), {"q": "stoker"}).json()
        self.assertEqual(data["count"], 0)

    def test_detail(self):
        data = self.client.get(reverse("api:book-detail", args=["emma"])).json()
        self.assertEqual(data["authors"], ["jane-austen"])
        self.assertEqual(data["genres"], [{"slug": "classics", "name": "Classics"}])
        self.assertEqual(data["url"], "http://testserver/api/books/emma/")

    def test_new(self):
        data = self.client.get(reverse("api:book-new")).json()
        self.assertEqual([book["slug"] for book in data], ["emma"])

    def test_reviewing(self):
        review = {"rating": 4, "title": "Clever"}
        self.assertEqual(self.client.post(self.reviews_url, review).status_code, 403)
        self.client.force_login(self.reader)
        self.assertEqual(self.client.post(self.reviews_url, review).status_code, 201)
        self.assertEqual(self.client.post(self.reviews_url, review).status_code, 400)
        [saved] = self.client.get(self.reviews_url).json()
        self.assertEqual(saved["rating_label"], "Very good")
