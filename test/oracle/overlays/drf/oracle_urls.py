"""The URLconfs of the test modules, which each test puts in place of an empty root."""

from django.urls import include, path

urlpatterns = [
    path("api-auth/", include("rest_framework.urls")),
    path("auth/", include("tests.browsable_api.auth_urls")),
    path("no-auth/", include("tests.browsable_api.no_auth_urls")),
    path("authentication/", include("tests.authentication.test_authentication")),
    path("relations/", include("tests.test_relations_hyperlink")),
    path("renderers/", include("tests.test_renderers")),
    path("response/", include("tests.test_response")),
    path("testing/", include("tests.test_testing")),
    path("utils/", include("tests.test_utils")),
    path("viewsets/", include("tests.test_viewsets")),
]
