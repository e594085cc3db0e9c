"""The review desk: which visits wait, and one of them beside the last visit."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .completeness import completeness_of
from .contents import Changes, differences
from .enums import Outcome, Severity, VisitStatus
from .models import Finding, ItemResult, Photo, ReviewComment, SiteCheck, Visit
from .progress import progress_of
from .sheets import add_earlier, sheet_of
from .snapshots import content_of_visit

WAITING = (VisitStatus.SUBMITTED, VisitStatus.APPROVED, VisitStatus.RETURNED)


def reviewable_by(user) -> QuerySet[Visit]:
    """Return the visits that were handed in where the person reviews, with counts."""
    answers = ItemResult.objects.filter(site_check__visit=OuterRef("pk"))
    answered = answers.exclude(outcome=Outcome.UNCHECKED)
    findings = Finding.objects.filter(visit=OuterRef("pk"), closed_on__isnull=True)
    failed = answers.filter(outcome=Outcome.FAILED)
    photos = Photo.objects.filter(site_check__visit=OuterRef("pk"))
    return (
        Visit.objects.permitted_to(user, "inspections.review_visit")
        .filter(status__in=WAITING, submitted_at__isnull=False)
        .for_list()
        .annotate(
            answered_count=_count(answered, "site_check__visit"),
            failed_count=_count(failed, "site_check__visit"),
            bare_count=_count(failed.filter(photos__isnull=True), "site_check__visit"),
            finding_count=_count(findings.exclude(severity=Severity.GOOD), "visit"),
            photo_count=_count(photos, "site_check__visit"),
        )
    )


def _count(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def far_photos(visits: Iterable[Visit]) -> Counter[int]:
    """Return how many photos of each visit were taken beyond doubt away; one query."""
    photos = Photo.objects.filter(
        site_check__visit__in=list(visits),
        latitude__isnull=False,
        site_check__site__latitude__isnull=False,
    ).select_related("site_check__site")
    return Counter(
        photo.site_check.visit_id
        for photo in photos
        if photo.from_site and photo.from_site.is_far
    )


def next_in_queue(visit: Visit, *, user) -> Visit | None:
    """Return the visit that has waited longest after this one, or before it."""
    rows = _others_waiting(visit, user).order_by("submitted_at", "pk")
    handed_in = visit.submitted_at
    later = handed_in and rows.filter(submitted_at__gte=handed_in).first()
    return later or rows.first()


def previous_in_queue(visit: Visit, *, user) -> Visit | None:
    """Return the visit handed in last before this one, or after it."""
    rows = _others_waiting(visit, user).order_by("-submitted_at", "-pk")
    handed_in = visit.submitted_at
    earlier = handed_in and rows.filter(submitted_at__lt=handed_in).first()
    return earlier or rows.first()


def _others_waiting(visit: Visit, user) -> QuerySet[Visit]:
    rows = Visit.objects.permitted_to(user, "inspections.review_visit")
    rows = rows.filter(status=VisitStatus.SUBMITTED).exclude(pk=visit.pk)
    return rows.select_related("host", "place")


def desk_of(visit: Visit, check: SiteCheck | None, *, user, changed_only: bool) -> dict:
    """Gather one check of a visit beside the last visit, with what was asked about it.

    The number of queries does not grow with checks, items or comments.
    """
    checks = list(visit.site_checks.for_list())
    check = check or (checks[0] if checks else None)
    comments = list(
        ReviewComment.objects.filter(visit=visit).select_related(
            "item", "product", "made_by", "site_check__site__producer"
        )
    )
    progress = progress_of(visit, checks)
    desk = {
        "checks": [(one, progress[one.pk]) for one in checks],
        "check": check,
        "general": [one for one in comments if one.site_check_id is None],
        "comments": comments,
        "completeness": completeness_of(visit, progress.values(), comments),
        "next": next_in_queue(visit, user=user),
        "previous": previous_in_queue(visit, user=user),
        "next_check": _after(checks, check),
        "changed_only": changed_only,
    }
    return desk | (_sheet(check, comments, user, changed_only) if check else {})


def _after(checks: list[SiteCheck], check: SiteCheck | None) -> SiteCheck | None:
    """Return the check that follows one of them."""
    place = checks.index(check) + 1 if check else len(checks)
    return checks[place] if place < len(checks) else None


def _sheet(check: SiteCheck, comments, user, changed_only: bool) -> dict:
    sheet = sheet_of(check)
    add_earlier(sheet, user=user)
    own = [one for one in comments if one.site_check_id == check.pk]
    return {
        "sheet": sheet,
        "rows": [
            (entry, [one for one in own if one.key == entry.key])
            for entry in sheet.entries
            if not changed_only or differs(entry)
        ],
        "photos": check.photos.select_related("site_check__site", "item_result__item"),
        "samples": check.samples.for_list(),
        "findings": check.findings.with_repeats().select_related(
            "product", "item_result__item"
        ),
    }


def differs(entry) -> bool:
    """Say whether an answer is another than the last visit gave."""
    before = entry.earlier
    if before is None:
        return entry.is_answered
    return (before.outcome, before.note) != (entry.outcome, entry.note)


def changes_since_signed(visit: Visit) -> tuple | None:
    """Return (earlier signed version, later one or None, their differences).

    A signed visit is compared with its version before; any other with the last one.
    None where nothing was signed before.
    """
    signed = list(visit.signed_versions.order_by("-number")[:2])
    if visit.status == VisitStatus.SIGNED:
        if len(signed) < 2:
            return None
        later, before = signed
        return before, later, differences(before.content, later.content)
    if not signed:
        return None
    changes: list[Changes] = differences(signed[0].content, content_of_visit(visit))
    return signed[0], None, changes


def open_comments(check: SiteCheck) -> QuerySet[ReviewComment]:
    """Return what its author has still to see to at a check, and at the visit."""
    rows = ReviewComment.objects.filter(visit=check.visit_id, resolved_at__isnull=True)
    about = rows.filter(site_check=check) | rows.filter(site_check__isnull=True)
    return about.select_related("item", "product", "made_by").order_by(F("pk"))
