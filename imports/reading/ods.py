"""Spreadsheets of LibreOffice and OpenOffice, read as their XML comes by.

Rows and cells may be written once with a count of how often they stand there. A count
is believed only where something follows, and never beyond the limits of a list.
"""

from xml.parsers import expat

from ..exceptions import FileRefusedError
from . import limits
from .archive import Archive
from .book import Cell, Marks, Merge
from .ods_cells import OFFICE, TABLE, CellReader, count
from .sheets import Sheets

_CONTENT, _KIND, _MANIFEST = "content.xml", "mimetype", "META-INF/manifest.xml"
_SMALL = 1024 * 1024
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_CELLS = {TABLE + "table-cell", TABLE + "covered-table-cell"}
_ROW, _GROUP, _TABLE = (
    TABLE + name for name in ("table-row", "table-row-group", "table")
)
_HIDDEN = {"collapse", "filter"}
# What may stand beside the rows and hold tables or texts that are no cells.
_NO_CELLS = {TABLE + "tracked-changes", TABLE + "shapes", OFFICE + "forms"}


def is_ods(archive: Archive) -> bool:
    """Say whether an archive is an OpenDocument spreadsheet; refuse its relatives."""
    if (part := archive.find(_KIND)) is None:
        return False
    kind = archive.read(part, _SMALL)
    if b"opendocument" not in kind:
        return False
    if b"opendocument.spreadsheet" not in kind:
        raise FileRefusedError(
            "not_a_workbook", "Đây là tệp văn bản OpenDocument, không phải bảng tính."
        )
    return True


def read_ods(archive: Archive, sheets: Sheets) -> None:
    manifest = archive.find(_MANIFEST)
    if manifest and b"encryption-data" in archive.read(manifest, _SMALL):
        raise limits.locked()
    content = archive.find(_CONTENT)
    if content is None:
        raise limits.damaged()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    document = _Document(sheets)
    parser.StartElementHandler = document.start
    parser.EndElementHandler = document.end
    parser.CharacterDataHandler = document.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        for chunk in archive.chunks(content):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise limits.damaged() from None


def _refuse_doctype(*_):
    raise limits.unsafe("Tệp chứa khai báo DTD hoặc thực thể XML, có thể gây hại.")


class _Document:
    """Follows the elements down to the cells; what is no table is passed over."""

    def __init__(self, sheets: Sheets):
        self.sheets = sheets
        self.passed_over = 0  # how deep inside an element of no interest
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.table: _Table | None = None
        self.cell: CellReader | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.passed_over or name in _NO_CELLS:
            self.passed_over += 1
        elif self.cell is not None:
            if not self.cell.start(name, attributes):
                self.passed_over = 1
        elif self.table is not None:
            self._start_in_table(self.table, name, attributes)
        elif name == _TABLE:
            is_hidden = attributes.get(TABLE + "style-name") in self.hidden_styles
            title = attributes.get(TABLE + "name", "")
            self.table = _Table(self.sheets, title, is_hidden=is_hidden)
        elif name == _STYLE + "style":
            self.style = attributes.get(_STYLE + "name", "")
        elif name == _STYLE + "table-properties" and _is_not_shown(attributes):
            self.hidden_styles.add(self.style)

    def _start_in_table(self, table: "_Table", name: str, attributes: dict) -> None:
        if name in _CELLS:
            self.cell = CellReader(attributes)
        elif name == _ROW:
            table.start_row(attributes)
        elif name == _GROUP:
            table.closed_groups.append(_is_not_shown(attributes))
        elif name == TABLE + "table-source":
            table.is_copy = True

    def end(self, name: str) -> None:
        if self.passed_over:
            self.passed_over -= 1
        elif self.cell is not None and name not in _CELLS:
            self.cell.end()
        elif self.table is None:
            return
        elif self.cell is not None:
            self.table.take(self.cell)
            self.cell = None
        elif name == _ROW:
            self.table.end_row()
        elif name == _GROUP:
            self.table.closed_groups.pop()
        elif name == _TABLE:
            self.table.end()
            self.table = None

    def text(self, text: str) -> None:
        if self.cell is not None and not self.passed_over:
            self.cell.text(text)


def _is_not_shown(attributes: dict[str, str]) -> bool:
    return attributes.get(TABLE + "display") == "false"


class _Table:
    """Puts the cells of one table into rows.

    ``is_copy`` says that the table only keeps values of another file, for formulas.
    """

    def __init__(self, sheets: Sheets, name: str, *, is_hidden: bool):
        self.sheets = sheets
        self.name = name
        self.is_hidden = is_hidden
        self.is_copy = self.is_open = False
        self.closed_groups: list[bool] = []
        self.hidden_rows: set[int] = set()
        self.merges: list[Merge] = []
        self.errors: dict[Cell, str] = {}
        self.uncounted: set[Cell] = set()

    def start_row(self, attributes: dict[str, str]) -> None:
        self._open()
        self.times = count(attributes, TABLE + "number-rows-repeated")
        is_hidden = attributes.get(TABLE + "visibility") in _HIDDEN
        self.is_hidden_row = is_hidden or True in self.closed_groups
        self.row: list = []
        self.column = 0
        self.troubles: list[tuple[int, str]] = []

    def _open(self) -> None:
        if not self.is_open and not self.is_copy:
            self.sheets.open(self.name, is_hidden=self.is_hidden)
            self.is_open = True

    def take(self, cell: CellReader) -> None:
        """Put a cell into the row as often as it says, a blank one only if needed."""
        column, self.column = self.column, self.column + cell.times
        rows, columns = cell.span
        if rows > 1 or columns > 1:
            top = self.sheets.next_row
            self.merges.append((top, column, top + rows - 1, column + columns - 1))
            if len(self.merges) > limits.MAX_MERGES:
                raise limits.too_many_merges(self.name)
        value, trouble = cell.read()
        if value == "" and trouble is None:
            return
        if self.column > limits.MAX_COLUMNS:
            raise limits.too_many_columns(self.name)
        self.row += [""] * (column - len(self.row)) + [value] * cell.times
        if trouble is not None:
            self.troubles += [(at, trouble) for at in range(column, self.column)]

    def end_row(self) -> None:
        if self.is_copy:
            return
        first = self.sheets.next_row
        believed = min(self.times, limits.MAX_ROWS + 1)
        if self.is_hidden_row and first <= limits.MAX_ROWS:
            self.hidden_rows.update(range(first, first + believed))
        if not any(value != "" for value in self.row):
            self.sheets.add_blank(self.times - bool(self.troubles))
            believed = bool(self.troubles)
        for number in range(first, first + believed):
            self.sheets.add(self.row.copy())
            for column, trouble in self.troubles:
                self._mark((number, column), trouble)

    def _mark(self, cell: Cell, trouble: str) -> None:
        if trouble:
            self.errors[cell] = trouble
        else:
            self.uncounted.add(cell)
        if len(self.errors) + len(self.uncounted) > limits.MAX_TROUBLES:
            raise limits.too_many_troubles(self.name)

    def end(self) -> None:
        if self.is_copy:
            return
        self._open()
        hidden, uncounted = frozenset(self.hidden_rows), frozenset(self.uncounted)
        self.sheets.close(self.merges, Marks(hidden, self.errors, uncounted))
