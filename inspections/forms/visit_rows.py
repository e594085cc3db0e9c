"""Lists that belong to a visit: its team, those who attended, figures reported."""

from decimal import Decimal

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.text import capfirst

from areas.models import Agency
from core.forms import DayField, Difference
from core.names import NameField, Names
from producers.models import Producer

from ..enums import Indicator, ParticipantKind, TeamRole
from ..models import Participant, ReportedFigure, TeamMember, Visit
from ..services.guards import digest, words_of
from .visits import agency_names

PRODUCER_LIST = "ten-chu-the"
NUMBER = "__number__"  # stands for the number of a line that a script adds
MOST_ROWS = 100
HEADCOUNT = [
    MinValueValidator(1, "Số người phải từ 1."),
    MaxValueValidator(10_000, "Số người không được quá 10.000."),
]
CENTS = Decimal("0.01")


class RowForm(forms.ModelForm):
    """One line; a line with none of ``telling`` filled in is no line."""

    telling: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        self.is_stored = bool(kwargs.get("initial"))
        self.heading = ""
        super().__init__(*args, **kwargs)

    def has_changed(self):
        return any(str(self[name].data or "").strip() for name in self.telling)

    @property
    def is_blank(self) -> bool:
        return not (self.has_changed() if self.is_bound else self.is_stored)


class RowFormSet(forms.BaseFormSet):
    """All lines of one list, saved together or not at all.

    ``base`` is the digest of the rows that the person started from. Every line may be
    left blank, so none counts as one that was there before.
    """

    title = row_name = hint = done = ""
    blank_rows = 3
    named_field = ""  # the field that chooses from ``names``
    default_error_messages = {
        "missing_management_form": "Trang gửi lên thiếu dữ liệu. Hãy tải lại trang.",
    }

    def __init__(self, data=None, files=None, *, visit: Visit, user, stored: list):
        self.visit, self.user, self.stored = visit, user, stored
        self.base = digest(stored) if data is None else data.get("base", "")
        rows = self.initial_rows()
        self.extra = len(rows) + self.blank_rows
        self.names = self.offered()
        initial = rows if data is None else None
        super().__init__(data, files, prefix="dong", initial=initial)

    def initial_form_count(self):
        return 0

    def initial_rows(self) -> list[dict]:
        """Return what the first lines hold: the rows that are stored."""
        names = self.form._meta.fields
        return [{name: getattr(row, name) for name in names} for row in self.stored]

    def offered(self) -> Names | None:
        """Return the names that ``named_field`` of each line chooses from."""
        return None

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.heading = f"{self.row_name} {NUMBER if index is None else index + 1}"
        if self.names is not None:
            form.fields[self.named_field].offer(self.names)
        if self.can_delete:
            form.fields["DELETE"].label = "bỏ dòng này"

    @property
    def kept(self) -> list[RowForm]:
        """Return the lines that say something and are not to be dropped."""
        return [
            form
            for form in self.forms
            if form.has_changed()
            and not (self.can_delete and self._should_delete_form(form))
        ]

    @property
    def instances(self) -> list:
        """Return the rows to save, in the order they are stored in."""
        return [self.finish(form.instance) for form in self.kept]

    def finish(self, row):
        """Fill in what no line asks for."""
        return row

    def refuse(self, message: str) -> None:
        self.non_form_errors().append(message)

    def conflict(self, stored: list) -> list[Difference]:
        """Tell both lists, and let this one be saved over what is stored now."""
        self.base = digest(stored)
        theirs = "\n".join(map(words_of, stored))
        ours = "\n".join(map(words_of, self.instances))
        return [Difference(self.title, theirs, ours)]


class SeatForm(RowForm):
    telling = ("name", "title", "agency")

    agency = NameField(label="cơ quan")

    class Meta:
        model = TeamMember
        fields = ["role", "name", "title", "agency"]


class BaseTeam(RowFormSet):
    title, row_name = "Đoàn kiểm tra", "Thành viên"
    hint = "Chưa biết tên thì ghi chức vụ. Đoàn có đúng một trưởng đoàn."
    done = "Đã lưu đoàn kiểm tra."
    named_field = "agency"

    def offered(self):
        """Offer the agencies of the day of the visit, and those of the stored seats."""
        there_then = Agency.objects.valid_on(self.visit.starts_on).values("pk")
        kept = [seat.agency_id for seat in self.stored]
        return agency_names(
            Agency.objects.filter(Q(pk__in=there_then) | Q(pk__in=kept))
        )

    def clean(self):
        roles = [form.cleaned_data.get("role") for form in self.kept]
        heads = roles.count(TeamRole.HEAD)
        if roles and not heads:
            raise forms.ValidationError("Hãy chọn một người làm trưởng đoàn.")
        if heads > 1:
            raise forms.ValidationError(
                f"Đoàn chỉ có một trưởng đoàn; đang chọn {heads} người."
            )

    def finish(self, row):
        """Keep the account of a person who had a seat before."""
        accounts = {seat.name: seat.user for seat in self.stored if seat.name}
        row.user = accounts.get(row.name)
        return row


