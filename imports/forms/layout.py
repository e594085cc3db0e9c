from collections.abc import Mapping
from dataclasses import dataclass

from django import forms

from areas.models import Agency
from products.models import Regime

from ..kinds import Vocabulary, vocabulary_of
from ..models import ImportRun
from ..reading.marks import column_letters
from ..understanding.headers import TALLEST
from ..understanding.tables import BookLayout, SheetLayout, TableLayout

IGNORED = ("", "(không nhập)")


class HeaderForm(forms.Form):
    """Other rows as the header of one sheet."""

    first = forms.IntegerField(
        label="Từ dòng",
        min_value=1,
        max_value=1000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "form-control"}),
    )
    last = forms.IntegerField(
        label="Đến dòng",
        min_value=1,
        max_value=1000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "form-control"}),
    )

    @classmethod
    def of(cls, number: int, sheet: SheetLayout) -> "HeaderForm":
        """Return the form of a sheet as it stands, with the rows of its header."""
        [table] = sheet.tables[:1] or [None]
        initial = table and {"first": table.header_first, "last": table.header_last}
        return cls(prefix=f"header-{number}", initial=initial)

    def clean(self):
        data = super().clean()
        if first := data.get("first"):
            data["last"] = data.get("last") or first
            if not first <= data["last"] < first + TALLEST:
                text = f"Tiêu đề gồm 1 đến {TALLEST} dòng liền nhau, từ trên xuống."
                self.add_error("last", text)
        elif "first" not in self.errors:
            self.add_error("first", "Ghi số dòng, ví dụ 4.")
        return data


@dataclass(frozen=True)
class ColumnField:
    """One column on the page: its letters, the choice for it, what stands in it."""

    letters: str
    title: str
    choice: forms.BoundField
    samples: list[str]


@dataclass(frozen=True)
class TableFields:
    """One table on the page: its layout, and a choice for each of its columns."""

    layout: TableLayout
    columns: list[ColumnField]


@dataclass(frozen=True)
class SheetFields:
    """One sheet on the page: whether it is read, its tables, its header rows."""

    index: int
    layout: SheetLayout
    use: forms.BoundField | None
    tables: list[TableFields]
    header: HeaderForm

    @property
    def needs(self) -> list[str]:
        """Return the columns without which there is no table, in quotes."""
        vocabulary = self.layout.vocabulary
        return [f"“{vocabulary.label(name)}”" for name in vocabulary.required]


class LayoutForm(forms.ModelForm):
    """How a file is read: sheets, what each column holds, legal regime, issuer."""

    class Meta:
        model = ImportRun
        fields = ["regime", "issuer"]

    def __init__(self, *args, layout: BookLayout, **kwargs):
        super().__init__(*args, **kwargs)
        self.layout = layout
        self._offer_choices(vocabulary_of(layout.list_kind))
        for number, sheet in enumerate(layout.sheets):
            if sheet.tables:
                self._add_sheet(number, sheet)

    def _offer_choices(self, vocabulary: Vocabulary) -> None:
        """Ask for the whole file what its rows may leave out."""
        regime, issuer = self.fields["regime"], self.fields["issuer"]
        regime.queryset = Regime.objects.all()
        regime.empty_label = "(theo tệp, hoặc chưa rõ)"
        regime.help_text = "Cho những dòng mà tệp không ghi; không suy từ ngày."
        issuer.queryset = Agency.objects.filter(short_code="UBND")
        issuer.empty_label = "(theo tệp, hoặc chưa rõ)"
        issuer.help_text = "Cho những dòng mà tệp không ghi cơ quan ký quyết định."
        for name in ("regime", "issuer"):
            if name not in vocabulary.fields:
                del self.fields[name]

    def _add_sheet(self, number: int, sheet: SheetLayout) -> None:
        fields = sheet.vocabulary.fields.items()
        choices = [IGNORED, *((name, item.column_name) for name, item in fields)]
        self.fields[f"use-{number}"] = forms.BooleanField(
            label=f"Đọc trang tính “{sheet.name}”",
            required=False,
            initial=sheet.is_used,
        )
        for place, table in enumerate(sheet.tables):
            for index, title in table.titles.items():
                self.fields[_column(number, place, index)] = forms.ChoiceField(
                    label=f"Cột {column_letters(index)}, {title}",
                    required=False,
                    choices=choices,
                    widget=forms.Select(attrs={"class": "form-select"}),
                    initial=table.columns.get(index, ""),
                )

    def for_the_whole_file(self) -> list[forms.BoundField]:
        """Return the fields that stand for rows which leave something out."""
        return [self[name] for name in self._meta.fields if name in self.fields]

    def sheets(
        self,
        samples: Mapping[tuple[int, int, int], list[str]],
        headers: Mapping[int, HeaderForm],
    ) -> list[SheetFields]:
        """Return the sheets as the page shows them, those without a table too."""
        return [
            SheetFields(
                number,
                sheet,
                self[f"use-{number}"] if sheet.tables else None,
                [
                    self._table(number, place, table, samples)
                    for place, table in enumerate(sheet.tables)
                ],
                headers.get(number) or HeaderForm.of(number, sheet),
            )
            for number, sheet in enumerate(self.layout.sheets)
        ]

    def _table(self, number: int, place: int, table: TableLayout, samples):
        columns = [
            ColumnField(
                column_letters(index),
                title,
                self[_column(number, place, index)],
                samples[number, place, index],
            )
            for index, title in table.titles.items()
        ]
        return TableFields(table, columns)

    def clean(self):
        data = super().clean()
        for number, sheet in enumerate(self.layout.sheets):
            sheet.is_used = bool(sheet.tables and data.get(f"use-{number}"))
            for place, table in enumerate(sheet.tables):
                named = {
                    index: data.get(_column(number, place, index), "")
                    for index in table.titles
                }
                table.columns = {i: name for i, name in named.items() if name}
                if sheet.is_used:
                    self._check_table(number, place, sheet)
        if not any(sheet.is_used for sheet in self.layout.sheets):
            self.add_error(None, "Chọn ít nhất một trang tính để đọc.")
        return data

    def _check_table(self, number: int, place: int, sheet: SheetLayout) -> None:
        """Say at the sheet what no column holds, at the column what two hold."""
        table = sheet.tables[place]
        for label in sheet.missing(table):
            text = f"Bảng từ dòng {table.header_first}: chưa chỉ ra cột “{label}”."
            self.add_error(f"use-{number}", text)
        first: dict[str, int] = {}
        for index, name in table.columns.items():
            earlier = first.setdefault(name, index)
            if earlier != index:
                text = (
                    f"Cột {column_letters(earlier)} đã là"
                    f" “{sheet.vocabulary.label(name)}”; chọn một trong hai."
                )
                self.add_error(_column(number, place, index), text)


def _column(number: int, place: int, index: int) -> str:
    return f"column-{number}-{place}-{index}"
