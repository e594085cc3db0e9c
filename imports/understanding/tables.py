"""What a whole workbook was understood to say, and how a person changed that.

A layout is plain data, so that it can be stored, shown and sent back by a form.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from core.cells import text_of

from ..enums import ListKind
from ..kinds import Vocabulary, vocabulary_of
from ..reading import Book, Sheet
from .cleaning import clean_sheet
from .headers import Column, Header, find_header, header_at, may_be_header, read_header
from .kinds import guess_kind, kind_of_sheet
from .lines import Kind, Line, read_lines

EXAMPLE = "Dòng ví dụ của tệp mẫu"


@dataclass
class TableLayout:
    """One table: its header rows as Excel counts them, its columns by letter index.

    ``columns`` gives for each column the field it holds, or nothing.
    """

    header_first: int
    header_last: int
    titles: dict[int, str]
    columns: dict[int, str]

    @classmethod
    def of(cls, header: Header, vocabulary: Vocabulary) -> "TableLayout":
        return cls(
            header.first + 1,
            header.last + 1,
            {column.index: column.title for column in header.columns},
            {
                column.index: column.name
                for column in header.columns
                if column.name in vocabulary.fields
            },
        )

    @property
    def header(self) -> Header:
        columns = [
            Column(index, title, self.columns.get(index))
            for index, title in self.titles.items()
        ]
        return Header(self.header_first - 1, self.header_last - 1, tuple(columns))


@dataclass
class SheetLayout:
    name: str
    is_hidden: bool
    is_used: bool
    tables: list[TableLayout] = field(default_factory=list)
    data_rows: int = 0
    notices: list[str] = field(default_factory=list)
    list_kind: str = ListKind.PRODUCTS.value

    @property
    def vocabulary(self) -> Vocabulary:
        return vocabulary_of(self.list_kind)

    def missing(self, table: TableLayout) -> list[str]:
        """Return the labels of needed columns that nobody has named."""
        held = set(table.columns.values())
        vocabulary = self.vocabulary
        return [vocabulary.label(n) for n in vocabulary.required if n not in held]


@dataclass
class BookLayout:
    kind: str
    sheets: list[SheetLayout]

    @property
    def list_kind(self) -> ListKind:
        """Return the kind of list that the whole workbook is read as."""
        return ListKind(self.sheets[0].list_kind)

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "BookLayout":
        sheets = []
        for entry in data["sheets"]:
            tables = [
                TableLayout(
                    table["header_first"],
                    table["header_last"],
                    {int(key): value for key, value in table["titles"].items()},
                    {int(key): value for key, value in table["columns"].items()},
                )
                for table in entry["tables"]
            ]
            sheets.append(SheetLayout(**{**entry, "tables": tables}))
        return cls(data["kind"], sheets)


def understand(book: Book) -> BookLayout:
    """Return what each sheet holds, all read as lists of one kind.

    Hidden sheets, sheets without a table and lists of another kind are not used.
    """
    layout = BookLayout(book.kind, [_look_at(sheet) for sheet in book.sheets])
    read_as(book, layout, guess_kind(book))
    for sheet, about in zip(book.sheets, layout.sheets, strict=True):
        kind = kind_of_sheet(sheet)
        if kind and kind != about.list_kind and about.tables:
            about.is_used = False
            about.notices.append(
                f"Trang tính này có vẻ là danh sách {kind.label}; hãy nhập riêng."
            )
    return layout


def read_as(book: Book, layout: BookLayout, kind: ListKind) -> None:
    """Read the titles of a cleaned workbook as those of a kind of list."""
    for sheet, about in zip(book.sheets, layout.sheets, strict=True):
        read_sheet_as(sheet, about, kind)


def read_sheet_as(sheet: Sheet, about: SheetLayout, kind: ListKind) -> None:
    """Read the titles of one sheet as those of a kind of list."""
    about.list_kind = kind.value
    about.tables = guess_tables(sheet, about.vocabulary)
    is_whole = any(not about.missing(table) for table in about.tables)
    about.is_used = is_whole and not sheet.is_hidden
    count_data(sheet, about)


def _look_at(sheet: Sheet) -> SheetLayout:
    """Bring the texts of a sheet to one form, and note what a person should know."""
    conversions = clean_sheet(sheet)
    layout = SheetLayout(sheet.name, sheet.is_hidden, is_used=False)
    layout.notices += [conversion.notice for conversion in conversions]
    if sheet.marks.hidden_rows:
        layout.notices.append(
            f"Có {len(sheet.marks.hidden_rows)} dòng đang bị ẩn, vẫn được đọc."
        )
    return layout


def guess_tables(
    sheet: Sheet, vocabulary: Vocabulary, header: Header | None = None
) -> list[TableLayout]:
    """Return the tables of a cleaned sheet as they are understood by themselves.

    The header of the first may be given.
    """
    header = header or find_header(sheet, vocabulary)
    if header is None:
        return []
    headers = [header]
    row = header.last + 1
    while row < len(sheet.rows):
        if may_be_header(sheet.rows[row], vocabulary):
            found = header_at(sheet, row, vocabulary)
            if found is not None and found.names.intersection(vocabulary.required):
                headers.append(found)
                row = found.last
        row += 1
    return [TableLayout.of(found, vocabulary) for found in headers]


def reread(sheet: Sheet, layout: SheetLayout, first: int, last: int) -> None:
    """Take the given rows, as Excel counts them, for the first header of a sheet."""
    vocabulary = layout.vocabulary
    header = read_header(sheet, first - 1, last - 1, vocabulary)
    layout.tables = guess_tables(sheet, vocabulary, header)
    layout.is_used = True
    count_data(sheet, layout)


def count_data(sheet: Sheet, layout: SheetLayout) -> None:
    """Count the rows of data of a sheet, as its columns stand now."""
    layout.data_rows = sum(
        line.kind is Kind.DATA for _, line in sheet_lines(sheet, layout)
    )


def sheet_lines(
    sheet: Sheet, layout: SheetLayout
) -> Iterator[tuple[TableLayout, Line]]:
    """Yield every row under the headers of a sheet with the table it stands in."""
    vocabulary = layout.vocabulary
    for number, table in enumerate(layout.tables):
        later = layout.tables[number + 1 :]
        stop = later[0].header_first - 1 if later else len(sheet.rows)
        header, columns = table.header, table.columns
        for line in read_lines(sheet, header, columns, stop, vocabulary.required):
            if _is_example(line, vocabulary):
                line.kind, line.text = Kind.NOTE, EXAMPLE
            yield table, line


def _is_example(line: Line, vocabulary: Vocabulary) -> bool:
    """Say whether a row is that of the template, as it was downloaded."""
    main, examples = vocabulary.required[0], vocabulary.examples
    if line.cells.get(main) != examples[main]:
        return False
    return {name: text_of(cell) for name, cell in line.cells.items()} == examples