class ParticipantForm(RowForm):
    telling = ("name", "title", "headcount", "producer")

    producer = NameField(
        label="chủ thể", required=False, help_text="Nếu là người của một chủ thể."
    )

    class Meta:
        model = Participant
        fields = ["kind", "headcount", "name", "title", "producer"]
        help_texts = {"headcount": "Ghi khi đếm cả nhóm, ví dụ 12 chủ thể."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["headcount"]
        field.validators = HEADCOUNT
        field.widget = forms.TextInput({"inputmode": "numeric", "maxlength": 5})
        if not self.is_stored:
            self.initial["kind"] = ParticipantKind.LOCAL_LEADER


class BaseParticipants(RowFormSet):
    title, row_name = "Thành phần tham dự", "Thành phần"
    hint = (
        "Phía địa phương. Nhóm không ghi tên thì chỉ cần số người:"
        " 12 chủ thể là một dòng."
    )
    done = "Đã lưu thành phần tham dự."
    named_field = "producer"

    def offered(self):
        """Offer the producers of the place that the person sees."""
        seen = Producer.objects.visible_to(self.user).in_areas([self.visit.place])
        kept = [row.producer_id for row in self.stored]
        producers = Producer.objects.filter(
            Q(pk__in=seen.values("pk")) | Q(pk__in=kept)
        )
        return Names(
            producers.for_list(),
            list_id=PRODUCER_LIST,
            detail=lambda producer: str(
                producer.main_site and producer.main_site.place
            ),
        )

    @property
    def instances(self):
        return sorted(super().instances, key=lambda row: row.kind)


class FigureForm(RowForm):
    telling = ("value", "text")

    class Meta:
        model = ReportedFigure
        fields = ["indicator", "as_of", "value", "is_approximate", "text"]
        field_classes = {"as_of": DayField}
        widgets = {"indicator": forms.HiddenInput, "as_of": forms.HiddenInput}
        help_texts = {"text": "Câu chữ của báo cáo, nếu cần giữ lại."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["as_of"].required = False
        field = self.fields["value"]
        field.required = False
        field.localize = True
        field.widget = forms.TextInput({"inputmode": "decimal", "maxlength": 20})
        field.widget.is_localized = True

    def clean(self):
        if self.cleaned_data.get("value", 0) is None:
            self.add_error("value", "Hãy ghi con số được báo cáo.")

    @property
    def indicator(self) -> str:
        """Return the indicator of the line in words."""
        return dict(Indicator.choices).get(self["indicator"].value(), "")


class BaseFigures(RowFormSet):
    """A line for each indicator; those left blank were not reported."""

    title = "Số liệu báo cáo"
    hint = (
        "Ghi đúng số mà địa phương báo cáo, kể cả khi khác số của cổng."
        " Chỉ tiêu không báo cáo thì để trống."
    )
    done = "Đã lưu số liệu báo cáo."
    blank_rows = 0

    def initial_rows(self):
        rows = super().initial_rows()
        for row in rows:
            whole = row["value"] == row["value"].to_integral_value()
            row["value"] = int(row["value"]) if whole else row["value"].normalize()
        reported = {row["indicator"] for row in rows}
        blank = [key for key in Indicator.values if key not in reported]
        rows += [{"indicator": key, "as_of": self.visit.starts_on} for key in blank]
        return sorted(rows, key=lambda row: Indicator.values.index(row["indicator"]))

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.heading = capfirst(form.indicator)

    def clean(self):
        told = [
            (form.cleaned_data.get("indicator"), form.cleaned_data.get("as_of"))
            for form in self.kept
        ]
        if len(set(told)) < len(told):
            raise forms.ValidationError("Mỗi chỉ tiêu chỉ ghi một số.")

    @property
    def instances(self):
        rows = sorted(super().instances, key=lambda row: row.indicator)
        return sorted(rows, key=lambda row: row.as_of, reverse=True)

    def finish(self, row):
        """Keep the source of a figure that was there before."""
        row.as_of = row.as_of or self.visit.starts_on
        row.value = row.value.quantize(CENTS)
        sources = {(one.indicator, one.as_of): one.source for one in self.stored}
        row.source = sources.get((row.indicator, row.as_of), "")
        return row


def _sheet(form, formset, *, can_delete: bool = True):
    return forms.formset_factory(
        form,
        formset=formset,
        can_delete=can_delete,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
    )


TeamFormSet = _sheet(SeatForm, BaseTeam)
ParticipantFormSet = _sheet(ParticipantForm, BaseParticipants)
FigureFormSet = _sheet(FigureForm, BaseFigures, can_delete=False)
