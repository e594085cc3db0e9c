"""What is typed about people and about what they may do."""

from crispy_forms.layout import Layout
from django import forms
from django.db.models import Q
from django.urls import reverse

from areas.filters import offered_areas
from areas.models import Agency, Area
from areas.querysets import covered_by
from core.forms import (
    DayField,
    VersionedModelForm,
    form_helper,
    part_helper,
    side_by_side,
)
from core.text import search_key

from ..enums import Role
from ..models import Assignment, User


def agencies_in(areas, current_id=None):
    """Return the agencies of today in the areas, and the one chosen already."""
    inside = covered_by([area.pk for area in areas])
    today = Q(area__in=inside, valid_to__isnull=True)
    return Agency.objects.filter(today | Q(pk=current_id))


def area_choices(reach) -> list:
    """Return the units to choose from: the province, then by era.

    Former communes may be sent all the same; they are too many to be offered.
    """
    provinces, today, former = offered_areas(reach)
    groups = [("Xã, phường hiện nay", today), ("Huyện trước 01/07/2025", former)]
    kept = [group for group in groups if group[1]]
    return [("", "Chọn địa bàn"), *provinces, *kept]


class ProfileForm(VersionedModelForm):
    """What people may change about themselves."""

    class Meta:
        model = User
        fields = ["full_name", "title", "agency", "phone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        areas = [assignment.area for assignment in self.instance.active_assignments]
        agency = self.fields["agency"]
        agency.queryset = agencies_in(areas, self.instance.agency_id)
        self.helper = form_helper(*self.fields, cancel_url=reverse("accounts:profile"))


class UserForm(VersionedModelForm):
    """The particulars of a person, as an admin keeps them."""

    class Meta:
        model = User
        fields = ["full_name", "username", "email", "phone", "title", "agency"]

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        reach = by.areas_with("accounts.change_user")
        self.fields["agency"].queryset = agencies_in(reach, self.instance.agency_id)
        if self.instance.pk:
            del self.fields["username"]
        self.helper = part_helper(*self.fields)


class AssignmentForm(forms.ModelForm):
    class Meta:
        model = Assignment
        fields = ["role", "area", "may_import", "valid_from", "valid_to"]
        field_classes = {"valid_from": DayField, "valid_to": DayField}

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        reach = by.areas_with("accounts.add_assignment")
        self.fields["area"].queryset = Area.objects.covered_by(reach)
        self.fields["area"].choices = area_choices(reach)
        self.helper = part_helper()
        self.helper.layout = Layout(
            side_by_side("role", "area"),
            "may_import",
            side_by_side("valid_from", "valid_to"),
        )


class EndAssignmentForm(forms.Form):
    """When an assignment ends; without a day, at once."""

    last_day = DayField(
        label="ngày cuối",
        required=False,
        help_text="Để trống là thu hồi ngay lúc này.",
    )


class UserFilterForm(forms.Form):
    """The filters of the list of people."""

    q = forms.CharField(label="tìm theo tên", required=False, max_length=200)
    vai_tro = forms.ChoiceField(
        label="vai trò", required=False, choices=[("", "Tất cả"), *Role.choices]
    )
    tinh_trang = forms.ChoiceField(
        label="tình trạng",
        required=False,
        choices=[
            ("", "Tất cả"),
            ("dang_dung", "đang dùng"),
            ("da_khoa", "đã khóa"),
        ],
    )

    def filter(self, people):
        """Return the people that match; what was not understood leaves them all."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if words := search_key(wanted.get("q", "")):
            people = people.filter(search_key__contains=words)
        if role := wanted.get("vai_tro"):
            held = Assignment.objects.in_force().filter(role=role)
            people = people.filter(pk__in=held.values("user"))
        if state := wanted.get("tinh_trang"):
            people = people.filter(is_active=state == "dang_dung")
        return people
