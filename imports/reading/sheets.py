"""Taking in the sheets of a workbook row by row, within the limits of a list."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from . import limits
from .book import Marks, Merge

BATCH = 1000


class Sheets:
    """Sends on what a reader finds, so that a long sheet is never held whole.

    A sheet is sent as its name, batches of its rows, and what closes it. Rows end with
    their last cell; blank rows count only where a filled one follows.
    """

    def __init__(self, send: Callable[[object], int]):
        self._send = send
        self._count = self._cells = self._sent = 0
        self._name = ""
        self._rows: list[list] = []
        self._height = self._width = self._blank = 0

    def open(self, name: str, *, is_hidden: bool) -> None:
        self._count += 1
        if self._count > limits.MAX_SHEETS:
            raise limits.too_many_sheets()
        self._name = name
        self._rows = []
        self._height = self._width = self._blank = 0
        self._send(("sheet", name, is_hidden))

    @property
    def next_row(self) -> int:
        """The number of the row that comes next, from 0."""
        return self._height + self._blank

    def add_blank(self, count: int) -> None:
        """Take so many blank rows."""
        self._blank += count

    def add(self, row: list) -> None:
        filled = len(row) - row.count("")
        if not filled:
            self._blank += 1
            return
        self._cells += filled
        self._width = max(self._width, len(row))
        self._check_size()
        if self._blank:
            self._rows += [[] for _ in range(self._blank)]
            self._height += self._blank
            self._blank = 0
        self._rows.append(row)
        self._height += 1
        if len(self._rows) >= BATCH:
            self._flush()

    def _check_size(self) -> None:
        height = self._height + self._blank + 1
        if height > limits.MAX_ROWS:
            raise limits.too_many_rows(self._name)
        if self._width > limits.MAX_COLUMNS:
            raise limits.too_many_columns(self._name)
        if self._cells > limits.MAX_CELLS or height * self._width > limits.MAX_AREA:
            raise limits.too_large(self._name)

    def _flush(self) -> None:
        """Send the rows at hand, each text once."""
        known: dict[str, str] = {}
        once = known.setdefault
        rows = [
            [once(cell, cell) if type(cell) is str else cell for cell in row]
            for row in self._rows
        ]
        self._rows = []
        if max(map(len, known), default=0) > limits.MAX_TEXT:
            raise limits.too_long_text()
        self._sent += self._send(("rows", rows))
        if self._sent > limits.MAX_CONTENT:
            raise limits.too_large(self._name)

    def close(self, merges: Iterable[Merge] = (), marks: Marks | None = None) -> None:
        """End a sheet with its merged ranges and marks, those that touch its rows."""
        self._flush()
        marks = marks or Marks()
        hidden = {row for row in marks.hidden_rows if row < self._height}
        tidy = tidy_merges(merges, self._height, self._name)
        self._send(("end", tidy, hidden, marks.errors, set(marks.uncounted)))


def tidy_merges(merges: Iterable[Merge], height: int, name: str = "") -> list[Merge]:
    """Return the merged ranges within the rows of a sheet, without overlaps.

    No real workbook has ranges that overlap; a crafted one would have each of its rows
    filled over and over.
    """
    by_column: dict[int, list[Merge]] = defaultdict(list)
    for count, merge in enumerate(merges):
        if count >= limits.MAX_MERGES:
            raise limits.too_many_merges(name)
        if merge[0] < height:
            by_column[merge[1]].append(merge)
    tidy = []
    for ranges in by_column.values():
        last = -1
        for merge in sorted(ranges):
            if merge[0] > last:
                last = merge[2]
                tidy.append(merge)
    return sorted(tidy)
