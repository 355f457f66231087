from rest_framework import serializers

from .models import Author, Book, Genre, Review


class AuthorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["slug", "name", "born", "died", "biography"]


class GenreSerializer(serializers.ModelSerializer):
    class Meta:
        model = Genre
        fields = ["slug", "name"]


class BookSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(
        view_name="api:book-detail", lookup_field="slug"
    )
    authors = serializers.SlugRelatedField("slug", many=True, read_only=True)
    genres = GenreSerializer(many=True, read_only=True)
    publisher = serializers.StringRelatedField()
    average_rating = serializers.FloatField(read_only=True)
    is_available = serializers.BooleanField(read_only=True)

    class Meta:
        model = Book
        exclude = ["id", "stock", "cover", "created_at", "updated_at", "wished_by"]


class ReviewSerializer(serializers.ModelSerializer):
    reader = serializers.StringRelatedField()
    rating_label = serializers.CharField(source="get_rating_display", read_only=True)

    class Meta:
        model = Review
        fields = ["reader", "rating", "rating_label", "title", "text", "created_at"]
        read_only_fields = ["created_at"]
