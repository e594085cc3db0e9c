"""Workbooks written the way offices write them, for the tests of the import."""

import datetime
import io
import zipfile
from dataclasses import dataclass

import xlsxwriter

HEAD = ["STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Hạng sao", "Số quyết định"]


@dataclass(frozen=True)
class Formula:
    """A formula cell; without a value it was never counted."""

    text: str = "=A1+1"
    value: object = ""


@dataclass(frozen=True)
class Failed:
    """A cell that shows an error."""

    error: str = "#N/A"


def workbook(
    rows,
    *,
    merges=(),
    sheet="Danh sách",
    hidden_rows=(),
    first_row=1,
) -> bytes:
    """Return an .xlsx with one sheet: rows from ``first_row`` on, ranges merged.

    A merged range keeps what stands in its first cell. Rows are counted from 1.
    """
    return workbooks([(sheet, rows)], merges, hidden_rows, first_row)


def workbooks(sheets, merges=(), hidden_rows=(), first_row=1, hidden=()) -> bytes:
    """Return an .xlsx with several sheets; merges and hidden rows go for the first."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, (name, rows) in enumerate(sheets):
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            if number == 0:
                for area in merges:
                    sheet.merge_range(area, "")
                for row in hidden_rows:
                    sheet.set_row(row - 1, None, None, {"hidden": True})
            for line, row in enumerate(rows, start=first_row - 1):
                for column, value in enumerate(row):
                    _write(sheet, line, column, value, day)
    return file.getvalue()


def _write(sheet, line, column, value, day) -> None:
    if isinstance(value, Formula):
        sheet.write_formula(line, column, value.text, None, value.value)
    elif isinstance(value, Failed):
        sheet.write_formula(line, column, "=NA()", None, value.error)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(
            line, column, datetime.datetime.combine(value, datetime.time()), day
        )
    elif isinstance(value, str):
        sheet.write_string(line, column, value)
    else:
        sheet.write(line, column, value)


def rewritten(data: bytes, part: str, change) -> bytes:
    """Return a workbook with one part of its archive changed by a function."""
    source = zipfile.ZipFile(io.BytesIO(data))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, change(content) if name == part else content)
    return target.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with one more part in its archive."""
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(name, content)
    return target.getvalue()
