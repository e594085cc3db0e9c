"""A proposal to revoke that is nearly due, and one that came to a decision."""

import datetime

from django.utils import timezone

import products.services
from accounts.models import User
from areas.models import Agency
from inspections import services
from inspections.enums import BasisKind
from inspections.models import RevocationProposal, SiteCheck
from inspections.revoking import findings_behind, revocable_of
from inspections.services import Behind
from products.enums import DecisionKind, EndReason
from products.models import Decision

from .lists import ISSUER

WAITING, DECIDED = "Bánh khảo (mẫu)", "Khẩu sli (mẫu)"
WAITING_DAYS, DECIDED_DAYS = 13, 9


def load_revocations() -> None:
    """Propose both from the visit that failed them; days are counted from today."""
    steering = User.objects.get(username="dieuphoi")
    today = timezone.localdate()
    _propose(WAITING, today - datetime.timedelta(days=WAITING_DAYS), by=steering)
    fine = Behind(
        BasisKind.FINE,
        number="15/QĐ-XPHC (mẫu)",
        dated_on=today - datetime.timedelta(days=DECIDED_DAYS),
        agency="Cơ quan xử phạt (mẫu)",
        amount=5_000_000,
    )
    concluded = today - datetime.timedelta(days=DECIDED_DAYS)
    proposal = _propose(DECIDED, concluded, fine, by=steering)
    services.decide_revocation(
        proposal,
        decision=_decision(today, by=steering),
        reasons=[EndReason.CRITERIA, EndReason.BREACH],
        ended_on=today,
        by=steering,
    )


def _propose(name: str, concluded: datetime.date, *papers: Behind, by):
    check = SiteCheck.objects.select_related("visit").get(
        site__products__name=name, visit__status="approved"
    )
    found = [Behind(BasisKind.FINDING, one) for one in findings_behind(check)]
    [proposal] = services.propose_revocation(
        check,
        revocable_of(check, timezone.localdate()).filter(product__name=name),
        draft=RevocationProposal(
            counted_on=concluded,
            counted_number="12/KL-VPĐP (mẫu)",
            text="Đề nghị thu hồi công nhận vì không còn đáp ứng tiêu chí (mẫu).",
        ),
        grounds=[EndReason.CRITERIA, EndReason.BREACH],
        behind=[*found, *papers],
        by=by,
    )
    return proposal


def _decision(today: datetime.date, *, by) -> Decision:
    return products.services.save_decision(
        Decision(
            kind=DecisionKind.REVOKE,
            issuer=Agency.objects.get(name=ISSUER),
            number="905/QĐ-UBND (mẫu)",
            signed_on=today,
            signer="Người ký (mẫu)",
            signer_title="KT. CHỦ TỊCH, PHÓ CHỦ TỊCH",
            title="Thu hồi công nhận sản phẩm OCOP (mẫu)",
            legal_basis="Điều 8 Quyết định 26/2026/QĐ-TTg\n"
            "Đề xuất của Văn phòng Điều phối (mẫu)",
        ),
        by=by,
    )
