from django import forms
from django.db.models import Q

from core.forms import DayField, VersionedModelForm, form_helper, section, side_by_side
from core.names import NameField, Names

from ..endings import check_ending
from ..enums import DecisionKind, DossierOutcome, EndReason
from ..exceptions import ProductError
from ..models import Decision, Dossier, Recognition
from .fields import check_order, offer_sets, with_issuer

AWARDING = (DecisionKind.RECOGNISE, DecisionKind.CORRECT)
ENDING = (DecisionKind.REVOKE, DecisionKind.REMOVE)


def _offer_decisions(field: NameField, kinds, kept: int | None) -> None:
    """Offer the decisions of some kinds, latest first, and the one stored so far."""
    decisions = Decision.objects.filter(Q(kind__in=kinds) | Q(pk=kept)).for_list()
    field.offer(Names(decisions, label=with_issuer))


class RecognitionForm(VersionedModelForm):
    decision = NameField(
        label="quyết định",
        required=False,
        help_text="Gõ số quyết định rồi chọn; để trống nếu chưa rõ quyết định nào.",
    )

    class Meta:
        model = Recognition
        fields = [
            "decision",
            "grade",
            "score",
            "regime",
            "criteria_set",
            "code",
            "certificate_number",
            "valid_from",
            "valid_to",
            "dates_as_printed",
            "note",
        ]
        help_texts = {
            "score": "Từ 0 đến 100, ví dụ 76,5.",
            "regime": "Quy định đã dùng để chấm điểm; không suy từ ngày.",
            "valid_from": "Ngày ghi trong quyết định, giấy chứng nhận. Để trống thì"
            " lấy ngày quyết định công nhận có hiệu lực.",
            "valid_to": "Ngày cuối còn hiệu lực. Để trống thì tính 36 tháng từ ngày"
            " công nhận.",
            "dates_as_printed": "Chỉ ghi khi ngày không đầy đủ, ví dụ “năm 2020”; khi"
            " đó không tính ngày hết hạn.",
        }
        field_classes = {"valid_from": DayField, "valid_to": DayField}
        widgets = {"note": forms.Textarea({"rows": 3})}

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        kept = self.instance.decision_id
        _offer_decisions(self.fields["decision"], AWARDING, kept)
        offer_sets(self.fields["criteria_set"])
        self.fields["regime"].empty_label = "Chưa rõ"
        self.fields["score"].localize = True
        self.fields["score"].widget = forms.TextInput({"inputmode": "decimal"})
        self.helper = form_helper(
            "version",
            section("Công nhận", "decision", side_by_side("grade", "score")),
            section("Bộ tiêu chí", "regime", "criteria_set"),
            section(
                "Thời hạn",
                side_by_side("valid_from", "valid_to"),
                "dates_as_printed",
            ),
            section(
                "Giấy chứng nhận", side_by_side("code", "certificate_number"), "note"
            ),
            save="Lưu lần công nhận",
            cancel_url=cancel_url,
        )

    def clean(self):
        super().clean()
        check_order(
            self, "valid_from", "valid_to", "Ngày hết hạn phải sau ngày công nhận."
        )
        self._check_set()
        self._check_decision()

    def _check_set(self):
        chosen = self.cleaned_data.get("criteria_set")
        regime = self.cleaned_data.get("regime")
        if chosen and chosen.regime != regime:
            message = f"Bộ sản phẩm này thuộc bộ quy định {chosen.regime}"
            told = f"không thuộc {regime}" if regime else "hãy chọn bộ quy định đó"
            self.add_error("criteria_set", f"{message}, {told}.")

    def _check_decision(self):
        decision = self.cleaned_data.get("decision")
        others = Recognition.objects.filter(product=self.instance.product_id)
        others = others.exclude(pk=self.instance.pk)
        if decision and others.filter(decision=decision).exists():
            message = "Quyết định này đã công nhận sản phẩm."
            self.add_error("decision", message)


