"""What stands in the XML of a sheet that the fast reader does not tell.

Searched with patterns, chunk by chunk, in the text of the sheet: a full parse would
cost more than everything else together.
"""

import re
from collections.abc import Iterable

from ..exceptions import FileRefusedError
from .book import Cell, Marks

MAX_ROWS = 60_000
MAX_COLUMNS = 400
MAX_CELLS = 1_500_000
_LONGEST_ROW = 16 * 1024 * 1024

_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d+)[\"']")
_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?P<head>(?:[^>]*[^/>])?)>(?P<body>.*?)</(?:\w+:)?c>", re.DOTALL
)
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
# Quick to search for; a hit is looked at again with the whole tag.
_MAYBE_FAR = re.compile(
    rb"r=[\"'](?:[A-Z]{3}\d|(?:O[K-Z]|[P-Z][A-Z])\d|[A-Z]{1,3}\d{6})"
)
_FAR = re.compile(
    rb"<(?:\w+:)?c\b[^>/]*?\sr\s*=\s*[\"']"
    rb"(?:[A-Z]{3}\d+|(?:O[K-Z]|[P-Z][A-Z])\d+|[A-Z]{1,3}\d{6,})[\"'][^>]*(?<!/)>"
)
_ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</|<(?:\w+:)?is\b")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_STRING_RESULT = re.compile(rb"\st\s*=\s*[\"']str[\"']")


def column_number(letters: str) -> int:
    """Return the number of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
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
                raise _too_large(name)
            continue
        scan.take(rest[:cut])
        rest = rest[cut:]
    scan.take(rest)
    return Marks(frozenset(scan.hidden), scan.errors, frozenset(scan.uncounted))


class _Scan:
    def __init__(self, name: str):
        self.name = name
        self.cells = 0
        self.hidden: set[int] = set()
        self.errors: dict[Cell, str] = {}
        self.uncounted: set[Cell] = set()

    def take(self, text: bytes) -> None:
        """Look through one stretch of whole rows."""
        self.cells += text.count(b"<v>") + text.count(b"<is>")
        if self.cells > MAX_CELLS:
            raise _too_large(self.name)
        if _MAYBE_FAR.search(text) and (far := _FAR.search(text)):
            self._refuse_far(far[0])
        if b"hidden" in text:
            self._take_hidden(text)
        if any(sign in text for sign in (b'"e"', b"'e'", b"<f", b":f")):
            self._take_cells(text)

    def _refuse_far(self, tag: bytes) -> None:
        letters, row = _REFERENCE.search(tag).groups()
        if column_number(letters.decode()) >= MAX_COLUMNS:
            raise FileRefusedError(
                "too_many_columns",
                f"Trang tính “{self.name}” có nội dung ở ô {(letters + row).decode()},"
                f" quá {MAX_COLUMNS} cột. Xin xóa các cột thừa rồi tải lên lại.",
            )
        if int(row) > MAX_ROWS:
            raise FileRefusedError(
                "too_many_rows",
                f"Trang tính “{self.name}” có nội dung ở ô {(letters + row).decode()},"
                f" quá {MAX_ROWS} dòng. Xin chia nhỏ danh sách rồi tải lên lại.",
            )

    def _take_hidden(self, text: bytes) -> None:
        for match in _ROW.finditer(text):
            if _HIDDEN.search(match[0]) and (number := _ROW_NUMBER.search(match[0])):
                self.hidden.add(int(number[1]) - 1)

    def _take_cells(self, text: bytes) -> None:
        for match in _CELL.finditer(text):
            head, body = match["head"], match["body"]
            is_error = _ERROR.search(head)
            if not is_error and not _FORMULA.search(body):
                continue
            place = _REFERENCE.search(head)
            if place is None:
                continue
            cell = (int(place[2]) - 1, column_number(place[1].decode()))
            value = _VALUE.search(body)
            if is_error:
                shown = value[1] if value and value[1] else b"#?"
                self.errors[cell] = shown.decode("utf-8", "replace")
            elif value is None and not _STRING_RESULT.search(head):
                self.uncounted.add(cell)


def _too_large(name: str) -> FileRefusedError:
    return FileRefusedError(
        "too_large", f"Trang tính “{name}” quá lớn. Xin chia nhỏ danh sách."
    )
