from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from core.pictures import BadPictureError, Picture, rewrite

from .models import MisuseReport

LONG_SIDE = 2048


class PictureField(forms.FileField):
    """A picture, drawn anew when the form is read."""

    def clean(self, data, initial=None) -> Picture | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return rewrite(upload.read(), LONG_SIDE)
        except BadPictureError as error:
            raise ValidationError(str(error)) from error


class ReportForm(forms.ModelForm):
    """What somebody saw; ``website`` is for machines, and people do not see it."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    website = forms.CharField(
        required=False,
        label="Để trống ô này",
        widget=forms.TextInput({"tabindex": -1, "autocomplete": "off"}),
    )
    label = PictureField(
        label="Ảnh chụp nhãn (nếu có)",
        required=False,
        widget=forms.ClearableFileInput({"accept": "image/*"}),
    )

    class Meta:
        model = MisuseReport
        fields = ["kind", "seen_at", "text", "contact"]
        labels = {
            "seen_at": "Thấy ở đâu",
            "text": "Mô tả những gì đã thấy",
            "contact": "Điện thoại hoặc thư điện tử của bạn",
        }
        help_texts = {
            "seen_at": "Ví dụ: tên cửa hàng, chợ, xã; hoặc địa chỉ trang bán hàng.",
            "contact": "Không bắt buộc. Chỉ cán bộ xử lý phản ánh đọc được.",
        }
        widgets = {
            "kind": forms.RadioSelect({"class": "form-check-input"}),
            "seen_at": forms.TextInput({"class": "form-control"}),
            "text": forms.Textarea({"rows": 4, "class": "form-control"}),
            "contact": forms.TextInput(
                {"class": "form-control", "autocomplete": "email"}
            ),
        }

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("initial", {"uuid": uuid4()})
        super().__init__(*args, **kwargs)
        # No empty choice among the buttons.
        self.fields["kind"].choices = self.fields["kind"].choices[1:]

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.data.get("website"))

    def report(self) -> MisuseReport:
        self.instance.uuid = self.cleaned_data["uuid"]
        return self.instance


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label="Kết quả xử lý",
        max_length=2000,
        help_text="Đã kiểm tra gì, thấy gì, đã làm gì.",
        widget=forms.Textarea({"rows": 4, "class": "form-control"}),
    )
