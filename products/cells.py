"""Stars, decisions, terms and scores as lists print them."""

import datetime
import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from core.cells import (
    BLANK,
    CellError,
    Note,
    Reading,
    dates_in,
    is_blank,
    read_date,
    read_decimal,
    says_nothing,
    text_of,
    without_dates,
)

from .enums import Grade

_GRADE_OF_NUMBER = {3: Grade.THREE, 4: Grade.FOUR, 5: Grade.FIVE}
_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6}
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_NUMBER = rf"\d+(?:[.,]\d+)?|{'|'.join(_WORDS)}|vi|iv|v|i{{1,3}}"
_STAR = r"(?:ngôi\s*)?sao|stars?|\*(?!\s*\*)|[★⭐🌟✩☆✭✯✰]"
_MENTION = re.compile(
    rf"(?<!\w)(?P<number>{_NUMBER})\s*(?:\((?P<again>{_NUMBER})\)\s*)?(?:{_STAR})(?!\w)"
)
_LABELLED = re.compile(rf"(?<!\w)(?:hạng|sao|loại)\s*:?\s*(?P<number>{_NUMBER})(?!\w)")
_FULL_STARS = re.compile(r"(?:[*★⭐🌟✭✯✰]\s*)+")
_HOLLOW_STARS = re.compile(r"(?:[☆✩]\s*)+")
_BARE_NUMBER = re.compile(r"0?(\d+)(?:[.,]0+)?")
_PROPOSAL = re.compile(
    r"(?:đang |hồ sơ )?(?:đề xuất|đề nghị|trình|chờ)|dự kiến|đăng ký|phấn đấu|kế hoạch"
    r"|mục tiêu"
)
_REFUSAL = re.compile(r"không|chưa|thu hồi|trượt|loại khỏi|bị loại|hủy|huỷ")
# Where the words about the decision begin: no star stands in them.
_DETAILS = re.compile(
    r"\(?\s*(?:theo\s+)?(?:qđ|quyết định|số qđ|số\s*:?\s*\d+\s*/|gcn|giấy chứng nhận"
    r"|(?:từ\s+)?ngày\s*\d).*"
    r"|[(,;–-]?\s*(?:đạt\s+|với\s+)?\d{2,3}(?:[.,]\d+)?\s*điểm\)?"
)
_YEAR = re.compile(
    r"(?:năm|đợt\s*\d+)?\s*[(/,-]?\s*(?:19|20)\d\d(?:\s*-\s*20\d\d)?\s*\)?"
)
_HARMLESS = re.compile(
    r"sản phẩm|(?<!\w)sp(?!\w)|ocop|phân hạng|xếp hạng|hạng|loại|sao|đạt|chuẩn"
    r"|tiêu chuẩn|được"
    r"|công nhận lại|công nhận|cấp tỉnh|cấp huyện|cấp quốc gia|quốc gia|trung ương|tỉnh"
    r"|(?<!\w)tw(?!\w)|hội đồng|ubnd|của|(?<!\w)đợt \d+(?!\d)"
    r"|huyện|lần đầu|nâng hạng|đánh giá lại|đánh giá|còn hiệu lực|hết hiệu lực"
    r"|hết hạn|kết quả"
    r"|tiềm năng|lần \d|là|(?<!\w)năm(?!\w)|[\s()\[\]:;,.–—-]+"
)

STAR_MISSING = Note("star_missing", "Chưa ghi hạng sao.")


def read_grade(raw: object) -> Reading:
    """Read the star a row awards, in any usual notation of 3, 4 or 5.

    Never the first digit found: a cell is read as a whole or refused. A proposal is
    no award and comes out blank with a note.
    """
    if is_blank(raw):
        return Reading(None, (STAR_MISSING,))
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise _no_star(raw)
    text = _folded(text_of(raw))
    if bare := _BARE_NUMBER.fullmatch(text):
        return Reading(_grade(int(bare[1]), raw))
    if text in _WORDS or text in _ROMANS:
        return Reading(_grade(_number(text), raw))
    if _REFUSAL.search(text):
        raise _no_star(raw)
    numbers, rest = _mentions(text)
    if len(numbers) != 1 or not _is_harmless(_PROPOSAL.sub(" ", rest)):
        raise _no_star(raw)
    [number] = numbers
    if _PROPOSAL.search(rest):
        message = f"“{text_of(raw)}” là đề xuất, chưa phải kết quả công nhận."
        return Reading(None, (Note("star_proposed", message),))
    if "tiềm năng" in rest:
        if number != 5:
            raise _no_star(raw)
        return Reading(Grade.POTENTIAL_FIVE)
    return Reading(_grade(number, raw))


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text))
    text = re.sub(r"[\ufe0e\ufe0f\u200d]", "", text).casefold().strip()
    return text.replace("ð", "đ")


