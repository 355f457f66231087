from django.core import mail
from django.test import TestCase
from django.urls import reverse

from catalog.models import Review

from .factories import make_book, make_reader


class BookPagesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.book = make_book("Emma", genre="Classics")
        cls.reader = make_reader()

    def test_home(self):
        response = self.client.get(reverse("catalog:home"))
        self.assertTemplateUsed(response, "catalog/home.html")
        self.assertContains(response, "Emma")

    def test_list_has_pages(self):
        for number in range(12):
            make_book(f"Volume {number}")
        response = self.client.get(reverse("catalog:book_list"), {"page": 2})
        self.assertEqual(len(response.context["books"]), 1)
        self.assertContains(response, 'rel="prev"')

    def test_search(self):
        response = self.client.get(reverse("catalog:book_list"), {"q": "dracula"})
        self.assertContains(response, "No book fits.")

    def test_genre(self):
        url = reverse("catalog:genre_detail", kwargs={"slug": "classics"})
        self.assertContains(self.client.get(url), "Emma")
        url = reverse("catalog:genre_detail", kwargs={"slug": "cookery"})
        self.assertEqual(self.client.get(url).status_code, 404)

    def test_year(self):
        url = reverse("catalog:books_of_year", kwargs={"year": 2024})
        self.assertContains(self.client.get(url), "Books of 2024")
        url = reverse("catalog:books_of_year", kwargs={"year": 1900})
        self.assertEqual(self.client.get(url).status_code, 404)

    def test_random_book(self):
        response = self.client.get(reverse("catalog:random_book"))
        self.assertRedirects(response, self.book.get_absolute_url())

    def test_feed(self):
        response = self.client.get(reverse("catalog:feed"))
        self.assertContains(response, "<title>Emma</title>")

    def test_number_of_queries_does_not_grow(self):
        for number in range(8):
            make_book(f"Volume {number}", author=f"Author {number}")
        with self.assertNumQueries(6):
            self.client.get(reverse("catalog:book_list"))


class ReviewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.book = make_book("Emma")
        cls.reader = make_reader()
        cls.url = reverse("catalog:review_create", kwargs={"slug": "emma"})

    def test_wants_a_login(self):
        response = self.client.get(self.url)
        self.assertRedirects(response, f"{reverse('accounts:login')}?next={self.url}")

    def test_publishes_a_review(self):
        self.client.force_login(self.reader)
        data = {"rating": 5, "title": "Clever", "text": "And kind."}
        response = self.client.post(self.url, data, follow=True)
        review = Review.objects.get()
        self.assertEqual((review.book, review.reader), (self.book, self.reader))
        self.assertContains(response, "Thank you for your review.")
        self.assertContains(response, "And kind.")

    def test_only_one_for_each_reader(self):
        self.client.force_login(self.reader)
        self.book.reviews.create(reader=self.reader, rating=4, title="Good")
        self.assertRedirects(self.client.get(self.url), self.book.get_absolute_url())


class WishTests(TestCase):
    def test_toggles(self):
        book, reader = make_book(), make_reader()
        self.client.force_login(reader)
        url = reverse("catalog:toggle_wish", kwargs={"slug": book.slug})
        self.client.post(url)
        self.assertQuerySetEqual(reader.wishlist.all(), [book])
        self.client.post(url)
        self.assertFalse(reader.wishlist.exists())

    def test_a_link_changes_nothing(self):
        book = make_book()
        url = reverse("catalog:toggle_wish", kwargs={"slug": book.slug})
        self.assertEqual(self.client.get(url).status_code, 405)


class ContactTests(TestCase):
    def test_sends_the_message(self):
        data = {"name": "Jo", "email": "jo@example.com", "message": "Hello"}
        response = self.client.post(reverse("catalog:contact"), data, follow=True)
        self.assertContains(response, "Thank you, Jo.")
        self.assertEqual(mail.outbox[0].subject, "A message from Jo")
