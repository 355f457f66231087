from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory, SimpleTestCase, TestCase

from .factories import make_book


def render(source, **context):
    return Template("{% load catalog_tags %}" + source).render(Context(context))


class FilterTests(SimpleTestCase):
    def test_stars(self):
        html = render("{{ rating|stars }}", rating=3.5)
        self.assertIn('title="3.5 of 5"', html)
        self.assertIn("<b>★★★★</b>★", html)
        self.assertEqual(render("{{ rating|stars }}", rating=None), "")

    def test_initials(self):
        self.assertEqual(render("{{ name|initials }}", name="Jane Austen"), "JA")
        self.assertEqual(render("{{ name|initials:1 }}", name="Jane Austen"), "J")


class QueryStringTests(SimpleTestCase):
    def query_string(self, arguments):
        request = RequestFactory().get("/books/", {"q": "emma", "page": "2"})
        return render(f"{{% query_string {arguments} %}}", request=request)

    def test_changes_one_value(self):
        self.assertEqual(self.query_string("page=3"), "?q=emma&amp;page=3")

    def test_removes_a_value(self):
        self.assertEqual(self.query_string("page=None"), "?q=emma")


class ShelfTests(SimpleTestCase):
    def test_renders_each_book(self):
        html = render("{% shelf x in books %}{{ x }}{% endshelf %}", books=["a", "<b>"])
        self.assertHTMLEqual(
            html, '<ul class="shelf"><li>a</li><li>&lt;b&gt;</li></ul>'
        )

    def test_empty(self):
        source = "{% shelf x in books %}{{ x }}{% emptyshelf %}None{% endshelf %}"
        self.assertEqual(render(source, books=[]), "None")
        self.assertEqual(render(source), "None")

    def test_says_how_it_is_written(self):
        with self.assertRaisesMessage(TemplateSyntaxError, "is written as"):
            render("{% shelf books %}{% endshelf %}")


class BookCardTests(TestCase):
    def test_shows_the_book(self):
        html = render('{% book_card book badge="New" %}', book=make_book())
        self.assertIn('href="/books/emma/"', html)
        self.assertIn("£8.99", html)
        self.assertIn('<span class="badge">New</span>', html)

    def test_counts(self):
        make_book()
        self.assertEqual(render("{% book_count as n %}{{ n }}"), "1")
