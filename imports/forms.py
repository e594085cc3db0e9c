from dataclasses import dataclass

from django import forms

from areas.models import Agency
from core.forms import form_helper
from products.models import Regime

from .fields import FIELDS
from .models import ImportRun
from .understanding.tables import BookLayout, SheetLayout, TableLayout

IGNORED = ("", "(bỏ qua)")


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Tệp danh sách",
        help_text="Tệp Excel như cơ quan đang có: có thể có tiêu đề, ô gộp, dòng cộng.",
        error_messages={"required": "Hãy chọn tệp danh sách."},
    )

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = form_helper("file", save="Tải lên", cancel_url=cancel_url)


class HeaderForm(forms.Form):
    """Other rows as the header of one sheet."""

    first = forms.IntegerField(label="Từ dòng", min_value=1, max_value=1000)
    last = forms.IntegerField(label="đến dòng", min_value=1, max_value=1000)

    def clean(self):
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if first and last and not first <= last <= first + 1:
            raise forms.ValidationError("Tiêu đề gồm một hoặc hai dòng liền nhau.")
        return data


@dataclass(frozen=True)
class TableFields:
    """One table on the page: its layout, and a choice for each of its columns."""

    layout: TableLayout
    columns: list


@dataclass(frozen=True)
class SheetFields:
    """One sheet on the page: whether it is read, its tables, what rows hold."""

    index: int
    layout: SheetLayout
    use: object
    tables: list[TableFields]
    sample: list[list[str]]


class LayoutForm(forms.ModelForm):
    """How a file is read: sheets, what each column holds, legal regime, issuer."""

    class Meta:
        model = ImportRun
        fields = ["regime", "issuer"]

    def __init__(self, *args, layout: BookLayout, **kwargs):
        super().__init__(*args, **kwargs)
        self.layout = layout
        self.fields["regime"].queryset = Regime.objects.all()
        self.fields[
            "regime"
        ].help_text = "Áp dụng cho mọi lần công nhận trong tệp; để trống nếu chưa rõ."
        self.fields["issuer"].queryset = Agency.objects.filter(short_code="UBND")
        self.fields[
            "issuer"
        ].help_text = "Dùng khi tệp không ghi cơ quan ký quyết định."
        choices = [
            IGNORED,
            *((name, item.column_name) for name, item in FIELDS.items()),
        ]
        for number, sheet in enumerate(layout.sheets):
            if sheet.tables:
                self._add_sheet(number, sheet, choices)

    def _add_sheet(self, number: int, sheet: SheetLayout, choices) -> None:
        self.fields[f"use-{number}"] = forms.BooleanField(
            label=f"Đọc trang tính “{sheet.name}”",
            required=False,
            initial=sheet.is_used,
        )
        for place, table in enumerate(sheet.tables):
            for index, title in table.titles.items():
                self.fields[f"column-{number}-{place}-{index}"] = forms.ChoiceField(
                    label=title,
                    required=False,
                    choices=choices,
                    initial=table.columns.get(index, ""),
                )

    def sheets(self, samples: dict[int, list[list[str]]]) -> list[SheetFields]:
        """Return the sheets that hold a table, with their fields and sample rows."""
        return [
            SheetFields(
                number,
                sheet,
                self[f"use-{number}"],
                [
                    TableFields(
                        table,
                        [self[f"column-{number}-{place}-{i}"] for i in table.titles],
                    )
                    for place, table in enumerate(sheet.tables)
                ],
                samples.get(number, []),
            )
            for number, sheet in enumerate(self.layout.sheets)
            if sheet.tables
        ]

    def clean(self):
        data = super().clean()
        for number, sheet in enumerate(self.layout.sheets):
            sheet.is_used = bool(sheet.tables and data.get(f"use-{number}"))
            for place, table in enumerate(sheet.tables):
                named = {
                    index: data.get(f"column-{number}-{place}-{index}", "")
                    for index in table.titles
                }
                table.columns = {i: name for i, name in named.items() if name}
                if sheet.is_used:
                    self._check_table(number, sheet, table)
        if not any(sheet.is_used for sheet in self.layout.sheets):
            self.add_error(None, "Chọn ít nhất một trang tính để đọc.")
        return data

    def _check_table(self, number: int, sheet: SheetLayout, table: TableLayout) -> None:
        for label in table.missing:
            self.add_error(
                f"use-{number}",
                f"Trang “{sheet.name}”: chưa chỉ ra cột “{label}”.",
            )
        held = list(table.columns.values())
        for name in {name for name in held if held.count(name) > 1}:
            label = FIELDS[name].column_name
            self.add_error(
                f"use-{number}", f"Trang “{sheet.name}”: có hai cột cùng là “{label}”."
            )
