"""Writing messages into the XML of one sheet, everything else left as it stands."""

from dataclasses import dataclass, field

from ..reading.marks import column_letters
from .markup import (
    element_end,
    escaped,
    is_closed,
    local,
    place_of,
    range_of,
    spliced,
    tag,
    tag_end,
    walk,
)
from .order import TITLE, WIDTH, SheetOrder, at_merges, holdable, right_edge
from .styles import Styles

# What may stand between the rows and the merged cells of a sheet, in this order.
_BEFORE_MERGES = (
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
)


@dataclass(slots=True)
class _Cell:
    column: int
    start: int
    given: dict
    end: int = 0
    is_used: bool = False
    text: str = ""


@dataclass(slots=True)
class _Row:
    number: int
    name: str
    start: int
    given: dict
    end: int = 0  # where its content ends
    cells: list[_Cell] = field(default_factory=list)


@dataclass(slots=True)
class _Part:
    """An element beside the rows: its name, its attributes, where it stands."""

    name: str
    given: dict
    start: int
    end: int = 0  # where its content ends
    after: int = 0


class _Reading:
    """Where the rows of an order and the parts around them stand in a sheet."""

    def __init__(self, xml: bytes, wanted: set[int]):
        self.xml = xml
        self.wanted = wanted
        self.rows: dict[int, _Row] = {}
        self.parts: dict[str, _Part] = {}
        self.columns: list[dict] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self._path: list[str] = []
        self._number = 0
        self._row: _Row | None = None
        self._cell: _Cell | None = None
        walk(xml, self._start, self._end, self._text)

    def _start(self, name: str, given: dict, index: int) -> None:
        kind = local(name)
        depth = len(self._path)
        self._path.append(kind)
        if self._cell is not None:
            self._cell.is_used = self._cell.is_used or kind in ("v", "is", "f")
        elif kind == "c" and self._row is not None:
            self._begin_cell(given, index)
        elif kind == "row" and depth == 2:
            self._number = int(given.get("r", self._number + 1))
            if self._number in self.wanted:
                self._row = _Row(self._number, name, index, given)
        elif depth == 1:
            self.parts[kind] = _Part(name, given, index)
        elif kind == "col" and self._path[1] == "cols":
            self.columns.append(given)
        elif kind == "mergeCell" and (area := range_of(given.get("ref", ""))):
            self.merges.append(area)

    def _begin_cell(self, given: dict, index: int) -> None:
        row = self._row
        place = place_of(given.get("r", ""))
        column = row.cells[-1].column + 1 if row.cells else 0
        self._cell = _Cell(place[1] if place else column, index, given)
        row.cells.append(self._cell)

    def _text(self, text: str) -> None:
        if self._cell is not None and self._path[-1] in ("v", "t"):
            self._cell.text += text

    def _end(self, name: str, index: int) -> None:
        kind = self._path.pop()
        depth = len(self._path)
        if kind == "c" and self._cell is not None and depth == 3:
            self._cell.end = element_end(self.xml, self._cell.start, index)
            self._cell = None
        elif kind == "row" and self._row is not None and depth == 2:
            self._row.end = index
            self.rows[self._row.number] = self._row
            self._row = None
        elif depth == 1:
            part = self.parts[kind]
            part.end, part.after = index, element_end(self.xml, part.start, index)


