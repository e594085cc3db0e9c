"""Bringing the text of a sheet to one form before anything is looked for in it."""

import unicodedata
from collections import Counter
from dataclasses import dataclass

from core.cells import is_blank
from core.legacy import decode_as, decode_legacy, may_be_legacy

from ..reading import Sheet
from ..returning.order import TITLE

SEARCHED_ROWS = 64  # from the top, for the title of a column of errors
LEAST_TEXTS = 3  # different texts in an old font, to call a sheet typed with it
MOST_REAL_SHARE = 0.2  # of Unicode texts beside them
LEAST_IN_ROW = 2  # texts in an old font, to call a row typed with it
LEAST_SHARE_IN_ROW = 2 / 3  # of its texts with marks


@dataclass(frozen=True)
class Conversion:
    """The old font that a whole sheet was typed with, or that ``rows`` of it were.

    A stray text of an old font in a row of Unicode is left to the reader of its
    column, which says so at the row.
    """

    encoding: str
    rows: int | None = None

    @property
    def notice(self) -> str:
        what = "Trang tính" if self.rows is None else f"Có {self.rows} dòng"
        return f"{what} gõ bằng phông {self.encoding}; đã đổi sang Unicode."


def clean_sheet(sheet: Sheet) -> list[Conversion]:
    """Bring the texts of a sheet to NFC, in place, and out of old fonts.

    What an earlier import wrote into it is taken out first.
    """
    _drop_messages(sheet)
    texts = {cell for row in sheet.rows for cell in row if _has_marks(cell)}
    clean = {text: unicodedata.normalize("NFC", text) for text in texts}
    decoded = {text: decode_legacy(text) for text in set(clean.values())}
    encoding = _encoding(decoded)
    if encoding:
        for text, nfc in clean.items():
            if may_be_legacy(nfc):
                clean[text] = decode_as(encoding, nfc)
    if any(text != better for text, better in clean.items()):
        for row in sheet.rows:
            row[:] = [clean.get(c, c) if type(c) is str else c for c in row]
    if encoding:
        return [Conversion(encoding)]
    return _convert_rows(sheet, decoded) if any(decoded.values()) else []


def _drop_messages(sheet: Sheet) -> None:
    """Empty the column of errors of a file that was returned and corrected."""
    for index, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        filled = [column for column, cell in enumerate(row) if not is_blank(cell)]
        if len(filled) > 2 and row[filled[-1]] == TITLE:
            column = filled[-1]
            for below in sheet.rows[index:]:
                if column < len(below):
                    below[column] = ""
            sheet.merges = [
                merge for merge in sheet.merges if (merge[1], merge[3]) != (column,) * 2
            ]
            return


def _has_marks(cell: object) -> bool:
    return type(cell) is str and not cell.isascii()


def _encoding(decoded: dict[str, tuple[str, str] | None]) -> str | None:
    """Return the old font of a sheet whose texts nearly all may be typed with it."""
    found = Counter(
        outcome[1]
        for text, outcome in decoded.items()
        if outcome and may_be_legacy(text)
    )
    if not found:
        return None
    [(encoding, count)] = found.most_common(1)
    real = sum(not may_be_legacy(text) for text in decoded)
    if count < LEAST_TEXTS or real > count * MOST_REAL_SHARE:
        return None
    return encoding


def _convert_rows(
    sheet: Sheet, decoded: dict[str, tuple[str, str] | None]
) -> list[Conversion]:
    """Put rows that were copied from a list in an old font into Unicode.

    Beside texts that are surely of that font, those that could be either are too.
    """
    converted: Counter[str] = Counter()
    for row in sheet.rows:
        texts = list(filter(_has_marks, row))
        if len(texts) >= LEAST_IN_ROW and (
            encoding := _encoding_of_row(texts, decoded)
        ):
            row[:] = [decode_as(encoding, c) if _has_marks(c) else c for c in row]
            converted[encoding] += 1
    return [Conversion(encoding, rows) for encoding, rows in converted.items()]


def _encoding_of_row(texts: list[str], decoded: dict) -> str | None:
    found = [decoded[text][1] for text in texts if decoded.get(text)]
    enough = len(found) >= max(LEAST_IN_ROW, len(texts) * LEAST_SHARE_IN_ROW)
    if not enough or len(set(found)) > 1 or not all(map(may_be_legacy, texts)):
        return None
    return found[0]
