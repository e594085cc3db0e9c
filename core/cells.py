"""One cell of a spreadsheet, as people type it, into a value and what to say of it."""

import datetime
import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from .legacy import decode_legacy, is_garbled
from .text import clean_line

# What people write into a cell that has nothing to say.
_BLANK = " \t\r\n\xa0\u200b\u200c\u200d\u2060\ufeff\xad-–—_./…"
_NOTHING = {"không", "không có", "chưa có", "chưa", "ko", "ko có", "n/a", "na"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

FIRST_SERIAL, LAST_SERIAL = 20000, 73050  # 3/10/1954 to 31/12/2099
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_SERIAL_EPOCH = datetime.date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1950, 2099

_BETWEEN = r"\s*[/.,\\\-–\u2215\u2044]{1,2}\s*"
_DAY_MONTH_YEAR = re.compile(
    rf"(?<!\w)(\d{{1,2}}){_BETWEEN}(\d{{1,2}})(?:{_BETWEEN}|\s*,?\s*năm\s*)"
    r"(\d{4}|\d{2})(?!\w)"
    r"|(?<!\w)(\d{1,2})\s*tháng\s*(\d{1,2})\s*,?\s*(?:năm\s*)?(\d{4}|(?<=năm )\d{2})"
    r"(?!\w)"
)
_ISO = re.compile(r"(?<!\w)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_GLUED = re.compile(r"(?:(?<=ngày)|(?<=tháng)|(?<=năm))(?=\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_MONTH = re.compile(
    r"(?:tháng|thg|t)\s*\.?\s*(\d{1,2})(?!\d)|(?<![\d/])(\d{1,2})\s*[/.-]\s*\d{4}(?!\d)"
)
# Two signs between numbers make a full date, or one that was typed wrong.
_DAMAGED = re.compile(r"\w\s*[/.,\u2215\u2044–-]\s*\w+\s*[/.,\u2215\u2044–-]\s*\w")
_TIME_TAIL = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2})?.*$")


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell the person about a cell that was accepted."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell came to; ``printed`` keeps the text where the value says less."""

    value: object = None
    notes: tuple[Note, ...] = field(default=())
    printed: str = ""


BLANK = Reading()


class CellError(ValueError):
    """The cell cannot be read, so its row must be left out."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


def text_of(raw: object) -> str:
    """Return a cell as the text it shows: 4.0 is "4", a date is dd/mm/yyyy."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return clean_line(_CONTROL.sub(" ", raw) if _CONTROL.search(raw) else raw)
    if isinstance(raw, bool):
        return "có" if raw else "không"
    if isinstance(raw, int | float | Decimal):
        return _number_text(raw)
    if isinstance(raw, datetime.datetime | datetime.date):
        return f"{raw:%d/%m/%Y}"
    return str(raw)


def _number_text(raw: int | float | Decimal) -> str:
    if not math.isfinite(raw):
        return ""
    if raw == int(raw):
        return str(int(raw))
    return str(raw).replace(".", ",")


def is_blank(raw: object) -> bool:
    """Say whether a cell is empty or holds only a dash or dots."""
    return raw is None or (isinstance(raw, str) and not raw.strip(_BLANK))


def says_nothing(raw: object) -> bool:
    """Say whether a cell is blank or says in words that there is nothing."""
    return is_blank(raw) or (
        isinstance(raw, str) and clean_line(raw).casefold().strip(" .") in _NOTHING
    )


def read_in_unicode(read: Callable[[object], Reading], raw: object) -> Reading:
    """Read a cell; text of an old font is put into Unicode before, with a note.

    Text of an old font that cannot be told for certain raises CellError.
    """
    if not isinstance(raw, str) or raw.isascii():
        return read(raw)
    text = unicodedata.normalize("NFC", raw)
    decoded = decode_legacy(text)
    if decoded is not None:
        reading = read(decoded[0])
        message = f"Chữ phông {decoded[1]} đã đổi sang Unicode."
        return replace(
            reading, notes=(Note("legacy_converted", message), *reading.notes)
        )
    if is_garbled(text):
        raise CellError(
            "legacy_encoding",
            f"“{clean_line(raw)}” gõ bằng phông cũ (TCVN3 hoặc VNI), không chắc là chữ"
            " gì; xin gõ lại bằng Unicode.",
        )
    return read(raw)


def read_line(raw: object, max_length: int | None = None) -> Reading:
    """Read one line of text."""
    if is_blank(raw):
        return BLANK
    text = text_of(raw)
    if max_length is not None and len(text) > max_length:
        raise CellError(
            "too_long", f"Nội dung dài {len(text)} ký tự, quá giới hạn {max_length}."
        )
    return Reading(text) if text else BLANK


def read_decimal(raw: object, places: int = 2) -> Decimal | None:
    """Read a number, typed with a comma or a point; raises CellError otherwise."""
    if says_nothing(raw):
        return None
    text = text_of(raw).casefold().removesuffix("điểm").strip().replace(" ", "")
    try:
        number = Decimal(text.replace(",", "."))
        if number.is_finite() and abs(number) < 10**15:
            return number.quantize(Decimal(1).scaleb(-places))
    except InvalidOperation:
        pass
    raise CellError("invalid_number", f"“{text_of(raw)}” không phải là một số.")


def read_date(raw: object) -> Reading:
    """Read a date, day first; an incomplete one keeps only what is printed."""
    if isinstance(raw, datetime.datetime):
        return _within_years(raw.date())
    if isinstance(raw, datetime.date):
        return _within_years(raw)
    if isinstance(raw, datetime.time | datetime.timedelta | bool):
        raise _no_date(raw)
    if isinstance(raw, int | float):
        return _from_number(raw)
    return BLANK if says_nothing(raw) else _from_text(text_of(raw))


def _within_years(date: datetime.date) -> Reading:
    if FIRST_YEAR <= date.year <= LAST_YEAR:
        return Reading(date)
    raise _no_date(date)


def _from_number(raw: float) -> Reading:
    if FIRST_SERIAL <= raw <= LAST_SERIAL:
        return Reading(_SERIAL_EPOCH + datetime.timedelta(days=int(raw)))
    if FIRST_YEAR <= raw <= LAST_YEAR and raw == int(raw):
        return _incomplete(str(int(raw)))
    raise _no_date(raw)


def _from_text(text: str) -> Reading:
    dates = dates_in(text)
    if len(set(dates)) == 1:
        return Reading(dates[0])
    if dates:
        raise CellError("invalid_date", f"Ô có nhiều ngày khác nhau: “{text}”.")
    folded = text.casefold()
    month = _MONTH.search(folded)
    if month and not 1 <= int(month[1] or month[2]) <= 12:
        raise _no_date(text)
    if _YEAR.search(folded) and not _DAMAGED.search(folded):
        return _incomplete(text)
    if "đợt" in folded and "/" not in folded:
        return _incomplete(text)
    if serial := _SERIAL.fullmatch(folded):
        return _from_number(int(serial[1]))
    raise _no_date(text)


def dates_in(text: str) -> list[datetime.date]:
    """Return the full dates in a text, in order; an impossible one raises CellError.

    Two-digit years are 20yy.
    """
    folded = _TIME_TAIL.sub("", _spaced(text))
    found = []
    for match in _DAY_MONTH_YEAR.finditer(folded):
        day, month, year = (int(part) for part in match.groups() if part is not None)
        found.append((match.start(), _date(year, month, day, match[0])))
    if not found:
        for match in _ISO.finditer(folded):
            year, month, day = (int(match[group]) for group in (1, 3, 4))
            found.append((match.start(), _date(year, month, day, match[0])))
    return [date for _, date in sorted(found)]


def without_dates(text: str) -> str:
    """Return the text in lower case without its full dates."""
    return _ISO.sub(" ", _DAY_MONTH_YEAR.sub(" ", _spaced(text)))


def _spaced(text: str) -> str:
    """Return the text in lower case, words for day and year apart from numbers."""
    return _GLUED.sub(" ", text.casefold())


def _date(year: int, month: int, day: int, printed: str) -> datetime.date:
    year += 2000 if year < 100 else 0
    if FIRST_YEAR <= year <= LAST_YEAR:
        try:
            return datetime.date(year, month, day)
        except ValueError:
            pass
    raise _no_date(printed)


def _incomplete(printed: str) -> Reading:
    message = f"Chỉ ghi “{printed}”, chưa rõ ngày; giữ nguyên như đã ghi."
    return Reading(None, (Note("date_incomplete", message),), printed)


def _no_date(raw: object) -> CellError:
    return CellError(
        "invalid_date", f"“{text_of(raw)}” không phải là ngày hợp lệ (ngày/tháng/năm)."
    )
