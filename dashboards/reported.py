"""Figures as they were reported, beside what the portal computes for the same."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, Subquery

from areas.models import Area
from areas.querysets import covered_by
from core.templatetags.portal import vn_number
from inspections.enums import Indicator
from inspections.models import ReportedFigure
from products.enums import Grade
from products.filters import IN_FORCE_KEY

from . import queries
from .scope import PERMISSION, Scope

ELSEWHERE_SHOWN = 10
STARS = {
    Indicator.PRODUCTS_3: Grade.THREE,
    Indicator.PRODUCTS_4: Grade.FOUR,
    Indicator.PRODUCTS_5: Grade.FIVE,
}


@dataclass(frozen=True)
class Comparison:
    """One reported figure, the computed one, and where both come from."""

    figure: ReportedFigure
    computed: int
    url: str

    @property
    def label(self) -> str:
        return str(self.figure.get_indicator_display())

    @property
    def reported(self) -> str:
        return _plain(self.figure.value)

    @property
    def is_mismatch(self) -> bool:
        return self.figure.value != self.computed

    @property
    def words(self) -> str:
        """Return what the comparison says: "Lệch: báo cáo nhiều hơn 3"."""
        approximate = "Số ước" if self.figure.is_approximate else ""
        if not self.is_mismatch:
            return f"{approximate}, khớp" if approximate else "Khớp"
        gap = self.figure.value - self.computed
        more = "nhiều hơn" if gap > 0 else "ít hơn"
        return f"{approximate or 'Lệch'}: báo cáo {more} {_plain(abs(gap))}"

    @property
    def tone(self) -> str:
        if not self.is_mismatch:
            return "good"
        return "warn" if self.figure.is_approximate else "bad"


def _plain(value: Decimal) -> str:
    """Return 1.200 and 0,5 for numbers that are stored with two decimals."""
    whole = value == value.to_integral_value()
    short = int(value) if whole else value.normalize()
    return vn_number(short)


@dataclass(frozen=True)
class Elsewhere:
    """Another unit or day for which figures were reported, and its page."""

    words: str
    as_of: datetime.date
    count: int
    url: str


@dataclass(frozen=True)
class Reported:
    """The figures last reported for the unit by the date, and where others are."""

    as_of: datetime.date | None
    comparisons: list[Comparison]
    elsewhere: list[Elsewhere]


def reported_in(scope: Scope) -> Reported:
    """Compare what was last reported for the unit; at most five queries."""
    rows = scope.narrow(ReportedFigure.objects).counted().filter(as_of__lte=scope.date)
    figures = _last_reported(rows, scope.area) if scope.area else []
    as_of = figures[0].as_of if figures else None
    comparisons = _compare(figures, replace(scope, date=as_of)) if as_of else []
    return Reported(as_of, comparisons, _elsewhere(rows, scope, as_of))


def _last_reported(rows, area: Area) -> list[ReportedFigure]:
    own = rows.filter(place=area)
    last = own.order_by("-as_of").values("as_of")[:1]
    found = own.filter(as_of=Subquery(last)).select_related(
        "visit__host", "visit__place"
    )
    order = Indicator.values
    return sorted(found, key=lambda figure: order.index(figure.indicator))


def _compare(figures: Iterable[ReportedFigure], scope: Scope) -> list[Comparison]:
    stars = {row["grade"]: row["count"] for row in queries.count_by_stars(scope)}
    computed = {
        Indicator.PRODUCERS: queries.producers_with_stars(scope).count(),
        Indicator.PRODUCTS: sum(stars.values()),
        Indicator.SITES_CHECKED: queries.checks_of_the_year(scope).count(),
        **{indicator: stars.get(grade, 0) for indicator, grade in STARS.items()},
    }
    return [
        Comparison(figure, computed[figure.indicator], _list_of(figure, scope))
        for figure in figures
    ]


def _list_of(figure: ReportedFigure, scope: Scope) -> str:
    """Return the address of the list whose total is the computed figure."""
    if figure.indicator == Indicator.PRODUCERS:
        return scope.link("dashboards:producers", ngay=scope.day)
    if figure.indicator == Indicator.SITES_CHECKED:
        first, _ = queries.year_of(scope.date)
        return scope.link(
            "inspections:site_check_list",
            tinh_trang=scope.held_key,
            tu_ngay=f"{first:%d/%m/%Y}",
            den_ngay=scope.day,
        )
    asked = {"ngay": scope.day, "tinh_trang": IN_FORCE_KEY}
    grade = STARS.get(figure.indicator)
    if grade is not None:
        asked["hang"] = grade.value
    return scope.link("products:list", **asked)


def _elsewhere(rows, scope: Scope, as_of: datetime.date | None) -> list[Elsewhere]:
    """Return the latest other reports within reach, each with its page."""
    reach = scope.user.areas_with(PERMISSION)
    others = rows.filter(place__in=covered_by(reach))
    if as_of is not None:
        others = others.exclude(place=scope.area, as_of=as_of)
    found = others.values("place", "as_of").annotate(count=Count("pk"))
    latest = list(found.order_by("-as_of", "place")[:ELSEWHERE_SHOWN])
    places = Area.objects.for_display().in_bulk({row["place"] for row in latest})
    return [
        Elsewhere(
            place.full_name,
            row["as_of"],
            row["count"],
            replace(scope, area=place, date=row["as_of"]).page,
        )
        for row in latest
        for place in [places[row["place"]]]
    ]
