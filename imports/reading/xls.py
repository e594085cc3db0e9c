"""Workbooks of Excel 5 to 2003."""

import io

import xlrd
from xlrd.biffh import error_text_from_code

from ..exceptions import FileRefusedError
from . import limits
from .book import Cell, Marks
from .dates import from_serial
from .sheets import Sheets


def read_xls(data: bytes, sheets: Sheets) -> None:
    """Read the worksheets one by one, with what is hidden, merged or in error.

    Formulas without a value are unknown to this format: it always keeps one.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=data,
            logfile=io.StringIO(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            ignore_workbook_corruption=True,
        )
        if book.nsheets > limits.MAX_SHEETS:
            raise limits.too_many_sheets()
        for index in range(book.nsheets):
            _read_sheet(book, index, sheets)
    except (FileRefusedError, MemoryError):
        raise
    except Exception as error:  # a broken file may break the reader anywhere
        raise _refusal(error) from None


def _refusal(error: Exception) -> FileRefusedError:
    if isinstance(error, xlrd.XLRDError) and "encrypted" in str(error):
        return limits.locked()
    return limits.damaged()


def _read_sheet(book, index: int, sheets: Sheets) -> None:
    sheet = book.sheet_by_index(index)
    sheets.open(sheet.name, is_hidden=sheet.visibility != 0)
    errors: dict[Cell, str] = {}
    for number in range(sheet.nrows):
        types = sheet.row_types(number)
        row = sheet.row_values(number)
        for column, kind in enumerate(types):
            if kind == xlrd.XL_CELL_DATE:
                row[column] = from_serial(row[column], is_1904=bool(book.datemode))
            elif kind == xlrd.XL_CELL_BOOLEAN:
                row[column] = bool(row[column])
            elif kind == xlrd.XL_CELL_ERROR:
                errors[number, column] = error_text_from_code.get(row[column], "#?")
                row[column] = ""
        sheets.add(row)
    if len(errors) > limits.MAX_TROUBLES:
        raise limits.too_many_troubles(sheet.name)
    hidden = frozenset(row for row, about in sheet.rowinfo_map.items() if about.hidden)
    merges = (
        (top, left, bottom - 1, right - 1)
        for top, bottom, left, right in sheet.merged_cells
    )
    sheets.close(merges, Marks(hidden, errors))
    book.unload_sheet(index)
