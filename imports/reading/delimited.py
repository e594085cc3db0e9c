"""Text files of comma, semicolon or tab separated values."""

import csv
import io

from ..exceptions import FileRefusedError
from .book import Sheet
from .marks import MAX_COLUMNS, MAX_ROWS

_DELIMITERS = ";,\t"
_SAMPLE_LINES = 40


def read_delimited(data: bytes) -> Sheet:
    """Return the one sheet of a csv file, every cell a text."""
    text = _decode(data)
    delimiter = _delimiter(text)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise FileRefusedError(
                    "too_large",
                    f"Tệp CSV quá {MAX_ROWS} dòng hoặc {MAX_COLUMNS} cột."
                    " Xin chia nhỏ danh sách.",
                )
    except csv.Error:
        raise _not_a_list() from None
    if max(map(len, rows), default=0) < 2:
        raise _not_a_list()
    return Sheet("CSV", rows)


def _decode(data: bytes) -> str:
    is_wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefusedError(
            "unknown_encoding",
            "Tệp văn bản không phải bảng mã UTF-8. Xin mở bằng Excel, chọn “Lưu thành”"
            " định dạng .xlsx rồi tải lên lại.",
        ) from None
    if "\0" in text:
        raise _not_a_list()
    return text


def _delimiter(text: str) -> str:
    """Return the sign that cuts the first lines into the most columns."""
    lines = text.splitlines()[:_SAMPLE_LINES]
    return max(_DELIMITERS, key=lambda sign: sum(line.count(sign) for line in lines))


def _not_a_list() -> FileRefusedError:
    return FileRefusedError(
        "not_a_workbook", "Tệp là văn bản, không phải bảng tính hoặc danh sách CSV."
    )
