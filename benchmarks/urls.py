"""The portal's addresses, and the page that lists are measured against."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from .importing import stock

BARE = engines["django"].from_string(
    "<!doctype html><title>{{ title }}</title><p>{{ user }}</p>"
)
OPEN = engines["django"].from_string(
    "<!doctype html><title>{{ title }}</title><p>{{ title }}</p>"
)


def bare(request):
    """Answer a signed-in person with the least page a template can make."""
    return HttpResponse(BARE.render({"title": "Trang trống"}, request))


@login_not_required
def bare_open(request):
    """Answer anybody with the least page a template can make."""
    return HttpResponse(OPEN.render({"title": "Trang trống"}, request))


urlpatterns = [
    path("trang-trong/cong-khai/", bare_open, name="bare_open"),
    path("trang-trong/", bare, name="bare"),
    path("stock/", stock.site.urls),
    path("", include("ocop_portal.urls")),
]
