"""From an inspection to a revocation: proposed, then decided or let go."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

import products.services
from history.enums import Action
from history.services import record, save_recorded
from products.enums import DecisionKind, EndReason
from products.models import Decision, Recognition

from ..enums import CountedFrom, ProposalState
from ..exceptions import InspectionError
from ..models import (
    Finding,
    ProposedGround,
    RevocationBasis,
    RevocationProposal,
    SiteCheck,
)
from ..revoking import PROPOSABLE, open_proposal_of
from .guards import required

HANDLED = "Đề xuất này đã được xử lý."


@dataclass(frozen=True)
class Behind:
    """One thing that a revocation rests on: a finding, a fine or a referral."""

    kind: str
    finding: Finding | None = None
    number: str = ""
    dated_on: datetime.date | None = None
    agency: str = ""
    amount: int | None = None

    def says_of(self, recognition: Recognition) -> bool:
        """Say whether it concerns the product: a finding may be of another one."""
        of = self.finding and self.finding.product_id
        return of in (None, recognition.product_id)

    def row_of(
        self, recognition: Recognition, proposal: RevocationProposal | None
    ) -> RevocationBasis:
        """Return the row that keeps it; what a finding says is copied."""
        return RevocationBasis(
            recognition=recognition,
            proposal=proposal,
            kind=self.kind,
            finding=self.finding,
            text=self.finding.text if self.finding else "",
            number=self.number,
            dated_on=self.finding.visit.starts_on if self.finding else self.dated_on,
            agency=self.agency,
            amount=self.amount,
        )


@transaction.atomic
def propose_revocation(
    check: SiteCheck,
    recognitions: Iterable[Recognition],
    *,
    draft: RevocationProposal,
    grounds: Collection[str],
    behind: Collection[Behind] = (),
    by,
) -> list[RevocationProposal]:
    """Propose to revoke recognitions of a site, one proposal for each.

    ``draft`` gives the day, the paper and the text that they have in common.
    """
    chosen = list(recognitions)
    if check.visit.status not in PROPOSABLE:
        raise InspectionError("Chỉ đề xuất thu hồi từ buổi kiểm tra đã duyệt hoặc ký.")
    if not chosen:
        raise InspectionError("Chọn ít nhất một lần công nhận.")
    _check(draft, grounds, visit=check.visit)
    made = []
    for recognition in chosen:
        own = [one for one in behind if one.says_of(recognition)]
        if not own and draft.counted_from != CountedFrom.STOPPED:
            raise InspectionError(
                f"Nêu ít nhất một căn cứ nói đến {recognition.product}: nhận định,"
                " quyết định xử phạt hoặc văn bản chuyển cơ quan có thẩm quyền."
            )
        made.append(_propose(check, recognition, draft, grounds, own, by=by))
    return made


def _propose(check, recognition, draft, grounds, behind, *, by) -> RevocationProposal:
    locked = Recognition.objects.select_for_update(of=("self",)).get(pk=recognition.pk)
    if locked.proposals.waiting().exists():
        raise InspectionError(f"{recognition.product} đang có đề xuất thu hồi.")
    if locked.ended_on:
        raise InspectionError(f"Công nhận {recognition.product} đã chấm dứt.")
    proposal = RevocationProposal(
        recognition=locked,
        visit=check.visit,
        counted_from=draft.counted_from,
        counted_on=draft.counted_on,
        counted_number=draft.counted_number,
        text=draft.text,
        proposed_on=timezone.localdate(),
        proposed_by=by,
    )
    save_recorded(proposal, by=by, reason=_words_of(grounds))
    _replace_grounds(proposal, grounds)
    for one in behind:
        one.row_of(locked, proposal).save()
    return proposal


@transaction.atomic
def save_proposal(
    proposal: RevocationProposal,
    grounds: Collection[str],
    *,
    by,
    base_version: int | None = None,
) -> RevocationProposal:
    """Put a proposal right while nobody has decided it."""
    _lock_waiting(proposal)
    _check(proposal, grounds, visit=proposal.visit)
    former, words = proposal.ground_words, _words_of(grounds)
    save_recorded(proposal, by=by, base_version=base_version)
    if former != words:
        _replace_grounds(proposal, grounds)
        record(Action.UPDATE, proposal, by=by, changes={"lý do": [former, words]})
    return proposal


@transaction.atomic
def decide_revocation(
    proposal: RevocationProposal,
    *,
    decision: Decision,
    reasons: Collection[str],
    ended_on: datetime.date,
    by,
    note: str = "",
    base_version: int | None = None,
) -> RevocationProposal:
    """Revoke the recognition by a decision, and with it close the proposal.

    ``base_version`` is the version of the recognition that was read.
    """
    locked = _lock_waiting(proposal)
    if decision.kind != DecisionKind.REVOKE:
        raise InspectionError("Hãy chọn một quyết định thu hồi.")
    if decision.signed_on and decision.signed_on < locked.counted_on:
        raise InspectionError(
            f"Quyết định ký ngày {decision.signed_on:%d/%m/%Y}, trước ngày kết luận,"
            f" xác nhận {locked.counted_on:%d/%m/%Y}."
        )
    _check_grounds(reasons)
    products.services.end_recognition(
        locked.recognition,
        reasons=reasons,
        ended_on=ended_on,
        decision=decision,
        note=note,
        by=by,
        base_version=base_version,
    )
    locked.decision = decision
    return _close(locked, ProposalState.DECIDED, str(decision), by=by)


@transaction.atomic
def drop_proposal(
    proposal: RevocationProposal, *, reason: str, by
) -> RevocationProposal:
    """Let a proposal go: nothing is revoked, and the reason is kept."""
    reason = required(reason, "Hãy ghi lý do không thu hồi.")
    locked = _lock_waiting(proposal)
    locked.closing_reason = reason
    return _close(locked, ProposalState.DROPPED, reason, by=by)


@transaction.atomic
def add_basis(recognition: Recognition, behind: Behind, *, by) -> RevocationBasis:
    """Add what lies behind a revocation, proposed or done."""
    proposal = open_proposal_of(recognition)
    was_revoked = recognition.ended_on and not recognition.ended_by_removal
    if not was_revoked and proposal is None:
        raise InspectionError("Lần công nhận này không bị thu hồi hay đề xuất thu hồi.")
    if not behind.says_of(recognition):
        raise InspectionError("Nhận định này nói về sản phẩm khác.")
    basis = behind.row_of(recognition, proposal)
    basis.save()
    record(
        Action.UPDATE,
        proposal or recognition,
        by=by,
        changes={"căn cứ": ["", basis.words]},
    )
    return basis


@transaction.atomic
def remove_basis(basis: RevocationBasis, *, by) -> None:
    """Take out what was named by mistake; the log keeps what it was."""
    changes = {"căn cứ": [basis.words, ""]}
    record(Action.UPDATE, basis.proposal or basis.recognition, by=by, changes=changes)
    basis.delete()


def _lock_waiting(proposal: RevocationProposal) -> RevocationProposal:
    rows = RevocationProposal.objects.select_for_update(of=("self",))
    locked = rows.select_related("recognition").get(pk=proposal.pk)
    if not locked.is_waiting:
        raise InspectionError(HANDLED)
    return locked


def _close(proposal, state, reason, *, by) -> RevocationProposal:
    proposal.state = state
    proposal.closed_on, proposal.closed_by = timezone.localdate(), by
    save_recorded(proposal, by=by, action=Action.CLOSE, reason=reason)
    return proposal


def _check(proposal: RevocationProposal, grounds: Collection[str], *, visit) -> None:
    """Raise InspectionError where day, text and grounds do not go together."""
    _check_grounds(grounds)
    proposal.text = required(proposal.text, "Hãy ghi nội dung đề xuất.")
    stopped = proposal.counted_from == CountedFrom.STOPPED
    if stopped and EndReason.STOPPED not in grounds:
        raise InspectionError(
            "Tính từ xác nhận ngừng sản xuất thì lý do phải có “không còn sản xuất”."
        )
    if proposal.counted_on > timezone.localdate():
        raise InspectionError("Ngày kết luận, xác nhận không thể sau hôm nay.")
    if not stopped and proposal.counted_on < visit.starts_on:
        raise InspectionError(
            f"Kết luận không thể trước ngày kiểm tra {visit.starts_on:%d/%m/%Y}."
        )


def _check_grounds(grounds: Collection[str]) -> None:
    if not grounds:
        raise InspectionError("Hãy chọn ít nhất một lý do.")
    if EndReason.NOT_RENEWED in grounds:
        raise InspectionError(
            "Không đăng ký đánh giá lại thì loại khỏi danh sách, không thu hồi."
        )


def _replace_grounds(proposal: RevocationProposal, grounds: Collection[str]) -> None:
    """Store the grounds in the order of the law."""
    proposal.grounds.all().delete()
    ProposedGround.objects.bulk_create(
        ProposedGround(proposal=proposal, reason=reason)
        for reason in EndReason.values
        if reason in grounds
    )


def _words_of(grounds: Collection[str]) -> str:
    return "; ".join(reason.label for reason in EndReason if reason in grounds)
