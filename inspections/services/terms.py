"""Acts on recommendations, one or many at once: extended, waived, closed."""

import copy
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction
from django.utils import timezone

from history.enums import Action
from history.services import changes_between, record_many

from ..enums import STILL_OPEN, DeferralKind, RecommendationStatus
from ..exceptions import InspectionError
from ..models import Deferral, Recommendation, Response, SiteCheck
from .guards import required

NOT_YET = "Buổi kiểm tra chưa nộp nên đề nghị chưa có hiệu lực."
CLOSED = "Đề nghị này đã kết thúc."
CLOSINGS = (RecommendationStatus.DONE, RecommendationStatus.DROPPED)


class Act:
    """What is done to each of some recommendations, for one reason."""

    action: ClassVar[Action] = Action.UPDATE
    fields: ClassVar[tuple[str, ...]] = ("waived_from", "waived_until")
    reason: str

    def refusal(self, row: Recommendation) -> str:
        """Say why it cannot be done to a row that is open; nothing if it can."""
        return ""

    def apply(self, row: Recommendation, by) -> Deferral | None:
        """Change the row in memory, and return what is to be kept beside it."""
        return None


@dataclass(frozen=True)
class Extend(Act):
    """Another last day, or none."""

    due_on: datetime.date | None
    reason: str

    fields = ("due_on",)

    def refusal(self, row):
        if self.due_on == row.due_on:
            return "Thời hạn mới trùng với thời hạn đang có."
        if self.due_on and self.due_on < row.visit.starts_on:
            return "Thời hạn không thể trước ngày kiểm tra."
        return ""

    def apply(self, row, by):
        before, row.due_on = row.due_on, self.due_on
        return Deferral(
            kind=DeferralKind.EXTENDED, due_before=before, due_on=self.due_on
        )


@dataclass(frozen=True)
class Waive(Act):
    """Need not be done until the end of a day; after it, it is open again."""

    until: datetime.date
    reason: str

    def refusal(self, row):
        today = timezone.localdate()
        if self.until < today:
            return "Ngày cuối của thời gian tạm miễn không thể trước hôm nay."
        if row.is_waived_on(today) and row.waived_until == self.until:
            return "Đề nghị này đang được tạm miễn đến đúng ngày đó."
        return ""

    def apply(self, row, by):
        today = timezone.localdate()
        if not row.is_waived_on(today):
            row.waived_from = today
        row.waived_until = self.until
        return _deferral(row, DeferralKind.WAIVED, self.until)


@dataclass(frozen=True)
class Lift(Act):
    """The end of a waiver before its last day."""

    reason: str

    def refusal(self, row):
        if row.is_waived_on(timezone.localdate()):
            return ""
        return "Đề nghị này không còn được tạm miễn."

    def apply(self, row, by):
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        if row.waived_from <= yesterday:
            row.waived_until = yesterday
        else:
            row.waived_from = row.waived_until = None
        return _deferral(row, DeferralKind.LIFTED)


@dataclass(frozen=True)
class Close(Act):
    """Done, or no longer followed: who, when, on what proof."""

    status: str
    closed_on: datetime.date
    reason: str
    response: Response | None = None
    check: SiteCheck | None = None

    action = Action.CLOSE
    fields = (
        "status",
        "closed_on",
        "closed_by",
        "closing_note",
        "closing_response",
        "closing_check",
    )

    def refusal(self, row):
        if self.status not in CLOSINGS:
            return "Chọn “đã thực hiện” hoặc “thôi theo dõi”."
        if not row.visit.starts_on <= self.closed_on <= timezone.localdate():
            return "Ngày kết thúc phải từ ngày kiểm tra đến hôm nay."
        if self.response and self.response.recommendation_id != row.pk:
            return "Chọn trả lời của đúng đề nghị này."
        return ""

    def apply(self, row, by):
        row.status, row.closing_note = self.status, self.reason
        row.closed_on, row.closed_by = self.closed_on, by
        row.closing_response, row.closing_check = self.response, self.check


def _deferral(row, kind: str, until: datetime.date | None = None) -> Deferral:
    due = row.due_on
    return Deferral(kind=kind, due_before=due, due_on=due, waived_until=until)


def refusal_of(row: Recommendation, act: Act | None = None) -> str:
    """Say why a row cannot be changed, by whatever act or by this one."""
    if row.visit.is_editable:
        return NOT_YET
    if row.status not in STILL_OPEN:
        return CLOSED
    return act.refusal(row) if act else ""


@transaction.atomic
def carry_out(
    act: Act, rows: Iterable[Recommendation], *, by
) -> Sequence[Recommendation]:
    """Do one act to all of the rows, or to none; returns them as they are then.

    One batch in the history; the number of queries does not grow with the rows. Raises
    InspectionError with the reason if any of them cannot be changed.
    """
    reason = required(act.reason, "Hãy ghi căn cứ, lý do.")
    locked = list(
        Recommendation.objects.select_for_update(of=("self",))
        .filter(pk__in=[row.pk for row in rows])
        .select_related("visit", "producer", "agency", "closed_by")
        .order_by("pk")
    )
    log, beside = [], []
    for row in locked:
        if refusal := refusal_of(row, act):
            raise InspectionError(refusal)
        before = copy.copy(row)
        deferral = act.apply(row, by)
        if deferral:
            deferral.recommendation = row
            deferral.reason, deferral.decided_by = reason, by
            beside.append(deferral)
        log.append((act.action, row, changes_between(before, row, act.fields)))
        row.version, row.updated_at = row.version + 1, timezone.now()
    kept = [*act.fields, "version", "updated_at"]
    Recommendation.objects.bulk_update(locked, kept)
    Deferral.objects.bulk_create(beside)
    if log:
        record_many(log, by=by, reason=reason)
    return locked


def extend_recommendation(
    recommendation: Recommendation, *, by, due_on: datetime.date | None, reason: str
) -> Recommendation:
    """Give another last day, or none; both days and the reason are kept."""
    return _one(Extend(due_on, reason), recommendation, by)


def waive_recommendation(
    recommendation: Recommendation, *, by, until: datetime.date, reason: str
) -> Recommendation:
    """Let it rest until the end of a day; it is open again after that."""
    return _one(Waive(until, reason), recommendation, by)


def lift_waiver(recommendation: Recommendation, *, by, reason: str) -> Recommendation:
    """End a waiver: from today it is open."""
    return _one(Lift(reason), recommendation, by)


def close_recommendation(
    recommendation: Recommendation,
    *,
    by,
    status: str,
    note: str,
    closed_on: datetime.date | None = None,
    response: Response | None = None,
) -> Recommendation:
    """Close as done or dropped: the proof or the reason, and the answer that shows it.

    Never before the visit.
    """
    act = Close(status, closed_on or timezone.localdate(), note, response)
    return _one(act, recommendation, by)


def _one(act: Act, recommendation: Recommendation, by) -> Recommendation:
    [changed] = carry_out(act, [recommendation], by=by)
    return changed
