from django.urls import path, register_converter

from . import converters, views

register_converter(converters.OrderNumberConverter, "order_number")

app_name = "orders"

urlpatterns = [
    path("", views.OrderListView.as_view(), name="order_list"),
    path("basket/", views.cart_detail, name="cart"),
    path("basket/add/<slug:slug>/", views.cart_add, name="cart_add"),
    path("basket/update/<slug:slug>/", views.cart_update, name="cart_update"),
    path("checkout/", views.CheckoutView.as_view(), name="checkout"),
    path(
        "<order_number:order_id>/",
        views.OrderDetailView.as_view(),
        name="order_detail",
    ),
    path("<order_number:order_id>/cancel/", views.order_cancel, name="order_cancel"),
]
