"""Every address of the bookshop starts here."""

from django.contrib import admin
from django.urls import include, path

admin.site.site_header = "Marginalia"
admin.site.site_title = "Marginalia"
admin.site.index_title = "Behind the counter"

urlpatterns = [
    path("", include("catalog.urls")),
    path("account/", include("accounts.urls")),
    path("orders/", include("orders.urls")),
    path("api/", include("bookshop.api")),
    path("api-auth/", include("rest_framework.urls")),
    path("admin/", admin.site.urls),
]
