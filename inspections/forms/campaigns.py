from django import forms

from areas.models import Area
from core.forms import VersionedModelForm, form_helper, side_by_side
from core.widgets import DateInput

from ..models import Campaign


class CampaignForm(VersionedModelForm):
    """A campaign with its planned areas, among those the person may plan in."""

    areas = forms.ModelMultipleChoiceField(
        label="Địa bàn dự kiến",
        queryset=Area.objects.none(),
        help_text="Chọn một hay nhiều đơn vị; giữ Ctrl để chọn thêm.",
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
        units = Area.objects.covered_by(reach).for_display()
        self.fields["areas"].queryset = units.order_by("level", "code", "valid_from")
        self.fields["areas"].label_from_instance = lambda area: area.full_name
        if self.instance.pk:
            self.initial["areas"] = list(self.instance.areas.all())
        self.helper = form_helper(
            "version",
            "name",
            side_by_side("kind", "planned_checks"),
            side_by_side("starts_on", "ends_on"),
            "areas",
            "basis",
            "scope_note",
            save="Lưu đợt kiểm tra",
            cancel_url=cancel_url,
        )
