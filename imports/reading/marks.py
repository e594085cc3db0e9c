"""What stands in the XML of a sheet that the fast reader does not tell.

Searched with patterns, chunk by chunk, in the text of the sheet: a full parse would
cost more than everything else together.
"""

import re
from collections.abc import Iterable, Iterator

from . import limits
from .book import Cell, Marks

_LONGEST_ROW = 16 * 1024 * 1024

# None may run on over the next "<": on a crafted text that would take for ever.
_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*>")
_ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d{1,7})[\"']")
_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>")
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
# Quick to search for; a hit is looked at again with the whole tag.
_MAYBE_FAR = re.compile(
    rb"r=[\"'](?:[A-Z]{3}\d|(?:O[K-Z]|[P-Z][A-Z])\d|[A-Z]{1,3}\d{6})"
)
_FAR = re.compile(
    rb"<(?:\w+:)?c\b[^<>/]*?\sr\s*=\s*[\"']"
    rb"(?:[A-Z]{3}\d+|(?:O[K-Z]|[P-Z][A-Z])\d+|[A-Z]{1,3}\d{6,})[\"'][^<>]*(?<!/)>"
)
_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^<>]*>([^<]+)</|<(?:\w+:)?is\b")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_STRING_RESULT = re.compile(rb"\st\s*=\s*[\"']str[\"']")


def column_number(letters: str) -> int:
    """Return the number of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def scan_sheet(name: str, chunks: Iterable[bytes]) -> Marks:
    """Return the marks of one sheet; refuse a sheet too large to be a list."""
    scan = _Scan(name)
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = max(rest.rfind(b"<row"), rest.rfind(b":row"))
        if cut <= 0:
            if len(rest) > _LONGEST_ROW:
                raise limits.too_large(name)
            continue
        if rest[cut : cut + 1] == b":":
            cut = max(rest.rfind(b"<", 0, cut), 0)
        scan.take(rest[:cut])
        rest = rest[cut:]
    scan.take(rest)
    return Marks(frozenset(scan.hidden), scan.errors, frozenset(scan.uncounted))


class _Scan:
    def __init__(self, name: str):
        self.name = name
        self.cells = 0
        self.row = -1
        self.hidden: set[int] = set()
        self.errors: dict[Cell, str] = {}
        self.uncounted: set[Cell] = set()

    def take(self, text: bytes) -> None:
        """Look through one stretch of whole rows."""
        self.cells += text.count(b"<v>") + text.count(b"<is>")
        if self.cells > limits.MAX_CELLS:
            raise limits.too_large(self.name)
        if _MAYBE_FAR.search(text) and (far := _FAR.search(text)):
            self._refuse_far(far[0])
        has_signs = _has_signs(text)
        for row, end in _with_ends(_ROW, text):
            number = _ROW_NUMBER.search(row[0])
            self.row = int(number[1]) - 1 if number else self.row + 1
            if b"hidden" in row[0] and _HIDDEN.search(row[0]):
                self.hidden.add(self.row)
            if has_signs and _has_signs(body := text[row.end() : end]):
                self._take_cells(body)

    def _refuse_far(self, tag: bytes) -> None:
        found = _REFERENCE.search(tag)
        assert found is not None  # it is part of the pattern of the tag
        letters, row = found[1].decode(), found[2].decode()
        if column_number(letters) >= limits.MAX_COLUMNS:
            raise limits.too_many_columns(self.name, letters + row)
        if int(row) > limits.MAX_ROWS:
            raise limits.too_many_rows(self.name, letters + row)

    def _take_cells(self, body: bytes) -> None:
        """Take the cells of one row that show an error or hold a formula."""
        column = -1
        for match, end in _with_ends(_CELL, body):
            place = _REFERENCE.search(match[1])
            column = column_number(place[1].decode()) if place else column + 1
            if match[1].endswith(b"/"):
                continue
            value = _VALUE.search(body, match.end(), end)
            if _ERROR.search(match[1]):
                shown = value[1] if value and value[1] else b"#?"
                self.errors[self.row, column] = shown.decode("utf-8", "replace")
            elif (
                value is None
                and _FORMULA.search(body, match.end(), end)
                and not _STRING_RESULT.search(match[1])
            ):
                self.uncounted.add((self.row, column))
        if len(self.errors) + len(self.uncounted) > limits.MAX_TROUBLES:
            raise limits.too_many_troubles(self.name)


def _has_signs(text: bytes) -> bool:
    """Say quickly whether there may be errors or formulas."""
    return any(sign in text for sign in (b'"e"', b"'e'", b"<f", b":f"))


def _with_ends(tag: re.Pattern[bytes], text: bytes) -> Iterator[tuple[re.Match, int]]:
    """Yield each such tag with the place where the next one begins."""
    tags = list(tag.finditer(text))
    ends = [match.start() for match in tags[1:]]
    yield from zip(tags, [*ends, len(text)], strict=False)
