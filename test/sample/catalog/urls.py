from django.urls import include, path, re_path

from . import views
from .feeds import NewBooksFeed

app_name = "catalog"

book_patterns = [
    path("", views.BookDetailView.as_view(), name="book_detail"),
    path("review/", views.ReviewCreateView.as_view(), name="review_create"),
    path("wish/", views.toggle_wish, name="toggle_wish"),
]

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("books/", views.BookListView.as_view(), name="book_list"),
    path("books/random/", views.random_book, name="random_book"),
    path("books/feed/", NewBooksFeed(), name="feed"),
    re_path(r"^books/(?P<year>[0-9]{4})/$", views.books_of_year, name="books_of_year"),
    path("books/<slug:slug>/", include(book_patterns)),
    path("genres/<slug:slug>/", views.GenreDetailView.as_view(), name="genre_detail"),
    path("authors/", views.AuthorListView.as_view(), name="author_list"),
    path(
        "authors/<slug:slug>/", views.AuthorDetailView.as_view(), name="author_detail"
    ),
    path("contact/", views.ContactView.as_view(), name="contact"),
]
