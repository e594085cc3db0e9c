from django import forms

from areas.models import Agency
from core.forms import DayField, VersionedModelForm, form_helper, section, side_by_side
from core.names import NameField, Names
from core.scans import ScanField

from ..models import Decision


class DecisionForm(VersionedModelForm):
    issuer = NameField(
        label="cơ quan ban hành",
        required=False,
        help_text="Gõ một phần tên cơ quan; để trống nếu chưa rõ.",
    )
    file = ScanField(label="bản quét", required=False)

    class Meta:
        model = Decision
        fields = [
            "kind",
            "number",
            "signed_on",
            "issuer",
            "signer",
            "title",
            "legal_basis",
            "file",
            "note",
        ]
        help_texts = {"number": "Ví dụ: 1806/QĐ-UBND."}
        field_classes = {"signed_on": DayField}
        widgets = {
            "title": forms.Textarea({"rows": 2}),
            "legal_basis": forms.Textarea({"rows": 3}),
            "note": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issuer"].offer(Names(Agency.objects.all()))
        self.helper = form_helper(
            "version",
            section(
                "Quyết định",
                "kind",
                side_by_side("number", "signed_on"),
                side_by_side("issuer", "signer"),
                "title",
            ),
            section("Căn cứ, bản quét", "legal_basis", "file", "note"),
            save="Lưu quyết định",
            cancel_url=cancel_url,
        )
