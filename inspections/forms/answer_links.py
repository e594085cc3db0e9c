"""Making a link, answering by it, and what an officer says to the answer."""

import uuid

from django import forms

from core.forms import DayField, KeysField, form_helper

from ..enums import ResponseState
from ..models import Evidence
from ..services import last_day
from ..services.evidence import MOST_FILES
from .follow_up import ActForm, EvidenceField


class AnswerLinkForm(forms.Form):
    """Until when a link may be used; ``key`` makes two sendings one."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    expires_on = DayField(
        label="Dùng được đến hết ngày",
        help_text="Hết ngày này liên kết tự đóng.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"key": uuid.uuid4(), "expires_on": last_day()}
        self.helper = form_helper("key", "expires_on", save="Tạo liên kết")


class AnswerForm(forms.Form):
    """What a producer says about one thing that it was asked to do."""

    text = forms.CharField(
        label="Đã làm được gì",
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
        error_messages={"required": "Hãy ghi đã làm được gì."},
    )
    said_by = forms.CharField(
        label="Họ tên người trả lời", required=False, max_length=200
    )
    without = KeysField(
        label="Bỏ tệp đã gửi",
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    proofs = EvidenceField(
        label="Ảnh, giấy tờ cho thấy đã làm",
        help_text=f"Chụp hoặc chọn ảnh, tệp PDF; tối đa {MOST_FILES} tệp, mỗi tệp"
        " 20 MB.",
    )

    def __init__(self, *args, response=None, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        shown = ["text", "said_by", "proofs"]
        files = response.evidence.all() if response else Evidence.objects.none()
        self.fields["without"].queryset = files
        if response:
            self.initial |= {"text": response.text, "said_by": response.said_by}
        if files:
            numbers = {file.pk: n for n, file in enumerate(files, start=1)}
            self.fields["without"].label_from_instance = lambda file: (
                f"{str(file).capitalize()} {numbers[file.pk]}"
            )
            shown.insert(2, "without")
        self.helper = form_helper(*shown, save="Lưu trả lời", cancel_url=cancel_url)


class ReviewForm(ActForm):
    """What an officer says to an answer that came by a link."""

    state = forms.ChoiceField(
        label="Kết luận",
        choices=[
            (ResponseState.ACCEPTED, "Xác nhận trả lời này"),
            (ResponseState.REFUSED, "Chưa chấp nhận"),
        ],
    )
    note = forms.CharField(
        label="Ý kiến",
        required=False,
        max_length=500,
        help_text="Bắt buộc khi chưa chấp nhận.",
    )

    shape = ("state", "note")
    save = "Ghi kết luận"
