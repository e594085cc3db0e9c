"""Why a recognition was ended, and how, as lists print it."""

import re

from core.cells import BLANK, CellError, Reading, is_blank, says_nothing, text_of
from core.text import clean_line, search_key

from .cells import read_grade
from .enums import DecisionKind, EndReason

_PARTS = re.compile(r"[;\n]|^\s*[-–•+]\s+", re.MULTILINE)
# Points of Điều 8.1 as they are cited: "điểm a", "điểm a, c và đ khoản 1 Điều 8", "c)".
_POINTS = re.compile(r"điểm\s+((?:[a-eđ](?!\w)(?:\s*(?:,|;|và)\s*)?)+)")
_POINT_ALONE = re.compile(r"([a-eđ])\s*[).]?\s*(?:,?\s*khoản 1\b.*)?")

# By words without marks; the first group that says enough keeps the later ones out.
_WORDS = {
    EndReason.DISHONEST: r"khong trung thuc|gia mao|gian doi|gian lan|khai man"
    r"|sai su that|khong dung su that",
    EndReason.MISUSE: r"(?:sai|trai phep|khong dung|lam dung)\b.{0,40}"
    r"(?:nhan hieu|logo|bieu trung|tem)|(?:nhan hieu|logo|bieu trung)\b.{0,40}\bsai"
    r"|nhan hieu (?:chung nhan )?ocop",
    EndReason.BREACH: r"chat luong|an toan thuc pham|\battp\b|\bvsattp\b|moi truong"
    r"|so huu tri tue|\bshtt\b|ghi nhan|nhan hang hoa|hang gia|chat cam",
    EndReason.STOPPED: r"(?<!tam )\b(?:khong con|khong|ngung|ngung han|dung|dung han"
    r"|cham dut|thoi|bo|nghi) (?:con )?(?:hoat dong )?(?:san xuat|kinh doanh|hoat dong)"
    r"|giai the|pha san",
    EndReason.CRITERIA: r"tieu chi|khong (?:con )?(?:dap ung|dam bao|duy tri)"
    r"|khong (?:con )?(?:dat|du) (?:yeu cau|chuan|hang|diem|so diem|dieu kien)",
    EndReason.NOT_RENEWED: r"khong (?:con )?(?:tham gia |thuc hien |lam )?(?:dang ky"
    r"|nop|danh gia|phan hang|ho so|tham gia)|chua (?:dang ky|nop|danh gia|thuc hien)"
    r"|het (?:han|hieu luc|thoi han)|qua han",
    EndReason.OTHER: r"ket luan (?:khac|thanh tra|cua)|ban an|toa an"
    r"|co quan (?:nha nuoc )?co tham quyen",
}
_PATTERNS = {reason: re.compile(words) for reason, words in _WORDS.items()}
_KINDS = (
    (re.compile(r"thu hoi|huy"), DecisionKind.REVOKE),
    (
        re.compile(r"(?:loai|dua|rut|xoa|gach)\b.*khoi|loai ra|xoa ten"),
        DecisionKind.REMOVE,
    ),
)


def read_causes(raw: object) -> Reading:
    """Read on which grounds a recognition was ended; several are parted by ; or lines.

    Free words are kept as printed. A part that names no ground refuses the row: the
    grounds are those of the law, and the nearest one would be a guess.
    """
    if says_nothing(raw):
        return BLANK
    text = raw if isinstance(raw, str) else text_of(raw)
    reasons: dict[EndReason, None] = {}
    is_exact = True
    for part in filter(None, map(clean_line, _PARTS.split(text))):
        cited = _cited(part)
        reasons |= dict.fromkeys(cited or _worded(part))
        is_exact = is_exact and bool(cited)
    return Reading(tuple(reasons), printed="" if is_exact else text_of(raw))


def _cited(part: str) -> list[EndReason]:
    """Return the grounds that a part cites by their letters or by their labels."""
    folded = part.casefold().strip(" .")
    for reason in EndReason:
        if folded == str(reason.label).casefold():
            return [reason]
    if alone := _POINT_ALONE.fullmatch(folded):
        return [EndReason(alone[1])]
    letters = re.findall(r"[a-eđ]", " ".join(_POINTS.findall(folded)))
    return [EndReason(letter) for letter in dict.fromkeys(letters)]


def _worded(part: str) -> list[EndReason]:
    """Return the grounds that a part tells in words of its own."""
    key = search_key(part)
    found = [reason for reason, words in _PATTERNS.items() if words.search(key)]
    if EndReason.MISUSE in found and "vi pham" not in key:
        found = [reason for reason in found if reason != EndReason.BREACH]
    if EndReason.OTHER in found and len(found) > 1:
        found.remove(EndReason.OTHER)  # who concluded it, not what
    if not found and "vi pham" in key:
        found = [EndReason.BREACH]
    if not found:
        raise CellError(
            "cause_unreadable",
            f"Không rõ “{part}” là lý do nào; ghi điểm a, b, c, d, đ, e khoản 1 Điều 8,"
            " hoặc “hết hạn, không đăng ký đánh giá lại”.",
        )
    return found


def read_end_kind(raw: object) -> Reading:
    """Read whether a recognition is revoked or its product taken off the list."""
    if is_blank(raw):
        return BLANK
    key = search_key(text_of(raw))
    for words, kind in _KINDS:
        if words.search(key):
            return Reading(kind)
    raise CellError(
        "end_kind_unreadable",
        f"Hình thức “{text_of(raw)}” không rõ;"
        " ghi “thu hồi” hoặc “loại khỏi danh sách”.",
    )


def read_awarded_grade(raw: object) -> Reading:
    """Read the star that an ended recognition had; a blank says nothing."""
    return Reading(read_grade(raw).value)
