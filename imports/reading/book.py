import re
from dataclasses import dataclass, field

Cell = tuple[int, int]  # row and column, from 0
ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d{3}")
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(frozen=True)
class Marks:
    """What a sheet holds besides the values of its cells.

    ``errors`` maps a cell to the error it shows (#N/A); ``uncounted`` are formulas
    saved without a value.
    """

    hidden_rows: frozenset[int] = frozenset()
    errors: dict[Cell, str] = field(default_factory=dict)
    uncounted: frozenset[Cell] = frozenset()


@dataclass
class Sheet:
    """One sheet with its cells from A1 on; an empty cell is an empty text."""

    name: str
    rows: list[list]
    is_hidden: bool = False
    merges: list[Merge] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)

    def cell(self, row: int, column: int):
        """Return a cell, empty where the sheet ends before it."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else ""


@dataclass
class Book:
    """A workbook as it was read; ``kind`` is the format decided by content."""

    kind: str
    sheets: list[Sheet]
