"""From the cells of a row to values, with everything that is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.cells import CellError, Reading, text_of
from core.sheets import header_key
from products.cells import STAR_MISSING

from ..enums import OnMatch
from ..kinds import Vocabulary
from ..reading import Book, Sheet
from ..understanding.headers import texts_above
from ..understanding.lines import Kind, Line
from ..understanding.tables import BookLayout, TableLayout, sheet_lines
from .messages import Message, at_cell, error, of_note, remark

_HIDDEN = remark("row_hidden", "Dòng đang bị ẩn trong tệp, vẫn được đọc.")
# Columns that say by which decision or when a star was awarded.
_AWARDED = frozenset({"decision", "decision_date", "valid_from"})


@dataclass(slots=True)
class RowReading:
    """One row of data: values by field, what was printed where a value says less.

    ``is_day_of_decision`` says that the day of the award is titled as that of the
    recognition and the table has no other for the decision: they are one day.
    ``on_match`` says what the row may do to what is stored.
    ``above`` are the texts over the table.
    """

    sheet: str
    row: int
    values: dict[str, object] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    sections: tuple[str, ...] = ()
    has_grade_column: bool = True
    is_day_of_decision: bool = False
    on_match: str = OnMatch.UPDATE
    above: tuple[str, ...] = ()
    table: "_TableReader | None" = None

    def at_place(self, message: Message) -> Message:
        """Return what is said of the place of a row with the cell that names it."""
        for name in ("commune", "address", "district"):
            if self.table and (value := self.values.get(name)):
                return self.table.at(name, message, value)
        return message

    def say(self, name: str, message: Message) -> None:
        """Add what is found about a field, with its cell."""
        value = self.values.get(name)
        shown = value if isinstance(value, str) else ""
        is_given = self.table and name in self.values
        self.messages.append(
            self.table.at(name, message, shown) if is_given else message
        )

    @property
    def is_rejected(self) -> bool:
        return any(message.is_error for message in self.messages)

    @property
    def tells_when(self) -> bool:
        """Say whether the table has a column on the decision or the day of an award."""
        return bool(self.table and self.table.index.keys() & _AWARDED)


@dataclass(frozen=True)
class Skipped:
    """A row that is no data, with what it was taken for."""

    sheet: str
    row: int
    kind: str
    text: str


def read_rows(book: Book, layout: BookLayout) -> Iterator[RowReading | Skipped]:
    """Yield what stands in the used sheets of a workbook, row by row."""
    memory: dict = {}
    for sheet, about in zip(book.sheets, layout.sheets, strict=True):
        if about.is_used:
            yield from _read_sheet(sheet, about, memory)


def _read_sheet(sheet: Sheet, about, memory: dict) -> Iterator[RowReading | Skipped]:
    readers = {}
    for table, line in sheet_lines(sheet, about):
        if id(table) not in readers:
            readers[id(table)] = _TableReader(sheet, table, about.vocabulary, memory)
        if line.kind is Kind.DATA:
            yield readers[id(table)].read(line)
        elif line.kind is not Kind.BLANK:
            yield Skipped(sheet.name, line.row + 1, line.kind.value, line.text)


class _TableReader:
    """Reads the rows of one table; equal cells of a column are read once."""

    def __init__(
        self, sheet: Sheet, table: TableLayout, vocabulary: Vocabulary, memory: dict
    ):
        self.sheet = sheet
        self.vocabulary = vocabulary
        self.titles = table.titles
        self.index = {name: index for index, name in table.columns.items()}
        self.memory = memory
        self.above = tuple(texts_above(sheet, table.header_first - 1))
        marks = sheet.marks
        self.troubled_rows = {row for row, _ in [*marks.errors, *marks.uncounted]}
        self.has_troubles = bool(self.troubled_rows)
        award_title = header_key(table.titles.get(self.index.get("valid_from"), ""))
        self.is_day_of_decision = (
            "decision_date" not in self.index and "cong nhan" in award_title
        )

    def read(self, line: Line) -> RowReading:
        row = RowReading(
            self.sheet.name,
            line.row + 1,
            sections=line.sections,
            has_grade_column="grade" in self.index,
            is_day_of_decision=self.is_day_of_decision,
            above=self.above,
            table=self,
        )
        values = row.values
        for name, raw in line.cells.items():
            reading = self._reading(name, raw)
            if isinstance(reading, Message):
                row.messages.append(self.at(name, reading, raw))
                continue
            values[name] = reading.value
            if reading.notes or reading.printed:
                self._keep(row, name, reading, raw)
        if self.has_troubles:
            self._take_troubles(line, row)
        self._check_needed(row)
        if line.row in self.sheet.marks.hidden_rows:
            row.messages.append(_HIDDEN)
        return row

    def _reading(self, name: str, raw: object) -> Reading | Message:
        key = (name, type(raw), raw)
        known = self.memory.get(key)
        if known is None:
            try:
                known = self.vocabulary.fields[name].widget.read(raw)
            except CellError as refusal:
                known = error(refusal.code, refusal.message)
            self.memory[key] = known
        return known

    def _keep(self, row: RowReading, name: str, reading: Reading, raw: object) -> None:
        for note in reading.notes:
            row.messages.append(self.at(name, of_note(note), raw))
        if reading.printed:
            row.printed[name] = reading.printed

    def at(self, name: str, message: Message, raw: object = "") -> Message:
        index = self.index.get(name)
        title = self.titles.get(index, "") if index is not None else ""
        return at_cell(message, index, title, name, text_of(raw))

    def _take_troubles(self, line: Line, row: RowReading) -> None:
        """Reject a row that uses a cell showing an error or a formula never counted."""
        for name, index in self.index.items():
            cell = (line.sources.get(name, line.row), index)
            if cell[0] not in self.troubled_rows:
                continue
            if shown := self.sheet.marks.errors.get(cell):
                text = f"Ô báo lỗi {shown}."
                row.messages.append(self.at(name, error("formula_error", text), shown))
            elif cell in self.sheet.marks.uncounted:
                text = "Ô công thức chưa có giá trị. Xin mở bằng Excel rồi lưu lại."
                row.messages.append(self.at(name, error("formula_without_value", text)))

    def _check_needed(self, row: RowReading) -> None:
        faulty = {message.field for message in row.messages if message.is_error}
        for name in self.vocabulary.required:
            if not row.values.get(name) and name not in faulty:
                text = f"Thiếu {_lower_first(self.vocabulary.label(name))}."
                row.messages.append(self.at(name, error(f"missing_{name}", text)))
        if row.has_grade_column and not {"grade"} & (faulty | row.values.keys()):
            row.messages.append(self.at("grade", of_note(STAR_MISSING)))


def _lower_first(label: str) -> str:
    return label[:1].lower() + label[1:]
