"""Samples taken on site, and what laboratories report about them."""

from django import forms

from areas.models import Agency
from core.forms import (
    DayField,
    VersionedModelForm,
    form_helper,
    part_helper,
    section,
    side_by_side,
)
from core.names import NameField
from core.scans import ScanField

from ..enums import LabVerdict
from ..items import products_of
from ..models import LabReport, LabResult, Sample
from .visit_rows import NUMBER, RowForm
from .visits import SUGGESTIONS, agency_names

MOST_RESULTS = 60
BLANK_RESULTS = 4


class SampleForm(VersionedModelForm):
    """One sample; ``uuid`` makes a form sent twice one sample."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    lab = NameField(
        label="đơn vị kiểm nghiệm",
        required=False,
        help_text="Chọn trong danh sách cơ quan, hoặc ghi tên ở ô tiếp theo.",
    )

    class Meta:
        model = Sample
        fields = [
            "product",
            "code",
            "seal_number",
            "quantity",
            "taken_on",
            "lab",
            "lab_text",
            "indicators",
            "note",
        ]
        field_classes = {"taken_on": DayField}
        widgets = {
            "indicators": forms.Textarea({"rows": 3}),
            "note": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        check = self.instance.site_check
        products = {product.pk for product in products_of(check)}
        self.fields["product"].queryset = check.site.products.filter(pk__in=products)
        self.fields["product"].empty_label = "Không riêng sản phẩm nào"
        self.agencies = agency_names(Agency.objects.valid_on(check.visit.starts_on))
        self.fields["lab"].offer(self.agencies)
        self.initial["lab"] = self.instance.lab
        self.initial["uuid"] = self.instance.uuid
        self.helper = form_helper(
            "version",
            "uuid",
            SUGGESTIONS,
            section(
                "Mẫu",
                "product",
                side_by_side("code", "seal_number"),
                side_by_side("quantity", "taken_on"),
            ),
            section(
                "Kiểm nghiệm", side_by_side("lab", "lab_text"), "indicators", "note"
            ),
            save="Lưu mẫu",
            cancel_url=cancel_url,
        )

    def clean(self):
        super().clean()
        if self.cleaned_data.get("lab") and self.cleaned_data.get("lab_text"):
            self.add_error("lab_text", "Chỉ ghi một đơn vị kiểm nghiệm.")


class LabReportForm(forms.ModelForm):
    """The head of a report; its results are the lines of ``LabResultFormSet``."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    file = ScanField(label="Bản quét phiếu kết quả", required=False)

    class Meta:
        model = LabReport
        fields = ["number", "reported_on", "file"]
        field_classes = {"reported_on": DayField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["uuid"] = self.instance.uuid
        self.helper = part_helper("uuid", side_by_side("number", "reported_on"), "file")


class LabResultForm(RowForm):
    telling = ("indicator", "value", "unit", "limit")

    class Meta:
        model = LabResult
        fields = ["indicator", "value", "unit", "limit", "verdict"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verdict"].required = True
        self.fields["verdict"].choices = [("", "Chọn"), *LabVerdict.choices]


class BaseLabResults(forms.BaseFormSet):
    """The indicators of one report, as printed; blank lines are none."""

    default_error_messages = {
        "missing_management_form": "Trang gửi lên thiếu dữ liệu. Hãy tải lại trang.",
    }

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.heading = f"Chỉ tiêu {NUMBER if index is None else index + 1}"

    def clean(self):
        if not self.instances and not any(self.errors):
            raise forms.ValidationError("Hãy ghi ít nhất một chỉ tiêu.")

    @property
    def instances(self) -> list[LabResult]:
        return [form.instance for form in self.forms if form.has_changed()]


LabResultFormSet = forms.formset_factory(
    LabResultForm,
    formset=BaseLabResults,
    extra=BLANK_RESULTS,
    max_num=MOST_RESULTS,
    absolute_max=MOST_RESULTS,
)


class RemoveReportForm(forms.Form):
    """Taking back a report that was typed wrongly, with the reason."""

    reason = forms.CharField(label="Lý do bỏ phiếu kết quả", max_length=500)

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            "reason", save="Bỏ phiếu kết quả", cancel_url=cancel_url
        )
