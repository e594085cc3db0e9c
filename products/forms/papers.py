from django import forms

from core.forms import VersionedModelForm, form_helper, section, side_by_side
from core.scans import ScanField
from core.widgets import DateInput

from ..models import Paper, Product
from .fields import check_order


class PaperForm(VersionedModelForm):
    """A paper of one producer; only products that the person may write are offered."""

    file = ScanField(label="tệp đính kèm", required=False)

    class Meta:
        model = Paper
        fields = [
            "kind",
            "product",
            "number",
            "issuer",
            "issued_on",
            "expires_on",
            "file",
            "note",
        ]
        help_texts = {"expires_on": "Để trống nếu giấy tờ không ghi thời hạn."}
        widgets = {
            "issued_on": DateInput,
            "expires_on": DateInput,
            "note": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args, user, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        writable = Product.objects.editable_by(user)
        own = writable.filter(producer=self.instance.producer_id)
        self.fields["product"].queryset = own
        self.fields["product"].empty_label = "Giấy tờ chung của chủ thể"
        self.helper = form_helper(
            "version",
            section("Giấy tờ", "kind", "product", side_by_side("number", "issuer")),
            section(
                "Thời hạn, tệp",
                side_by_side("issued_on", "expires_on"),
                "file",
                "note",
            ),
            save="Lưu giấy tờ",
            cancel_url=cancel_url,
        )

    def clean(self):
        super().clean()
        check_order(self, "issued_on", "expires_on", "Ngày hết hạn phải sau ngày cấp.")
