"""A new workbook with the cells of a file whose own form cannot be written."""

import contextlib
import datetime
import io
import math
import re
from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange

from .order import (
    COLOUR,
    INK,
    TITLE,
    WIDTH,
    SheetOrder,
    at_merges,
    holdable,
    right_edge,
)

_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_WIDEST = 50
_MEASURED = 200  # rows looked at for the width of columns
_FAILURES = {"#DIV/0!": "=1/0", "#REF!": "=#REF!", "#NAME?": "=#NAME?"}


@dataclass
class PlainSheet:
    """The cells of a sheet; rows and columns of its marks are counted from 0."""

    name: str
    rows: list[list]
    is_hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def built(sheets: list[PlainSheet], orders: list[SheetOrder]) -> bytes:
    """Return a workbook with the cells of the sheets and what the orders say."""
    by_name = {order.name: order for order in orders}
    names: set[str] = set()
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"remove_timezone": True}) as book:
        formats = _Formats(book)
        for sheet in sheets:
            target = book.add_worksheet(_free_name(sheet.name, names))
            if sheet.is_hidden and len(sheets) > 1:
                target.hide()
            order = by_name.get(sheet.name[:100], SheetOrder(sheet.name))
            _SheetBuilder(target, sheet, order, formats).write()
        shown = [s for s in book.worksheets() if not s.hidden]
        if shown:
            shown[0].activate()
            shown[0].set_first_sheet()
    return file.getvalue()


def _free_name(name: str, taken: set[str]) -> str:
    """Return a name that Excel allows and no other sheet has."""
    base = _FORBIDDEN.sub(" ", holdable(name)).strip(" '")[:_LONGEST_NAME] or "Trang"
    free, number = base, 1
    while free.casefold() in taken:
        number += 1
        free = f"{base[: _LONGEST_NAME - 4]} {number}"
    taken.add(free.casefold())
    return free


class _Formats:
    """The formats of cells, plain and coloured."""

    def __init__(self, book):
        colour = {"bg_color": f"#{COLOUR[2:]}"}
        kinds = {
            "": {},
            "day": {"num_format": "dd/mm/yyyy"},
            "moment": {"num_format": "dd/mm/yyyy hh:mm"},
            "time": {"num_format": "hh:mm"},
        }
        self._made = {
            (kind, coloured): book.add_format({**given, **(colour if coloured else {})})
            for kind, given in kinds.items()
            for coloured in (False, True)
        }
        ink = {"font_color": f"#{INK[2:]}", "font_name": "Times New Roman"}
        self.title = book.add_format({**ink, "bold": True, "valign": "top"})
        self.message = book.add_format(
            {**ink, "text_wrap": True, "valign": "top", "num_format": "@"}
        )

    def get(self, kind: str, *, coloured: bool):
        return self._made[kind, coloured]


class _SheetBuilder:
    def __init__(self, target, sheet: PlainSheet, order: SheetOrder, formats: _Formats):
        self.target = target
        self.sheet = sheet
        self.order = order
        self.formats = formats
        merges = [(t + 1, le, b + 1, r) for t, le, b, r in sheet.merges]
        self.cells = at_merges(order.cells, merges)
        self.table_rows = order.rows | order.header_rows
        self.column = self._column(merges)

    def _column(self, merges) -> int:
        headers = self.order.header_rows
        used = [right_edge(self.table_rows, merges)]
        for number in self.table_rows:
            cells = self.sheet.rows[number - 1]
            for column, value in enumerate(cells):
                if value == TITLE and number in headers:
                    return column
            used += [c for c, value in enumerate(cells) if value != ""][-1:]
        return max(used, default=-1) + 1

    def write(self) -> None:
        for index, width in enumerate(self._widths()):
            self.target.set_column(index, index, width)
        for row in self.sheet.hidden_rows:
            self.target.set_row(row, None, None, {"hidden": True})
        self._merge()
        for index, cells in enumerate(self.sheet.rows):
            ours = self.column if index + 1 in self.table_rows else None
            for column, value in enumerate(cells):
                if column != ours:
                    self._write(index, column, value)
        if self.order.headers:
            self.target.set_column(self.column, self.column, WIDTH)
            self._write_titles()
        for number, text in self.order.messages.items():
            self.target.write_string(
                number - 1, self.column, holdable(text), self.formats.message
            )

    def _merge(self) -> None:
        for area in self.sheet.merges:
            if area[:2] != area[2:]:
                with contextlib.suppress(OverlappingRange):
                    self.target.merge_range(*area, "")

    def _write_titles(self) -> None:
        for first, _ in self.order.headers:
            self.target.write_string(first - 1, self.column, TITLE, self.formats.title)

    def _widths(self) -> list[int]:
        rows = self.sheet.rows[:_MEASURED]
        width = max(map(len, rows), default=0)
        alone = {top for top, left, _, right in self.sheet.merges if right > left}
        found = [8] * width
        for index, row in enumerate(rows):
            if index in alone:
                continue
            for column, value in enumerate(row):
                found[column] = max(found[column], min(len(str(value)) + 2, _WIDEST))
        return found

    def _write(self, row: int, column: int, value) -> None:
        target, coloured = self.target, (row + 1, column) in self.cells
        plain = self.formats.get("", coloured=coloured)
        if shown := self.sheet.errors.get((row, column)):
            formula = _FAILURES.get(shown, "=NA()")
            target.write_formula(row, column, formula, plain, shown)
        elif value == "" or value is None:
            if coloured:
                target.write_blank(row, column, None, plain)
        elif isinstance(value, bool):
            target.write_boolean(row, column, value, plain)
        elif isinstance(value, int | float) and math.isfinite(value):
            target.write_number(row, column, value, plain)
        elif isinstance(value, datetime.date | datetime.time | datetime.timedelta):
            given = self.formats.get(_kind_of(value), coloured=coloured)
            target.write_datetime(row, column, value, given)
        else:
            target.write_string(row, column, holdable(str(value)), plain)


def _kind_of(value) -> str:
    if isinstance(value, datetime.datetime):
        return "moment" if value.time() != datetime.time() else "day"
    return "day" if isinstance(value, datetime.date) else "time"
