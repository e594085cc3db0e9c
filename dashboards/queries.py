"""What is counted, each rule once: figures and the lists behind them read it here."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum

from inspections.enums import APPROVED, EDITABLE
from inspections.models import Campaign, Finding, Recommendation, SiteCheck, Visit
from inspections.models.recommendations import is_overdue_on
from producers.enums import BUCKET_OF_KIND, Bucket, LegalKind
from producers.models import Producer
from producers.people import people
from products.dates import add_months
from products.enums import IN_FORCE
from products.filters import EXPIRY_MONTHS
from products.models import Recognition
from products.models.recognitions import runs_out_within

from .enums import Coverage
from .scope import Scope

RECENT_MONTHS = 12


@dataclass(frozen=True)
class ProductCount:
    """How many products share status, stars, group and kind of producer on a date.

    ``running_out`` says how many of them have their last day within 3, 6, 12 months.
    """

    status: str
    grade: str
    group: str | None
    bucket: Bucket
    count: int
    running_out: dict[int, int]

    @property
    def is_in_force(self) -> bool:
        return self.status in IN_FORCE


def count_products(scope: Scope) -> list[ProductCount]:
    """Count the products recognised by the date, each by the recognition that counts.

    One query answers by stars, by group, by kind and by last day.
    """
    group, kind = "product__criteria_set__group", "product__producer__legal_kind"
    counts = {
        f"within_{months}": Count("pk", filter=runs_out_within(months, scope.date))
        for months in EXPIRY_MONTHS
    }
    rows = scope.narrow(Recognition.objects).standing_on(scope.date).order_by()
    grouped = rows.values("status", "grade", group, kind)
    return [
        ProductCount(
            status=row["status"],
            grade=row["grade"],
            group=row[group],
            bucket=BUCKET_OF_KIND[LegalKind(row[kind])],
            count=row["count"],
            running_out={months: row[f"within_{months}"] for months in EXPIRY_MONTHS},
        )
        for row in grouped.annotate(count=Count("pk"), **counts)
    ]


def in_force(scope: Scope) -> QuerySet:
    """Return the recognitions whose stars may be shown on the date."""
    return scope.narrow(Recognition.objects).in_force_on(scope.date)


def count_by_stars(scope: Scope) -> list[dict]:
    """Count the products in force by ``grade``."""
    return list(in_force(scope).order_by().values("grade").annotate(count=Count("pk")))


def count_in_force(scope: Scope) -> dict[str, int]:
    """Count the ``products`` in force, and the ``producers`` they belong to."""
    return in_force(scope).aggregate(
        products=Count("pk"), producers=Count("product__producer", distinct=True)
    )


def producers_with_stars(scope: Scope) -> QuerySet:
    """Return the producers of products whose stars may be shown on the date.

    The scope lies on the products. Asking for it once more on the producers would
    change nothing, but mislead PostgreSQL into joining them row by row.
    """
    owners = in_force(scope).values("product__producer")
    return Producer.objects.filter(pk__in=owners)


def visits_held(date: datetime.date, approved: bool) -> QuerySet:
    """Return the visits that count by the date: handed in, or approved."""
    held = Visit.objects.held_by(date)
    return held.filter(status__in=APPROVED) if approved else held


def covered(coverage: str, date: datetime.date, *, approved: bool = False) -> Q:
    """Return the condition that a producer was last inspected as said.

    A check of any of its sites counts, wherever that lies: a producer inspected
    elsewhere is not one that was never inspected.
    """
    since = add_months(date, -RECENT_MONTHS)
    held = visits_held(date, approved)
    checks = SiteCheck.objects.filter(visit__in=held)
    ever = Q(pk__in=checks.values("site__producer"))
    recent = SiteCheck.objects.filter(visit__in=held.filter(starts_on__gt=since))
    lately = Q(pk__in=recent.values("site__producer"))
    conditions = {
        Coverage.RECENT: lately,
        Coverage.LONG_AGO: ever & ~lately,
        Coverage.NEVER: ~ever,
    }
    return conditions[Coverage(coverage)]


def with_last_check(
    producers: QuerySet, date: datetime.date, *, approved: bool = False
) -> QuerySet:
    """Annotate ``checked_on``, the day a site was last inspected by the date.

    The visits are sorted out while the day is taken, not before: SQLite would begin
    with all visits of the province for each producer.
    """
    held = Q(visit__in=visits_held(date, approved))
    own = SiteCheck.objects.filter(site__producer=OuterRef("pk")).order_by()
    latest = own.values("site__producer").annotate(
        day=Max("visit__starts_on", filter=held)
    )
    return producers.annotate(checked_on=Subquery(latest.values("day")))


def count_producers(scope: Scope) -> dict[str, int]:
    """Count the producers with stars: ``total``, and each coverage by its key."""
    recent, never = (
        covered(coverage, scope.date, approved=scope.approved)
        for coverage in (Coverage.RECENT, Coverage.NEVER)
    )
    counts = producers_with_stars(scope).aggregate(
        total=Count("pk"),
        recent=Count("pk", filter=recent),
        never=Count("pk", filter=never),
    )
    # Everybody is in one of the three; asking for the third would cost the most.
    long_ago = counts["total"] - counts["recent"] - counts["never"]
    return {**counts, Coverage.LONG_AGO.value: long_ago}


def year_of(date: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of the year."""
    return date.replace(month=1, day=1), date.replace(month=12, day=31)


