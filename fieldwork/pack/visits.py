"""Whole visits, written as their own operations are answered."""

from collections import defaultdict

from django.db.models import Prefetch
from django.urls import reverse

from inspections.items import asked_again
from inspections.models import (
    Finding,
    ItemResult,
    Minutes,
    Photo,
    RecheckPoint,
    Recommendation,
    Sample,
    SiteCheck,
    Visit,
)
from inspections.rechecks import RELATED, question_of

from ..kinds import KINDS, Target, as_stored
from .registry import iso

ROWS = ("team", "participants", "figures")


def visits(user, rows: list[Visit]) -> list[dict]:
    """Return the visits with all that hangs on them, as far as the person sees it."""
    keys = [visit.pk for visit in rows]
    loaded = Visit.objects.filter(pk__in=keys).select_related("checklist", "created_by")
    loaded = loaded.prefetch_related("team", "participants", "reported_figures")
    editable = set(
        Visit.objects.editable_by(user).filter(pk__in=keys).values_list("pk", flat=True)
    )
    found = list(_checks(user, keys))
    again = asked_again([check for check in found if check.only_open])
    checks = _by_visit(found)
    findings = _by_visit(_findings(user, keys))
    asked = _by_visit(_recommendations(user, keys))
    return [
        _visit(
            visit,
            editable=visit.pk in editable,
            checks=checks[visit.pk],
            again=again,
            findings=findings[visit.pk],
            recommendations=asked[visit.pk],
        )
        for visit in loaded.order_by("starts_on", "pk")
    ]


def _checks(user, keys: list[int]):
    results = ItemResult.objects.exclude(version=0).order_by("item__position", "pk")
    photos = Photo.objects.select_related("item_result")
    rows = SiteCheck.objects.visible_to(user).filter(visit__in=keys)
    return rows.prefetch_related(
        Prefetch("results", results),
        Prefetch("photos", photos),
        Prefetch("samples", Sample.objects.order_by("pk")),
        Prefetch("recheck_points", RecheckPoint.objects.select_related(*RELATED)),
        Prefetch("minutes", Minutes.objects.defer("content").order_by("number")),
        "minutes__signatures",
    ).order_by("pk")


def _findings(user, keys: list[int]):
    rows = Finding.objects.visible_to(user).filter(visit__in=keys)
    return rows.select_related("site_check").order_by("pk")


def _recommendations(user, keys: list[int]):
    rows = Recommendation.objects.visible_to(user).filter(visit__in=keys)
    return rows.select_related("site_check", "finding__item_result").order_by("pk")


def _by_visit(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.visit_id].append(row)
    return found


def _visit(visit, *, editable, checks, again, findings, recommendations) -> dict:
    severities = {row.item_result_id: row.severity for row in findings}
    own = [row for row in findings if row.item_result_id is None]
    told = {
        **_told("visit", as_stored(visit, visit)),
        "editable": editable and visit.is_editable,
        "created_by": str(visit.created_by or ""),
        "submitted_at": iso(visit.submitted_at),
        "checks": [],
    }
    for kind in ROWS:
        told[kind] = KINDS[kind].stored(as_stored(visit, visit))["rows"]
    hanging = {"finding": own, "recommendation": recommendations}
    parts = {None: told}
    for check in checks:
        parts[check.pk] = _check(visit, check, severities, again.get(check.pk, ()))
        told["checks"].append(parts[check.pk])
    for kind, rows in hanging.items():
        for place in parts.values():
            place[f"{kind}s"] = []
        for row in rows:
            part = parts.get(row.site_check_id)
            if part is not None:
                target = as_stored(visit, row, row.site_check)
                part[f"{kind}s"].append(_told(kind, target))
    return told


def _told(kind: str, target: Target) -> dict:
    """Return a record as an operation of it would be answered."""
    known = KINDS[kind]
    return {
        "uuid": str(target.instance.uuid),
        "version": known.version(target),
        **known.stored(target),
        **known.told(target),
    }


def _check(visit, check, severities, again) -> dict:
    """Return a check; ``again`` holds the questions of one that asks no others."""
    return {
        **_told("check", as_stored(visit, check, check)),
        "again": sorted(again, key=str) if check.only_open else None,
        "answers": [
            {
                "item": row.item_id,
                "product": row.product_id,
                "version": row.version,
                "outcome": row.outcome,
                "note": row.note,
                "severity": severities.get(row.pk, ""),
            }
            for row in check.results.all()
        ],
        "points": [
            _point(row) for row in check.recheck_points.all() if not question_of(row)
        ],
        "photos": [_photo(visit, check, row) for row in check.photos.all()],
        "samples": [
            _told("sample", as_stored(visit, row, check)) for row in check.samples.all()
        ],
        "minutes": [
            _told("minutes", as_stored(visit, row, check))
            for row in check.minutes.all()
        ],
    }


def _point(row: RecheckPoint) -> dict:
    """Return a point that no question asks about, and what it looks at again."""
    what = "Nhận định" if row.finding else "Đề nghị"
    return {
        "item": row.pk,
        "version": row.version,
        "outcome": row.outcome,
        "note": row.note,
        "text": row.looked_at.text,
        "about": f"{what} ngày {row.looked_at.visit.starts_on:%d/%m/%Y}",
    }


def _photo(visit, check, row) -> dict:
    """Return a picture as its operation is answered, and where to see it small."""
    address = reverse("inspections:photo_thumbnail", args=[row.uuid])
    return {**_told("photo", as_stored(visit, row, check)), "thumbnail": address}