class EndForm(VersionedModelForm):
    """The end of a recognition: grounds of revocation, or removal by itself."""

    reasons = forms.MultipleChoiceField(
        label="lý do",
        choices=EndReason.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Thu hồi theo một hoặc nhiều điểm của Điều 8 Quyết định"
        " 26/2026/QĐ-TTg; loại khỏi danh sách thì chọn riêng mục cuối.",
        error_messages={"required": "Hãy chọn ít nhất một lý do."},
    )
    end_decision = NameField(
        label="quyết định chấm dứt",
        required=False,
        help_text="Quyết định thu hồi hoặc loại khỏi danh sách; để trống nếu chưa rõ.",
    )
    end_note = forms.CharField(
        label="căn cứ, ghi chú",
        required=False,
        max_length=300,
        help_text="Ví dụ: kết luận kiểm tra số, ngày.",
    )

    class Meta:
        model = Recognition
        fields = ["ended_on", "end_decision"]
        field_classes = {"ended_on": DayField}

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        kept = self.instance.end_decision_id
        _offer_decisions(self.fields["end_decision"], ENDING, kept)
        self.fields["ended_on"].required = True
        ends = list(self.instance.ends.all())
        self.initial["reasons"] = [end.reason for end in ends]
        self.initial["end_note"] = ends[0].note if ends else ""
        self.helper = form_helper(
            "version",
            section("Lý do chấm dứt", "reasons"),
            section("Căn cứ", "end_decision", "ended_on", "end_note"),
            save="Chấm dứt công nhận",
            cancel_url=cancel_url,
        )

    def clean(self):
        super().clean()
        reasons = self.cleaned_data.get("reasons")
        ended_on = self.cleaned_data.get("ended_on")
        if reasons and ended_on:
            try:
                check_ending(self.instance, reasons, ended_on)
            except ProductError as error:
                self.add_error(error.field, str(error))


class DossierForm(VersionedModelForm):
    class Meta:
        model = Dossier
        fields = [
            "kind",
            "received_on",
            "receipt_number",
            "province_received_on",
            "province_receipt_number",
            "decided_on",
            "outcome",
            "outcome_note",
        ]
        help_texts = {
            "received_on": "Ngày cấp xã nhận; trước ngày 01/07/2025 là cấp huyện.",
            "province_received_on": "Để trống khi chưa chuyển lên cấp tỉnh.",
            "decided_on": "Để trống khi hồ sơ chưa có kết quả.",
            "outcome_note": "Ví dụ: đạt 4 sao; thiếu phiếu kiểm nghiệm.",
        }
        field_classes = {
            "received_on": DayField,
            "province_received_on": DayField,
            "decided_on": DayField,
        }

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [
            ("", "Chưa rõ"),
            *DossierOutcome.choices,
        ]
        self.helper = form_helper(
            "version",
            section(
                "Hồ sơ",
                "kind",
                side_by_side("received_on", "receipt_number"),
                side_by_side("province_received_on", "province_receipt_number"),
            ),
            section("Kết quả", side_by_side("decided_on", "outcome"), "outcome_note"),
            save="Lưu hồ sơ",
            cancel_url=cancel_url,
        )

    def clean(self):
        super().clean()
        for first, last, message in (
            (
                "received_on",
                "province_received_on",
                "Ngày cấp tỉnh nhận phải từ ngày nhận hồ sơ trở đi.",
            ),
            (
                "received_on",
                "decided_on",
                "Ngày có kết quả phải sau ngày nhận hồ sơ.",
            ),
            (
                "province_received_on",
                "decided_on",
                "Ngày có kết quả phải từ ngày cấp tỉnh nhận trở đi.",
            ),
        ):
            check_order(self, first, last, message)
        given = self.cleaned_data
        if given.get("outcome") and not given.get("decided_on"):
            self.add_error("decided_on", "Có kết quả thì phải có ngày có kết quả.")
