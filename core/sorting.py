"""The order of a list, as ``sap_xep`` in the address says."""

from collections.abc import Mapping

from django.db.models import F, QuerySet
from django.http import HttpRequest


def sort_rows(
    request: HttpRequest, rows: QuerySet, fields: Mapping[str, str], default: str
) -> tuple[QuerySet, str]:
    """Return the rows in the order asked for, and that order; unknown ones are default.

    ``fields`` maps words of the address to fields. Empty values stand last either way,
    and the key settles ties, so that pages neither repeat nor lose a row.
    """
    asked = request.GET.get("sap_xep", "")
    order = asked if asked.removeprefix("-") in fields else default
    field = F(fields[order.removeprefix("-")])
    if order.startswith("-"):
        return rows.order_by(field.desc(nulls_last=True), "-pk"), order
    return rows.order_by(field.asc(nulls_last=True), "pk"), order
