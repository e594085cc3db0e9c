"""The communes of today with the numbers by which a map shades them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil

from django.db.models import Count, Q, QuerySet

from areas.enums import Level
from areas.models import Area, AreaCover
from core.templatetags.portal import vn_number
from inspections.models import SiteCheck
from products.filters import IN_FORCE_KEY

from . import queries
from .enums import Coverage
from .lists import FOLLOW_UP, PRODUCERS, PRODUCTS
from .parts import Cell, Line
from .scope import PERMISSION, Scope

MOST_SHADES = 4  # besides that of 0


@dataclass(frozen=True)
class Indicator:
    """One number of a commune: its words, the list that has it, and what it asks."""

    label: str
    unit: str
    list_name: str
    query: tuple[tuple[str, str], ...] = ()


INDICATORS = {
    "san_pham": Indicator(
        "Sản phẩm có hiệu lực", "sản phẩm", PRODUCTS, (("tinh_trang", IN_FORCE_KEY),)
    ),
    "chu_the": Indicator("Chủ thể có sản phẩm có hiệu lực", "chủ thể", PRODUCERS),
    "chua_kiem_tra": Indicator(
        "Chủ thể chưa từng được kiểm tra",
        "chủ thể",
        PRODUCERS,
        (("kiem_tra", Coverage.NEVER.value),),
    ),
    "qua_han": Indicator(
        "Đề nghị, kiến nghị quá hạn",
        "đề nghị, kiến nghị",
        FOLLOW_UP,
        (("tinh_trang", "overdue"),),
    ),
}


@dataclass(frozen=True)
class Shade:
    """One shade of the map: the numbers from ``low`` to ``high``, in words."""

    level: int
    low: int
    high: int

    @property
    def words(self) -> str:
        if self.low == self.high:
            return vn_number(self.low)
        return f"{vn_number(self.low)}–{vn_number(self.high)}"


@dataclass(frozen=True)
class CommuneLine(Line):
    """A line of the table beside the map; its cells in the order of INDICATORS."""

    area: Area

    def cell(self, indicator: str) -> Cell:
        return self.cells[list(INDICATORS).index(indicator)]


def communes_of(scope: Scope) -> QuerySet[Area]:
    """Return the communes of today that lie in the unit, wholly or in part."""
    units = [scope.area] if scope.area else scope.user.areas_with(PERMISSION)
    inside = AreaCover.objects.filter(ancestor__in=units).values("descendant")
    communes = Area.objects.current().filter(level=Level.COMMUNE)
    # Where in part: a former commune that lies in the unit went into it.
    partly = AreaCover.objects.filter(descendant__in=inside).values("ancestor")
    return communes.filter(Q(pk__in=inside) | Q(pk__in=partly)).order_by("name", "pk")


def lines_of(scope: Scope) -> list[CommuneLine]:
    """Count each commune as its lists do: all of it that the person sees.

    A commune that lies in the unit in part is counted whole. The number of queries
    does not depend on how many communes there are.
    """
    everywhere = replace(scope, area=None)
    communes = list(communes_of(scope))
    counts = _count_products(everywhere)
    counts["qua_han"] = _count_overdue(everywhere, communes)
    return [_line(scope, area, counts) for area in communes]


def _line(scope: Scope, area: Area, counts: dict[str, Counter]) -> CommuneLine:
    there = replace(scope, area=area)

    def cell(key: str, one: Indicator) -> Cell:
        count = counts[key][area.pk]
        query = {"ngay": scope.day, **dict(one.query)}
        url = there.link(one.list_name, **query) if count else ""
        return Cell(f"{area.name}, {one.label}", count, url)

    cells = [cell(key, one) for key, one in INDICATORS.items()]
    return CommuneLine(head=Cell(area.name, 0), cells=cells, area=area)


def _count_products(scope: Scope) -> dict[str, Counter]:
    """Count products, their producers and those never inspected by commune."""
    held = queries.visits_held(scope.date, scope.approved)
    checked = SiteCheck.objects.filter(visit__in=held).values("site__producer")
    never = ~Q(product__producer__in=checked)
    owners = Count("product__producer", distinct=True)
    rows = queries.in_force(scope).order_by().values("product__site__area")
    counts: dict[str, Counter] = defaultdict(Counter)
    for row in rows.annotate(
        san_pham=Count("pk"),
        chu_the=owners,
        chua_kiem_tra=Count("product__producer", distinct=True, filter=never),
    ):
        for key in ("san_pham", "chu_the", "chua_kiem_tra"):
            counts[key][row["product__site__area"]] = row[key]
    return counts


def _count_overdue(scope: Scope, communes: list[Area]) -> Counter:
    """Count by commune what is overdue, wherever its list would have it.

    One may concern several communes, by its site, its visit, its producer or the
    agency it is addressed to: ``RecommendationQuerySet.in_areas`` asks the same.
    """
    lies_in = defaultdict(set)
    covers = AreaCover.objects.filter(ancestor__in=communes)
    for unit, commune in covers.values_list("descendant", "ancestor"):
        lies_in[unit].add(commune)
    overdue = queries.recommendations(scope).overdue_on(scope.date).order_by()
    general = overdue.filter(site_check__isnull=True, producer__isnull=True)
    reached = {
        (key, commune)
        for rows, way in (
            (overdue, "site_check__site__area"),
            (overdue, "site_check__visit__area"),
            (overdue, "producer__sites__area"),
            (overdue, "agency__area"),
            (general, "visit__area"),
            (general, "visit__site_checks__site__area"),
        )
        for key, unit in rows.values_list("pk", way)
        for commune in lies_in[unit]
    }
    return Counter(commune for _, commune in reached)


def shades_of(numbers: Iterable[int]) -> list[Shade]:
    """Part the numbers into 0 and up to four shades of about as many communes each."""
    positive = sorted(number for number in numbers if number)
    size = ceil(len(positive) / MOST_SHADES) or 1
    tops = sorted(
        {
            positive[min(at + size, len(positive)) - 1]
            for at in range(0, len(positive), size)
        }
    )
    shades = [Shade(0, 0, 0)]
    for level, top in enumerate(tops, 1):
        shades.append(Shade(level, shades[-1].high + 1, top))
    return shades


def level_of(number: int, shades: list[Shade]) -> int:
    return next(shade.level for shade in shades if shade.low <= number <= shade.high)
