"""Shapes of the drawn bars; templates only place them.

Widths are whole numbers on a scale of 500, which the viewBox of the drawings repeats.
"""

from collections.abc import Iterable
from dataclasses import dataclass

SCALE = 500


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    url: str
    width: int


@dataclass(frozen=True)
class Part:
    label: str
    value: int
    url: str
    start: int
    width: int
    percent: float


def bars(rows: Iterable[tuple[str, int, str]]) -> list[Bar]:
    """Return a bar for each (label, value, url); the longest fills the scale."""
    rows = list(rows)
    longest = max((value for _, value, _ in rows), default=0) or 1
    return [
        Bar(label, value, url, round(SCALE * value / longest))
        for label, value, url in rows
    ]


def parts(rows: Iterable[tuple[str, int, str]]) -> list[Part]:
    """Return the parts of one bar that together fill the scale."""
    rows = list(rows)
    total = sum(value for _, value, _ in rows) or 1
    made, before = [], 0
    for label, value, url in rows:
        start, end = (round(SCALE * edge / total) for edge in (before, before + value))
        made.append(Part(label, value, url, start, end - start, 100 * value / total))
        before += value
    return made
