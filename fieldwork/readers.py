"""Values of a field as devices send them: checked, and brought to one writing.

A reader takes a JSON value and returns the JSON value that stands for it, so that two
writings of the same thing are equal; ``python`` gives what the model stores. Nothing
(null) and the empty text are the same to every reader.
"""

import datetime
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_datetime

from core.text import clean_line, clean_text

from .exceptions import InvalidError

MOST_CHARACTERS = 20_000
MOST_ROWS = 100
MOST_VERSIONS = 20_000
VERSION_LIMIT = 2**31
KEY_LIMIT = 2**63
YEARS = range(2000, 2101)
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Reader:
    """How one field is read; ``required`` refuses nothing at all."""

    read: Callable[[Any], Any]
    python: Callable[[Any], Any] = lambda value: value
    blank: Any = None
    required: bool = False
    is_text: bool = False

    def __call__(self, value):
        """Return the one writing of a value; raises InvalidError."""
        if value is None or value == "":
            if self.required:
                raise InvalidError("Trường này cần được ghi.")
            return self.blank
        return self.read(value)


def _text(clean: Callable[[str], str]) -> Callable[[Any], str]:
    def read(value):
        if not isinstance(value, str):
            raise InvalidError("Nội dung phải là chữ.")
        if len(value) > MOST_CHARACTERS:
            raise InvalidError(f"Nội dung dài quá {MOST_CHARACTERS} ký tự.")
        return clean(value)

    return read


def line(required: bool = False) -> Reader:
    return Reader(_text(clean_line), blank="", required=required, is_text=True)


def block(required: bool = False) -> Reader:
    return Reader(_text(clean_text), blank="", required=required, is_text=True)


def choice(choices, required: bool = False) -> Reader:
    def read(value):
        if value not in choices.values:
            raise InvalidError("Giá trị không có trong danh sách chọn.")
        return value

    return Reader(_hashable(read), blank="", required=required)


def _hashable(read):
    def checked(value):
        if not isinstance(value, str):
            raise InvalidError("Giá trị không có trong danh sách chọn.")
        return read(value)

    return checked


def day(required: bool = False) -> Reader:
    def read(value):
        found = _parsed(datetime.date.fromisoformat, value)
        if found is None or found.year not in YEARS:
            raise InvalidError("Ngày phải có dạng năm-tháng-ngày, từ 2000 đến 2100.")
        return found.isoformat()

    return Reader(
        read, python=_optional(datetime.date.fromisoformat), required=required
    )


def clock() -> Reader:
    def read(value):
        found = _parsed(datetime.time.fromisoformat, value)
        if found is None or found.tzinfo is not None:
            raise InvalidError("Ghi giờ và phút, ví dụ 08:30.")
        return f"{found:%H:%M}"

    return Reader(read, python=_optional(datetime.time.fromisoformat))


def moment() -> Reader:
    """A point in time; a clock that was never set tells none."""

    def read(value):
        found = _parsed(parse_datetime, value)
        if found is None or found.tzinfo is None:
            raise InvalidError("Thời điểm không hợp lệ.")
        if found.year not in YEARS:
            return None
        return found.astimezone(datetime.UTC).isoformat(timespec="seconds")

    return Reader(read, python=_optional(datetime.datetime.fromisoformat))


def whole(
    low: int, high: int, required: bool = False, blank: int | None = None
) -> Reader:
    def read(value):
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidError("Phải là số nguyên.")
        if not low <= value <= high:
            raise InvalidError(f"Số phải từ {low} đến {high}.")
        return value

    return Reader(read, blank=blank, required=required)


def key(required: bool = False) -> Reader:
    """The key of a row; whether it is within reach is asked elsewhere."""
    return whole(1, KEY_LIMIT - 1, required)


def name(required: bool = False) -> Reader:
    """The uuid of a record."""

    def read(value):
        found = _parsed(uuid.UUID, value)
        if found is None:
            raise InvalidError("Mã hồ sơ không hợp lệ.")
        return str(found)

    return Reader(read, python=_optional(uuid.UUID), required=required)


def number(low: int, high: int, places: int) -> Reader:
    """A decimal number, written as text with a point and no needless zeros."""

    def read(value):
        found = None
        if not isinstance(value, bool) and isinstance(value, str | int | float):
            found = _parsed(Decimal, str(value))
        if found is None or not found.is_finite() or not low <= found <= high:
            raise InvalidError(f"Phải là số từ {low} đến {high}.")
        return written(round(found, places))

    return Reader(read, python=_optional(Decimal))


def degrees(most: int) -> Reader:
    """A latitude or longitude, to the sixth place."""

    def read(value):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not -most <= value <= most:
            raise InvalidError(f"Phải là số từ -{most} đến {most}.")
        return round(float(value), 6)

    return Reader(read)


def written(found: Decimal) -> str:
    """Return a number as devices read it."""
    text = f"{found:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def flag() -> Reader:
    def read(value):
        if not isinstance(value, bool):
            raise InvalidError("Phải là có hoặc không.")
        return value

    return Reader(read, blank=False)


def digest() -> Reader:
    def read(value):
        if not isinstance(value, str) or not _DIGEST.fullmatch(value):
            raise InvalidError("Mã băm không hợp lệ.")
        return value

    return Reader(read, required=True)


def rows(columns: dict[str, Reader], order: Callable[[dict], Any] | None = None):
    """A list of lines, each with the same columns; sorted where order says nothing."""

    def read_row(position, row):
        if not isinstance(row, dict):
            raise InvalidError(f"Dòng {position} không đọc được.")
        found, errors = read_fields(columns, {**dict.fromkeys(columns), **row})
        if errors:
            raise InvalidError(f"Dòng {position}: {' '.join(errors.values())}")
        return found

    def read(value):
        if not isinstance(value, list):
            raise InvalidError("Danh sách không đọc được.")
        if len(value) > MOST_ROWS:
            raise InvalidError(f"Danh sách có tối đa {MOST_ROWS} dòng.")
        found = [read_row(position, row) for position, row in enumerate(value, 1)]
        return sorted(found, key=order) if order else found

    return Reader(read, blank=[])


def part(columns: dict[str, Reader]) -> Reader:
    """Some fields of another record."""

    def read(value):
        if not isinstance(value, dict):
            raise InvalidError("Nội dung không đọc được.")
        found, errors = read_fields(columns, value)
        if errors:
            raise InvalidError(" ".join(errors.values()))
        return found

    return Reader(read, blank={})


def versions() -> Reader:
    """Versions of records by the names that devices give them."""

    def read(value):
        if not isinstance(value, dict) or len(value) > MOST_VERSIONS:
            raise InvalidError("Danh sách phiên bản không đọc được.")
        count = whole(0, VERSION_LIMIT - 1, required=True)
        return {name: count(version) for name, version in value.items()}

    return Reader(read, blank={})


def read_fields(
    readers: dict[str, Reader], values: dict
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values in their one writing, and what is wrong with the others."""
    found, errors = {}, {}
    for field, value in values.items():
        if field not in readers:
            errors[str(field)[:50]] = "Trường này không có trong hồ sơ."
            continue
        try:
            found[field] = readers[field](value)
        except InvalidError as error:
            errors[field] = error.message
    return found, errors


def _parsed(parse, value):
    """Return what a text means, or None for one that means nothing."""
    if not isinstance(value, str) or len(value) > 50:
        return None
    try:
        return parse(value)
    except (ValueError, InvalidOperation, OverflowError):
        return None


def _optional(parse):
    return lambda value: None if value is None else parse(value)
