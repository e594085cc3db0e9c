"""What earlier visits said: the last answers of each site, and what is still open."""

from collections import Counter, defaultdict

from django.db.models import OuterRef, Q, Subquery

from inspections.enums import HANDED_IN, Outcome
from inspections.models import Finding, ItemResult, Recommendation, SiteCheck
from producers.models import Site

from .registry import iso

PHRASES, LONGEST_PHRASE = 5, 150
PHRASES_READ = 3000


def last_checks(user, sites: list[Site]) -> list[SiteCheck]:
    """Return the check of each site that was handed in last, as far as it is seen."""
    seen = SiteCheck.objects.visible_to(user).filter(visit__status__in=HANDED_IN)
    latest = seen.filter(site=OuterRef("site")).order_by("-visit__starts_on", "-pk")
    rows = seen.filter(site__in=[site.pk for site in sites])
    return list(
        rows.filter(pk=Subquery(latest.values("pk")[:1])).select_related("visit")
    )


def last_answers(checks: list[SiteCheck]) -> dict[str, dict]:
    """Return what was answered, by site, then item code and product; 2 queries."""
    rows = ItemResult.objects.filter(site_check__in=[check.pk for check in checks])
    rows = rows.exclude(outcome=Outcome.UNCHECKED).select_related("item")
    found = Finding.objects.filter(item_result__site_check__in=[c.pk for c in checks])
    findings = {finding.item_result_id: finding for finding in found}
    answers = defaultdict(dict)
    for row in rows:
        key = f"{row.item.code}|{row.product_id or 0}"
        answers[row.site_check_id][key] = _answer(row, findings.get(row.pk))
    return {
        str(check.site_id): {
            "date": check.visit.starts_on.isoformat(),
            "visit": str(check.visit.uuid),
            "answers": answers[check.pk],
        }
        for check in checks
    }


def _answer(row: ItemResult, finding: Finding | None) -> dict:
    return {
        "outcome": row.outcome,
        "note": row.note,
        "severity": finding.severity if finding else "",
        "open": finding is not None and finding.is_open,
        "closed_on": finding and iso(finding.closed_on),
    }


def open_findings(user, sites: list[Site], last: list[SiteCheck]) -> list[dict]:
    """Return what is still to be remedied, beside the answers that are told anyway."""
    told_there = Q(item_result__isnull=False, site_check__in=[one.pk for one in last])
    rows = (
        Finding.objects.visible_to(user)
        .counted()
        .still_open()
        .filter(site_check__site__in=[site.pk for site in sites])
        .exclude(told_there)
        .select_related("visit", "site_check")
        .order_by("visit__starts_on", "pk")
    )
    return [
        {
            "uuid": str(row.uuid),
            "site": row.site_check.site_id,
            "product": row.product_id,
            "text": row.text,
            "severity": row.severity,
            "date": row.visit.starts_on.isoformat(),
        }
        for row in rows
    ]


def open_recommendations(user, sites: list[Site]) -> list[dict]:
    """Return what was asked of the producers and nobody has closed."""
    rows = (
        Recommendation.objects.visible_to(user)
        .counted()
        .still_open()
        .filter(producer__in={site.producer_id for site in sites})
        .select_related("visit")
        .order_by("visit__starts_on", "pk")
    )
    return [
        {
            "uuid": str(row.uuid),
            "producer": row.producer_id,
            "text": row.text,
            "due_on": iso(row.due_on),
            "direction": row.direction,
            "date": row.visit.starts_on.isoformat(),
        }
        for row in rows
    ]


def phrases(user) -> dict[str, list[str]]:
    """Return the notes written most of late where the person records, by item code."""
    checks = SiteCheck.objects.editable_by(user).values("pk")
    rows = ItemResult.objects.filter(site_check__in=checks).exclude(note="")
    notes = rows.order_by("-pk").values_list("item__code", "note")[:PHRASES_READ]
    counts = defaultdict(Counter)
    for code, note in notes:
        if len(note) <= LONGEST_PHRASE:
            counts[code][note] += 1
    return {
        code: [note for note, _ in found.most_common(PHRASES)]
        for code, found in sorted(counts.items())
    }
