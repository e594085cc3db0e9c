"""Vietnamese text: one stored form, one search form."""

import re
import unicodedata
from functools import lru_cache

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_UNTIDY = re.compile(
    "[\u200b\u200c\u200d\u2060\ufeff\u00ad\u00d0\u00f0]|[^\\S ]|  |^ | $"
)
# The Icelandic letters look like the Vietnamese ones, and old keyboards typed them.
_LOOKALIKES = {0xD0: "\u0110", 0xF0: "\u0111"}
_REPLACED = {**_ZERO_WIDTH, **_LOOKALIKES}
_SPACES = re.compile(r"[^\S\n]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = "aăâeêioôơuưy"
_TONED = unicodedata.normalize(
    "NFC", "".join(vowel + tone for vowel in _VOWELS for tone in _TONES)
)
# The vowels of a syllable where one of several bears the tone.
_TONED_VOWELS = re.compile(
    rf"(?P<onset>[qg]?)(?P<vowels>(?=[{_VOWELS}]*[{_TONED}])[{_VOWELS}{_TONED}]{{2,4}})"
    r"(?P<coda>[^\W\d_]?)",
    re.IGNORECASE,
)
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")


def clean_line(value: str) -> str:
    """Return the text as it is stored: NFC, no zero-width characters, one line."""
    if not value or (
        unicodedata.is_normalized("NFC", value) and not _UNTIDY.search(value)
    ):
        return value
    text = unicodedata.normalize("NFC", value).translate(_REPLACED)
    return " ".join(text.split())


def clean_text(value: str) -> str:
    """Return text of several lines as it is stored; at most one blank line in a row."""
    if not value:
        return value
    text = unicodedata.normalize("NFC", value).translate(_REPLACED)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def is_key(text: str) -> bool:
    """Say whether a text may be the key of a row."""
    return text.isascii() and text.isdigit() and len(text) < 19


def search_key(value: str) -> str:
    """Return the text without case and marks, as people type it into a search box.

    Where the tone mark stands makes no difference (hoà and hòa both give hoa), and
    đ becomes d, which stripping combining marks alone would leave as it is.
    """
    text = unicodedata.normalize("NFD", clean_line(value).casefold())
    bare = "".join([char for char in text if not unicodedata.combining(char)])
    return bare.replace("đ", "d")


def file_stem(text: str) -> str:
    """Return a text as a name that every file system and every header can hold."""
    return "-".join(re.findall(r"[a-z0-9]+", search_key(text)))[:100]


def settle_tones(text: str) -> str:
    """Return the text with the tone of each syllable on the vowel where it belongs.

    Both hoà and hòa are correct, and hòang is a slip of the hand; this makes them one
    (hòa, hoàng) for comparing names.
    """
    return _TONED_VOWELS.sub(_settle_match, unicodedata.normalize("NFC", text))


def _settle_match(match: re.Match) -> str:
    return _settled(*match.groups())


@lru_cache(maxsize=4096)
def _settled(onset: str, vowels: str, coda: str) -> str:
    """Return vowels with the letter before them, if it is q or g, and the one after."""
    letters = unicodedata.normalize("NFD", vowels)
    tones = [letter for letter in letters if letter in _TONES]
    if len(tones) != 1:
        return f"{onset}{vowels}{coda}"
    bare = [*unicodedata.normalize("NFC", letters.replace(tones[0], ""))]
    # The u of "qu" and the i of "gi" belong to the consonant.
    glide = int((onset + bare[0]).lower() in ("qu", "gi"))
    bare[_bearer("".join(bare).lower(), glide, is_closed=bool(coda))] += tones[0]
    return unicodedata.normalize("NFC", f"{onset}{''.join(bare)}{coda}")


def _bearer(vowels: str, glide: int, *, is_closed: bool) -> int:
    """Return which vowel bears the tone: the last marked one, else by their number."""
    marked = [i for i, vowel in enumerate(vowels) if i >= glide and vowel in "ăâêôơư"]
    if marked:
        return marked[-1]
    count = len(vowels) - glide
    return glide + (1 if count == 3 or (count == 2 and is_closed) else 0)
