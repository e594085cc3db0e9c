"""A few rows of each sheet, so that a person sees whether they are read right."""

from core.cells import text_of

from .reading import Book
from .understanding.lines import Kind
from .understanding.tables import BookLayout, sheet_lines

SHOWN = 3


def sample_rows(book: Book, layout: BookLayout) -> dict[int, list[list[str]]]:
    """Return for each sheet with a table its first rows of data, cell by cell."""
    samples = {}
    for number, (sheet, about) in enumerate(
        zip(book.sheets, layout.sheets, strict=True)
    ):
        rows: list[list[str]] = []
        for table, line in sheet_lines(sheet, about):
            if line.kind is Kind.DATA and len(rows) < SHOWN:
                cells = [sheet.cell(line.row, index) for index in table.titles]
                rows.append([text_of(cell) for cell in cells])
        samples[number] = rows
    return samples
