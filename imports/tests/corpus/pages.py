"""Sheets written row by row, each row with what the import must make of it."""

import datetime
from dataclasses import dataclass, field, replace

NEW, DUPLICATE, REJECTED, SKIPPED = "new", "duplicate", "rejected", "skipped"


@dataclass(frozen=True)
class Expected:
    """What one row must come to.

    ``says`` are the messages as "code cell", "-" for the row as a whole, ``values``
    what is stored of the row; what is not named must be blank.
    """

    sheet: str
    row: int
    outcome: str
    says: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    same_as: int | None = None


@dataclass
class Page:
    """One sheet: its cells, how they are laid out, and what is expected of them.

    ``heads`` are the rows of each header, ``columns`` the fields of each as
    "B product". Every method that writes a row returns its number as Excel shows it.
    """

    name: str = "Danh sách"
    is_hidden: bool = False
    is_used: bool = True
    widths: tuple[int, ...] = ()
    is_landscape: bool = False
    font: str = "Times New Roman"
    rows: list[list] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    bold_rows: set[int] = field(default_factory=set)
    heads: list[list[int]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    notices: tuple[str, ...] = ()

    def line(self, *cells, merge: str = "") -> int:
        """Write a row that no report speaks of: a title, or nothing at all."""
        self.rows.append(list(cells))
        row = len(self.rows)
        if merge:
            left, right = merge.split(":")
            self.merges.append(f"{left}{row}:{right}{row}")
        return row

    def blank(self, count: int = 1) -> None:
        for _ in range(count):
            self.line()

    def title(self, *lines: str, merge: str = "A:F") -> None:
        """Write the names of the office and the country, and what the list is."""
        for text in lines:
            self.bold_rows.add(self.line(text, merge=merge))

    def head(self, *rows: list, columns: str, merges: str = "") -> int:
        """Write a header; merges are "A1:A2" counted from its first row."""
        first = len(self.rows) + 1
        for cells in rows:
            self.bold_rows.add(self.line(*cells))
        for area in merges.split():
            self.merges.append(_moved(area, first - 1))
        self.heads.append(list(range(first, len(self.rows) + 1)))
        self.columns.append(columns)
        return first

    def aside(self, *cells, merge: str = "") -> int:
        """Write a row under a header that is no data."""
        row = self.line(*cells, merge=merge)
        self._expect(row, SKIPPED)
        return row

    def data(self, *cells, says: str = "", outcome: str = NEW, **values: str) -> int:
        """Write a row that is taken over: what is stored of it, what is said.

        ``on`` is the day of the decision and of the award.
        """
        row = self.line(*cells)
        if on := values.pop("on", None):
            values |= {"signed_on": on, "valid_from": on}
        self._expect(row, outcome, says, values)
        return row

    def reject(self, *cells, says: str) -> int:
        """Write a row that is left out, with the reasons as "code column"."""
        row = self.line(*cells)
        self._expect(row, REJECTED, says)
        return row

    def again(self, *cells, of: int, says: str = "") -> int:
        """Write a row that repeats an earlier one."""
        row = self.line(*cells)
        said = f"duplicate, {says}" if says else "duplicate"
        self._expect(row, DUPLICATE, said, same_as=of)
        return row

    def merge_down(self, columns: str, first: int, last: int) -> None:
        """Merge each of the columns from a row down to another."""
        self.merges += [f"{column}{first}:{column}{last}" for column in columns]

    def hide(self, *rows: int) -> None:
        """Hide rows; the report says so at each."""
        self.hidden_rows += rows
        self.expected = [
            replace(one, says=tuple(sorted((*one.says, "row_hidden -"))))
            if one.row in rows
            else one
            for one in self.expected
        ]

    def _expect(self, row, outcome, says="", values=None, same_as=None) -> None:
        said = tuple(sorted(_said(part, row) for part in says.split(",") if part))
        self.expected.append(
            Expected(self.name, row, outcome, said, values or {}, same_as)
        )


def _said(part: str, row: int) -> str:
    """Return a message as "code cell" from "code column", or "code" from that alone."""
    code, _, column = part.strip().partition(" ")
    return f"{code} {column}{row}" if column else f"{code} -"


def _moved(area: str, rows: int) -> str:
    """Return a range such as A1:B2 moved down."""
    ends = []
    for end in area.split(":"):
        letters = end.rstrip("0123456789")
        ends.append(f"{letters}{int(end[len(letters) :]) + rows}")
    return ":".join(ends)


@dataclass
class Workbook:
    """One file as an office wrote it.

    ``about`` says what it puts to the test, ``writer`` which library writes it,
    ``regime`` and ``issuer`` what the person names for the whole file.
    """

    file: str
    about: str
    pages: list[Page]
    writer: str = "xlsxwriter"
    regime: str = ""
    issuer: str = ""

    @property
    def expected(self) -> list[Expected]:
        return [row for page in self.pages if page.is_used for row in page.expected]


def day(text: str) -> datetime.date:
    """Return a real date for a cell: "16/9/2020"."""
    number, month, year = map(int, text.split("/"))
    return datetime.date(year, month, number)
