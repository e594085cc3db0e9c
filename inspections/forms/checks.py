from django import forms

from core.forms import VersionedModelForm, form_helper, section, side_by_side
from producers.enums import ProducerState

from ..items import items_for
from ..models import Photo, SiteCheck
from ..positions import MOST_INACCURATE, Position


class SiteCheckForm(VersionedModelForm):
    """What the minutes say about one site beside the answers."""

    class Meta:
        model = SiteCheck
        fields = [
            "producer_state",
            "started_at",
            "ended_at",
            "producer_side",
            "looked_at",
            "assessment",
            "producer_opinion",
            "conclusion",
            "copies",
        ]
        widgets = {
            "looked_at": forms.Textarea({"rows": 3}),
            "assessment": forms.Textarea({"rows": 4}),
            "producer_opinion": forms.Textarea({"rows": 3}),
            "conclusion": forms.Textarea({"rows": 4}),
        }
        help_texts = {
            "producer_side": "Họ tên, chức vụ người làm việc với đoàn.",
            "looked_at": "Ví dụ: quy trình sản xuất, nhãn hiệu, bao bì.",
            "copies": "Số bản in của biên bản.",
        }

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("started_at", "ended_at"):
            field = self.fields[name]
            field.help_text = "Giờ và phút, ví dụ 08:30."
            field.input_formats = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H.%M"]
            field.widget = forms.TimeInput(
                {"placeholder": "hh:mm", "autocomplete": "off", "maxlength": 8},
                format="%H:%M",
            )
            field.error_messages["invalid"] = "Ghi giờ và phút, ví dụ 08:30."
        states = ProducerState.choices
        self.fields["producer_state"].choices = [("", "Chưa ghi"), *states]
        self.helper = form_helper(
            "version",
            section(
                "Tại cơ sở",
                side_by_side("started_at", "ended_at"),
                side_by_side("producer_state", "producer_side"),
                "looked_at",
            ),
            section("Đánh giá", "assessment", "producer_opinion", "conclusion"),
            section("Biên bản", "copies"),
            save="Lưu thông tin",
            cancel_url=cancel_url,
        )

    def clean_copies(self):
        if not self.cleaned_data["copies"]:
            raise forms.ValidationError("Biên bản có ít nhất một bản.")
        return self.cleaned_data["copies"]

    def clean(self):
        super().clean()
        started = self.cleaned_data.get("started_at")
        ended = self.cleaned_data.get("ended_at")
        if started and ended and ended < started:
            self.add_error("ended_at", "Giờ kết thúc phải sau giờ bắt đầu.")


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures at once; what is in them is decided by the service."""

    widget = PhotosInput

    def widget_attrs(self, widget):
        return {"accept": "image/jpeg,image/png,image/webp", "multiple": True}

    def clean(self, data, initial=None):
        files = data if isinstance(data, list) else [data]
        return [super(PhotosField, self).clean(one) for one in files or [None]]


class PhotosForm(forms.Form):
    """Pictures of one check, with what a device says about where and when."""

    photos = PhotosField(
        label="Ảnh",
        help_text="Chụp hoặc chọn nhiều ảnh (JPEG, PNG, WebP), mỗi ảnh tối đa 20 MB.",
    )
    cell = forms.ChoiceField(label="Thuộc nội dung", required=False)
    caption = forms.CharField(label="Chú thích", required=False, max_length=300)
    latitude = forms.DecimalField(
        required=False,
        min_value=-90,
        max_value=90,
        max_digits=8,
        decimal_places=6,
        widget=forms.HiddenInput,
    )
    longitude = forms.DecimalField(
        required=False,
        min_value=-180,
        max_value=180,
        max_digits=9,
        decimal_places=6,
        widget=forms.HiddenInput,
    )
    accuracy = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_INACCURATE,
        widget=forms.HiddenInput,
    )
    taken_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, check, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.cells = {cell.key: cell for cell in items_for(check)}
        self.fields["cell"].choices = [
            ("", "Ảnh chung của cơ sở"),
            *((key, _label(cell)) for key, cell in self.cells.items()),
        ]
        self.helper = form_helper(
            "photos", "cell", "caption", save="Tải ảnh lên", cancel_url=cancel_url
        )

    @property
    def chosen(self):
        """Return the question that the pictures belong to, or None."""
        return self.cells.get(self.cleaned_data["cell"])

    @property
    def position(self) -> Position | None:
        """Return where the device was, or None; an accuracy alone says nothing."""
        latitude = self.cleaned_data["latitude"]
        longitude = self.cleaned_data["longitude"]
        if latitude is None or longitude is None:
            return None
        return Position(latitude, longitude, self.cleaned_data["accuracy"])


def _label(cell) -> str:
    return f"{cell.item} – {cell.product}" if cell.product else str(cell.item)


class CaptionForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ["caption"]

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            "caption", save="Lưu chú thích", cancel_url=cancel_url
        )
