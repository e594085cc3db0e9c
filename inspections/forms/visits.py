"""The facts of a visit, the sites it goes to, and the steps it takes."""

from crispy_forms.layout import HTML
from django import forms
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils import timezone

from areas.enums import Level
from areas.fields import PlaceField
from areas.models import Agency
from core.forms import (
    DayField,
    KeysField,
    VersionedModelForm,
    form_helper,
    part_helper,
    section,
    side_by_side,
)
from core.names import NameField, Names

from ..models import Campaign, Visit

HOSTS = (Level.DISTRICT, Level.COMMUNE)
# A second visit with the same of these is rare, and more often a slip.
TELLING = ("campaign", "place", "starts_on")
AGENCY_LIST = "ten-co-quan"
VERBS = {
    "submit": "Nộp buổi kiểm tra",
    "approve": "Duyệt buổi kiểm tra",
    "return": "Trả lại để bổ sung",
    "reopen": "Mở lại để sửa",
}
# Draws the suggestions once, wherever the field stands.
SUGGESTIONS = HTML(
    '{% include "inspections/_visit_names.html" with names=form.agencies only %}'
)


def agency_names(agencies) -> Names:
    """Return agencies by name, those of one name told apart by their place."""
    return Names(
        agencies.select_related("area"),
        list_id=AGENCY_LIST,
        detail=lambda agency: agency.area.name,
    )


class VisitForm(VersionedModelForm):
    """Where, when and for what; ``uuid`` makes a form sent twice one visit."""

    uuid = forms.UUIDField(
        label="mã biểu mẫu", required=False, widget=forms.HiddenInput
    )
    place = PlaceField(
        label="địa bàn tiếp đoàn",
        levels=HOSTS,
        help_text="Xã, phường; với buổi trước ngày 01/07/2025 có thể là huyện.",
    )
    starts_on = DayField(label="ngày kiểm tra")
    ends_on = DayField(
        label="đến ngày", required=False, help_text="Chỉ ghi khi kéo dài nhiều ngày."
    )
    host = NameField(
        label="cơ quan chủ trì tiếp đoàn",
        required=False,
        help_text="Để trống thì lấy UBND của địa bàn.",
    )

    class Meta:
        model = Visit
        fields = [
            "campaign",
            "starts_on",
            "ends_on",
            "host",
            "session_place",
            "session_note",
            "assessment",
        ]
        help_texts = {
            "session_note": "Ai báo cáo, trao đổi những gì. Để trống nếu không họp.",
        }
        widgets = {
            "session_note": forms.Textarea({"rows": 5}),
            "assessment": forms.Textarea({"rows": 4}),
        }

    def __init__(self, *args, user, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        adding = self.instance._state.adding
        kept = None if adding else self.instance.place
        right = "inspections.add_visit" if adding else "inspections.change_visit"
        self.fields["place"].narrow_to(user, right, keep=kept)
        self.fields["campaign"].queryset = self._campaigns(user)
        self.agencies = agency_names(Agency.objects.all())
        self.fields["host"].offer(self.agencies)
        self.initial["host"] = self.instance.host
        self.initial.setdefault("place", kept or _only_place(user, right))
        if adding:
            self.initial["starts_on"] = timezone.localdate()
            self.initial.setdefault("campaign", self._campaign_under_way())
        self.helper = form_helper(
            "version",
            "uuid",
            section(
                "Buổi kiểm tra",
                "campaign",
                "place",
                side_by_side("starts_on", "ends_on"),
                "host",
            ),
            section("Buổi làm việc", "session_place", "session_note", "assessment"),
            SUGGESTIONS,
            save="Tạo buổi kiểm tra" if adding else "Lưu buổi kiểm tra",
            cancel_url=cancel_url,
        )

    def _campaigns(self, user):
        """Return the campaigns to choose from, those under way today first."""
        today = timezone.localdate()
        under_way = When(starts_on__lte=today, ends_on__gte=today, then=Value(0))
        own = Campaign.objects.filter(pk=self.instance.campaign_id)
        choices = Campaign.objects.visible_to(user) | own
        return choices.order_by(Case(under_way, default=Value(1)), "-starts_on", "-pk")

    def _campaign_under_way(self):
        """Return the campaign to take as given: the first one that runs today."""
        today = timezone.localdate()
        first = self.fields["campaign"].queryset.first()
        return first if first and first.starts_on <= today <= first.ends_on else None

    def clean(self):
        super().clean()
        starts_on = self.cleaned_data.get("starts_on")
        ends_on = self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "Ngày kết thúc phải sau ngày bắt đầu.")
        host = self.cleaned_data.get("host")
        if starts_on and host and host != self.initial["host"]:
            there_then = Agency.objects.valid_on(starts_on).filter(pk=host.pk)
            if not there_then.exists():
                message = f"“{host}” không hoạt động vào ngày {starts_on:%d/%m/%Y}."
                self.add_error("host", message)

    def others_like(self, visit: Visit):
        """Return what this person sees of the same campaign, place and day."""
        seen = Visit.objects.visible_to(self.user).select_related("host", "place")
        alike = {name: getattr(visit, name) for name in TELLING}
        return seen.filter(**alike).exclude(pk=visit.pk)


def _only_place(user, right: str):
    """Return the place that a person who records in one place alone always means."""
    areas = user.areas_with(right)
    return areas[0] if len(areas) == 1 and areas[0].level in HOSTS else None


class SiteChoiceForm(forms.Form):
    """The sites ticked in a list."""

    co_so = KeysField(
        label="cơ sở",
        queryset=None,
        error_messages={
            "required": "Hãy chọn ít nhất một cơ sở.",
            "invalid_choice": "Có cơ sở không thuộc danh sách được chọn.",
            "invalid_pk_value": "Có cơ sở không thuộc danh sách được chọn.",
        },
    )

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["co_so"].queryset = sites


class StepForm(forms.Form):
    """One step of the workflow, from the version of the visit that was seen."""

    base_version = forms.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Trang gửi lên thiếu dữ liệu. Hãy xem lại rồi làm lại.",
        ),
    )

    def __init__(self, *args, visit: Visit, name: str, **kwargs):
        super().__init__(*args, auto_id=f"{name}_%s", **kwargs)
        self.initial["base_version"] = visit.version
        self.name, self.verb = name, VERBS[name]
        self.url = reverse(f"inspections:visit_{name}", args=[visit.uuid])
        self.asks = len(self.fields) > 1
        self.helper = part_helper(*self.fields)

    @property
    def words(self) -> dict[str, str]:
        """Return what is handed to the service beside the version."""
        return {
            name: text
            for name, text in self.cleaned_data.items()
            if name != "base_version"
        }

    @property
    def typed(self) -> str:
        """Return what was typed, to be shown back where the step is gone."""
        return " ".join(
            self[name].value() or "" for name in self.fields if name != "base_version"
        ).strip()

    def renew(self, visit: Visit) -> None:
        """Let the form be sent again over the visit as it stands now."""
        self.data = self.data.copy()
        self.data["base_version"] = str(visit.version)


class ReturnVisitForm(StepForm):
    comment = forms.CharField(
        label="cần bổ sung, sửa gì",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Hãy ghi rõ cần bổ sung, sửa gì."},
    )


class ReopenVisitForm(StepForm):
    reason = forms.CharField(
        label="lý do mở lại",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Sửa buổi kiểm tra đã ký thì phải ghi lý do."},
    )
