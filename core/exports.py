"""Workbooks of exactly what a list shows; a cell of text never becomes a formula."""

import datetime
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from django.http import FileResponse, HttpRequest
from django.utils import timezone

from .filtering import Chip
from .text import file_stem

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
# Characters that XML, and so Excel, cannot hold.
_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Column:
    """One column of an export: its header, what a row puts there, its width."""

    title: str
    value: Callable[[object], object]
    width: int = 20


def wants_xlsx(request: HttpRequest) -> bool:
    """Say whether the address asks for the list as a workbook."""
    return request.GET.get("xuat") == "xlsx"


def xlsx_response(
    title: str,
    columns: Sequence[Column],
    rows: Iterable,
    chips: Iterable[Chip] = (),
) -> FileResponse:
    """Answer with a workbook: the rows, and on a second sheet filters and time."""
    now = timezone.localtime()
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    options = {
        "constant_memory": True,
        "default_date_format": "dd/mm/yyyy",
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(file, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Danh sách")
        sheet.freeze_panes(1, 0)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(0, number, column.title, head)
        for line, row in enumerate(rows, start=1):
            for number, column in enumerate(columns):
                _write(sheet, line, number, column.value(row), date)
        _write_conditions(book.add_worksheet("Điều kiện lọc"), head, title, chips, now)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{file_stem(title)}-{now:%Y%m%d-%H%M}.xlsx",
        content_type=XLSX,
    )


def cell_text(text: str) -> str:
    """Return a text as a cell of a workbook can hold it."""
    return _UNHOLDABLE.sub("", text)[:LONGEST_CELL]


def _write(sheet, line: int, number: int, value, date) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(line, number, "có" if value else "không")
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(line, number, value)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(line, number, value, date)
    else:
        sheet.write_string(line, number, cell_text(str(value)))


def _write_conditions(sheet, head, title: str, chips: Iterable[Chip], now) -> None:
    sheet.set_column(0, 1, 34)
    lines = [
        ("Danh sách", title),
        ("Xuất lúc", f"{now:%H:%M %d/%m/%Y}"),
        *((chip.label, chip.words) for chip in chips),
    ]
    for line, (label, words) in enumerate(lines):
        sheet.write_string(line, 0, cell_text(label), head)
        sheet.write_string(line, 1, cell_text(words))
