from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from ..models import Book

register = template.Library()


@register.filter
def stars(rating):
    """Five stars, as many of them filled as the rating says."""
    if rating is None:
        return ""
    filled = round(rating)
    return format_html(
        '<span class="stars" title="{} of 5"><b>{}</b>{}</span>',
        f"{rating:.1f}".rstrip("0").rstrip("."),
        "★" * filled,
        "★" * (5 - filled),
    )


@register.filter
def initials(name, limit=2):
    """The first letters of a name: "Jane Austen" becomes "JA"."""
    return "".join(word[0] for word in str(name).split()[:limit]).upper()


@register.simple_tag
def book_count():
    """How many books one can buy today."""
    return Book.objects.published().count()


@register.simple_tag(takes_context=True)
def query_string(context, **changes):
    """The query string of this page with some values changed, or removed by None.

    {% query_string page=2 %} keeps the search and goes to its second page.
    """
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


@register.inclusion_tag("catalog/tags/book_card.html")
def book_card(book, badge=""):
    """A book with its cover, as it stands in every list."""
    return {"book": book, "badge": badge}


@register.inclusion_tag("catalog/tags/breadcrumbs.html", takes_context=True)
def breadcrumbs(context, *parents):
    """The way from the home page to this page, through these objects."""
    return {"parents": parents, "here": context["request"].path}


class ShelfNode(template.Node):
    child_nodelists = ("nodelist", "nodelist_empty")

    def __init__(self, variable, books, nodelist, nodelist_empty):
        self.variable = variable
        self.books = books
        self.nodelist = nodelist
        self.nodelist_empty = nodelist_empty

    def render(self, context):
        books = self.books.resolve(context, ignore_failures=True)
        if not books:
            return self.nodelist_empty.render(context)
        cards = []
        for book in books:
            with context.push(**{self.variable: book}):
                cards.append(format_html("<li>{}</li>", self.nodelist.render(context)))
        return format_html('<ul class="shelf">{}</ul>', mark_safe("".join(cards)))


@register.tag
def shelf(parser, token):
    """Stand books side by side.

    {% shelf book in books %}{% book_card book %}{% emptyshelf %}Nothing.{% endshelf %}
    """
    bits = token.split_contents()
    if len(bits) != 4 or bits[2] != "in":
        raise template.TemplateSyntaxError(
            f"'{bits[0]}' is written as {{% {bits[0]} book in books %}}"
        )
    nodelist = parser.parse(("emptyshelf", "endshelf"))
    nodelist_empty = template.NodeList()
    if parser.next_token().contents == "emptyshelf":
        nodelist_empty = parser.parse(("endshelf",))
        parser.delete_first_token()
    books = parser.compile_filter(bits[3])
    return ShelfNode(bits[1], books, nodelist, nodelist_empty)
