"""Choosing what a re-check looks at again, and confirming what it has closed."""

import uuid

from django import forms
from django.utils import timezone

from areas.models import Area
from core.forms import DayField, KeysField, form_helper
from producers.models import Site

from ..enums import CampaignKind, Outcome
from ..models import Campaign, Finding, Recommendation
from ..models.rechecks import SEEN
from ..rechecks import site_of


class RecheckForm(forms.Form):
    """What is open and chosen, when and in which campaign; ``uuid`` names the visit.

    Offers ``findings`` and ``recommendations``, given as querysets in reach.
    """

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    findings = KeysField(
        label="Nhận định chưa khắc phục",
        queryset=Finding.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    recommendations = KeysField(
        label="Đề nghị chưa thực hiện xong",
        queryset=Recommendation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    starts_on = DayField(label="Ngày phúc tra")
    place = forms.ModelChoiceField(
        label="Địa bàn tiếp đoàn", queryset=Area.objects.none(), empty_label=None
    )
    campaign = forms.ModelChoiceField(
        label="Đợt phúc tra",
        queryset=Campaign.objects.none(),
        required=False,
        empty_label="Đợt mới",
    )
    campaign_name = forms.CharField(
        label="Tên đợt phúc tra mới",
        required=False,
        max_length=300,
        help_text="Chỉ ghi khi không chọn đợt đã có.",
    )

    def __init__(
        self,
        *args,
        user,
        findings,
        recommendations,
        chosen=(),
        cancel_url="",
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["findings"].queryset = findings
        self.fields["findings"].label_from_instance = _finding
        self.fields["recommendations"].queryset = recommendations
        self.fields["recommendations"].label_from_instance = _recommendation
        self.fields["place"].queryset = _places(user, findings, recommendations)
        rechecks = Campaign.objects.visible_to(user).filter(kind=CampaignKind.FOLLOW_UP)
        self.may_add = user.has_perm("inspections.add_campaign")
        self._offer(rechecks)
        offered = {"findings": findings, "recommendations": recommendations}
        shown = [name for name in self.fields if offered.get(name, True)]
        self.helper = form_helper(
            *shown, save="Lập buổi phúc tra", cancel_url=cancel_url
        )
        today = timezone.localdate()
        self.initial |= {
            "uuid": uuid.uuid4(),
            "starts_on": today,
            "findings": [row.pk for row in findings],
            "recommendations": [
                row.pk
                for row in recommendations
                if not chosen or str(row.uuid) in chosen
            ],
            "campaign": rechecks.filter(ends_on__gte=today).first(),
            "campaign_name": f"Phúc tra {today:%m/%Y}",
        }

    def _offer(self, campaigns) -> None:
        """Let those choose among the campaigns who may add none."""
        field = self.fields["campaign"]
        field.queryset = campaigns
        if not self.may_add:
            del self.fields["campaign_name"]
            field.required, field.empty_label = True, "Chọn đợt"

    def clean(self):
        super().clean()
        data = self.cleaned_data
        rows = [*data.get("findings", ()), *data.get("recommendations", ())]
        if not rows and not self.errors:
            self.add_error("findings", "Chọn ít nhất một nội dung còn mở.")
        if self.may_add and not (data.get("campaign") or data.get("campaign_name")):
            self.add_error("campaign", "Chọn một đợt, hoặc ghi tên đợt mới.")
        if data.get("place"):
            self._stay_in(data["place"], rows)

    def _stay_in(self, place: Area, rows) -> None:
        """Refuse sites that a visit hosted by the place would not go to."""
        sites = {site.pk: site for row in rows if (site := site_of(row))}
        inside = Site.objects.in_areas([place]).filter(pk__in=sites)
        outside = sites.keys() - set(inside.values_list("pk", flat=True))
        if outside:
            names = "; ".join(sorted(str(sites[pk].producer) for pk in outside))
            message = f"Không thuộc {place.name}, hãy lập buổi riêng: {names}."
            self.add_error("place", message)

    def new_campaign(self) -> Campaign | None:
        """Return an unsaved campaign of one day, if one is to be made."""
        data = self.cleaned_data
        if data["campaign"]:
            return None
        return Campaign(
            name=data["campaign_name"],
            kind=CampaignKind.FOLLOW_UP,
            starts_on=data["starts_on"],
            ends_on=data["starts_on"],
        )


def _places(user, findings, recommendations):
    """Return the communes of the sites, and the units of the person above them."""
    rows = [*findings, *recommendations]
    sites = [site for row in rows if (site := site_of(row))]
    own = {area.pk for area in user.areas_with("inspections.add_visit")}
    there = {site.area_id for site in sites} | own
    return Area.objects.filter(pk__in=there).order_by("-level", "name")


def _finding(row: Finding) -> str:
    product = f"{row.product}: " if row.product else ""
    where = row.site_check.site.producer if row.site_check else ""
    return f"{where}, {row.visit.starts_on:%d/%m/%Y}: {product}{row.text[:160]}"


def _recommendation(row: Recommendation) -> str:
    return f"{row.addressee}, {row.visit.starts_on:%d/%m/%Y}: {row.text[:160]}"


class PointsForm(forms.Form):
    """What was seen of the points that no question of the checklist asks about."""

    def __init__(self, *args, looked, **kwargs):
        super().__init__(*args, **kwargs)
        self.points = [one.point for one in looked if one.is_unasked]
        for point in self.points:
            self.fields[f"diem-{point.pk}"] = forms.ChoiceField(
                label=point.looked_at.text,
                choices=[*SEEN, ("", Outcome.UNCHECKED.label)],
                initial=point.outcome,
                required=False,
                widget=forms.RadioSelect({"class": "form-check-input"}),
            )
            self.fields[f"ghi-chu-{point.pk}"] = forms.CharField(
                label="Ghi chú",
                initial=point.note,
                required=False,
                max_length=500,
                widget=forms.TextInput({"class": "form-control"}),
            )

    @property
    def rows(self) -> list[tuple]:
        """Return (point, its choices, its note) as the page prints them."""
        return [
            (point, self[f"diem-{point.pk}"], self[f"ghi-chu-{point.pk}"])
            for point in self.points
        ]

    def seen(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {
            point.pk: (data[f"diem-{point.pk}"], data[f"ghi-chu-{point.pk}"])
            for point in self.points
            if f"diem-{point.pk}" in self.data
        }


class CloseLookedAtForm(forms.Form):
    """Which points of a re-check it closes; those seen to be right are chosen."""

    points = forms.MultipleChoiceField(
        label="Kết thúc theo phiếu phúc tra này",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một nội dung."},
    )
    note = forms.CharField(
        label="Căn cứ", required=False, max_length=500, help_text="Để trống cũng được."
    )

    def __init__(self, *args, looked, **kwargs):
        super().__init__(*args, **kwargs)
        self.looked = {str(one.point.pk): one for one in looked if one.is_open}
        self.fields["points"].choices = [
            (key, f"{one.row.text[:160]} – {one.words}")
            for key, one in self.looked.items()
        ]
        self.initial["points"] = [k for k, one in self.looked.items() if one.may_close]

    def chosen(self) -> list:
        return [self.looked[key] for key in self.cleaned_data["points"]]
