"""Whom to visit next: points by what is known of each producer, and a way between."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from inspections.enums import Severity
from inspections.models import Finding, Recommendation
from inspections.positions import Distance, Position, distance_between
from producers.enums import ProducerState
from producers.models import Producer
from products.dates import add_months
from products.enums import Status
from products.models import Recognition

from .queries import with_last_check
from .scope import Scope

LONG_AGO_MONTHS = 12
ENDING_MONTHS = 6
BREACH_MONTHS = 24
MOST_COUNTED = 5  # open findings and requests beyond it add nothing
RUNS_OUT = (Status.EXPIRING, Status.EXTENDED, Status.EXPIRED)


@dataclass(frozen=True)
class Weight:
    """How many points a reason gives; ``usual`` where nobody says otherwise."""

    key: str
    label: str
    usual: int


WEIGHTS = (
    Weight("chua_tung", "Chưa từng được kiểm tra", 40),
    Weight("da_lau", f"Quá {LONG_AGO_MONTHS} tháng chưa kiểm tra lại", 20),
    Weight("nhan_dinh", "Mỗi nhận định chưa khắc phục", 6),
    Weight("qua_han", "Mỗi đề nghị quá hạn", 8),
    Weight("het_han", f"Hạng sao đã hoặc sẽ hết hạn trong {ENDING_MONTHS} tháng", 15),
    Weight("vi_pham", f"Có vi phạm trong {BREACH_MONTHS} tháng qua", 25),
)


def ranked(scope: Scope, weights: Mapping[str, int]) -> QuerySet[Producer]:
    """Return the producers at work with a product recognised, most points first.

    Each carries ``points`` and what they come from: ``checked_on``, ``open_findings``,
    ``overdue``, ``ending_on`` (the first last day near or past) and ``has_breach``.
    """
    recognised = scope.narrow(Recognition.objects).begun_by(scope.date)
    working = (ProducerState.ACTIVE, ProducerState.PAUSED)
    rows = Producer.objects.filter(
        pk__in=recognised.values("product__producer"), state__in=working
    )
    known = with_last_check(rows, scope.date).annotate(
        open_findings=_number(_open_findings(scope.date), "site_check__site__producer"),
        overdue=_number(
            Recommendation.objects.counted()
            .overdue_on(scope.date)
            .filter(producer=OuterRef("pk")),
            "producer",
        ),
        ending_on=Subquery(_ending(scope.date)),
        has_breach=Exists(_breaches(scope.date)),
    )
    points = known.annotate(points=_points(scope.date, weights))
    return points.order_by("-points", "search_key", "pk")


def _number(rows: QuerySet, group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _open_findings(date: datetime.date) -> QuerySet:
    wanting = Finding.objects.counted().wanting()
    here = wanting.filter(
        site_check__site__producer=OuterRef("pk"), visit__starts_on__lte=date
    )
    return here.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=date))


def _breaches(date: datetime.date) -> QuerySet:
    since = add_months(date, -BREACH_MONTHS)
    return Finding.objects.counted().filter(
        site_check__site__producer=OuterRef("pk"),
        severity=Severity.BREACH,
        visit__starts_on__range=(since, date),
    )


def _ending(date: datetime.date) -> QuerySet:
    """Return the first last day of what ran out, or does so within the months."""
    until = add_months(date, ENDING_MONTHS)
    rows = Recognition.objects.standing_on(date).filter(
        status__in=RUNS_OUT, valid_to__lte=until, product__producer=OuterRef("pk")
    )
    grouped = rows.order_by().values("product__producer")
    return grouped.annotate(first=Min("valid_to")).values("first")


def _points(date: datetime.date, weights: Mapping[str, int]):
    def when(key: str, **condition) -> Case:
        return Case(
            When(**condition, then=Value(weights[key])),
            default=Value(0),
            output_field=IntegerField(),
        )

    def each(key: str, column: str):
        return Least(F(column), Value(MOST_COUNTED)) * Value(weights[key])

    long_ago = add_months(date, -LONG_AGO_MONTHS)
    return (
        when("chua_tung", checked_on__isnull=True)
        + when("da_lau", checked_on__lte=long_ago)
        + each("nhan_dinh", "open_findings")
        + each("qua_han", "overdue")
        + when("het_han", ending_on__isnull=False)
        + when("vi_pham", has_breach=True)
    )


def reasons_of(row: Producer, date: datetime.date) -> list[str]:
    """Return in words what the points of a ranked producer come from."""
    words = []
    if row.checked_on is None:
        words.append("chưa từng được kiểm tra")
    elif row.checked_on <= add_months(date, -LONG_AGO_MONTHS):
        words.append(f"kiểm tra gần nhất {row.checked_on:%d/%m/%Y}")
    if row.has_breach:
        words.append(f"có vi phạm trong {BREACH_MONTHS} tháng qua")
    if row.open_findings:
        words.append(f"{row.open_findings} nhận định chưa khắc phục")
    if row.overdue:
        words.append(f"{row.overdue} đề nghị quá hạn")
    if row.ending_on:
        ended = "đã hết hạn" if row.ending_on < date else "hết hạn"
        words.append(f"hạng sao {ended} {row.ending_on:%d/%m/%Y}")
    return words


@dataclass(frozen=True)
class Stop:
    """One producer on the way of a day, and how far it is from the stop before.

    As the crow flies; None for the first, and where a position is missing.
    """

    producer: Producer
    way: Distance | None


def way_between(producers: Iterable[Producer]) -> list[Stop]:
    """Return the producers so that the nearest comes next, from the first of them.

    Those without a position come last, in the order they were given.
    """
    rows = [(producer, _position(producer)) for producer in producers]
    left = [(producer, at) for producer, at in rows if at]
    stops: list[Stop] = []
    here = None
    while left:
        ways = [distance_between(here, at) if here else None for _, at in left]
        nearest = min(range(len(left)), key=lambda row: ways[row].metres) if here else 0
        producer, here = left.pop(nearest)
        stops.append(Stop(producer, ways[nearest]))
    return stops + [Stop(producer, None) for producer, at in rows if not at]


def _position(producer: Producer) -> Position | None:
    site = producer.main_site
    if site is None or site.latitude is None:
        return None
    return Position(site.latitude, site.longitude)
