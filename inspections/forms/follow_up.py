"""What is done about a recommendation once its visit was handed in."""

from django import forms
from django.core.exceptions import ValidationError

from core.forms import DayField, form_helper, side_by_side

from ..enums import RecommendationStatus
from ..models import LabReport, Response
from ..services import proofs_of
from ..services.evidence import MOST_FILES
from .checks import PhotosInput


class EvidenceField(forms.FileField):
    """Several files at once; what is in them decides, and pictures are drawn anew."""

    widget = PhotosInput

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Minh chứng")
        kwargs.setdefault(
            "help_text",
            f"Chụp hoặc chọn ảnh (JPEG, PNG, WebP), tệp PDF; tối đa {MOST_FILES} tệp,"
            " mỗi tệp 20 MB.",
        )
        super().__init__(required=False, **kwargs)

    def widget_attrs(self, widget):
        accept = ".pdf,image/jpeg,image/png,image/webp"
        return {"accept": accept, "multiple": True}

    def clean(self, data, initial=None):
        sent = data if isinstance(data, list) else [data]
        files = [super(EvidenceField, self).clean(one) for one in sent if one]
        if len(files) > MOST_FILES:
            raise ValidationError(f"Mỗi lần gửi tối đa {MOST_FILES} tệp.")
        return proofs_of(files)


class ResponseForm(forms.ModelForm):
    """What the addressee says has been done; ``uuid`` makes two sendings one."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    proofs = EvidenceField()

    class Meta:
        model = Response
        fields = ["responded_on", "said_by", "text"]
        field_classes = {"responded_on": DayField}
        widgets = {"text": forms.Textarea({"rows": 3})}

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["uuid"] = self.instance.uuid
        self.helper = form_helper(
            "uuid",
            side_by_side("responded_on", "said_by"),
            "text",
            "proofs",
            save="Ghi trả lời",
        )
        self.helper.form_action = action


class ActForm(forms.Form):
    """A form that does one thing to a recommendation; ``action`` is where it goes."""

    shape: tuple = ()
    save = ""

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(*self.shape, save=self.save)
        self.helper.form_action = action


def reason_field(label: str = "Lý do") -> forms.CharField:
    return forms.CharField(label=label, max_length=500)


class ClosingForm(ActForm):
    """Closing as done or as no longer followed, with the proof or the reason."""

    status = forms.ChoiceField(
        label="Kết thúc vì",
        choices=[
            (RecommendationStatus.DONE, RecommendationStatus.DONE.label),
            (RecommendationStatus.DROPPED, RecommendationStatus.DROPPED.label),
        ],
    )
    closed_on = DayField(label="Ngày kết thúc")
    note = forms.CharField(
        label="Căn cứ, lý do", widget=forms.Textarea({"rows": 2}), max_length=2000
    )

    shape = (side_by_side("status", "closed_on"), "note")
    save = "Kết thúc đề nghị"


class CloseForm(ClosingForm):
    """Closing one recommendation, by an answer to it if one shows that it is done."""

    response = forms.ModelChoiceField(
        label="Theo trả lời",
        queryset=Response.objects.none(),
        required=False,
        empty_label="Không theo trả lời nào",
        help_text="Trả lời, minh chứng cho thấy đã thực hiện.",
    )

    shape = (side_by_side("status", "closed_on"), "response", "note")

    def __init__(self, *args, recommendation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["response"].queryset = recommendation.responses.all()


class ExtendForm(ActForm):
    """Another last day, or none, with the reason."""

    due_on = DayField(
        label="Thời hạn mới",
        required=False,
        help_text="Để trống nếu không đặt thời hạn.",
    )
    reason = reason_field()

    shape = ("due_on", "reason")
    save = "Đổi thời hạn"


class WaiveForm(ActForm):
    """A waiver until a day, after which it is open again."""

    until = DayField(
        label="Tạm miễn đến hết ngày",
        help_text="Sau ngày này đề nghị lại được theo dõi như cũ.",
    )
    reason = reason_field()

    shape = ("until", "reason")
    save = "Tạm miễn"


class LiftForm(ActForm):
    """The end of a waiver before its day, with the reason."""

    reason = reason_field()

    shape = ("reason",)
    save = "Thôi tạm miễn"


class ReopenForm(ActForm):
    """Taking a closing back, with the reason."""

    reason = reason_field("Lý do mở lại")

    shape = ("reason",)
    save = "Mở lại"


class CloseFindingForm(ActForm):
    """What shows that a finding was remedied; ``reports`` are those to choose from."""

    closed_on = DayField(label="Ngày xác nhận")
    report = forms.ModelChoiceField(
        label="Theo phiếu kết quả kiểm nghiệm",
        queryset=LabReport.objects.none(),
        required=False,
        empty_label="Không theo phiếu nào",
        help_text="Những phiếu có kết quả đạt của cùng sản phẩm, trả từ đó đến nay.",
    )
    note = forms.CharField(
        label="Căn cứ xác nhận đã khắc phục",
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        help_text="Ai đã xem, xem gì, thấy thế nào.",
    )
    proofs = EvidenceField(label="Ảnh, tệp minh chứng")

    shape = ("closed_on", "report", "note", "proofs")
    save = "Xác nhận đã khắc phục"

    def __init__(self, *args, reports, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["report"].queryset = reports
        self.fields["report"].label_from_instance = _report


def _report(row: LabReport) -> str:
    passed = ", ".join(one.indicator for one in row.results.all())
    return f"{row} ngày {row.reported_on:%d/%m/%Y}, {row.sample}: {passed}"


class CountedForm(ActForm):
    """Something done to many at once: their number is typed to confirm it."""

    count = forms.IntegerField(label="Số đề nghị sẽ thay đổi", min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, action="", **kwargs)
        self.helper.form_tag = False  # the page opens it, with the rows chosen
        self.helper.disable_csrf = True

    def expect(self, number: int) -> None:
        """Say what has to be typed."""
        self["count"].help_text = f"Gõ {number} để xác nhận."


class ExtendManyForm(CountedForm, ExtendForm):
    shape = (*ExtendForm.shape, "count")


class WaiveManyForm(CountedForm, WaiveForm):
    shape = (*WaiveForm.shape, "count")


class CloseManyForm(CountedForm, ClosingForm):
    shape = (*ClosingForm.shape, "count")
