"""Pages of a list; a page that does not exist is 404, whatever was typed."""

import re

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest

PER_PAGE = 25
SIZES = (25, 50, 100)

_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)


class TwoStepPaginator(Paginator):
    """Finds the keys of a page first, and then loads its rows alone.

    A database sorts every row of a list with all that it would print of it; keys are
    narrow, and what a page annotates is worked out for its own rows only.
    """

    def page(self, number):
        page = super().page(number)
        keys = list(page.object_list.values_list("pk", flat=True))
        rows = {row.pk: row for row in self.object_list.filter(pk__in=keys)}
        page.object_list = [rows[key] for key in keys]
        return page


def paginate(request: HttpRequest, rows, per_page: int = PER_PAGE) -> Page:
    """Return the page that ``trang`` and ``moi_trang`` of the address ask for."""
    size = _number(request.GET.get("moi_trang"), per_page)
    if size not in (*SIZES, per_page):
        raise Http404("Không có cỡ trang này.")
    number = _number(request.GET.get("trang"), 1)
    try:
        return TwoStepPaginator(rows, size).page(number)
    except EmptyPage:
        raise Http404("Không có trang này.") from None


def _number(text: str | None, default: int) -> int:
    if not text:
        return default
    if not _NUMBER.fullmatch(text):
        raise Http404("Số trang không hợp lệ.")
    return int(text)
