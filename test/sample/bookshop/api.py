"""The API: one router for the viewsets of all apps."""

from django.urls import include, path
from rest_framework.routers import DefaultRouter

from catalog.api import AuthorViewSet, BookViewSet, GenreViewSet
from orders.api import OrderViewSet

app_name = "api"

router = DefaultRouter()
router.register("authors", AuthorViewSet)
router.register("books", BookViewSet)
router.register("genres", GenreViewSet)
router.register("orders", OrderViewSet, basename="order")

urlpatterns = [
    path("", include(router.urls)),
]
