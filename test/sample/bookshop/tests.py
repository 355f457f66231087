"""The whole site: every page answers and every template compiles."""

from pathlib import Path

from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.template import engines
from django.test import SimpleTestCase, TestCase
from django.urls import URLPattern, get_resolver, reverse

from accounts.models import User
from catalog.models import Book
from orders.models import Order

# Routes that change something: they answer to POST alone.
POST_ONLY = {
    "accounts:logout",
    "api:order-cancel",
    "catalog:toggle_wish",
    "orders:cart_add",
    "orders:cart_update",
    "orders:order_cancel",
    "rest_framework:logout",
}


def named_routes(resolver, namespace=""):
    """Each named route by its full name, namespaces included."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield namespace + pattern.name
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from named_routes(pattern, namespace + inner)


class EveryPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", verbosity=0)
        cls.reader = User.objects.get(username="reader")
        cls.manager = User.objects.get(username="manager")
        cls.order = Order.objects.get()

    def arguments(self, name):
        """What the parameters of this route stand for in the demo data."""
        namespace, _, route = name.rpartition(":")
        if namespace == "api":
            kind, _, action = route.partition("-")
            if action in {"root", "list", "new"}:
                return {}
            if kind == "order":
                return {"pk": self.order.pk}
        slugs = {
            "author": "jane-austen",
            "book": "emma",
            "genre": "classics",
            "cart": "emma",
            "review": "emma",
            "toggle": "emma",
        }
        fixed = {
            "accounts:profile": {"username": "reader"},
            "catalog:author_list": {},
            "catalog:book_list": {},
            "catalog:books_of_year": {"year": 2025},
            "orders:cart": {},
            "orders:order_detail": {"order_id": self.order.pk},
            "orders:order_cancel": {"order_id": self.order.pk},
        }
        if name in fixed:
            return fixed[name]
        kind = route.replace("-", "_").partition("_")[0]
        return {"slug": slugs[kind]} if kind in slugs else {}

    def test_every_named_route_answers(self):
        names = set(named_routes(get_resolver()))
        names = sorted(name for name in names if not name.startswith("admin:"))
        self.assertGreater(len(names), 35)
        for user in [None, self.reader]:
            for name in names:
                if user:
                    self.client.force_login(user)
                else:
                    self.client.logout()
                with self.subTest(name, user=user):
                    self.check(name, user)

    def check(self, name, user):
        response = self.client.get(reverse(name, kwargs=self.arguments(name)))
        expected = {200, 302}
        if name in POST_ONLY:
            expected |= {405}
        if user is None and name.startswith("api:order-"):
            expected |= {403}
        self.assertIn(response.status_code, expected)

    def test_checkout_with_a_full_basket(self):
        self.client.force_login(self.reader)
        url = reverse("orders:cart_add", kwargs={"slug": "dracula"})
        self.client.post(url, {"quantity": 2})
        for name in ["orders:cart", "orders:checkout"]:
            response = self.client.get(reverse(name))
            self.assertContains(response, "Dracula")

    def test_every_admin_page_answers(self):
        self.client.force_login(self.manager)
        self.assertEqual(self.client.get(reverse("admin:index")).status_code, 200)
        for model in admin.site._registry:
            route = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            urls = [reverse(f"{route}_changelist"), reverse(f"{route}_add")]
            row = model._default_manager.first()
            if row:
                urls.append(reverse(f"{route}_change", args=[row.pk]))
            for url in urls:
                with self.subTest(url):
                    self.assertEqual(self.client.get(url).status_code, 200)

    def test_missing_page(self):
        response = self.client.get("/books/nothing-like-it/")
        self.assertContains(response, "This page is missing", status_code=404)

    def test_demo_data_may_be_loaded_again(self):
        books = Book.objects.count()
        call_command("load_demo", limit=3, verbosity=0)
        self.assertEqual(Book.objects.count(), books)


class TemplateTests(SimpleTestCase):
    def test_every_template_compiles(self):
        engine = engines["django"]
        folders = settings.BASE_DIR.glob("**/templates")
        names = {
            path.relative_to(folder).as_posix()
            for folder in folders
            if not is_hidden(folder)
            for path in folder.rglob("*.*")
        }
        self.assertGreater(len(names), 30)
        for name in sorted(names):
            with self.subTest(name):
                engine.get_template(name)


def is_hidden(folder: Path) -> bool:
    """Whether it belongs to something like a virtual environment in the project."""
    parts = folder.relative_to(settings.BASE_DIR).parts
    return any(part.startswith(".") or part == "site-packages" for part in parts)
