from django import forms

from areas.models import Agency
from core.forms import DayField, VersionedModelForm, form_helper, section, side_by_side
from core.names import NameField, Names
from core.scans import ScanField

from ..enums import DecisionKind
from ..models import Decision
from .fields import check_order, with_issuer


class DecisionForm(VersionedModelForm):
    issuer = NameField(
        label="cơ quan ban hành",
        required=False,
        help_text="Gõ một phần tên cơ quan; để trống nếu chưa rõ.",
    )
    corrects = NameField(
        label="đính chính quyết định",
        required=False,
        help_text="Chỉ ghi ở quyết định đính chính: gõ số của quyết định được đính"
        " chính.",
    )
    file = ScanField(label="bản quét", required=False)

    class Meta:
        model = Decision
        fields = [
            "kind",
            "number",
            "signed_on",
            "effective_on",
            "issuer",
            "signer",
            "signer_title",
            "title",
            "corrects",
            "correction",
            "legal_basis",
            "file",
            "note",
        ]
        help_texts = {
            "number": "Ví dụ: 1806/QĐ-UBND.",
            "signer_title": "Như đã in, ví dụ: KT. CHỦ TỊCH, PHÓ CHỦ TỊCH.",
            "correction": "Ghi nội dung cũ và nội dung sửa lại.",
        }
        field_classes = {"signed_on": DayField, "effective_on": DayField}
        widgets = {
            "title": forms.Textarea({"rows": 2}),
            "correction": forms.Textarea({"rows": 2}),
            "legal_basis": forms.Textarea({"rows": 3}),
            "note": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuer"].offer(Names(Agency.objects.all()))
        others = Decision.objects.exclude(pk=self.instance.pk).for_list()
        self.fields["corrects"].offer(Names(others, label=with_issuer))
        self.helper = form_helper(
            "version",
            section(
                "Quyết định",
                "kind",
                "number",
                side_by_side("signed_on", "effective_on"),
                "issuer",
                side_by_side("signer", "signer_title"),
                "title",
            ),
            section("Đính chính", "corrects", "correction"),
            section("Căn cứ, bản quét", "legal_basis", "file", "note"),
            save="Lưu quyết định",
            cancel_url=cancel_url,
        )

    def clean(self):
        super().clean()
        check_order(
            self,
            "signed_on",
            "effective_on",
            "Ngày có hiệu lực phải từ ngày ký trở đi.",
        )
        if self.cleaned_data.get("kind") == DecisionKind.CORRECT:
            return
        for name in ("corrects", "correction"):
            if self.cleaned_data.get(name):
                self.add_error(name, "Chỉ ghi khi loại quyết định là đính chính.")
