"""Products counted two ways at once; each number leads to what it counts."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse

from core.filters import ListFilter
from products.filters import (
    IN_FORCE_KEY,
    NEVER_KEY,
    RECOGNISED_KEY,
    STANDINGS,
    PassiveChoiceFilter,
    ProductFilter,
)

from .cuts import CUTS, Cut, cuts_for
from .parts import Cell, Line

OF_THE_TABLE = ("dong", "cot", "sap_xep", "trang", "moi_trang", "xuat")


class CrossFilter(ProductFilter):
    """The filters of the product list, and ``dong`` and ``cot``: how to part the rest.

    Products that were never recognised are in no part. Without a state named in the
    address those in force are counted, or all where the states themselves are parts.
    """

    default_sort = ""

    sap_xep = None
    tinh_trang = PassiveChoiceFilter(
        label="Tình trạng công nhận",
        choices=[choice for choice in STANDINGS if choice[0] != NEVER_KEY],
        empty_label=None,
    )
    dong = PassiveChoiceFilter(label="Dòng theo", empty_label=None)
    cot = PassiveChoiceFilter(label="Cột theo", empty_label="(không chia cột)")

    def __init__(self, data, *args, **kwargs):
        data = data.copy()
        if not data.get("dong"):
            data["dong"] = "nhom"
            data.setdefault("cot", "hang")
        if not data.get("tinh_trang"):
            by_state = "tinh_trang" in (data["dong"], data.get("cot"))
            data["tinh_trang"] = RECOGNISED_KEY if by_state else IN_FORCE_KEY
        super().__init__(data, *args, **kwargs)
        cuts = cuts_for(self.request.user).values()
        down = [(cut.key, cut.label) for cut in cuts]
        across = [(cut.key, cut.label) for cut in cuts if cut.few]
        self.filters["dong"].extra["choices"] = down
        self.filters["cot"].extra["choices"] = across

    def filter_queryset(self, queryset):
        """Return the products asked for, whatever became of their recognition."""
        return super(ListFilter, self).filter_queryset(queryset)

    @property
    def down(self) -> Cut:
        return CUTS[self.value("dong") or "nhom"]

    @property
    def across(self) -> Cut | None:
        """Return how the columns are parted, None where the rows are all there is."""
        return CUTS.get(self.value("cot"))


@dataclass(frozen=True)
class Cross:
    """The table: heads of columns and lines carry their totals."""

    down: Cut
    across: Cut | None
    columns: list[Cell]
    lines: list[Line]
    total: Cell


class _Links:
    """Addresses of the product list under the filters of the table."""

    def __init__(self, filters: CrossFilter):
        self.query = filters.data.copy()
        for name in OF_THE_TABLE:
            self.query.pop(name, None)
        self.query["ngay"] = f"{filters.date:%d/%m/%Y}"
        self.path = reverse("products:list")

    def cell(self, label: str, count: int, *parts: tuple[Cut | None, Hashable]) -> Cell:
        if not count:
            return Cell(label, 0, "")
        query: QueryDict = self.query.copy()
        for cut, key in parts:
            if cut:
                query[cut.key] = str(key)
        return Cell(label, count, f"{self.path}?{query.urlencode()}")


def cross_of(filters: CrossFilter) -> Cross:
    """Count the table; one query for the numbers, one at most for each set of words.

    Parts that come from a list of choices stand in its order, others by size.
    """
    down, across = filters.down, filters.across
    counts = _counts(filters)
    by_line, by_column = Counter(), Counter()
    for (line, column), count in counts.items():
        by_line[line] += count
        by_column[column] += count
    rows, links = _in_order(down, by_line), _Links(filters)
    columns = _in_order(across, by_column) if across else []
    return Cross(
        down=down,
        across=across,
        columns=[
            links.cell(words, by_column[key], (across, key)) for key, words in columns
        ],
        lines=[
            Line(
                links.cell(label, by_line[line], (down, line)),
                [
                    links.cell(
                        f"{label}, {words}",
                        counts[line, column],
                        (down, line),
                        (across, column),
                    )
                    for column, words in columns
                ],
            )
            for line, label in rows
        ],
        total=links.cell("Tổng cộng", sum(by_line.values())),
    )


def _counts(filters: CrossFilter) -> Counter:
    """Return how many products there are under each (row, column); one query."""
    down, across = filters.down, filters.across
    found: Counter = Counter()
    if filters.errors:
        return found
    rows = filters.counted().filter(product__in=filters.qs.order_by().values("pk"))
    parts = {"down": down.reads} | ({"across": across.reads} if across else {})
    grouped = rows.order_by().annotate(**parts).values(*parts)
    for row in grouped.annotate(count=Count("pk")):
        column = across.key_of(row["across"]) if across else None
        found[down.key_of(row["down"]), column] += row["count"]
    return found


def _in_order(cut: Cut, sizes: Counter) -> Iterable[tuple[Hashable, str]]:
    words = list(cut.words(sizes.keys()).items())
    if not cut.few:
        words.sort(key=lambda part: (-sizes[part[0]], part[1]))
    return words
