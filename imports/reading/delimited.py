"""Text files of comma, semicolon or tab separated values."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from ..exceptions import FileRefusedError
from .book import ERROR, Cell, Marks
from .limits import MAX_TEXT, MAX_TROUBLES, too_many_troubles
from .sheets import Sheets

NAME = "CSV"
_DELIMITERS = ";,\t"
_SAMPLE = 64 * 1024
_SAMPLE_LINES = 40
_TOLD = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)  # Excel's own first line
_END = "\0"  # stands in no text; where it does not come out alone, a quote is open


def read_delimited(data: bytes, sheets: Sheets) -> None:
    """Read the one sheet of a csv file, every cell a text."""
    text = _decoded(data)
    try:
        sample = text.read(_SAMPLE)
        delimiter = _delimiter(sample)
        text.seek(0)
        if _TOLD.match(sample):
            text.readline()
        sheets.open(NAME, is_hidden=False)
        errors: dict[Cell, str] = {}
        _read_rows(csv.reader(_lines(text), delimiter=delimiter), sheets, errors)
        sheets.close((), Marks(errors=errors))
    except UnicodeDecodeError:
        raise FileRefusedError(
            "unknown_encoding",
            "Tệp văn bản không phải bảng mã UTF-8, chữ có dấu có thể đã mất. Xin mở tệp"
            " gốc bằng Excel, chọn “Lưu thành” định dạng .xlsx rồi tải lên lại.",
        ) from None


def _decoded(data: bytes) -> io.TextIOWrapper:
    is_wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    encoding = "utf-16" if is_wide else "utf-8-sig"
    return io.TextIOWrapper(io.BytesIO(data), encoding, newline="")


def _delimiter(sample: str) -> str:
    """Return the sign that the file names, or that cuts most first lines alike.

    Counting signs is not enough: an address has more commas than a row has columns.
    """
    if told := _TOLD.match(sample):
        return told[1]
    lines = sample.splitlines(keepends=True)[:_SAMPLE_LINES]
    return max(_DELIMITERS, key=lambda sign: _lines_alike(lines, sign))


def _lines_alike(lines: list[str], sign: str) -> tuple[int, int]:
    """Return how many lines a sign cuts into the same number of columns, and it."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign))
    except csv.Error:
        return 0, 0
    alike = [(count, width) for width, count in widths.items() if width > 1]
    return max(alike, default=(0, 0))


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines of a text, then the end mark."""
    last = ""
    for last in text:
        if _END in last:
            raise _not_a_list()
        yield last
    if not last.endswith(("\r", "\n")):
        yield "\r\n"
    yield _END


def _read_rows(rows: Iterator[list[str]], sheets: Sheets, errors: dict) -> None:
    csv.field_size_limit(MAX_TEXT * 4)
    widest = 0
    row: list[str] = []
    try:
        for row in rows:
            if row == [_END]:
                break
            while row and not row[-1]:
                row.pop()
            widest = max(widest, len(row))
            _take_errors(row, sheets.next_row, errors)
            sheets.add(row)
        else:
            raise _open_quote()
    except csv.Error:
        raise FileRefusedError(
            "cell_too_long",
            "Tệp CSV có ô dài bất thường: có thể thiếu một dấu ngoặc kép, hoặc tệp"
            " không phải danh sách.",
        ) from None
    if widest < 2:
        raise _not_a_list()


def _take_errors(row: list[str], number: int, errors: dict[Cell, str]) -> None:
    """Take out of a row what a program wrote for a cell that showed an error."""
    for column, text in enumerate(row):
        if text[:1] == "#" and ERROR.fullmatch(text):
            errors[number, column] = text
            row[column] = ""
            if len(errors) > MAX_TROUBLES:
                raise too_many_troubles(NAME)


def _open_quote() -> FileRefusedError:
    return FileRefusedError(
        "open_quote",
        "Tệp CSV có dấu ngoặc kép mở mà không đóng, các dòng sau bị dính vào một ô."
        " Xin mở bằng Excel, sửa rồi lưu lại.",
    )


def _not_a_list() -> FileRefusedError:
    return FileRefusedError(
        "not_a_workbook", "Tệp là văn bản, không phải bảng tính hoặc danh sách CSV."
    )
