"""Tax codes, phones, kinds and states of producers as lists print them."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from core.cells import (
    BLANK,
    CellError,
    Note,
    Reading,
    is_blank,
    says_nothing,
    text_of,
)

from .enums import LegalKind, ProducerState, Sex
from .identity import kind_of_name

_TAX_CODE = re.compile(r"\d{10}|\d{12}|\d{10}-\d{3}")
_TAX_LABEL = re.compile(r"(?:mst|mã số thuế|mã số|số)\s*[.:]*\s*", re.IGNORECASE)
_PHONE_LABEL = re.compile(
    r"(?:số\s*)?(?:điện thoại|đt|sđt|dđ|dt|tel|phone|mobile|zalo|hotline|fax)\s*[.:]*",
    re.IGNORECASE,
)
_PHONE_BREAK = re.compile(r"[;/\n]|\s+[-–]\s+|\bhoặc\b|\bvà\b|,")
_PHONE = re.compile(r"0(?:[35789]\d{8}|2\d{8,9}|1[2689]\d{8})|1[89]00\d{4,6}")
_GROUP = re.compile(r"[+\d(][\d\s.()\-–]*\d")
LONGEST_PHONES = 100
MOST_RUNS = 12  # of digits, to look for phones among

_SEXES = {"nữ": Sex.FEMALE, "nu": Sex.FEMALE, "f": Sex.FEMALE, "bà": Sex.FEMALE}
_SEXES |= {"nam": Sex.MALE, "m": Sex.MALE, "ông": Sex.MALE}

_STATES = [
    (r"đã giải thể|giải thể xong", ProducerState.DISSOLVED),
    (r"giải thể", ProducerState.DISSOLVING),
    (r"tạm (?:dừng|ngừng|ngưng|nghỉ)", ProducerState.PAUSED),
    (r"(?:ngừng|dừng|ngưng|không|nghỉ)(?: còn)? (?:hoạt động|sản xuất|kinh doanh)"
     r"|^(?:đã )?(?:ngừng|dừng|ngưng|nghỉ)$", ProducerState.STOPPED),
    (r"hoạt động|sản xuất|kinh doanh|bình thường", ProducerState.ACTIVE),
]  # fmt: skip


def read_tax_code(raw: object) -> Reading:
    """Read a tax code as text; a zero that Excel ate comes back where that is sure.

    Nine digits can only be ten without the first; eleven only a personal number
    without its zero; twelve that do not begin with zero only a branch code.
    """
    if says_nothing(raw):
        return BLANK
    text = text_of(raw).strip("'‘’` ")
    text = _TAX_LABEL.sub("", text, count=1)
    code = re.sub(r"[\s.]+", "", text).replace("–", "-")
    if code.isdecimal() and code.isascii():
        code = _with_lost_zero(code)
    if not _TAX_CODE.fullmatch(code):
        raise CellError(
            "invalid_tax_code",
            f"Mã số thuế “{text}” không đúng: cần 10 số, 10 số kèm -3 số,"
            " hoặc 12 số định danh.",
        )
    return Reading(code)


def _with_lost_zero(digits: str) -> str:
    if len(digits) in (9, 11):
        return f"0{digits}"
    if len(digits) == 12 and digits[0] != "0":
        return f"0{digits[:9]}-{digits[9:]}"
    if len(digits) == 13:
        return f"{digits[:10]}-{digits[10:]}"
    return digits


def read_phones(raw: object) -> Reading:
    """Read one phone or several; "0912345678; 02063852123". Unreadable is a note."""
    if says_nothing(raw):
        return BLANK
    printed = text_of(raw)
    text = _PHONE_LABEL.sub(" ", printed).strip("'‘’` ")
    text = re.sub(r"(?<=\d{9})\.0+$", "", text)  # a number that became text
    found = _whole(text) or _parts(text)
    phones = "; ".join(dict.fromkeys(phone for phone in found if phone))
    if phones and all(found) and len(phones) <= LONGEST_PHONES:
        return Reading(phones)
    message = f"Số điện thoại “{printed}” không đọc được."
    kept = phones if len(phones) <= LONGEST_PHONES else ""
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


def read_website(raw: object) -> Reading:
    """Read an address on the web, with or without https://; else leave it out."""
    if says_nothing(raw):
        return BLANK
    text = text_of(raw)
    address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    try:
        _check_address(address)
    except ValidationError:
        message = f"“{text}” không phải địa chỉ trang web, bỏ trống."
        return Reading(None, (Note("website_unreadable", message),), text)
    return Reading(address)


_check_address = URLValidator(schemes=["http", "https"])


def read_kind(raw: object) -> Reading:
    """Read the legal kind of a producer; an unknown wording is a note."""
    if is_blank(raw):
        return BLANK
    text = text_of(raw).casefold()
    kind = kind_of_name(text) or _KINDS.get(text.strip(" ."), LegalKind.UNKNOWN)
    if kind:
        return Reading(kind)
    message = f"Chưa rõ loại hình “{text_of(raw)}”, bỏ trống."
    return Reading(None, (Note("kind_unknown", message),), text_of(raw))


_KINDS = {
    "doanh nghiệp": LegalKind.COMPANY,
    "dn": LegalKind.COMPANY,
    "doanh nghiệp nhỏ và vừa": LegalKind.COMPANY,
    "cá nhân": LegalKind.HOUSEHOLD,
    "trung tâm điều hành": LegalKind.OPERATOR,
    "trung tâm": LegalKind.OPERATOR,
}


def read_sex(raw: object) -> Reading:
    """Read the sex of a representative; anything unclear stays unknown."""
    return Reading(_SEXES.get(text_of(raw).casefold().strip(" .")))


def read_state(raw: object) -> Reading:
    """Read whether a producer works; an unknown wording is a note."""
    if is_blank(raw):
        return BLANK
    text = text_of(raw).casefold()
    for wordings, state in _STATES:
        if re.search(wordings, text):
            return Reading(state)
    message = f"Chưa rõ tình trạng “{text_of(raw)}”, giữ nguyên như đang có."
    return Reading(None, (Note("state_unknown", message),), text_of(raw))
