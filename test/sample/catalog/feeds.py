from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy

from .models import Book


class NewBooksFeed(Feed):
    title = "New at Marginalia"
    description = "The twenty books that came out last."
    link = reverse_lazy("catalog:book_list")

    def items(self):
        return Book.objects.published().order_by("-published_on")[:20]

    def item_description(self, book):
        return book.description