def _mentions(text: str) -> tuple[set[float], str]:
    """Return the stars a text names, and the text without them and the decision."""
    found: set[float] = set()

    def take(match):
        for name in ("number", "again"):
            if match.groupdict().get(name):
                found.add(_number(match[name]))
        return " "

    rest = _DETAILS.sub(" ", _MENTION.sub(take, text))
    rest = _LABELLED.sub(take, rest)
    symbols = _FULL_STARS.findall(rest) or _HOLLOW_STARS.findall(rest)
    found.update(len(re.sub(r"\s", "", run)) for run in symbols)
    rest = _HOLLOW_STARS.sub(" ", _FULL_STARS.sub(" ", rest))
    return found, rest


def _number(text: str) -> float:
    if text in _WORDS:
        return _WORDS[text]
    if text in _ROMANS:
        return _ROMANS[text]
    return float(text.replace(",", "."))


def _is_harmless(rest: str) -> bool:
    return not _HARMLESS.sub("", _YEAR.sub(" ", rest))


def _grade(number: float, raw: object) -> Grade:
    if number not in _GRADE_OF_NUMBER:
        raise _no_star(raw)
    return _GRADE_OF_NUMBER[int(number)]


def _no_star(raw: object) -> CellError:
    return CellError(
        "invalid_star",
        f"Hạng sao “{text_of(raw)}” không đọc được;"
        " chỉ nhận 3, 4, 5 sao hoặc tiềm năng 5 sao.",
    )


def read_score(raw: object) -> Reading:
    """Read a mean score from 0 to 100."""
    try:
        score = read_decimal(raw.split("/")[0] if isinstance(raw, str) else raw)
    except CellError as error:
        raise CellError("invalid_score", error.message) from None
    if score is not None and not 0 <= score <= 100:
        raise CellError(
            "invalid_score", f"Điểm {text_of(raw)} nằm ngoài khoảng từ 0 đến 100."
        )
    return BLANK if score is None else Reading(score)


@dataclass(frozen=True, slots=True)
class PrintedDecision:
    """A decision as a cell names it; ``others`` are further ones in the same cell."""

    number: str
    signed_on: datetime.date | None = None
    others: tuple["PrintedDecision", ...] = ()


_DECISION_NUMBER = re.compile(
    r"(?<![\w/])(?P<serial>\d{1,5})\s*(?:/\s*(?P<year>(?:19|20)\d\d))?"
    r"\s*[/\-–]?\s*(?P<type>qđ|qd)\s*[-–/.]?\s*(?P<body>[a-zđ][\wđ&]*(?:[-–.][\wđ&]+)*)?"
)
_SERIAL_ALONE = re.compile(
    r"(?:qđ|quyết định)?\s*(?:số)?\s*[.:]?\s*(?P<serial>\d{1,5})"
    r"[\s(,;]*(?P<year>năm\s*(?:19|20)\d\d)?[\s)]*(?:ngày)?[\s():.,;]*"
)
_HALF = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?:ngày|tháng)\s*\d|\d\s*/\s*\d")
_HALF_DATE = Note("date_incomplete", "Quyết định ghi không đủ ngày, tháng, năm ký.")


def read_decision(raw: object) -> Reading:
    """Read a decision's number and the date beside it: 2008/QĐ-UBND ngày 16/9/2020.

    Where a cell names several, the latest is taken (the last one, where a date is
    missing) and a note says so.
    """
    if says_nothing(raw):
        return BLANK
    text = text_of(raw)
    folded = _folded(text)
    matches = list(_DECISION_NUMBER.finditer(folded))
    if not matches:
        return _from_serial(folded, text)
    ends = [match.start() for match in matches[1:]] + [len(folded)]
    decisions = [
        PrintedDecision(_canonical(match), _date_in(folded[match.end() : end]))
        for match, end in zip(matches, ends, strict=True)
    ]
    if len(decisions) == 1 and decisions[0].signed_on is None:
        decisions = [replace(decisions[0], signed_on=_date_in(folded))]
    return _latest(list(dict.fromkeys(decisions)), text, folded)


