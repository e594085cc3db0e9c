"""Phones and e-mail addresses as lists print them."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from .cells import BLANK, Note, Reading, says_nothing, text_of

_PHONE_LABEL = re.compile(
    r"(?:số\s*)?(?:điện thoại|đt|sđt|dđ|dt|tel|phone|mobile|zalo|hotline|fax)\s*[.:]*",
    re.IGNORECASE,
)
_PHONE_BREAK = re.compile(r"[;/\n]|\s+[-–]\s+|\bhoặc\b|\bvà\b|,")
_PHONE = re.compile(r"0(?:[35789]\d{8}|2\d{8,9}|1[2689]\d{8})|1[89]00\d{4,6}")
_GROUP = re.compile(r"[+\d(][\d\s.()\-–]*\d")
LONGEST_PHONES = 100
MOST_RUNS = 12  # of digits, to look for phones among


def read_phones(raw: object, max_length: int = LONGEST_PHONES) -> Reading:
    """Read one phone or several; "0912345678; 02063852123". Unreadable is a note."""
    if says_nothing(raw):
        return BLANK
    printed = text_of(raw)
    text = _PHONE_LABEL.sub(" ", printed).strip("'‘’` ")
    text = re.sub(r"(?<=\d{9})\.0+$", "", text)  # a number that became text
    found = _whole(text) or _parts(text)
    phones = "; ".join(dict.fromkeys(phone for phone in found if phone))
    if phones and all(found) and len(phones) <= max_length:
        return Reading(phones)
    message = f"Số điện thoại “{printed}” không đọc được."
    kept = phones if len(phones) <= max_length else ""
    return Reading(kept or None, (Note("phone_unreadable", message),), printed)


def _whole(text: str) -> list[str]:
    """Return the cell as one phone, if it is one with its separators."""
    phone = _phone(text) if re.fullmatch(r"[\d\s.,()+'–-]+", text) else None
    return [phone] if phone else []


def _parts(text: str) -> list[str | None]:
    """Return the phones of a cell that holds several; None for an unclear one."""
    phones: list[str | None] = []
    for part in _PHONE_BREAK.split(text):
        groups = _GROUP.findall(part)
        if not groups and part.strip():
            phones.append(None)
        for group in groups:
            one = _phone(group)
            phones += [one] if one else _side_by_side(group)
    return phones


def _side_by_side(group: str) -> list[str | None]:
    """Return the phones that only spaces or dashes part: 0912345678 0987654321.

    None where the numbers may be put together in no way, or in several.
    """
    runs = re.findall(r"\d+", group)
    if len(runs) == 1 and len(group) == 20:
        runs = [group[:10], group[10:]]
    ways = list(_ways(runs[:MOST_RUNS]))
    return list(ways[0]) if len(ways) == 1 and len(runs) <= MOST_RUNS else [None]


def _ways(runs: list[str]) -> Iterator[list[str]]:
    """Yield each way to put runs of digits together to phones."""
    if not runs:
        yield []
    for count in range(1, len(runs) + 1):
        if first := _phone("".join(runs[:count])):
            yield from ([first, *others] for others in _ways(runs[count:]))


def _phone(text: str) -> str | None:
    """Return a phone in its national form, or None."""
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith(("+84", "(+84", "0084")) or (
        digits.startswith("84") and len(digits) in (11, 12)
    ):
        digits = re.sub(r"^(?:00)?840?", "0", digits)
    if _PHONE.fullmatch(digits):
        return digits
    return f"0{digits}" if _PHONE.fullmatch(f"0{digits}") else None


def read_email(raw: object) -> Reading:
    """Read an e-mail address; what is none is left out with a note."""
    if says_nothing(raw):
        return BLANK
    text = text_of(raw).removeprefix("mailto:")
    try:
        validate_email(text)
    except ValidationError:
        message = f"“{text}” không phải địa chỉ thư điện tử, bỏ trống."
        return Reading(None, (Note("email_unreadable", message),), text)
    return Reading(text)
