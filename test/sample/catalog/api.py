from django.db import IntegrityError, transaction
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from .models import Author, Book, Genre
from .serializers import (
    AuthorSerializer,
    BookSerializer,
    GenreSerializer,
    ReviewSerializer,
)


class AuthorViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Author.objects.all()
    serializer_class = AuthorSerializer
    lookup_field = "slug"


class GenreViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Genre.objects.all()
    serializer_class = GenreSerializer
    lookup_field = "slug"
    pagination_class = None


class BookViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = (
        Book.objects.for_cards()
        .select_related("publisher")
        .prefetch_related("genres")
        .order_by("title")
    )
    serializer_class = BookSerializer
    lookup_field = "slug"

    def get_queryset(self):
        books = super().get_queryset()
        text = self.request.query_params.get("q")
        return books.search(text) if text else books

    @action(detail=False)
    def new(self, request):
        """The ten books that came out last."""
        books = self.get_queryset().order_by("-published_on")[:10]
        return Response(self.get_serializer(books, many=True).data)

    @action(detail=True, methods=["get", "post"], serializer_class=ReviewSerializer)
    def reviews(self, request, slug):
        """The reviews of a book. Who is logged in may add one."""
        book = self.get_object()
        if request.method == "GET":
            reviews = book.reviews.select_related("reader")
            return Response(self.get_serializer(reviews, many=True).data)
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        try:
            with transaction.atomic():
                serializer.save(book=book, reader=request.user)
        except IntegrityError as error:
            raise ValidationError("You have already reviewed this book.") from error
        return Response(serializer.data, status=201)