class SheetPatch:
    """One sheet with the column of messages and the coloured cells of an order."""

    def __init__(self, xml: bytes, order: SheetOrder, styles: Styles, titles: set[str]):
        self.xml = xml
        self.order = order
        self.styles = styles
        self.titles = titles  # numbers of shared texts that are our title
        self.edits: list[tuple[int, int, bytes]] = []
        table_rows = order.rows | order.header_rows
        reading = _Reading(xml, table_rows)
        cells = at_merges(order.cells, reading.merges)
        if missing := {row for row, _ in cells} - table_rows:
            reading = _Reading(xml, table_rows | missing)
        self.reading = reading
        self.cells: dict[int, set[int]] = {}
        for row, column in cells:
            self.cells.setdefault(row, set()).add(column)
        found = self._returned_column()
        self.was_returned = found is not None
        self.column = self._free_column(table_rows) if found is None else found

    def _returned_column(self) -> int | None:
        """Return the column of an earlier return."""
        for number in sorted(self.order.header_rows):
            row = self.reading.rows.get(number)
            for cell in row.cells if row else ():
                is_shared = cell.given.get("t") == "s"
                if cell.text in self.titles if is_shared else cell.text == TITLE:
                    return cell.column
        return None

    def _free_column(self, table_rows: set[int]) -> int:
        used = [
            cell.column
            for row in self.reading.rows.values()
            for cell in row.cells
            if cell.is_used
        ]
        edge = right_edge(table_rows, self.reading.merges)
        return max([*used, edge], default=-1) + 1

    def patched(self) -> bytes:
        """Return the XML of the sheet with everything written into it."""
        for number, row in self.reading.rows.items():
            self._patch_row(number, row)
        self._patch_columns()
        self._patch_merges()
        self._patch_dimension()
        return spliced(self.xml, self.edits)

    # Rows

    def _patch_row(self, number: int, row: _Row) -> None:
        wanted = self.cells.get(number, set())
        ours = self.styles.ours
        known = {cell.column: cell for cell in row.cells}
        new: dict[int, bytes] = {}
        for cell in row.cells:
            style = int(cell.given.get("s", 0))
            if cell.column in wanted:
                self._restyle(cell, self.styles.coloured_like(style))
            elif style in ours and cell.column != self.column:
                self._restyle(cell, self.styles.plain_like(style))
        for column in wanted - known.keys():
            style = self.styles.coloured_like(self._style_at(row, column))
            new[column] = self._cell(row, column, style)
        if written := self._said(number, row):
            if self.column in known:
                cell = known[self.column]
                self.edits.append((cell.start, cell.end, written))
            else:
                new[self.column] = written
        if new:
            self._insert(row, new)

    def _said(self, number: int, row: _Row) -> bytes:
        """Return the cell of the column of messages in a row; nothing to leave it."""
        if number in self.order.header_rows:
            firsts = {first for first, _ in self.order.headers}
            before = [cell for cell in row.cells if cell.column < self.column]
            base = int(before[-1].given.get("s", 0)) if before else 0
            text = TITLE if number in firsts else ""
            return self._cell(row, self.column, self.styles.title_like(base), text)
        if text := self.order.messages.get(number):
            return self._cell(row, self.column, self.styles.message(), text)
        is_written = any(cell.column == self.column for cell in row.cells)
        if self.was_returned and is_written and number in self.order.rows:
            return self._cell(row, self.column, self.styles.message())
        return b""

    def _restyle(self, cell: _Cell, style: int) -> None:
        end = tag_end(self.xml, cell.start)
        closed = is_closed(self.xml, cell.start)
        name = self._named(cell.start)
        head = tag(name, {**cell.given, "s": style}, closed=closed)
        self.edits.append((cell.start, end, head))

    def _named(self, index: int) -> str:
        text = self.xml[index + 1 : tag_end(self.xml, index) - 1]
        return text.split(None, 1)[0].rstrip(b"/").decode()

    def _cell(self, row: _Row, column: int, style: int, text: str = "") -> bytes:
        prefix = row.name[: -len("row")]
        given = {"r": f"{column_letters(column)}{row.number}", "s": style}
        if not text:
            return tag(f"{prefix}c", given, closed=True)
        return (
            tag(f"{prefix}c", {**given, "t": "inlineStr"})
            + f'<{prefix}is><{prefix}t xml:space="preserve">'.encode()
            + escaped(holdable(text)).encode()
            + f"</{prefix}t></{prefix}is></{prefix}c>".encode()
        )

    def _style_at(self, row: _Row, column: int) -> int:
        """Return the style that shows where a row has no cell."""
        if row.given.get("customFormat") in ("1", "true"):
            return int(row.given.get("s", 0))
        for given in self.reading.columns:
            if int(given["min"]) <= column + 1 <= int(given["max"]):
                return int(given.get("style", 0))
        return 0

    def _insert(self, row: _Row, new: dict[int, bytes]) -> None:
        """Put new cells into a row, each before the first that stands right of it."""
        end = tag_end(self.xml, row.start)
        given = {key: value for key, value in row.given.items() if key != "spans"}
        head = tag(row.name, given)
        if is_closed(self.xml, row.start):
            cells = b"".join(new[column] for column in sorted(new))
            whole = head + cells + f"</{row.name}>".encode()
            self.edits.append((row.start, end, whole))
            return
        self.edits.append((row.start, end, head))
        at: dict[int, bytes] = {}
        for column in sorted(new):
            right = (cell.start for cell in row.cells if cell.column > column)
            place = next(right, row.end)
            at[place] = at.get(place, b"") + new[column]
        self.edits += [(place, place, cells) for place, cells in at.items()]

    # Around the rows

    def _patch_columns(self) -> None:
        """Give the column its width, shown whatever the columns around it are."""
        if self.was_returned:
            return
        number = self.column + 1
        own = {"min": number, "max": number, "width": WIDTH, "customWidth": 1}
        columns = []
        for given in self.reading.columns:
            first, last = int(given["min"]), int(given["max"])
            if not first <= number <= last:
                columns.append(given)
                continue
            if first < number:
                columns.append({**given, "max": number - 1})
            if number < last:
                columns.append({**given, "min": number + 1})
        columns = sorted([*columns, own], key=lambda given: int(given["min"]))
        part = self.reading.parts.get("cols")
        data = self.reading.parts["sheetData"]
        prefix = data.name[: -len("sheetData")]
        items = b"".join(tag(f"{prefix}col", given, closed=True) for given in columns)
        whole = f"<{prefix}cols>".encode() + items + f"</{prefix}cols>".encode()
        if part is None:
            self.edits.append((data.start, data.start, whole))
        else:
            self.edits.append((part.start, part.after, whole))

    def _patch_merges(self) -> None:
        """Let the title reach over all rows of a taller header."""
        column = column_letters(self.column)
        new = [
            f"{column}{first}:{column}{last}"
            for first, last in self.order.headers
            if last > first and not self._is_merged(first, last)
        ]
        if not new:
            return
        parts = self.reading.parts
        prefix = parts["sheetData"].name[: -len("sheetData")]
        items = b"".join(
            tag(f"{prefix}mergeCell", {"ref": r}, closed=True) for r in new
        )
        part = parts.get("mergeCells")
        count = {"count": len(self.reading.merges) + len(new)}
        if part is not None and not is_closed(self.xml, part.start):
            head = tag(part.name, {**part.given, **count})
            self.edits.append((part.start, tag_end(self.xml, part.start), head))
            self.edits.append((part.end, part.end, items))
            return
        name = f"{prefix}mergeCells"
        place = max(parts[kind].after for kind in _BEFORE_MERGES if kind in parts)
        whole = tag(name, count) + items + f"</{name}>".encode()
        self.edits.append((place, place, whole))

    def _is_merged(self, first: int, last: int) -> bool:
        return any(
            top <= last and first <= bottom and left <= self.column <= right
            for top, left, bottom, right in self.reading.merges
        )

    def _patch_dimension(self) -> None:
        part = self.reading.parts.get("dimension")
        area = range_of(part.given.get("ref", "")) if part else None
        if area is None or area[3] >= self.column:
            return
        top, left, bottom, _ = area
        ref = f"{column_letters(left)}{top}:{column_letters(self.column)}{bottom}"
        end = tag_end(self.xml, part.start)
        closed = is_closed(self.xml, part.start)
        head = tag(part.name, {**part.given, "ref": ref}, closed=closed)
        self.edits.append((part.start, end, head))
