from django import forms

from core.forms import DayField, form_helper, side_by_side
from core.scans import ScanField

from ..enums import RecommendationStatus
from ..models import Response


class ResponseForm(forms.ModelForm):
    """What the addressee says has been done; ``uuid`` makes two sendings one."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    evidence = ScanField(label="Minh chứng", required=False)

    class Meta:
        model = Response
        fields = ["responded_on", "text", "evidence"]
        field_classes = {"responded_on": DayField}
        widgets = {"text": forms.Textarea({"rows": 3})}

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["uuid"] = self.instance.uuid
        self.helper = form_helper(
            "uuid", "responded_on", "text", "evidence", save="Ghi trả lời"
        )
        self.helper.form_action = action


class CloseForm(forms.Form):
    """Closing as done or as no longer followed, with the proof or the reason."""

    status = forms.ChoiceField(
        label="Kết thúc vì",
        choices=[
            (RecommendationStatus.DONE, RecommendationStatus.DONE.label),
            (RecommendationStatus.WAIVED, RecommendationStatus.WAIVED.label),
        ],
    )
    closed_on = DayField(label="Ngày kết thúc")
    note = forms.CharField(
        label="Căn cứ, lý do", widget=forms.Textarea({"rows": 2}), max_length=2000
    )

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            side_by_side("status", "closed_on"), "note", save="Kết thúc đề nghị"
        )
        self.helper.form_action = action


class ExtendForm(forms.Form):
    """Another last day, or none, with the reason."""

    due_on = DayField(
        label="Thời hạn mới",
        required=False,
        help_text="Để trống nếu không đặt thời hạn.",
    )
    reason = forms.CharField(label="Lý do", max_length=500)

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper("due_on", "reason", save="Đổi thời hạn")
        self.helper.form_action = action


class ReopenForm(forms.Form):
    """Taking a closing back, with the reason."""

    reason = forms.CharField(label="Lý do mở lại", max_length=500)

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper("reason", save="Mở lại")
        self.helper.form_action = action
