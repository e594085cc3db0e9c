"""Everything the portal knows of one producer, as far as a person may see it."""

import datetime
from dataclasses import dataclass

from django.db.models import Count

from history.services import latest_changes
from inspections.enums import HANDED_IN, Outcome
from inspections.models import (
    Finding,
    ItemResult,
    Recommendation,
    Sample,
    SiteCheck,
)
from producers.models import Producer, Representative, Site
from products.models import Paper, Product, Recognition
from products.requirements import Lack, load_lacks


@dataclass(frozen=True)
class CheckLine:
    """A past check with its answers counted."""

    check: SiteCheck
    passed: int
    failed: int


@dataclass(frozen=True)
class Passport:
    """The sections of the producer page; lists are empty where nothing is seen."""

    producer: Producer
    date: datetime.date
    sites: list[Site]
    representative: Representative | None
    papers: list[Paper]
    lacks: list[Lack]
    products: list[Product]
    recognitions: list[Recognition]
    checks: list[CheckLine]
    samples: list[Sample]
    open_findings: list[Finding]
    closed_findings: list[Finding]
    recommendations: list[Recommendation]
    changes: list


def passport_of(producer: Producer, *, user, date: datetime.date) -> Passport:
    """Gather the passport in a constant number of queries."""
    products = Product.objects.visible_to(user).filter(producer=producer)
    recognitions = Recognition.objects.visible_to(user).filter(
        product__producer=producer
    )
    papers = Paper.objects.visible_to(user).filter(producer=producer)
    wanting = _wanting(producer, user, date)
    open_ones = Recommendation.objects.visible_to(user).filter(producer=producer)
    return Passport(
        producer=producer,
        date=date,
        sites=list(
            Site.objects.visible_to(user).filter(producer=producer).for_display()
        ),
        representative=_representative(producer, user),
        papers=list(papers.with_state(date).for_list().order_by("kind", "pk")),
        lacks=load_lacks(producer, user, date),
        products=list(products.with_standing(date).for_list()),
        recognitions=list(recognitions.with_status(date).for_list()),
        checks=_checks(producer, user),
        samples=_samples(producer, user),
        open_findings=[one for one in wanting if not _was_closed(one, date)],
        closed_findings=[one for one in wanting if _was_closed(one, date)],
        recommendations=list(open_ones.counted().open_on(date).for_list()),
        changes=list(latest_changes(producer)),
    )


def _representative(producer, user) -> Representative | None:
    """Return the personal data for those whose role needs it."""
    if not user.has_perm("producers.view_representative"):
        return None
    return Representative.objects.filter(producer=producer).first()


def _checks(producer, user) -> list[CheckLine]:
    checks = list(
        SiteCheck.objects.visible_to(user)
        .filter(site__producer=producer, visit__status__in=HANDED_IN)
        .for_list()
        .order_by("-visit__starts_on", "-pk")
    )
    outcomes = ItemResult.objects.filter(site_check__in=checks).order_by()
    counts = outcomes.values_list("site_check", "outcome").annotate(Count("pk"))
    counted = {(check, outcome): count for check, outcome, count in counts}
    return [
        CheckLine(
            check,
            counted.get((check.pk, Outcome.PASSED), 0),
            counted.get((check.pk, Outcome.FAILED), 0),
        )
        for check in checks
    ]


def _samples(producer, user) -> list[Sample]:
    """Return the samples of visits that were handed in, the latest first."""
    return list(
        Sample.objects.visible_to(user)
        .filter(site_check__site__producer=producer)
        .filter(site_check__visit__status__in=HANDED_IN)
        .for_list()
        .order_by("-taken_on", "-pk")
    )


def _wanting(producer, user, date) -> list[Finding]:
    """Return what visits until the day found wanting, the latest first."""
    rows = Finding.objects.visible_to(user).counted().wanting()
    return list(
        rows.filter(site_check__site__producer=producer, visit__starts_on__lte=date)
        .select_related("visit", "product")
        .order_by("-visit__starts_on", "pk")
    )


def _was_closed(finding: Finding, date: datetime.date) -> bool:
    return finding.closed_on is not None and finding.closed_on <= date
