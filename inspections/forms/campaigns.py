from crispy_forms.layout import Div
from django import forms
from django.db.models import F, Q

from areas.enums import Level
from areas.models import Area
from core.forms import KeysField, VersionedModelForm, form_helper, side_by_side
from core.widgets import DateInput

from ..models import Campaign


class CampaignForm(VersionedModelForm):
    """A campaign with its planned areas, among those the person may plan in.

    ``uuid`` makes a form sent twice one campaign.
    """

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    areas = KeysField(
        label="Địa bàn dự kiến",
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Tỉnh, xã, phường hiện nay hoặc huyện trước ngày 01/07/2025.",
    )

    class Meta:
        model = Campaign
        fields = [
            "name",
            "kind",
            "basis",
            "starts_on",
            "ends_on",
            "planned_checks",
            "scope_note",
        ]
        widgets = {
            "starts_on": DateInput,
            "ends_on": DateInput,
            "basis": forms.Textarea({"rows": 3}),
            "scope_note": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args, user, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        reach = user.areas_with("inspections.add_campaign")
        kept = Q(pk__in=self.instance.areas.all()) if self.instance.pk else Q()
        planned = Q(valid_to__isnull=True) | Q(level=Level.DISTRICT)
        units = Area.objects.covered_by(reach).filter(planned | kept)
        self.fields["areas"].queryset = units.for_display().order_by(
            F("valid_to").desc(nulls_first=True), "-level", "name", "pk"
        )
        self.fields["areas"].label_from_instance = lambda area: area.full_name
        if self.instance.pk:
            self.initial["areas"] = list(self.instance.areas.all())
        self.initial["uuid"] = self.instance.uuid
        self.helper = form_helper(
            "version",
            "uuid",
            "name",
            side_by_side("kind", "planned_checks"),
            side_by_side("starts_on", "ends_on"),
            Div("areas", css_class="choice-box"),
            "basis",
            "scope_note",
            save="Lưu đợt kiểm tra",
            cancel_url=cancel_url,
        )
