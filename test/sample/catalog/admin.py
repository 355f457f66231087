from django.contrib import admin

from .models import Author, Book, Genre, Publisher, Review


class ReviewInline(admin.TabularInline):
    model = Review
    extra = 0
    fields = ["reader", "rating", "title", "created_at"]
    readonly_fields = ["created_at"]
    autocomplete_fields = ["reader"]


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ["name", "years", "number_of_books"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    @admin.display(description="books")
    def number_of_books(self, author):
        return author.books.count()


@admin.register(Publisher)
class PublisherAdmin(admin.ModelAdmin):
    list_display = ["name", "city", "founded"]
    search_fields = ["name", "city"]


@admin.register(Genre)
class GenreAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "author_names", "format", "price", "stock", "available"]
    list_filter = ["format", "genres", "publisher"]
    search_fields = ["title", "isbn", "authors__name"]
    autocomplete_fields = ["authors", "publisher"]
    filter_horizontal = ["genres"]
    date_hierarchy = "published_on"
    prepopulated_fields = {"slug": ["title"]}
    inlines = [ReviewInline]
    actions = ["mark_sold_out"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("authors")

    @admin.display(boolean=True)
    def available(self, book):
        return book.is_available

    @admin.action(description="Mark the selected books as sold out")
    def mark_sold_out(self, request, queryset):
        count = queryset.update(stock=0)
        self.message_user(request, f"{count} books are now sold out.")


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    list_display = ["title", "book", "reader", "rating", "created_at"]
    list_filter = ["rating"]
    list_select_related = ["book", "reader"]
    search_fields = ["title", "book__title"]
