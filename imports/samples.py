"""A few cells of each column, so that a person sees whether they are read right."""

from collections.abc import Iterable

from core.cells import is_blank, text_of

from .reading import Book, Sheet
from .understanding.lines import Kind, Line
from .understanding.tables import BookLayout, sheet_lines

SHOWN_VALUES = 3
SHOWN_ROWS, SHOWN_CELLS = 12, 12


def column_samples(book: Book, layout: BookLayout) -> dict[tuple[int, int, int], list]:
    """Return texts from under each title, by sheet, table and column.

    Where nobody has said yet what the columns hold there are no rows of data; then the
    texts come from whatever stands under the header.
    """
    samples = {}
    pairs = zip(book.sheets, layout.sheets, strict=True)
    for number, (sheet, about) in enumerate(pairs):
        lines = list(sheet_lines(sheet, about))
        for place, table in enumerate(about.tables):
            rows = [line for owner, line in lines if owner is table]
            data = [line for line in rows if line.kind is Kind.DATA] or rows
            for index in table.titles:
                samples[number, place, index] = _texts(sheet, data, index)
    return samples


def _texts(sheet: Sheet, lines: Iterable[Line], index: int) -> list[str]:
    texts: list[str] = []
    for line in lines:
        cell = sheet.cell(line.row, index)
        if len(texts) < SHOWN_VALUES and not is_blank(cell):
            texts.append(text_of(cell))
    return texts


def first_rows(book: Book, layout: BookLayout) -> dict[int, list[tuple[int, list]]]:
    """Return (row as Excel counts it, texts) from the top of sheets without a table."""
    return {
        number: [
            (row, [text_of(cell) for cell in cells[:SHOWN_CELLS]])
            for row, cells in enumerate(sheet.rows[:SHOWN_ROWS], start=1)
            if not all(map(is_blank, cells))
        ]
        for number, (sheet, about) in enumerate(
            zip(book.sheets, layout.sheets, strict=True)
        )
        if not about.tables
    }
