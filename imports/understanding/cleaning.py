"""Bringing the text of a sheet to one form before anything is looked for in it."""

import unicodedata
from collections import Counter
from dataclasses import dataclass

from core.legacy import decode_as, decode_legacy, may_be_legacy

from ..reading import Sheet

LEAST_TEXTS = 3  # different texts in an old font, to call a sheet typed with it
MOST_REAL_SHARE = 0.2  # of Unicode texts beside them


@dataclass(frozen=True)
class Conversion:
    """The old font a whole sheet was typed with, and how many different texts it had.

    A stray text of an old font in a sheet of Unicode is left to the reader of its
    column, which says so at the row.
    """

    encoding: str
    texts: int


def clean_sheet(sheet: Sheet) -> Conversion | None:
    """Bring the texts of a sheet to NFC, in place, and out of old fonts."""
    texts = {
        cell
        for row in sheet.rows
        for cell in row
        if type(cell) is str and not cell.isascii()
    }
    clean = {text: unicodedata.normalize("NFC", text) for text in texts}
    conversion = _conversion(set(clean.values()))
    if conversion:
        for text, nfc in clean.items():
            if may_be_legacy(nfc):
                clean[text] = decode_as(conversion.encoding, nfc)
    if any(text != better for text, better in clean.items()):
        for row in sheet.rows:
            row[:] = [clean.get(c, c) if type(c) is str else c for c in row]
    return conversion


def _conversion(texts: set[str]) -> Conversion | None:
    decoded = [decode_legacy(text) for text in texts]
    found = Counter(outcome[1] for outcome in decoded if outcome)
    if not found:
        return None
    [(encoding, count)] = found.most_common(1)
    real = sum(not may_be_legacy(text) for text in texts)
    if count < LEAST_TEXTS or real > count * MOST_REAL_SHARE:
        return None
    return Conversion(encoding, count)
