from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DetailView, ListView

from catalog.models import Book

from .cart import Cart
from .forms import AddToCartForm, CartLineForm, CheckoutForm
from .models import Order
from .services import SoldOut, place_order


def cart_detail(request):
    lines = [
        (line, CartLineForm(initial={"quantity": line.quantity}, auto_id=False))
        for line in Cart(request.session)
    ]
    return render(request, "orders/cart.html", {"lines": lines})


@require_POST
def cart_add(request, slug):
    book = get_object_or_404(Book.objects.published(), slug=slug)
    form = AddToCartForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Please say how many copies, from 1 to 20.")
        return redirect(book)
    if Cart(request.session).add(book, form.cleaned_data["quantity"]):
        messages.success(request, f"“{book}” is in your basket.")
    else:
        messages.error(request, f"“{book}” is sold out.")
    return redirect("orders:cart")


@require_POST
def cart_update(request, slug):
    book = get_object_or_404(Book, slug=slug)
    form = CartLineForm(request.POST)
    if form.is_valid():
        Cart(request.session).set(book, form.cleaned_data["quantity"])
    return redirect("orders:cart")


class CheckoutView(LoginRequiredMixin, CreateView):
    form_class = CheckoutForm
    template_name = "orders/checkout.html"

    def dispatch(self, request, *args, **kwargs):
        if not Cart(request.session):
            messages.info(request, "Your basket is empty.")
            return redirect("catalog:book_list")
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"full_name": self.request.user.get_full_name()}

    def form_valid(self, form):
        order = form.save(commit=False)
        order.customer = self.request.user
        try:
            place_order(order, Cart(self.request.session))
        except SoldOut as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, "Thank you! We have sent you an e-mail.")
        return redirect(order)


class OwnOrdersMixin(LoginRequiredMixin):
    """Nobody sees the orders of somebody else."""

    def get_queryset(self):
        orders = Order.objects.for_customer(self.request.user)
        return orders.prefetch_related("lines__book")


class OrderListView(OwnOrdersMixin, ListView):
    context_object_name = "orders"
    paginate_by = 10


class OrderDetailView(OwnOrdersMixin, DetailView):
    pk_url_kwarg = "order_id"
    context_object_name = "order"


@require_POST
@login_required
def order_cancel(request, order_id):
    order = get_object_or_404(Order.objects.for_customer(request.user), pk=order_id)
    if order.can_be_cancelled:
        order.cancel()
        messages.success(request, f"{order} is cancelled.")
    else:
        messages.error(request, f"{order} cannot be cancelled any more.")
    return redirect(order)
