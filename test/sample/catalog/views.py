from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.messages.views import SuccessMessageMixin
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST
from django.views.generic import (
    CreateView,
    DetailView,
    FormView,
    ListView,
    TemplateView,
)

from orders.forms import AddToCartForm

from .forms import BookSearchForm, ContactForm, ReviewForm
from .models import Author, Book, Genre, Review


class HomeView(TemplateView):
    template_name = "catalog/home.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        books = Book.objects.for_cards()
        context["new_books"] = books.order_by("-published_on")[:4]
        context["best_books"] = books.filter(review_count__gt=0).order_by(
            "-average_rating", "-review_count", "title"
        )[:4]
        context["latest_reviews"] = Review.objects.select_related("book", "reader")[:3]
        context["free_delivery_from"] = settings.SHOP_FREE_DELIVERY_FROM
        return context


class BookListView(ListView):
    template_name = "catalog/book_list.html"
    context_object_name = "books"
    paginate_by = 12

    def get_queryset(self):
        self.search_form = BookSearchForm(self.request.GET)
        return self.search_form.apply(Book.objects.for_cards())

    def get_context_data(self, **kwargs):
        return super().get_context_data(search_form=self.search_form, **kwargs)


class GenreDetailView(BookListView):
    """The list of books, narrowed to one genre."""

    template_name = "catalog/genre_detail.html"

    def get_queryset(self):
        self.genre = get_object_or_404(Genre, slug=self.kwargs["slug"])
        return super().get_queryset().filter(genres=self.genre)

    def get_context_data(self, **kwargs):
        return super().get_context_data(genre=self.genre, **kwargs)


class BookDetailView(DetailView):
    queryset = Book.objects.published().with_rating().select_related("publisher")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user = self.request.user
        context["add_form"] = AddToCartForm()
        context["reviews"] = self.object.reviews.select_related("reader")
        context["similar_books"] = self.object.similar()[:4]
        if user.is_authenticated:
            context["is_wished"] = user.wishlist.filter(pk=self.object.pk).exists()
            context["own_review"] = self.object.reviews.filter(reader=user).first()
        return context


def books_of_year(request, year):
    books = Book.objects.for_cards().filter(published_on__year=year)
    if not books:
        raise Http404(f"No book of this shop was published in {year}.")
    context = {"books": books, "year": int(year)}
    return render(request, "catalog/books_of_year.html", context)


def random_book(request):
    """Send the visitor to some book that can be bought."""
    book = Book.objects.published().in_stock().order_by("?").first()
    if book is None:
        messages.info(request, "Every book is sold out. Please come back soon.")
        return redirect("catalog:book_list")
    return redirect(book)


class AuthorListView(ListView):
    queryset = Author.objects.annotate(book_count=Count("books"))
    context_object_name = "authors"


class AuthorDetailView(DetailView):
    model = Author

    def get_context_data(self, **kwargs):
        books = Book.objects.for_cards().filter(authors=self.object)
        return super().get_context_data(books=books, **kwargs)


class ReviewCreateView(LoginRequiredMixin, SuccessMessageMixin, CreateView):
    model = Review
    form_class = ReviewForm
    success_message = "Thank you for your review."

    def dispatch(self, request, *args, **kwargs):
        self.book = get_object_or_404(Book, slug=kwargs["slug"])
        if request.user.is_authenticated and self.own_review():
            messages.info(request, "You have already reviewed this book.")
            return redirect(self.book)
        return super().dispatch(request, *args, **kwargs)

    def own_review(self):
        return self.book.reviews.filter(reader=self.request.user).first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(book=self.book, **kwargs)

    def form_valid(self, form):
        form.instance.book = self.book
        form.instance.reader = self.request.user
        return super().form_valid(form)


class ContactView(SuccessMessageMixin, FormView):
    form_class = ContactForm
    template_name = "catalog/contact.html"
    success_url = reverse_lazy("catalog:contact")
    success_message = "Thank you, %(name)s. We will answer within two days."

    def form_valid(self, form):
        form.send()
        return super().form_valid(form)


@require_POST
@login_required
def toggle_wish(request, slug):
    """Put the book on the visitor's wish list, or take it off."""
    book = get_object_or_404(Book, slug=slug)
    wishlist = request.user.wishlist
    if wishlist.filter(pk=book.pk).exists():
        wishlist.remove(book)
        messages.success(request, f"“{book}” is no longer on your wish list.")
    else:
        wishlist.add(book)
        messages.success(request, f"“{book}” is on your wish list.")
    return redirect(book)
