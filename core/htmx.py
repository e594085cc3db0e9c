"""One address, page or fragment."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from .requests import HtmxRequest


def render_page(
    request: HtmxRequest, page: str, fragment: str, context: dict, status: int = 200
) -> HttpResponse:
    """Render a whole page, or only its changing part when htmx asks for it."""
    htmx = request.htmx
    partial = htmx and not htmx.boosted and not htmx.history_restore_request
    template = fragment if partial else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
