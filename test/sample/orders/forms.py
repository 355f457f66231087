from django import forms

from .models import Order


class AddToCartForm(forms.Form):
    quantity = forms.IntegerField(min_value=1, max_value=20, initial=1)


class CartLineForm(forms.Form):
    """Changes a line of the basket; nought removes it."""

    quantity = forms.IntegerField(min_value=0, max_value=20)


class CheckoutForm(forms.ModelForm):
    accept = forms.BooleanField(label="I order these books and will pay for them")

    class Meta:
        model = Order
        fields = ["full_name", "street", "postcode", "city", "note"]
        widgets = {
            "full_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "street": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "postcode": forms.TextInput(attrs={"autocomplete": "postal-code"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
