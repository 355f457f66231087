from django.test import TestCase
from django.urls import reverse

from accounts.models import User
from catalog.tests.factories import make_book, make_reader


class SignUpTests(TestCase):
    def test_opens_an_account_and_logs_in(self):
        data = {
            "username": "jo",
            "email": "jo@example.com",
            "password1": "margin-notes-42",
            "password2": "margin-notes-42",
        }
        response = self.client.post(reverse("accounts:signup"), data, follow=True)
        self.assertContains(response, "Welcome, jo!")
        self.assertEqual(response.context["user"], User.objects.get(username="jo"))

    def test_an_address_belongs_to_one_account(self):
        make_reader("somebody", email="jo@example.com")
        data = {"username": "jo", "email": "jo@example.com"}
        response = self.client.post(reverse("accounts:signup"), data)
        self.assertIn("email", response.context["form"].errors)


class ProfileTests(TestCase):
    def setUp(self):
        self.reader = make_reader(display_name="A reader")

    def test_everybody_sees_the_name_and_the_reviews(self):
        make_book().reviews.create(reader=self.reader, rating=5, title="Clever")
        response = self.client.get(self.reader.get_absolute_url())
        self.assertContains(response, "A reader")
        self.assertContains(response, "Clever")
        self.assertNotContains(response, self.reader.email)

    def test_changing_it(self):
        self.client.force_login(self.reader)
        url = reverse("accounts:profile_edit")
        data = {"display_name": "Somebody else", "email": "new@example.com"}
        response = self.client.post(url, data, follow=True)
        self.assertContains(response, "Your profile is saved.")
        self.reader.refresh_from_db()
        self.assertEqual(str(self.reader), "Somebody else")

    def test_a_refused_change_does_not_rename_the_visitor(self):
        make_reader("other")
        self.client.force_login(self.reader)
        data = {"display_name": "Wrong", "email": "other@example.com"}
        response = self.client.post(reverse("accounts:profile_edit"), data)
        self.assertEqual(str(response.context["user"]), "A reader")


class WishlistTests(TestCase):
    def test_shows_own_wishes(self):
        reader = make_reader()
        make_book("Emma").wished_by.add(reader)
        make_book("Dracula")
        self.client.force_login(reader)
        response = self.client.get(reverse("accounts:wishlist"))
        self.assertContains(response, "Emma")
        self.assertNotContains(response, "Dracula")