def _canonical(match: re.Match) -> str:
    """Return the number as offices write it: 2008/QĐ-UBND, 26/2026/QĐ-TTg."""
    year = f"/{match['year']}" if match["year"] else ""
    body = (match["body"] or "").upper().replace("–", "-").strip("-.")
    body = body.replace("TTG", "TTg")
    serial = match["serial"]
    return f"{serial}{year}/QĐ{'-' + body if body else ''}"


def _date_in(text: str) -> datetime.date | None:
    dates = dates_in(text)
    return dates[0] if dates else None


def _from_serial(folded: str, text: str) -> Reading:
    """Read a bare serial such as 2008 or QĐ 2008; other text is kept as printed."""
    alone = _SERIAL_ALONE.fullmatch(without_dates(folded))
    if alone is None:
        message = f"Không tìm thấy số quyết định trong “{text}”; giữ vào ghi chú."
        return Reading(None, (Note("decision_unreadable", message),), text)
    decision = PrintedDecision(alone["serial"], _date_in(folded))
    if alone["year"] is None or decision.signed_on:
        return Reading(decision)
    return Reading(decision, (_HALF_DATE,), text)


def _latest(decisions: list[PrintedDecision], text: str, folded: str) -> Reading:
    if len(decisions) == 1:
        [only] = decisions
        note = _half_date(folded) if only.signed_on is None else ()
        return Reading(only, note, text if note else "")
    chosen = decisions[-1]
    if all(one.signed_on for one in decisions):
        chosen = max(decisions, key=lambda one: one.signed_on)
    others = tuple(one for one in decisions if one != chosen)
    message = f"Ô ghi nhiều quyết định; lấy quyết định {chosen.number}."
    return Reading(
        PrintedDecision(chosen.number, chosen.signed_on, others),
        (Note("several_decisions", message),),
        text,
    )


def _half_date(folded: str) -> tuple[Note, ...]:
    """Return a note where the cell gives a part of a date."""
    tail = _DECISION_NUMBER.sub(" ", folded)
    return (_HALF_DATE,) if _HALF.search(tail) else ()


def read_regime(raw: object) -> Reading:
    """Read which criteria a product was scored by: 148/QĐ-TTg, QĐ 1048, 26/2026."""
    reading = read_decision(raw)
    if reading.value is None and not is_blank(raw):
        serial = re.fullmatch(r"(?:qđ\s*)?(\d{2,4}(?:/\d{4})?)", _folded(text_of(raw)))
        return Reading(serial[1] if serial else text_of(raw))
    return Reading(reading.value.number) if reading.value else BLANK


@lru_cache(maxsize=4096)
def decision_key(number: str) -> str:
    """Return the key under which two spellings are one number: 2008/QĐ/UBND too."""
    return re.sub(r"[\W_]+", "-", _folded(number)).replace("qd", "qđ").strip("-")


@dataclass(frozen=True, slots=True)
class Term:
    """When a recognition ends: a last day, or months from its beginning."""

    last_day: datetime.date | None = None
    months: int | None = None


_MONTHS_ALONE = {"12", "24", "36", "48", "60"}
_TERM = re.compile(r"(?<![\d/])(\d{1,3})\s*(tháng|năm)(?!\s*\d)")


def read_term(raw: object) -> Reading:
    """Read the end of a recognition: a date, or a term such as 36 tháng or 3 năm."""
    if text_of(raw) in _MONTHS_ALONE:
        return Reading(Term(months=int(text_of(raw))))
    if isinstance(raw, str) and not dates_in(raw):
        if match := _TERM.search(raw.casefold()):
            months = int(match[1]) * (12 if match[2] == "năm" else 1)
            if 0 < months <= 120:
                return Reading(Term(months=months))
            raise CellError("invalid_date", f"Thời hạn “{text_of(raw)}” không hợp lệ.")
    elif isinstance(raw, str) and len(set(dates_in(raw))) == 2:
        return Reading(Term(last_day=max(dates_in(raw))))  # from one day to another
    reading = read_date(raw)
    if reading.value is None:
        return reading
    return Reading(Term(last_day=reading.value), reading.notes)


def score_text(score: Decimal | None) -> str:
    """Return a score as printed in Vietnamese: 82,5."""
    return "" if score is None else f"{score.normalize():f}".replace(".", ",")
