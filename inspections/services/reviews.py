"""What reviewers ask about single items, and what a visit said when it was signed."""

from django.db import transaction
from django.utils import timezone

from history.enums import Action
from history.services import history_of, record

from ..enums import VisitStatus
from ..exceptions import InspectionError
from ..items import items_for
from ..models import ReviewComment, SignedVisit, Visit
from ..snapshots import content_of_visit, digest_of
from .guards import lock_editable, required


@transaction.atomic
def add_comment(comment: ReviewComment, *, by) -> ReviewComment:
    """Store what a reviewer asks about a visit that waits; sent twice it is one."""
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=comment.visit_id)
    twin = ReviewComment.objects.filter(uuid=comment.uuid, visit=visit).first()
    if twin is not None:
        return twin
    if visit.status not in (VisitStatus.SUBMITTED, VisitStatus.APPROVED):
        raise InspectionError(
            "Chỉ ghi ý kiến khi buổi kiểm tra đang chờ duyệt hoặc ký."
        )
    comment.text = required(comment.text, "Hãy ghi ý kiến.")
    if comment.item_id and not _is_asked(comment):
        raise InspectionError("Nội dung này không có trong phiếu kiểm tra.")
    comment.made_by = by
    comment.save()
    log = {"ý kiến duyệt": ["", _words(comment)]}
    record(Action.UPDATE, comment.site_check or visit, by=by, changes=log)
    return comment


def _is_asked(comment: ReviewComment) -> bool:
    asked = (comment.item_id, comment.product_id)
    cells = items_for(comment.site_check) if comment.site_check else []
    return asked in {(cell.item.pk, cell.product_id) for cell in cells}


@transaction.atomic
def resolve_comment(comment: ReviewComment, *, by) -> ReviewComment:
    """Tick a comment off while the visit may be changed; ticked twice it is one."""
    visit = lock_editable(comment.visit)
    stored = ReviewComment.objects.get(pk=comment.pk)
    if stored.resolved_at is None:
        stored.resolved_by, stored.resolved_at = by, timezone.now()
        stored.save()
        log = {"ý kiến duyệt": [_words(stored), "đã sửa"]}
        record(Action.UPDATE, stored.site_check or visit, by=by, changes=log)
    return stored


def _words(comment: ReviewComment) -> str:
    about = f"{comment.item}: " if comment.item else ""
    return about + comment.text


def keep_signed(visit: Visit) -> SignedVisit:
    """Write down what a visit says as it is signed, within the act of signing."""
    content = content_of_visit(visit)
    opened = history_of(visit).filter(action=Action.REOPEN).first()
    return SignedVisit.objects.create(
        visit=visit,
        number=visit.signed_versions.count() + 1,
        content=content,
        sha256=digest_of(content),
        signature=visit.signature,
        reason=opened.batch.reason if opened else "",
        signed_at=visit.signed_at or timezone.now(),
    )
