"""What a request says about where it comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request as HtmxMiddleware hands it on."""

    htmx: HtmxDetails


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address as the outermost proxy of ours saw it.

    A header is believed only as far as proxies of ours wrote it, so a visitor cannot
    choose the address that stands in the log.
    """
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    count = settings.TRUSTED_PROXY_COUNT
    trusted = 0 < count <= len(hops)
    address = hops[-count] if trusted else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(address.strip()))
    except ValueError:
        return ""


def answers_json(view):
    """Mark a view that a script asks: it gets refusals as JSON, and never a page."""
    view.answers_json = True
    return view


def wants_json(request: HttpRequest) -> bool:
    """Say whether the address that was asked for answers scripts alone."""
    match = request.resolver_match
    return getattr(match and match.func, "answers_json", False)


def refusal(status: int, code: str, message: str = "", **more) -> JsonResponse:
    """Answer a script that something was refused: a word for it, and one for people."""
    return JsonResponse({"code": code, "message": message, **more}, status=status)
