"""What became of findings and recommendations once the visit was handed in."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from history.enums import Action
from history.services import save_recorded

from ..closing import reports_passed_since
from ..enums import STILL_OPEN, RecommendationStatus
from ..exceptions import InspectionError
from ..models import Finding, LabReport, Recommendation, Response
from .evidence import Proof, attach, attach_to_finding, stored
from .guards import required
from .terms import CLOSED, NOT_YET

FINDING_NOT_YET = "Buổi kiểm tra chưa nộp nên nhận định chưa được theo dõi khắc phục."
NOTHING_TO_REMEDY = "Nhận định này không còn gì phải khắc phục."


def add_response(response: Response, *, by, proofs: Iterable[Proof] = ()) -> Response:
    """Record what the addressee has done; an open recommendation is then under way.

    The same response sent twice (same uuid) is one. Files go again if anything fails.
    """
    with stored(proofs) as files, transaction.atomic():
        recommendation = _lock(response.recommendation)
        twin = Response.objects.filter(uuid=response.uuid).first()
        if twin is not None:
            return twin
        _require_open(recommendation)
        _check_day(response.responded_on, recommendation.visit, "Ngày trả lời")
        response.recommendation, response.recorded_by = recommendation, by
        save_recorded(response, by=by)
        attach(response, files)
        if recommendation.status == RecommendationStatus.OPEN:
            recommendation.status = RecommendationStatus.IN_PROGRESS
            save_recorded(recommendation, by=by)
    return response


@transaction.atomic
def reopen_recommendation(
    recommendation: Recommendation, *, by, reason: str
) -> Recommendation:
    """Take a closing back; with an answer the recommendation is under way again."""
    reason = required(reason, "Hãy ghi lý do mở lại.")
    locked = _lock(recommendation)
    if locked.is_open:
        raise InspectionError("Đề nghị này chưa kết thúc.")
    answered = locked.responses.exists()
    locked.status = (
        RecommendationStatus.IN_PROGRESS if answered else RecommendationStatus.OPEN
    )
    locked.closed_on = locked.closed_by = None
    locked.closing_note = ""
    locked.closing_response = locked.closing_check = None
    save_recorded(locked, by=by, action=Action.REOPEN, reason=reason)
    return locked


def close_finding(
    finding: Finding,
    *,
    by,
    note: str,
    closed_on: datetime.date | None = None,
    report: LabReport | None = None,
    proofs: Iterable[Proof] = (),
) -> Finding:
    """Record that what was found wanting has been remedied, and how that was seen.

    ``report`` is one of those that ``reports_passed_since`` offers. What was signed
    does not tell of it and stays as it is. Files go again if anything fails.
    """
    note = required(note, "Hãy ghi căn cứ xác nhận đã khắc phục.")
    closed_on = closed_on or timezone.localdate()
    with stored(proofs) as files, transaction.atomic():
        locked = _lock(finding, FINDING_NOT_YET)
        if not locked.is_open:
            raise InspectionError(NOTHING_TO_REMEDY)
        _check_day(closed_on, locked.visit, "Ngày xác nhận")
        if report is not None:
            _check_report(report, locked, closed_on)
        locked.closed_on, locked.closed_by = closed_on, by
        locked.closing_note, locked.closing_report = note, report
        save_recorded(locked, by=by, action=Action.CLOSE, reason=note)
        attach_to_finding(locked, files)
    return locked


def _check_report(report: LabReport, finding: Finding, closed_on) -> None:
    if not reports_passed_since(finding).filter(pk=report.pk).exists():
        raise InspectionError("Chọn phiếu kết quả đạt của đúng sản phẩm này.")
    if closed_on < report.reported_on:
        raise InspectionError(
            "Ngày xác nhận không thể trước ngày trả phiếu kết quả kiểm nghiệm."
        )


@transaction.atomic
def reopen_finding(finding: Finding, *, by, reason: str) -> Finding:
    """Take the confirmation of a remedy back; its files stay for the record."""
    reason = required(reason, "Hãy ghi lý do mở lại.")
    locked = _lock(finding, FINDING_NOT_YET)
    if locked.closed_on is None:
        raise InspectionError("Nhận định này chưa được xác nhận khắc phục.")
    locked.forget_closing()
    save_recorded(locked, by=by, action=Action.REOPEN, reason=reason)
    return locked


def _lock(row, not_yet: str = NOT_YET):
    """Lock a finding or recommendation of a visit that was handed in."""
    locked = (
        type(row)
        .objects.select_for_update(of=("self",))
        .select_related("visit")
        .get(pk=row.pk)
    )
    if locked.visit.is_editable:
        raise InspectionError(not_yet)
    return locked


def _require_open(recommendation: Recommendation) -> None:
    if recommendation.status not in STILL_OPEN:
        raise InspectionError(CLOSED)


def _check_day(date: datetime.date, visit, name: str) -> None:
    if not visit.starts_on <= date <= timezone.localdate():
        raise InspectionError(f"{name} phải từ ngày kiểm tra đến hôm nay.")
