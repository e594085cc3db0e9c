"""Writing the pages of a workbook into a file, with either library."""

import datetime
import io

import openpyxl
import xlsxwriter
from openpyxl.styles import Alignment, Border, Font, Side

from ..workbooks import Failed, Formula
from .pages import Page, Workbook


def data_of(book: Workbook) -> bytes:
    """Return the bytes of the .xlsx file."""
    return {"xlsxwriter": _by_xlsxwriter, "openpyxl": _by_openpyxl}[book.writer](book)


def _by_xlsxwriter(book: Workbook) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as target:
        for page in book.pages:
            plain = {"font_name": page.font, "text_wrap": True, "valign": "vcenter"}
            formats = {
                "plain": target.add_format({**plain, "border": 1}),
                "bold": target.add_format({**plain, "bold": True, "align": "center"}),
                "date": target.add_format(
                    {**plain, "border": 1, "num_format": "dd/mm/yyyy"}
                ),
            }
            _write_page(target.add_worksheet(page.name), page, formats)
    return file.getvalue()


def _write_page(sheet, page: Page, formats: dict) -> None:
    if page.is_hidden:
        sheet.hide()
    if page.is_landscape:
        sheet.set_landscape()
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    for area in page.merges:
        sheet.merge_range(area, "", formats["plain"])
    for row in page.hidden_rows:
        sheet.set_row(row - 1, None, None, {"hidden": True})
    for line, cells in enumerate(page.rows):
        style = formats["bold" if line + 1 in page.bold_rows else "plain"]
        for column, value in enumerate(cells):
            _write_cell(sheet, (line, column), value, style, formats["date"])


def _write_cell(sheet, place, value, style, date_style) -> None:
    if isinstance(value, Formula):
        sheet.write_formula(*place, value.text, style, value.value)
    elif isinstance(value, Failed):
        sheet.write_formula(*place, "=NA()", style, value.error)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(*place, value, date_style)
    elif value is None or value == "":
        return
    elif isinstance(value, str):
        sheet.write_string(*place, value, style)
    else:
        sheet.write(*place, value, style)


def _by_openpyxl(book: Workbook) -> bytes:
    target = openpyxl.Workbook()
    target.remove(target.active)
    for page in book.pages:
        sheet = target.create_sheet(page.name)
        sheet.sheet_state = "hidden" if page.is_hidden else "visible"
        if page.is_landscape:
            sheet.page_setup.orientation = "landscape"
        for column, width in enumerate(page.widths):
            letters = openpyxl.utils.get_column_letter(column + 1)
            sheet.column_dimensions[letters].width = width
        _fill(sheet, page)
        for area in page.merges:
            sheet.merge_cells(area)
        for row in page.hidden_rows:
            sheet.row_dimensions[row].hidden = True
    file = io.BytesIO()
    target.save(file)
    return file.getvalue()


def _fill(sheet, page: Page) -> None:
    thin = Side(style="thin")
    for line, cells in enumerate(page.rows, start=1):
        for column, value in enumerate(cells, start=1):
            cell = sheet.cell(line, column)
            cell.font = Font(name=page.font, bold=line in page.bold_rows)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            cell.border = Border(thin, thin, thin, thin)
            if isinstance(value, Formula):
                cell.value = value.text  # openpyxl keeps no values of formulas
            elif isinstance(value, Failed):
                cell.value, cell.data_type = value.error, "e"
            elif value is not None and value != "":
                cell.value = value
            if isinstance(value, datetime.date):
                cell.number_format = "dd/mm/yyyy"
