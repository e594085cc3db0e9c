"""Pages of a list; a page that does not exist is 404, whatever was typed."""

import re
from collections.abc import Sequence
from typing import cast

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

PER_PAGE = 25
SIZES = (25, 50, 100)

_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)


def paginate(
    request: HttpRequest, rows: QuerySet | Sequence, per_page: int = PER_PAGE
) -> Page:
    """Return the page that ``trang`` and ``moi_trang`` of the address ask for."""
    size = _number(request.GET.get("moi_trang"), per_page)
    if size not in (*SIZES, per_page):
        raise Http404("Không có cỡ trang này.")
    number = _number(request.GET.get("trang"), 1)
    try:
        page = Paginator(rows, size).page(number)
    except EmptyPage:
        raise Http404("Không có trang này.") from None
    if isinstance(rows, QuerySet):
        page.object_list = _loaded(rows, cast(QuerySet, page.object_list))
    return page


def _loaded(rows: QuerySet, shown: QuerySet) -> list:
    """Find the keys of a page first, and then load its rows alone.

    A database sorts every row of a list with all that it would print of it; keys are
    narrow, and what a list annotates is worked out for the rows of the page only.
    """
    keys = list(shown.values_list("pk", flat=True))
    found = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _number(text: str | None, default: int) -> int:
    if not text:
        return default
    if not _NUMBER.fullmatch(text):
        raise Http404("Số trang không hợp lệ.")
    return int(text)
