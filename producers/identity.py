"""When two spellings are one producer, and what kind a name says it is."""

import re

from core.text import clean_line, settle_tones

from .enums import LegalKind

# Wordings that mean the same, by the one that stands for them in a key.
_SAME_WORDS = {
    "htx": ["hợp tác xã htx", "htx hợp tác xã", "hợp tác xã", "h t x", "htx"],
    "tht": ["tổ hợp tác tht", "tổ hợp tác", "tht"],
    "công ty cổ phần": ["ctcp"],
    "công ty": ["công ty", "cty", "c ty"],
    "tnhh": ["trách nhiệm hữu hạn", "t n h h", "tnhh"],
    "mtv": ["một thành viên", "1 thành viên", "1 tv", "m t v", "mtv"],
    "cổ phần": ["cổ phần", "cp"],
    "dntn": ["doanh nghiệp tư nhân", "dn tư nhân", "dntn"],
    "hkd": [
        *(f"hộ {sx}{va} {kd}" for sx in ("sản xuất", "sx") for va in ("", " và")
          for kd in ("kinh doanh", "kd")),
        "hộ sxkd",
        "hộ kinh doanh hkd",
        "hộ kinh doanh",
        "hộ kd",
        "hkd",
    ],
    "cssx": [f"{cs} {sx}" for cs in ("cơ sở", "cs") for sx in ("sản xuất", "sx")]
    + ["cssx"],
    "tm": ["thương mại", "tm"],
    "dv": ["dịch vụ", "dv"],
    "sx": ["sản xuất", "sx"],
    "nn": ["nông nghiệp", "nn"],
}  # fmt: skip
_KEY_OF_WORDING = {
    wording: key for key, wordings in _SAME_WORDS.items() for wording in wordings
}
_WORDING = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(_KEY_OF_WORDING, key=len, reverse=True))})(?!\w)"
)
_AND = re.compile(r"(?<=(?<!\w)(?:tm|dv|sx|nn)) và (?=(?:tm|dv|sx|nn)(?!\w))")
_RUN_TOGETHER = re.compile(r"(?<!\w)(?:tm|dv|sx|nn){2,}(?!\w)")
_UNSPACED = re.compile(r"(?<=\d)(?=[^\W\d_])")
_PUNCTUATION = re.compile(r"[^\w\s]|_")

_KIND_WORDINGS = [
    (re.compile(rf"(?:{wordings})(?!\w)"), kind)
    for wordings, kind in [
        (r"chi nhánh", LegalKind.BRANCH),
        (r"hợp tác xã|htx", LegalKind.COOPERATIVE),
        (r"tổ hợp tác|tht", LegalKind.COOPERATIVE_GROUP),
        (r"dntn|doanh nghiệp tư nhân", LegalKind.PRIVATE_ENTERPRISE),
        (r"công ty|cty", LegalKind.COMPANY),
        (r"trang trại", LegalKind.FARM),
        (r"hội|hiệp hội", LegalKind.ASSOCIATION),
        (r"hộ|hkd", LegalKind.HOUSEHOLD),
        (r"cơ sở|cssx", LegalKind.FACILITY),
    ]
]


def match_key(name: str) -> str:
    """Return the key under which two spellings of a name are one; accents are kept.

    Case, spaces (also between a number and its unit), punctuation and the place of
    the tone mark make no difference, nor do the usual short forms (HTX, Cty, HKD,
    CSSX, CP, TM, DV, SX, NN) and the "và" between them.
    """
    text = _PUNCTUATION.sub(" ", clean_line(name).casefold())
    text = settle_tones(" ".join(_UNSPACED.sub(" ", text).split()))
    text = _RUN_TOGETHER.sub(_apart, text)
    return _AND.sub(" ", _WORDING.sub(_key_of_wording, text))


def _apart(match: re.Match) -> str:
    """Return short forms that were run together (TMDV) each as a word."""
    return " ".join(re.findall("..", match[0]))


def _key_of_wording(match: re.Match) -> str:
    return _KEY_OF_WORDING[match[0]]


def kind_of_name(name: str) -> str:
    """Return the legal kind that the beginning of a name says, or unknown."""
    text = _PUNCTUATION.sub(" ", clean_line(name).casefold()).strip()
    for wordings, kind in _KIND_WORDINGS:
        if wordings.match(text):
            return kind
    return LegalKind.UNKNOWN
