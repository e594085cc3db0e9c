from django import forms

from areas.fields import PlaceField
from core.forms import VersionedModelForm, form_helper, section, side_by_side
from core.widgets import DateInput

from .identity import kind_of_name, match_key
from .models import Producer, Representative, Site

MOST_ALIKE = 5


class ProducerForm(VersionedModelForm):
    class Meta:
        model = Producer
        fields = [
            "name",
            "earlier_names",
            "legal_kind",
            "tax_code",
            "registration_number",
            "registered_on",
            "phones",
            "email",
            "website",
            "state",
            "state_since",
            "note",
        ]
        widgets = {
            "registered_on": DateInput,
            "state_since": DateInput,
            "earlier_names": forms.Textarea({"rows": 2}),
            "note": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["legal_kind"].help_text = "Để trống thì lấy theo tên chủ thể."
        self.helper = form_helper(
            "version", *self.sections(), save="Lưu chủ thể", cancel_url=cancel_url
        )

    def sections(self):
        """Return the parts of the layout, in the order of a registration paper."""
        return [
            section(
                "Chủ thể",
                "name",
                "earlier_names",
                side_by_side("legal_kind", "tax_code"),
                side_by_side("registration_number", "registered_on"),
            ),
            section("Liên hệ", side_by_side("phones", "email"), "website"),
            section("Tình trạng", side_by_side("state", "state_since"), "note"),
        ]

    def clean(self):
        super().clean()
        name = self.cleaned_data.get("name")
        if name and not self.cleaned_data.get("legal_kind"):
            self.cleaned_data["legal_kind"] = kind_of_name(name)


class NewProducerForm(ProducerForm):
    """A producer with its first site; asks before a name that is there already."""

    place = PlaceField(
        label="xã, phường, thị trấn",
        help_text="Nơi sản xuất; gõ tên nay hoặc tên trước ngày 01/07/2025.",
    )
    address = forms.CharField(
        label="địa chỉ",
        required=False,
        max_length=300,
        help_text="Số nhà, đường, xóm, tổ.",
    )
    is_another = forms.BooleanField(
        label="đây là chủ thể khác, không phải chủ thể đã có",
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["place"].narrow_to(user, "producers.add_producer")

    def sections(self):
        identity, *others = super().sections()
        identity.fields.append("is_another")
        return [identity, section("Nơi sản xuất", "place", "address"), *others]

    def clean(self):
        super().clean()
        if self.cleaned_data.get("is_another"):
            self._offer_another()
        elif alike := self._alike():
            self._offer_another()
            names = "; ".join(str(producer) for producer in alike)
            message = f"Đã có chủ thể cùng tên: {names}. Có phải là một?"
            self.add_error("is_another", message)

    def _offer_another(self):
        self.fields["is_another"].widget = forms.CheckboxInput()

    def _alike(self):
        """Return producers within reach whose name is the same by its key."""
        name = self.cleaned_data.get("name")
        if not name or self.cleaned_data.get("tax_code"):
            return []
        alike = Producer.objects.visible_to(self.user).filter(
            match_key=match_key(name)[:200]
        )
        return list(alike[:MOST_ALIKE])

    def site(self) -> Site:
        """Return the first site, not stored yet."""
        return Site(address=self.cleaned_data["address"])


class SiteForm(VersionedModelForm):
    place = PlaceField(
        label="xã, phường, thị trấn",
        help_text="Gõ tên nay hoặc tên trước ngày 01/07/2025.",
    )

    class Meta:
        model = Site
        fields = ["name", "address", "is_main", "latitude", "longitude"]
        help_texts = {
            "name": "Để trống nếu chủ thể chỉ có một cơ sở.",
            "latitude": "Độ thập phân, ví dụ 22,665312.",
            "longitude": "Độ thập phân, ví dụ 106,257894.",
        }

    def __init__(self, *args, user, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        kept = None if self.instance._state.adding else self.instance.place
        permission = "producers.change_site" if kept else "producers.add_site"
        self.fields["place"].narrow_to(user, permission, keep=kept)
        self.initial["place"] = kept
        for name in ("latitude", "longitude"):
            self.fields[name].localize = True
            self.fields[name].widget = forms.TextInput({"inputmode": "decimal"})
        if self.instance.is_main and kept:
            self.fields["is_main"].disabled = True
        self.helper = form_helper(
            "version",
            section("Cơ sở sản xuất", "name", "place", "address", "is_main"),
            section("Vị trí", side_by_side("latitude", "longitude")),
            save="Lưu cơ sở",
            cancel_url=cancel_url,
        )

    def validate_constraints(self):
        """Leave the one main site to the service, which hands that over."""


class RepresentativeForm(VersionedModelForm):
    class Meta:
        model = Representative
        fields = ["name", "title", "sex", "ethnicity", "is_disabled"]

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_disabled"].widget.choices = [
            ("unknown", "chưa rõ"),
            ("true", "có"),
            ("false", "không"),
        ]
        self.helper = form_helper(
            "version",
            section(
                "Người đại diện",
                side_by_side("name", "title"),
                side_by_side("sex", "ethnicity", "is_disabled"),
            ),
            save="Lưu người đại diện",
            cancel_url=cancel_url,
        )
