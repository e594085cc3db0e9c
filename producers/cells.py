"""Tax codes, phones, kinds and states of producers as lists print them."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

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
