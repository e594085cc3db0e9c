"""What a request says about where it comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
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