def count_visits(scope: Scope) -> dict[str, int]:
    """Count the visits of the year: ``planned``, ``done`` by the date, ``late``."""
    by_now = Q(starts_on__lte=scope.date)
    visits = scope.narrow(Visit.objects).filter(starts_on__range=year_of(scope.date))
    return visits.aggregate(
        planned=Count("pk"),
        done=Count("pk", filter=by_now & Q(status__in=scope.held)),
        late=Count("pk", filter=by_now & Q(status__in=EDITABLE)),
    )


def count_campaigns(scope: Scope) -> dict[str, int | None]:
    """Count the campaigns that run in the year, and the checks that they plan."""
    first, last = year_of(scope.date)
    campaigns = scope.narrow(Campaign.objects)
    running = campaigns.filter(starts_on__lte=last, ends_on__gte=first)
    return running.aggregate(count=Count("pk"), checks=Sum("planned_checks"))


def checks_of_the_year(scope: Scope) -> QuerySet:
    """Return the checks of sites in the unit, in the year up to the date."""
    first, _ = year_of(scope.date)
    held = visits_held(scope.date, scope.approved).filter(starts_on__gte=first)
    return _checks_there(scope).filter(visit__in=held)


def _checks_there(scope: Scope) -> QuerySet:
    seen = SiteCheck.objects.visible_to(scope.user)
    return seen if scope.area is None else seen.at_sites_in([scope.area])


def checks_of_years(scope: Scope) -> list[tuple[Scope, int]]:
    """Count the checks of this year and of the same period of four before."""
    years = [scope.years_before(number) for number in range(5)]
    rows = _checks_there(scope).filter(visit__status__in=scope.held).order_by()
    counts = rows.aggregate(
        **{
            f"year_{number}": Count(
                "pk",
                filter=Q(
                    visit__starts_on__range=(year_of(one.date)[0], one.date),
                ),
            )
            for number, one in enumerate(years)
        }
    )
    return [(one, counts[f"year_{number}"]) for number, one in enumerate(years)]


def count_people(scope: Scope) -> Counter:
    """Count the producers with stars by ("gioi_tinh" or "dan_toc", what it is)."""
    rows = producers_with_stars(scope).order_by()
    parted = rows.annotate(sex=people("sex"), ethnicity=people("ethnicity"))
    found: Counter = Counter()
    for row in parted.values("sex", "ethnicity").annotate(count=Count("pk")):
        found["gioi_tinh", row["sex"]] += row["count"]
        found["dan_toc", row["ethnicity"]] += row["count"]
    return found


def count_findings(scope: Scope) -> list[dict]:
    """Count what was found in the year up to the date by ``group``, ``severity``."""
    first, _ = year_of(scope.date)
    rows = scope.narrow(Finding.objects).filter(
        visit__status__in=scope.held, visit__starts_on__range=(first, scope.date)
    )
    grouped = rows.order_by().values("severity", group=F("item_result__item__group"))
    return list(grouped.annotate(count=Count("pk")))


def recommendations(scope: Scope) -> QuerySet:
    """Return what was asked for in visits that were handed in."""
    rows = scope.narrow(Recommendation.objects).counted()
    return rows.filter(visit__status__in=APPROVED) if scope.approved else rows


def count_open(scope: Scope) -> list[dict]:
    """Count the open ones by ``direction``: ``count``, ``overdue``, ``undated``."""
    rows = recommendations(scope).open_on(scope.date).order_by().values("direction")
    return list(
        rows.annotate(
            count=Count("pk"),
            overdue=Count("pk", filter=is_overdue_on(scope.date)),
            undated=Count("pk", filter=Q(due_on__isnull=True)),
        )
    )


def days_to_close(scope: Scope) -> dict[str, list[int]]:
    """Return how many days each recommendation took that was closed in the year.

    By direction; counted from the first day of its visit.
    """
    first, _ = year_of(scope.date)
    closed = recommendations(scope).filter(closed_on__range=(first, scope.date))
    took: dict[str, list[int]] = defaultdict(list)
    rows = closed.order_by().values_list("direction", "visit__starts_on", "closed_on")
    for direction, asked_on, closed_on in rows:
        took[direction].append((closed_on - asked_on).days)
    return took


def total(rows: Iterable[ProductCount]) -> int:
    return sum(row.count for row in rows)
