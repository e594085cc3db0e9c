"""What became of findings and recommendations once the visit was handed in."""

import datetime

from django.db import transaction
from django.utils import timezone

from history.enums import Action
from history.services import save_recorded

from ..enums import STILL_OPEN, RecommendationStatus
from ..exceptions import InspectionError
from ..models import Finding, Recommendation, Response
from .guards import required

NOT_YET = "Buổi kiểm tra chưa nộp nên đề nghị chưa có hiệu lực."


@transaction.atomic
def add_response(response: Response, *, by) -> Response:
    """Record what the addressee has done; an open recommendation is then under way.

    The same response sent twice (same uuid) is one.
    """
    recommendation = _lock(response.recommendation)
    twin = Response.objects.filter(uuid=response.uuid).first()
    if twin is not None:
        return twin
    _require_open(recommendation)
    _check_day(response.responded_on, recommendation.visit, "Ngày trả lời")
    response.recommendation, response.recorded_by = recommendation, by
    save_recorded(response, by=by)
    if recommendation.status == RecommendationStatus.OPEN:
        recommendation.status = RecommendationStatus.IN_PROGRESS
        save_recorded(recommendation, by=by)
    return response


@transaction.atomic
def close_recommendation(
    recommendation: Recommendation,
    *,
    by,
    status: str,
    note: str,
    closed_on: datetime.date | None = None,
) -> Recommendation:
    """Close as done or waived, with the proof or the reason; never before the visit."""
    if status not in (RecommendationStatus.DONE, RecommendationStatus.WAIVED):
        raise InspectionError("Chọn “đã thực hiện” hoặc “thôi theo dõi”.")
    note = required(note, "Hãy ghi căn cứ kết thúc.")
    locked = _lock(recommendation)
    _require_open(locked)
    closed_on = closed_on or timezone.localdate()
    _check_day(closed_on, locked.visit, "Ngày kết thúc")
    locked.status, locked.closing_note = status, note
    locked.closed_on, locked.closed_by = closed_on, by
    save_recorded(locked, by=by, action=Action.CLOSE, reason=note)
    return locked


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
    save_recorded(locked, by=by, action=Action.REOPEN, reason=reason)
    return locked


@transaction.atomic
def extend_recommendation(
    recommendation: Recommendation, *, by, due_on: datetime.date | None, reason: str
) -> Recommendation:
    """Give another last day, or none; the reason stays in the history."""
    reason = required(reason, "Thay đổi thời hạn thì phải ghi lý do.")
    locked = _lock(recommendation)
    _require_open(locked)
    if due_on == locked.due_on:
        raise InspectionError("Thời hạn mới trùng với thời hạn đang có.")
    if due_on and due_on < locked.visit.starts_on:
        raise InspectionError("Thời hạn không thể trước ngày kiểm tra.")
    locked.due_on = due_on
    save_recorded(locked, by=by, action=Action.UPDATE, reason=reason)
    return locked


@transaction.atomic
def close_finding(
    finding: Finding, *, by, note: str, closed_on: datetime.date | None = None
) -> Finding:
    """Record that what was found wanting has been remedied, and how that was seen."""
    note = required(note, "Hãy ghi căn cứ xác nhận đã khắc phục.")
    locked = _lock(finding)
    if not locked.is_open:
        raise InspectionError("Nhận định này không còn gì phải khắc phục.")
    closed_on = closed_on or timezone.localdate()
    _check_day(closed_on, locked.visit, "Ngày xác nhận")
    locked.closed_on, locked.closed_by, locked.closing_note = closed_on, by, note
    save_recorded(locked, by=by, action=Action.CLOSE, reason=note)
    return locked


@transaction.atomic
def reopen_finding(finding: Finding, *, by, reason: str) -> Finding:
    """Take the confirmation of a remedy back."""
    reason = required(reason, "Hãy ghi lý do mở lại.")
    locked = _lock(finding)
    if locked.closed_on is None:
        raise InspectionError("Nhận định này chưa được xác nhận khắc phục.")
    locked.closed_on = locked.closed_by = None
    locked.closing_note = ""
    save_recorded(locked, by=by, action=Action.REOPEN, reason=reason)
    return locked


def _lock(row):
    """Lock a finding or recommendation of a visit that was handed in."""
    locked = (
        type(row)
        .objects.select_for_update(of=("self",))
        .select_related("visit")
        .get(pk=row.pk)
    )
    if locked.visit.is_editable:
        raise InspectionError(NOT_YET)
    return locked


def _require_open(recommendation: Recommendation) -> None:
    if recommendation.status not in STILL_OPEN:
        raise InspectionError("Đề nghị này đã kết thúc.")


def _check_day(date: datetime.date, visit, name: str) -> None:
    if not visit.starts_on <= date <= timezone.localdate():
        raise InspectionError(f"{name} phải từ ngày kiểm tra đến hôm nay.")
