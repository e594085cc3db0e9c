"""The portal's addresses, and the page that lists are measured against."""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

BARE = engines["django"].from_string(
    "<!doctype html><title>{{ title }}</title><p>{{ user }}</p>"
)


def bare(request):
    """Answer a signed-in person with the least page a template can make."""
    return HttpResponse(BARE.render({"title": "Trang trống"}, request))


urlpatterns = [
    path("trang-trong/", bare, name="bare"),
    path("", include("ocop_portal.urls")),
]
