"""What a page of figures is made of; every number knows the list that it counts."""

from dataclasses import dataclass

from core.charts import Bar, Part
from core.templatetags.portal import vn_number

from .reported import Reported


@dataclass(frozen=True)
class Figure:
    """One number, how it is counted, and the list whose total it is.

    Without an address the person may read the number, but not whom it counts.
    """

    label: str
    value: int
    url: str
    rule: str
    tone: str = "plain"
    note: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    key: str
    figures: list[Figure]


@dataclass(frozen=True)
class Chart:
    """Figures of one kind, drawn; ``of`` names the whole of which they are parts."""

    title: str
    rule: str
    unit: str
    bars: list[Bar] | list[Part]
    of: str = ""

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)


@dataclass(frozen=True)
class Cell:
    """A number and the list of exactly what it counts; no list where it is 0.

    ``words`` stand in place of a number that no list can have, such as a median.
    """

    label: str
    count: int
    url: str = ""
    words: str = ""


@dataclass(frozen=True)
class Line:
    """A line of a table; ``head`` says of what it is, and carries its total."""

    head: Cell
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """Figures in lines and columns; the last line sums up the others."""

    title: str
    rule: str
    unit: str
    heads: list[str]
    lines: list[Line]


@dataclass(frozen=True)
class Board:
    """The page, in the order in which it is read."""

    sections: list[Section]
    reported: Reported
    tables: list[Table]
    charts: list[Chart]


def share(part: int, whole: int, of: str) -> str:
    """Say what part of which whole a figure is: "25% trong số 8 chủ thể"."""
    if not whole:
        return f"không có {of}"
    return f"{round(100 * part / whole)}% trong số {vn_number(whole)} {of}"
