"""What a check was made to look at again, and what it found."""

from dataclasses import dataclass

from django.db.models import QuerySet

from producers.models import Site

from .enums import Outcome
from .models import Finding, ItemResult, RecheckPoint, Recommendation, SiteCheck

RELATED = (
    "finding__visit",
    "finding__product",
    "finding__item_result__item",
    "recommendation__visit",
    "recommendation__producer",
    "recommendation__agency",
    "recommendation__finding__item_result__item",
)


@dataclass(frozen=True)
class Looked:
    """One point of a re-check with its outcome.

    It is the answer to the question about it, or its own where there ``is_unasked``.
    """

    point: RecheckPoint
    outcome: str
    is_unasked: bool = False

    @property
    def row(self) -> Finding | Recommendation:
        return self.point.looked_at

    @property
    def is_finding(self) -> bool:
        return self.point.finding is not None

    @property
    def words(self) -> str:
        return Outcome(self.outcome).label

    @property
    def is_open(self) -> bool:
        return self.row.is_open

    @property
    def may_close(self) -> bool:
        """Say whether closing is proposed: still open, and seen to be all right."""
        return self.is_open and self.outcome == Outcome.PASSED


def looked_at(check: SiteCheck) -> list[Looked]:
    """Return the points of a re-check with their answers; at most two queries."""
    if not check.only_open:
        return []
    points = list(check.recheck_points.select_related(*RELATED))
    given = {
        (row.item.code, row.product_id): row.outcome
        for row in ItemResult.objects.filter(site_check=check).select_related("item")
    }
    return [
        Looked(point, given.get(asked, "") if asked else point.outcome, not asked)
        for point in points
        for asked in [question_of(point)]
    ]


def question_of(point: RecheckPoint) -> tuple | None:
    """Return (code, product) of the question that answers a point, if one does."""
    answer = point.source.item_result if point.source else None
    return (answer.item.code, answer.product_id) if answer else None


def open_findings(user, sites: QuerySet[Site]) -> QuerySet[Finding]:
    """Return what is open at the sites and the person may close."""
    rows = Finding.objects.editable_by(user).counted().still_open()
    return (
        rows.filter(site_check__site__in=sites)
        .select_related("visit", "product", "site_check__site__producer")
        .order_by("site_check__site__producer__name", "visit__starts_on", "pk")
    )


def site_of(row: Finding | Recommendation) -> Site | None:
    """Return where something open is looked at again; nothing without a producer."""
    if row.site_check:
        return row.site_check.site
    producer = None if isinstance(row, Finding) else row.producer
    return producer and producer.main_site
