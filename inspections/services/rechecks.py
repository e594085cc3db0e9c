"""Re-checks: visits made of what is still open, and what they close."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from areas.models import Area
from core.text import clean_line, clean_text
from history.enums import Action
from history.services import record, record_many, save_recorded
from producers.models import Site

from ..enums import Outcome, RecommendationStatus
from ..exceptions import InspectionError
from ..models import Campaign, Finding, RecheckPoint, Recommendation, SiteCheck, Visit
from ..rechecks import RELATED, Looked, question_of, site_of
from ..sheets import in_words
from .checks import add_site_checks
from .follow_up import NOTHING_TO_REMEDY
from .guards import lock_editable
from .terms import CLOSED, Close, carry_out
from .visits import create_visit, last_team, save_campaign


@transaction.atomic
def create_recheck(
    visit: Visit,
    *,
    place: Area,
    by,
    findings: Iterable[Finding] = (),
    recommendations: Iterable[Recommendation] = (),
    campaign: Campaign | None = None,
) -> Visit:
    """Draft a visit that looks at open things again, and asks nothing else.

    ``campaign`` is one that is made for it. The team is that of the person's last
    visit. The same form sent twice (same uuid of the visit) is one visit.
    """
    twin = Visit.objects.filter(uuid=visit.uuid, created_by=by).first()
    if twin is not None:
        return twin
    points: list[tuple[Site, dict]] = [
        (_site(row), {"finding": row}) for row in findings
    ]
    points += [(_site(row), {"recommendation": row}) for row in recommendations]
    if not points:
        raise InspectionError("Chọn ít nhất một nội dung còn mở.")
    if any(not row.is_open for _, point in points for row in point.values()):
        raise InspectionError(CLOSED)
    if campaign is not None:
        visit.campaign = save_campaign(campaign, areas=[place], by=by)
    visit = create_visit(visit, place=place, by=by, team=last_team(by))
    _add_points(visit, points, by=by)
    return visit


def _site(row: Finding | Recommendation) -> Site:
    site = site_of(row)
    if site is None:
        raise InspectionError(f"Không có cơ sở nào để phúc tra: {row}.")
    return site


def _add_points(visit, points, *, by) -> None:
    sites = list(dict.fromkeys(site for site, _ in points))
    checks = {check.site_id: check for check in add_site_checks(visit, sites, by=by)}
    for check in checks.values():
        check.only_open = True
    SiteCheck.objects.bulk_update(checks.values(), ["only_open"])
    rows = [RecheckPoint(site_check=checks[site.pk], **of) for site, of in points]
    RecheckPoint.objects.bulk_create(rows)
    told = {
        check: "; ".join(str(row) for row in rows if row.site_check_id == check.pk)
        for check in checks.values()
    }
    record_many(
        [
            (Action.UPDATE, check, {"phúc tra": ["", words]})
            for check, words in told.items()
        ],
        by=by,
    )


@transaction.atomic
def save_points(
    check: SiteCheck, seen: Mapping[int, tuple[str, str]], *, by
) -> list[RecheckPoint]:
    """Record (outcome, note) of points that no question asks about, by their key.

    Returns those that changed.
    """
    lock_editable(check.visit, check)
    rows = check.recheck_points.select_related(*RELATED).filter(pk__in=seen)
    changed, told = [], {}
    for point in rows:
        outcome, note = seen[point.pk]
        if outcome == Outcome.NOT_APPLICABLE:
            raise InspectionError("Nội dung phúc tra chỉ đạt hoặc không đạt.")
        if question_of(point):
            raise InspectionError("Nội dung này được trả lời ở danh mục bên dưới.")
        before = in_words(point.outcome, point.note, None)
        point.outcome, point.note = outcome, clean_line(note)
        after = in_words(point.outcome, point.note, None)
        if before != after:
            point.version += 1
            changed.append(point)
            told[str(point)] = [before, after]
    RecheckPoint.objects.bulk_update(changed, ["outcome", "note", "version"])
    if changed:
        record(Action.UPDATE, check, by=by, changes=told)
    return changed


@transaction.atomic
def close_looked_at(
    check: SiteCheck, looked: Iterable[Looked], *, by, note: str = ""
) -> int:
    """Close what a re-check that was handed in has seen to be remedied.

    The check is the proof; returns how many were closed.
    """
    if check.visit.is_editable:
        raise InspectionError("Buổi phúc tra chưa nộp nên chưa kết thúc được.")
    looked = list(looked)
    day = check.visit.starts_on
    reason = clean_text(note) or f"Phúc tra ngày {day:%d/%m/%Y} thấy đã khắc phục."
    asked = [one.row for one in looked if isinstance(one.row, Recommendation)]
    carry_out(Close(RecommendationStatus.DONE, day, reason, check=check), asked, by=by)
    for one in looked:
        if isinstance(one.row, Finding):
            _close_finding(one.row, check, day, reason, by)
    return len(looked)


def _close_finding(finding, check, day, reason, by) -> None:
    locked = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if not locked.is_open:
        raise InspectionError(NOTHING_TO_REMEDY)
    locked.closed_on, locked.closed_by = day, by
    locked.closing_note, locked.closing_check = reason, check
    save_recorded(locked, by=by, action=Action.CLOSE, reason=reason)
