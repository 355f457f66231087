from django.db.models import Count

from .models import Genre


def genres(request):
    """The genres that have books, for the menu on every page."""
    return {
        "genres": Genre.objects.annotate(book_count=Count("books")).exclude(
            book_count=0
        )
    }
