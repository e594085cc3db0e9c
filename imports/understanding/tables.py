"""What a whole workbook was understood to say, and how a person changed that.

A layout is plain data, so that it can be stored, shown and sent back by a form.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from ..enums import ListKind
from ..kinds import Vocabulary, vocabulary_of
from ..reading import Book, Sheet
from .cleaning import clean_sheet
from .headers import Column, Header, find_header, header_at, may_be_header, read_header
from .lines import Kind, Line, read_lines


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
    """Return what each sheet holds; hidden sheets and those without a table unused."""
    return BookLayout(book.kind, [_understand_sheet(sheet) for sheet in book.sheets])


def _understand_sheet(sheet: Sheet) -> SheetLayout:
    conversion = clean_sheet(sheet)
    layout = SheetLayout(sheet.name, sheet.is_hidden, is_used=False)
    layout.tables = guess_tables(sheet, layout.vocabulary)
    layout.is_used = not sheet.is_hidden and any(
        not layout.missing(table) for table in layout.tables
    )
    count_data(sheet, layout)
    if conversion:
        layout.notices.append(
            f"Trang tính gõ bằng phông {conversion.encoding}; đã đổi sang Unicode."
        )
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
    required = layout.vocabulary.required
    for number, table in enumerate(layout.tables):
        later = layout.tables[number + 1 :]
        stop = later[0].header_first - 1 if later else len(sheet.rows)
        for line in read_lines(sheet, table.header, table.columns, stop, required):
            yield table, line
