"""Proposing to revoke what an inspection speaks against, and what came of it."""

import re

from django import forms
from django.utils import timezone

from core.forms import (
    DayField,
    KeysField,
    VersionedModelForm,
    form_helper,
    section,
    side_by_side,
)
from products.enums import REVOCATION_GROUNDS
from products.forms import EndForm
from products.models import Recognition

from ..enums import BasisKind
from ..models import Finding, RevocationProposal
from ..revoking import findings_about, findings_behind, revocable_of
from ..services import Behind
from .follow_up import ActForm, reason_field

_AMOUNT = re.compile(r"[0-9]{1,15}", re.ASCII)
FINE = ("fine_number", "fine_on", "fine_agency", "fine_amount")
REFERRAL = ("referral_to", "referral_number", "referral_on")
# What must be told of a paper as soon as anything of it is told.
NEEDED = ((FINE, FINE[:3]), (REFERRAL, ("referral_to", "referral_on")))


class BehindFields(forms.Form):
    """What a revocation rests on: findings, a fine, a referral; all may be blank."""

    findings = KeysField(
        label="Nhận định của đoàn kiểm tra",
        queryset=Finding.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fine_number = forms.CharField(
        label="Số quyết định xử phạt", required=False, max_length=100
    )
    fine_on = DayField(label="Ngày quyết định xử phạt", required=False)
    fine_agency = forms.CharField(
        label="Cơ quan xử phạt", required=False, max_length=200
    )
    fine_amount = forms.CharField(
        label="Số tiền phạt (đồng)",
        required=False,
        max_length=30,
        help_text="Ví dụ: 5.000.000; để trống nếu phạt cảnh cáo.",
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    referral_to = forms.CharField(
        label="Chuyển cơ quan nào", required=False, max_length=200
    )
    referral_number = forms.CharField(
        label="Số văn bản chuyển", required=False, max_length=100
    )
    referral_on = DayField(label="Ngày chuyển", required=False)

    def offer(self, findings):
        """Say which findings may be named."""
        field = self.fields["findings"]
        field.queryset = findings
        field.label_from_instance = _finding_words
        if not findings:
            field.help_text = "Không có nhận định nào cần khắc phục."

    def clean_fine_amount(self):
        """Read the sum as it is written, with dots between thousands."""
        text = re.sub(r"[\s.,]|đồng", "", self.cleaned_data["fine_amount"].casefold())
        if not text:
            return None
        if not _AMOUNT.fullmatch(text) or not int(text):
            raise forms.ValidationError("Ghi số tiền bằng chữ số, ví dụ 5.000.000.")
        return int(text)

    def clean(self):
        super().clean()
        given = self.cleaned_data
        for names, needed in NEEDED:
            if any(given.get(name) for name in names):
                for name in needed:
                    if not given.get(name) and name not in self.errors:
                        self.add_error(name, "Ghi cả nội dung này.")
        for name in ("fine_on", "referral_on"):
            if (day := given.get(name)) and day > timezone.localdate():
                self.add_error(name, "Ngày không thể sau hôm nay.")
        return given

    def behind(self) -> list[Behind]:
        """Return what was named, in the order of the form."""
        given = self.cleaned_data
        found = [Behind(BasisKind.FINDING, finding=one) for one in given["findings"]]
        if given["fine_number"]:
            fine = (given[name] for name in FINE)
            found.append(Behind(BasisKind.FINE, None, *fine))
        if given["referral_to"]:
            found.append(
                Behind(
                    BasisKind.REFERRAL,
                    number=given["referral_number"],
                    dated_on=given["referral_on"],
                    agency=given["referral_to"],
                )
            )
        return found


def _finding_words(finding: Finding) -> str:
    product = f" – {finding.product}" if finding.product else ""
    words = f"{finding.get_severity_display()}: {finding.text}{product}"
    return f"{words} ({finding.visit.starts_on:%d/%m/%Y})"


def _sections_behind() -> list:
    return [
        section("Nhận định", "findings"),
        section(
            "Quyết định xử phạt, nếu có",
            side_by_side("fine_number", "fine_on"),
            side_by_side("fine_agency", "fine_amount"),
        ),
        section(
            "Chuyển cơ quan có thẩm quyền, nếu có",
            "referral_to",
            side_by_side("referral_number", "referral_on"),
        ),
    ]


class ProposalForm(VersionedModelForm):
    """The day, the paper, the grounds and the text of a proposal."""

    grounds = forms.MultipleChoiceField(
        label="lý do thu hồi",
        choices=REVOCATION_GROUNDS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Theo một hoặc nhiều điểm của khoản 1 Điều 8 Quyết định"
        " 26/2026/QĐ-TTg.",
        error_messages={"required": "Hãy chọn ít nhất một lý do."},
    )

    class Meta:
        model = RevocationProposal
        fields = ["counted_from", "counted_on", "counted_number", "text"]
        help_texts = {
            "counted_on": "Thời hạn ra quyết định là 15 ngày kể từ ngày này.",
            "counted_number": "Ví dụ: 12/KL-VPĐP; để trống nếu kết luận ở biên bản.",
        }
        field_classes = {"counted_on": DayField}
        widgets = {"text": forms.Textarea({"rows": 4})}

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            grounds = self.instance.grounds.all()
            self.initial["grounds"] = [ground.reason for ground in grounds]
        self.helper = form_helper(
            "version", *self.sections(), save="Lưu đề xuất", cancel_url=cancel_url
        )

    def sections(self) -> list:
        """Return the parts of the form in their order."""
        return [
            section("Lý do", "grounds"),
            section(
                "Kết luận, thời hạn",
                "counted_from",
                side_by_side("counted_on", "counted_number"),
            ),
            section("Nội dung đề xuất", "text"),
        ]


class ProposeForm(BehindFields, ProposalForm):
    """A new proposal from a site check; several recognitions get one each."""

    recognitions = KeysField(
        label="Sản phẩm đề xuất thu hồi công nhận",
        queryset=Recognition.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một sản phẩm."},
    )

    def __init__(self, *args, check, finding=None, date, **kwargs):
        super().__init__(*args, **kwargs)
        offered = revocable_of(check, date)
        self.fields["recognitions"].queryset = offered
        self.fields["recognitions"].label_from_instance = str
        if not offered:
            self.fields[
                "recognitions"
            ].help_text = (
                "Cơ sở không có sản phẩm nào còn hiệu lực mà chưa đề xuất thu hồi."
            )
        self.offer(findings_behind(check))
        if finding:
            self.initial["findings"] = [finding.pk]
            named = [row.pk for row in offered if row.product_id == finding.product_id]
            self.initial["recognitions"] = named

    def sections(self) -> list:
        first, *rest = super().sections()
        return [
            section("Sản phẩm", "recognitions"),
            first,
            *_sections_behind(),
            *rest,
        ]


class BasisForm(BehindFields):
    """What lies behind a revocation that is proposed or done, told afterwards."""

    def __init__(self, *args, recognition, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(findings_about(recognition))
        self.helper = form_helper(
            *_sections_behind(), save="Lưu căn cứ", cancel_url=cancel_url
        )

    def clean(self):
        super().clean()
        if not self.errors and not self.behind():
            raise forms.ValidationError("Chọn hoặc ghi ít nhất một căn cứ.")


class DecideForm(EndForm):
    """The decision that a proposal came to; it ends the recognition."""

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reasons"].choices = REVOCATION_GROUNDS
        self.fields["end_decision"].required = True
        self.fields["end_decision"].help_text = (
            "Gõ số quyết định thu hồi rồi chọn; quyết định mới thì thêm ở trang Quyết"
            " định trước."
        )
        if not self.initial["reasons"]:
            grounds = proposal.grounds.all()
            self.initial["reasons"] = [ground.reason for ground in grounds]


class DropForm(ActForm):
    """Letting a proposal go, with the reason."""

    reason = reason_field("Lý do không thu hồi")

    shape = ("reason",)
    save = "Không thu hồi"
