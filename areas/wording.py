"""How addresses are worded: kinds of unit, short forms, parts, remarks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.text import clean_line, search_key, settle_tones

from .enums import Level
from .models import Area

# Kind of unit → the short forms that stand before a name.
_SHORT_FORMS = {
    "xã": ("x",),
    "phường": ("p", "f"),
    "thị trấn": ("tt", "t.t", "ttr"),
    "đặc khu": (),
    "huyện": ("h",),
    "quận": ("q",),
    "thị xã": ("tx", "t.x"),
    "thành phố": ("tp", "t.p"),
    "tỉnh": ("t",),
}
# What a column says of the names in it that say no kind themselves.
_LEVEL_WORDS = {Level.COMMUNE: "cấp xã", Level.DISTRICT: "cấp huyện"}
_KIND_OF_WORD = {kind: kind for kind in [*_SHORT_FORMS, *_LEVEL_WORDS.values()]} | {
    word: kind for kind, words in _SHORT_FORMS.items() for word in words
}
_BARE_KIND_OF_WORD = {search_key(word): kind for word, kind in _KIND_OF_WORD.items()}


def _any_of(words) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_PREFIX = re.compile(rf"^({_any_of(_KIND_OF_WORD)})(?:\s*\.\s*|\s+)(.+)$")
_BARE_PREFIX = re.compile(rf"^({_any_of(_BARE_KIND_OF_WORD)})(?:\s*\.\s*|\s+)(.+)$")
_SHORT = _any_of(word for words in _SHORT_FORMS.values() for word in words)
_BEFORE_KIND = re.compile(
    rf"(?<!^)(?<!thị)(?<!cấp)\s+(?=(?:{_any_of(_SHORT_FORMS)})\s+\S|(?:{_SHORT})\.\s*\S)",
    re.IGNORECASE,
)
_BEFORE_BARE_KIND = re.compile(
    rf"(?<!^)(?<!thi)\s+(?={_any_of(map(search_key, _SHORT_FORMS))})(?=\S+ \S)",
    re.IGNORECASE,
)
_MORE_THAN_A_NAME = re.compile(r"[^\w\s'’‘`.]|\d")
_DASH = re.compile(r"\s*[-–/]\s*")
_FORMER = re.compile(r"\(\s*(?:đến|trước|cũ)\b[^)]*\)|\scũ(?=\s*(?:$|[,;)]))")
_HAMLET = re.compile(
    r"^(?:xóm|thôn|bản|tổ|tổ dân phố|tdp|khu|khối|làng|đường|phố|ngõ|số)\b"
)
_APOSTROPHES = re.compile("[’‘`']")

_LONGEST_SEARCH = 100
IGNORED = {"viet nam", "vn"}


@dataclass(frozen=True)
class Reading:
    """One way to understand a part: a kind, or none, and the key of a name."""

    kind: str | None
    key: str
    is_bare: bool = False


def at_level(text: str, level: str) -> str:
    """Return the name of a unit so that only units of the level are meant by it.

    Text that says a kind, or more than a name, is left as it is.
    """
    says_kind = split_kind(text.casefold())[0] or _BARE_PREFIX.match(bare_key(text))
    if not text or says_kind or _MORE_THAN_A_NAME.search(text):
        return text
    return f"{_LEVEL_WORDS[level]} {text}"


def without_levels(text: str) -> str:
    """Return a text as it was before ``at_level``, to show it."""
    for word in _LEVEL_WORDS.values():
        text = text.replace(f"{word} ", "")
    return text


def is_level(kind: str | None) -> bool:
    """Say whether a kind stands for every kind of its level."""
    return kind in _LEVEL_WORDS.values()


def name_key(name: str) -> str:
    """Return the key under which spellings of a name with its accents are one."""
    return settle_tones(_APOSTROPHES.sub("'", name))


def bare_key(name: str) -> str:
    """Return the key under which a name is found when accents are left out."""
    return _APOSTROPHES.sub("", search_key(name))


def kind_of(area: Area) -> str | None:
    """Return the kind of a unit, which its name begins with."""
    return split_kind(area.name.casefold())[0]


def pieces(text: str) -> tuple[list[str], bool]:
    """Return what stands between commas and brackets, and whether it says "cũ"."""
    line = clean_line(text.replace("\n", ","))
    settled, count = _FORMER.subn("", line.casefold())
    kept = settled if count else line
    parts = (part.strip(" .:") for part in re.split(r"[,;()]", kept))
    return [part for part in parts if part], count > 0


def split_dashes(piece: str) -> list[str]:
    """Return the parts of a piece between dashes or slashes."""
    return [part for part in _DASH.split(piece) if part]


def split_before_kinds(piece: str) -> list[str]:
    """Return the parts of "xóm 3 xã Nam Tuấn huyện Hòa An", written without commas."""
    pattern = _BEFORE_BARE_KIND if piece.isascii() else _BEFORE_KIND
    return pattern.split(piece)


def split_kind(folded: str) -> tuple[str | None, str]:
    """Return the kind that a folded text begins with, or none, and the rest."""
    match = _PREFIX.match(folded)
    return (_KIND_OF_WORD[match[1]], match[2]) if match else (None, folded)


def readings(text: str) -> Iterator[Reading]:
    """Yield the ways to understand a part, the surest first.

    The whole as a name comes before a kind and a name, for there is a commune
    called Xa Dung.
    """
    folded = text.casefold()
    kind, name = split_kind(folded)
    yield Reading(None, name_key(folded))
    if kind:
        yield Reading(kind, name_key(name))
    yield Reading(None, bare_key(folded), is_bare=True)
    if kind:
        yield Reading(kind, bare_key(name), is_bare=True)
    elif match := _BARE_PREFIX.match(search_key(folded)):
        yield Reading(_BARE_KIND_OF_WORD[match[1]], bare_key(match[2]), is_bare=True)


def search_words(text: str) -> list[str]:
    """Return the words to look for in names, short forms of kinds written out."""
    parts, _ = pieces(text[:_LONGEST_SEARCH].casefold())
    kinds = [split_kind(part) for part in parts]
    return search_key(" ".join(f"{kind or ''} {name}" for kind, name in kinds)).split()


def is_hamlet(text: str) -> bool:
    """Return whether a part says that it is a hamlet, a street or a house."""
    return _HAMLET.match(text.casefold()) is not None
