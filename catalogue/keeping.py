"""Keeping the page of a product for a moment, for the many who scan one label."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from history.services import latest_batch

MOMENT = 300  # seconds; what any cache on the way may keep too


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer with the page as it was built before, while nothing has changed since.

    Whatever is recorded anywhere makes all pages be built anew, and so does midnight:
    one statement tells, and no list of what a page depends on can be forgotten. What
    is changed past the log shows after ``MOMENT``. Each process keeps its own pages.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        key = _key(request)
        pages = caches["pages"]
        page = pages.get(key)
        if page is None:
            page = view(request, *args, **kwargs)
            if page.status_code == 200:
                pages.set(key, page, MOMENT)
        return page

    return answer


def _key(request: HttpRequest) -> str:
    """Return a short key of the address, host included, and of what it may rest on."""
    state = f"{timezone.localdate()} {latest_batch()} {request.build_absolute_uri()}"
    return hashlib.sha256(state.encode()).hexdigest()
