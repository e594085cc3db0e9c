"""Forms of a draft of the checklist: its facts, its items, their places."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from core.forms import (
    Difference,
    KeysField,
    VersionedModelForm,
    conflict,
    form_helper,
    part_helper,
    side_by_side,
)
from products.forms.fields import offer_sets
from products.models import CriteriaSet

from ..comparison import Comparison
from ..coverage import Sector, all_sectors, coverage
from ..enums import Severity, Subject
from ..exceptions import InspectionError
from ..models import Checklist, ChecklistItem
from ..ordering import grouped
from ..services import draw_example

GROUPS = "nhom-da-co"  # the list of groups that the form suggests
OF_A_FAILURE = [
    choice for choice in Severity.choices if choice[0] != Severity.GOOD.value
]


class DraftForm(VersionedModelForm):
    class Meta:
        model = Checklist
        fields = ["name", "note"]

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            "version", "name", "note", save="Lưu bản nháp", cancel_url=cancel_url
        )


@dataclass(frozen=True)
class SectorBoxes:
    """One sector with its sets by regime, each with whether it is ticked."""

    name: str
    regimes: list[tuple[str, list[tuple[CriteriaSet, bool]]]]

    @property
    def total(self) -> int:
        return sum(len(boxes) for _, boxes in self.regimes)

    @property
    def ticked(self) -> int:
        return sum(ticked for _, boxes in self.regimes for _, ticked in boxes)

    @property
    def is_partly_ticked(self) -> bool:
        return 0 < self.ticked < self.total


def stars_field(help_text: str, *, required: bool = False) -> forms.Field:
    """Return the boxes of the stars that products may have."""
    return forms.MultipleChoiceField(
        label="Hạng sao",
        choices=[(one, f"{one} sao") for one in "345"],
        widget=forms.CheckboxSelectMultiple,
        required=required,
        help_text=help_text,
    )


def boxes_of(form: forms.BaseForm, sectors: list[Sector]) -> list[SectorBoxes]:
    """Return the boxes of the sets as they were ticked in ``sets`` and ``whole``."""
    ticked = {str(key) for key in form["sets"].value() or ()}
    whole = set(form["whole"].value() or ())

    def boxes(sector: Sector) -> SectorBoxes:
        regimes = [
            (
                regime,
                [(one, str(one.pk) in ticked or sector.name in whole) for one in sets],
            )
            for regime, sets in sector.by_regime.items()
        ]
        return SectorBoxes(sector.name, regimes)

    return [boxes(sector) for sector in sectors]


def chosen_sets(cleaned: dict, sectors: list[Sector]) -> list[CriteriaSet]:
    """Return the ticked sets and those of ticked sectors, each once."""
    names = set(cleaned.get("whole") or ())
    sets = list(cleaned.get("sets") or ())
    sets += [one for each in sectors if each.name in names for one in each.sets]
    return list({one.pk: one for one in sets}.values())


class ItemForm(VersionedModelForm):
    """An item with the sets it is asked of; ``whole`` names sectors with all theirs.

    The code of an item that an earlier version has too stays: it ties the answers of
    the versions together. ``uuid`` makes a form sent twice one item.
    """

    sets_hint = (
        "Không chọn gì là hỏi ở mọi sản phẩm. Sản phẩm chưa rõ bộ thì luôn được hỏi."
    )
    field_order = ("version", "uuid")  # the code is checked knowing the form
    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sets = KeysField(
        label="Áp dụng cho",
        queryset=CriteriaSet.objects.none(),
        required=False,
    )
    whole = forms.MultipleChoiceField(required=False)
    stars = stars_field(
        "Có chọn thì chỉ hỏi sản phẩm đang có hạng đó vào ngày kiểm tra; để trống thì"
        " không phụ thuộc hạng sao."
    )
    picture = forms.FileField(
        label="Ảnh mẫu",
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
        help_text="Ảnh JPEG, PNG hoặc WebP cho thấy thế nào là đạt; tối đa 20 MB.",
    )
    drop_picture = forms.BooleanField(label="Bỏ ảnh mẫu đang có", required=False)

    class Meta:
        model = ChecklistItem
        fields = [
            "group",
            "text",
            "code",
            "hint",
            "legal_basis",
            "subject",
            "stars",
            "default_severity",
        ]
        widgets = {
            "group": forms.TextInput({"list": GROUPS, "autocomplete": "off"}),
            "text": forms.Textarea({"rows": 2}),
            "hint": forms.Textarea({"rows": 4}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sectors = all_sectors()
        self.groups = list(grouped(self.instance.checklist.items.all()))
        self.fields["whole"].choices = [(one.name, one.name) for one in self.sectors]
        self.fields["sets"].queryset = CriteriaSet.objects.all()
        self.fields["default_severity"].choices = OF_A_FAILURE
        self.fields["subject"].choices = [("", "Chọn"), *Subject.choices]
        self.initial["uuid"] = self.instance.uuid
        self.initial["stars"] = list(self.instance.stars)
        if self.instance.pk:
            chosen = self.instance.sets.values_list("pk", flat=True)
            self.initial["sets"] = list(chosen)
        if not self.instance.example:
            del self.fields["drop_picture"]
        self._settle_code()
        self.helper = part_helper(
            "version",
            "uuid",
            "group",
            "text",
            "code",
            "hint",
            "legal_basis",
            side_by_side("subject", "default_severity"),
            "stars",
        )

    def _settle_code(self):
        code = self.fields["code"]
        source = self.instance.checklist.source
        if source and source.items.filter(code=self.instance.code).exists():
            code.disabled, code.required = True, False
            code.help_text = "Mã nối kết quả của nội dung này qua các phiên bản."
        else:
            code.required = False
            code.help_text = "Chữ thường không dấu; để trống thì phần mềm tự đặt."

    def clean_code(self):
        code = self.cleaned_data["code"] or self.instance.code
        others = self.instance.checklist.items.exclude(pk=self.instance.pk)
        if made := self.cleaned_data.get("uuid"):  # what this form has made is no other
            others = others.exclude(uuid__isnull=False, uuid=made)
        if code and others.filter(code=code).exists():
            raise ValidationError("Mã này đã có trong bản nháp.")
        return code

    def clean_picture(self):
        upload = self.cleaned_data["picture"]
        try:
            return draw_example(upload) if upload else None
        except InspectionError as error:
            raise ValidationError(str(error)) from error

    def clean(self):
        cleaned = super().clean()
        cleaned["sets"] = chosen_sets(cleaned, self.sectors)
        return cleaned

    def clean_stars(self) -> str:
        return "".join(sorted(self.cleaned_data["stars"]))

    def filled(self) -> ChecklistItem:
        """Return the item as the form says, but for its sets and a new picture."""
        item = self.instance
        if item._state.adding:
            item.uuid = self.cleaned_data["uuid"]
        if self.cleaned_data.get("drop_picture"):
            item.example = ""
        return item

    def differences(self, stored: ChecklistItem) -> list[Difference]:
        """Return what differs from the stored item, the products it is asked of too."""
        theirs = {one.pk for one in stored.sets.all()}
        ours = {one.pk for one in self.cleaned_data["sets"]}
        words = ["; ".join(coverage(sets, self.sectors)) for sets in (theirs, ours)]
        told = conflict(self, stored)
        if theirs != ours:
            told.append(Difference(self.fields["sets"].label, *words))
        return told

    @property
    def boxes(self) -> list[SectorBoxes]:
        """Return the boxes of the sets as they were ticked."""
        return boxes_of(self, self.sectors)


class MinimaForm(forms.Form):
    """For which sets and stars the minima become items of a draft."""

    sets_hint = (
        "Mỗi mức tối thiểu của bộ đã chọn thành một nội dung; mức giống nhau của nhiều"
        " bộ chung một nội dung. Nội dung đã có trong bản nháp không thêm lần nữa."
    )
    stars = stars_field("Mức tối thiểu của những hạng này.", required=True)
    sets = KeysField(
        label="Áp dụng cho",
        queryset=CriteriaSet.objects.none(),
        required=False,
    )
    whole = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sectors = all_sectors()
        self.fields["whole"].choices = [(one.name, one.name) for one in self.sectors]
        self.fields["sets"].queryset = CriteriaSet.objects.select_related("regime")
        self.initial["stars"] = list("345")

    @property
    def boxes(self) -> list[SectorBoxes]:
        """Return the boxes of the sets as they were ticked."""
        return boxes_of(self, self.sectors)

    def clean(self):
        cleaned = super().clean()
        cleaned["sets"] = chosen_sets(cleaned, self.sectors)
        if not cleaned["sets"] and "sets" not in self.errors:
            self.add_error("sets", "Chọn ít nhất một bộ sản phẩm.")
        return cleaned


class PublishForm(forms.Form):
    """Says what has changed, and the number of changes as proof of having read them.

    ``base`` is the stamp of the comparison that is shown.
    """

    base = forms.CharField(max_length=16, widget=forms.HiddenInput)
    note = forms.CharField(
        label="Nội dung thay đổi",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Cán bộ các nơi đọc ở danh sách phiên bản.",
    )
    count = forms.IntegerField(label="Số thay đổi", min_value=0, max_value=9999)

    def __init__(self, *args, comparison: Comparison, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.comparison, self.total = comparison, comparison.total
        self.initial["base"] = comparison.stamp
        self.fields["count"].help_text = (
            f"Gõ {self.total} để xác nhận đã xem phần so sánh. Sau khi công bố,"
            " phiên bản này không sửa được nữa."
        )
        self.helper = form_helper(
            "base", "note", "count", save="Công bố phiên bản", cancel_url=cancel_url
        )

    def clean_count(self):
        if self.cleaned_data["count"] != self.total:
            raise ValidationError(f"Số thay đổi là {self.total}; xin xem lại so sánh.")
        return self.total


class PreviewForm(forms.Form):
    """For which product a version is shown, or which producer is looked for."""

    bo = forms.ModelChoiceField(
        CriteriaSet.objects.none(), label="Bộ sản phẩm", required=False
    )
    q = forms.CharField(label="Hoặc tên chủ thể", max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_sets(self.fields["bo"])
        self.helper = part_helper(side_by_side("bo", "q"))


class PlaceForm(forms.Form):
    """Where an item or a group is to go: a place, or a step from where it was seen."""

    base = forms.CharField(max_length=16)
    at = forms.IntegerField(min_value=1, max_value=999)
    place = forms.IntegerField(min_value=1, max_value=999, required=False)
    step = forms.ChoiceField(choices=[("up", ""), ("down", "")], required=False)

    @property
    def target(self) -> int:
        at, step = self.cleaned_data["at"], self.cleaned_data["step"]
        if step:
            return at - 1 if step == "up" else at + 1
        return self.cleaned_data["place"] or at


class RenameForm(forms.Form):
    base = forms.CharField(max_length=16)
    name = forms.CharField(max_length=100, strip=False)
    new = forms.CharField(max_length=1000, required=False)
