"""What every list page does: filter, export what is seen, or show one page of it."""

from collections.abc import Sequence

from django.http import HttpResponseBase
from django_filters import FilterSet

from .exports import Column, wants_xlsx, xlsx_response
from .filtering import chips
from .htmx import render_page
from .pagination import paginate
from .requests import HtmxRequest

AT_ONCE = 500  # rows read from the database at a time for an export


def answer_list(
    request: HtmxRequest,
    filters: FilterSet,
    *,
    title: str,
    columns: Sequence[Column],
    page: str,
    fragment: str,
    **context,
) -> HttpResponseBase:
    """Answer with the filtered list: a page, its fragment for htmx, or a workbook.

    ``filters`` is a ``ListFilter`` over rows of ``for_list()``; the workbook holds all
    rows that the page counts, in the same order.
    """
    shown = chips(filters.form, request, without=["sap_xep"])
    if wants_xlsx(request):
        rows = filters.qs.iterator(chunk_size=AT_ONCE)
        return xlsx_response(title, columns, rows, shown)
    context |= {
        "filters": filters.form,
        "sort": filters.sort,
        "chips": shown,
        "page": paginate(request, filters.qs),
    }
    return render_page(request, page, fragment, context)
