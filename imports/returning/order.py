"""What is to be written into a workbook; plain data, for the child process."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

TITLE = "Lỗi"
COLOUR = "FFFBD3D0"  # of offending cells; no colour that Excel offers, so it is ours
INK = "FF9C1C14"
WIDTH = 60
WIDEST, TALLEST = 400, 200  # columns and rows of a merge that are looked at

LONGEST = 32_000
# Characters that XML, and so Excel, cannot hold.
_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Place = tuple[int, int]  # row as Excel counts it, column from 0


@dataclass
class SheetOrder:
    """One sheet: its header rows, its rows of data, what to say of some of them.

    ``cells`` are those to colour. Rows are numbered as Excel shows them.
    """

    name: str
    headers: list[tuple[int, int]] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    messages: dict[int, str] = field(default_factory=dict)
    cells: set[Place] = field(default_factory=set)

    @property
    def header_rows(self) -> set[int]:
        return {row for first, last in self.headers for row in range(first, last + 1)}


def holdable(text: str) -> str:
    """Return a text as a cell can hold it."""
    return _UNHOLDABLE.sub("", text)[:LONGEST]


def at_merges(cells: set[Place], merges: list[tuple[int, int, int, int]]) -> set[Place]:
    """Return the cells that show for those asked for: merged ones show their first.

    Merges are (first row, first column, last row, last column), rows from 1.
    """
    rows: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        rows.setdefault(column, []).append(row)
    shown = set(cells)
    for top, left, bottom, right in merges:
        for column in rows.keys() & set(range(left, min(right, left + WIDEST) + 1)):
            first = bisect_left(rows[column], top)
            last = bisect_right(rows[column], bottom)
            inside = {(row, column) for row in rows[column][first:last]}
            if inside:
                shown -= inside
                shown.add((top, left))
    return shown


def right_edge(rows: set[int], merges: list[tuple[int, int, int, int]]) -> int:
    """Return the last column that a merge touching one of the rows reaches."""
    reached = [
        right
        for top, _, bottom, right in merges
        if any(row in rows for row in range(top, min(bottom, top + TALLEST) + 1))
    ]
    return max(reached, default=-1)
