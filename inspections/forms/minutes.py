"""Signing minutes on site, and opening them again to be corrected."""

import base64
import binascii
import uuid

from crispy_forms.layout import HTML, Field
from django import forms

from core.forms import form_helper, side_by_side
from core.scans import ScanField

from ..enums import TEAM_SIDES, SignatureSide, TeamRole
from ..models import SiteCheck
from ..services import Signature

PNG_URL = "data:image/png;base64,"
# The frame to draw in is shown by the script that fills it.
PAD = HTML('{% include "inspections/_signature_pad.html" only %}')
OTHER_WAYS = HTML('<p class="soft small">Hoặc, nếu không ký trên màn hình:</p>')


class SignatureForm(forms.Form):
    """One side signs what it has read: drawn, on paper, or not at all.

    ``seen`` is the SHA-256 of the content on the page.
    """

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    side = forms.ChoiceField(choices=SignatureSide.choices, widget=forms.HiddenInput)
    name = forms.CharField(label="Họ và tên người ký", max_length=100)
    title = forms.CharField(label="Chức vụ", max_length=200, required=False)
    picture = forms.CharField(required=False, widget=forms.HiddenInput)
    paper = ScanField(label="Bản quét biên bản đã ký trên giấy", required=False)
    refusal = forms.CharField(
        label="Lý do không ký",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Chỉ ghi khi người này từ chối hoặc vắng mặt lúc ký.",
    )
    witnesses = forms.CharField(label="Người làm chứng", max_length=300, required=False)

    def __init__(self, *args, side: str, cancel_url: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.signer, self.side_words = side, SignatureSide(side).label
        self.initial["side"] = side
        ways = ["paper"]
        if side in TEAM_SIDES:
            del self.fields["refusal"], self.fields["witnesses"]
        else:
            ways += ["refusal", "witnesses"]
        self.helper = form_helper(
            "seen",
            "side",
            side_by_side("name", "title"),
            Field("picture", data_ocop_signature=""),
            PAD,
            OTHER_WAYS,
            *ways,
            save=f"Ký: {self.side_words}",
            cancel_url=cancel_url,
        )

    def clean_picture(self) -> bytes:
        """Return the drawn PNG, or nothing; what it holds is judged by the service."""
        text = self.cleaned_data["picture"]
        if not text:
            return b""
        try:
            if not text.startswith(PNG_URL):
                raise ValueError(text[:20])
            return base64.b64decode(text.removeprefix(PNG_URL), validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError("Chữ ký gửi lên bị hỏng, hãy ký lại.") from None

    def show(self, seen: str) -> None:
        """Carry the content that the page shows, whatever was sent before."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data["seen"] = seen
        self.initial["seen"] = seen

    @property
    def signature(self) -> Signature:
        data = self.cleaned_data
        return Signature(
            side=data["side"],
            name=data["name"],
            title=data["title"],
            picture=data["picture"],
            paper=data["paper"],
            refusal=data.get("refusal", ""),
            witnesses=data.get("witnesses", ""),
        )


def signer_of(check: SiteCheck, side: str) -> dict[str, str]:
    """Return the name and title that the visit knows for a side."""
    if side == SignatureSide.PRODUCER:
        name, _, title = check.producer_side.partition(", ")
        return {"name": name[:100], "title": title}
    if side not in TEAM_SIDES:
        return {}
    role = {
        SignatureSide.HEAD: TeamRole.HEAD,
        SignatureSide.SECRETARY: TeamRole.SECRETARY,
    }[SignatureSide(side)]
    seat = check.visit.team.filter(role=role).first()
    return {"name": seat.name, "title": seat.title} if seat else {}


class WithdrawCorrectionForm(forms.Form):
    """Why a correction that nobody has signed is taken back."""

    reason = forms.CharField(
        label="Lý do bỏ",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Bản đã ký giữ nguyên và lại có hiệu lực; lý do đứng trong lịch sử.",
    )

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            "reason", save="Bỏ biên bản sửa đổi", cancel_url=cancel_url
        )


class CorrectMinutesForm(forms.Form):
    """Opening signed minutes again; ``uuid`` makes a form sent twice one version."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Lý do sửa đổi",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Lý do đứng trong biên bản sửa đổi và trong lịch sử.",
    )

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["uuid"] = uuid.uuid4()
        self.helper = form_helper(
            "uuid", "reason", save="Lập biên bản sửa đổi", cancel_url=cancel_url
        )
