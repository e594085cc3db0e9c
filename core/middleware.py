import logging
import re
import time
import uuid
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest

from .logging import request_id
from .requests import client_address
from .views import bad_request, method_not_allowed

logger = logging.getLogger("ocop.request")

_GIVEN_ID = re.compile(r"[\w-]{8,64}", re.ASCII)
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")


class RequestLogMiddleware:
    """Give each request an id and leave one log line about it.

    The line names the view and the keys of the object, never the query string, the
    form or the path as typed: those may hold personal data or a reset token.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = request_id.set(self.id_for(request))
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            self.log(request, response, time.monotonic() - started)
        finally:
            request_id.reset(token)
        return response

    def id_for(self, request) -> str:
        given = request.headers.get("X-Request-ID", "")
        if settings.TRUSTED_PROXY_COUNT and _GIVEN_ID.fullmatch(given):
            return given
        return uuid.uuid4().hex

    def log(self, request, response, seconds) -> None:
        # Only a user that the view has loaded: the log line asks nothing itself.
        user = getattr(request, "_cached_user", None)
        match = request.resolver_match
        keys = match.kwargs.values() if match else ()
        fields = {
            "address": client_address(request),
            "user": user.get_username() if user else "",
            "agency": getattr(user, "agency_id", None),
            "action": match.view_name if match else "",
            "object": [str(key) for key in keys if isinstance(key, int | uuid.UUID)],
            "result": response.status_code,
            "ms": round(seconds * 1000),
        }
        logger.info(request.method, extra={"fields": fields})


class NotAllowedPageMiddleware:
    """Give words to Django's empty 405: the address of a form that was refused stays
    in the browser, and may be opened again without the form."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return method_not_allowed(request, response["Allow"])
        return response


class RefuseBrokenInputMiddleware:
    """Answer 400 to input that no browser sends and no database can store.

    NUL bytes, broken percent-encoding and charsets other than UTF-8 would otherwise
    surface as errors deep inside a view or a database driver. Form fields are read
    here, within Django's own limits on their size.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_broken(request):
            return bad_request(request)
        return self.get_response(request)


def is_broken(request: HttpRequest) -> bool:
    """Say whether any part of the request cannot be read as UTF-8 without NUL."""
    return (
        _charset(request) not in ("utf-8", "utf8")
        or "\0" in request.path_info
        or _is_broken_query(request.META.get("QUERY_STRING", ""))
        or _is_broken_form(request)
    )


def _charset(request: HttpRequest) -> str:
    return (request.content_params or {}).get("charset", "utf-8").lower()


def _breaks_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return b"\0" in data


def _is_broken_query(query: str) -> bool:
    return _BROKEN_ESCAPE.search(query) is not None or _breaks_utf8(
        unquote_to_bytes(query.encode("latin-1"))
    )


def _is_broken_form(request: HttpRequest) -> bool:
    if request.method != "POST":
        return False
    if request.content_type == "application/x-www-form-urlencoded":
        return _is_broken_query(request.body.decode("latin-1"))
    return any(
        "\0" in text
        for name, values in request.POST.lists()
        for text in (name, *values)
    )
