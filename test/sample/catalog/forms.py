from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from .models import Book, Genre, Review


class BookSearchForm(forms.Form):
    """The filters above the list of books. Every field may be left empty."""

    ORDERINGS = {
        "title": "Title",
        "-published_on": "Newest first",
        "price": "Cheapest first",
        "-average_rating": "Best rated first",
    }

    q = forms.CharField(
        label="Title or author",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Search"}),
    )
    genre = forms.ModelChoiceField(
        Genre.objects.all(),
        required=False,
        to_field_name="slug",
        empty_label="All genres",
    )
    format = forms.ChoiceField(
        choices=[("", "All formats"), *Book.Format.choices], required=False
    )
    order = forms.ChoiceField(
        label="Sort by", choices=list(ORDERINGS.items()), required=False
    )
    in_stock = forms.BooleanField(label="In stock only", required=False)

    def apply(self, books):
        """Narrow and order the books as the form says."""
        if not self.is_valid():
            return books
        wanted = self.cleaned_data
        if wanted["q"]:
            books = books.search(wanted["q"])
        if wanted["genre"]:
            books = books.filter(genres=wanted["genre"])
        if wanted["format"]:
            books = books.filter(format=wanted["format"])
        if wanted["in_stock"]:
            books = books.in_stock()
        return books.order_by(wanted["order"] or "title", "pk")


class ReviewForm(forms.ModelForm):
    class Meta:
        model = Review
        fields = ["rating", "title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}


class ContactForm(forms.Form):
    name = forms.CharField(max_length=80)
    email = forms.EmailField(label="E-mail address")
    message = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))

    def send(self):
        """Send the message to the shop; answers go to the visitor."""
        EmailMessage(
            subject=f"A message from {self.cleaned_data['name']}",
            body=render_to_string("catalog/email/contact.txt", self.cleaned_data),
            to=[settings.DEFAULT_FROM_EMAIL],
            reply_to=[self.cleaned_data["email"]],
        ).send()
