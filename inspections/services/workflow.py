"""From draft to signed: who hands a visit on, and what each step asks for."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.versions import StaleVersionError
from history.enums import Action
from history.services import record

from ..enums import TeamRole, VisitStatus
from ..exceptions import InspectionError
from ..models import Visit
from .guards import required
from .reviews import keep_signed


@dataclass(frozen=True)
class Step:
    """One arrow of the workflow; ``permission`` is asked for by the views."""

    action: Action
    permission: str
    sources: tuple[VisitStatus, ...]
    target: VisitStatus


SUBMIT = Step(
    Action.SUBMIT,
    "inspections.submit_visit",
    (VisitStatus.DRAFT, VisitStatus.RETURNED),
    VisitStatus.SUBMITTED,
)
RETURN = Step(
    Action.RETURN,
    "inspections.review_visit",
    (VisitStatus.SUBMITTED, VisitStatus.APPROVED),
    VisitStatus.RETURNED,
)
APPROVE = Step(
    Action.APPROVE,
    "inspections.review_visit",
    (VisitStatus.SUBMITTED,),
    VisitStatus.APPROVED,
)
SIGN = Step(
    Action.SIGN, "inspections.sign_visit", (VisitStatus.APPROVED,), VisitStatus.SIGNED
)
REOPEN = Step(
    Action.REOPEN,
    "inspections.reopen_visit",
    (VisitStatus.SIGNED,),
    VisitStatus.RETURNED,
)


STEPS = (SUBMIT, RETURN, APPROVE, SIGN, REOPEN)


def steps_open_to(visit: Visit, user) -> list[Step]:
    """Return the steps that the person may take with the visit as it stands."""
    return [
        step
        for step in STEPS
        if visit.status in step.sources
        and user.has_perm(step.permission)
        and Visit.objects.permitted_to(user, step.permission)
        .filter(pk=visit.pk)
        .exists()
    ]


@transaction.atomic
def submit_visit(visit: Visit, *, by, base_version: int | None = None) -> Visit:
    """Hand a draft or returned visit in for review; from then on it counts.

    Here and below, ``base_version`` is the version that the person saw.
    """
    locked = _lock(SUBMIT, visit, base_version)
    missing = missing_for_submission(locked)
    if missing:
        raise InspectionError(" ".join(missing))
    now = timezone.now()
    return _take(SUBMIT, visit, locked, by=by, submitted_at=now, return_comment="")


@transaction.atomic
def return_visit(
    visit: Visit, *, by, comment: str, base_version: int | None = None
) -> Visit:
    """Give a visit back to its author with what is to be mended."""
    comment = required(comment, "Hãy ghi rõ cần bổ sung, sửa gì.")
    locked = _lock(RETURN, visit, base_version)
    return _take(RETURN, visit, locked, by=by, reason=comment, return_comment=comment)


@transaction.atomic
def approve_visit(visit: Visit, *, by, base_version: int | None = None) -> Visit:
    """Accept a visit; it may now be signed."""
    locked = _lock(APPROVE, visit, base_version)
    return _take(APPROVE, visit, locked, by=by, approved_at=timezone.now())


@transaction.atomic
def sign_visit(visit: Visit, *, by, base_version: int | None = None) -> Visit:
    """Sign a visit by name; name, title and agency are kept as they are now.

    What the visit says is kept beside it, for when it is opened again.

    Freezing the minutes is not part of this act: see ``office.services``.
    """
    parts = [by.full_name, by.title, str(by.agency or "")]
    signature = ", ".join(part for part in parts if part)[:400]
    if not by.full_name:
        raise InspectionError("Tài khoản chưa có họ tên nên chưa ký được.")
    locked = _lock(SIGN, visit, base_version)
    signed = _take(
        SIGN,
        visit,
        locked,
        by=by,
        signed_at=timezone.now(),
        signed_by=by,
        signature=signature,
    )
    keep_signed(signed)
    return signed


@transaction.atomic
def reopen_visit(
    visit: Visit, *, by, reason: str, base_version: int | None = None
) -> Visit:
    """Open a signed visit again; the reason stays in the history for good."""
    reason = required(reason, "Sửa buổi kiểm tra đã ký thì phải ghi lý do.")
    locked = _lock(REOPEN, visit, base_version)
    return _take(
        REOPEN,
        visit,
        locked,
        by=by,
        reason=reason,
        return_comment=reason,
        approved_at=None,
        signed_at=None,
        signed_by=None,
        signature="",
    )


def missing_for_submission(visit: Visit) -> list[str]:
    """Return in plain words what a visit still lacks before it may be handed in."""
    missing = []
    if not visit.team.filter(role=TeamRole.HEAD).exists():
        missing.append("Chưa có trưởng đoàn.")
    if not visit.session_note and not visit.site_checks.exists():
        missing.append("Chưa có cơ sở nào được kiểm tra và chưa ghi buổi làm việc.")
    untouched = visit.site_checks.untouched().select_related("site__producer")
    if untouched:
        names = "; ".join(str(check.site.producer) for check in untouched)
        missing.append(f"Chưa ghi gì về cơ sở: {names}.")
    corrected = visit.site_checks.filter(minutes__sha256="")
    corrected = corrected.select_related("site__producer")
    if corrected:
        names = "; ".join(str(check.site.producer) for check in corrected)
        missing.append(f"Biên bản sửa đổi chưa ký lại: {names}.")
    if (visit.ends_on or visit.starts_on) > timezone.localdate():
        missing.append("Ngày kiểm tra còn ở phía trước.")
    return missing


def _lock(step: Step, visit: Visit, base_version: int | None) -> Visit:
    """Lock the visit and return it as stored, if the step begins where it stands."""
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if locked.status not in step.sources:
        label = VisitStatus(locked.status).label
        raise InspectionError(
            f"Buổi kiểm tra đang ở trạng thái “{label}”, không làm được việc này."
        )
    if base_version not in (None, locked.version):
        raise StaleVersionError(locked)
    return locked


def _take(
    step: Step, visit: Visit, locked: Visit, *, by, reason: str = "", **changes
) -> Visit:
    """Move the visit along one arrow; of two people at once only one succeeds."""
    old = VisitStatus(locked.status)
    moved = Visit.objects.filter(pk=visit.pk, status=old).update(
        status=step.target,
        version=F("version") + 1,
        updated_at=timezone.now(),
        **changes,
    )
    if not moved:
        raise InspectionError("Buổi kiểm tra vừa được người khác xử lý.")
    visit.refresh_from_db()
    log = {"status": [old.label, step.target.label]}
    if locked.signature != visit.signature:
        log["signature"] = [locked.signature, visit.signature]
    record(step.action, visit, by=by, changes=log, reason=reason)
    return visit
