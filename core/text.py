"""Vietnamese text: one stored form, one search form."""

import re
import unicodedata

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_UNTIDY = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]|[^\\S ]|  |^ | $")
_SPACES = re.compile(r"[^\S\n]+")
_LATE_TONE = re.compile(
    "(?<!q)(?:o[àáãảạ]|o[èéẽẻẹ]|u[ỳýỹỷỵ])(?![^\\W\\d_])", re.IGNORECASE
)
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")


def clean_line(value: str) -> str:
    """Return the text as it is stored: NFC, no zero-width characters, one line."""
    if unicodedata.is_normalized("NFC", value) and not _UNTIDY.search(value):
        return value
    text = unicodedata.normalize("NFC", value).translate(_ZERO_WIDTH)
    return " ".join(text.split())


def clean_text(value: str) -> str:
    """Return text of several lines as it is stored; at most one blank line in a row."""
    text = unicodedata.normalize("NFC", value).translate(_ZERO_WIDTH)
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
    bare = "".join(char for char in text if not unicodedata.combining(char))
    return bare.replace("đ", "d")


def file_stem(text: str) -> str:
    """Return a text as a name that every file system and every header can hold."""
    return "-".join(re.findall(r"[a-z0-9]+", search_key(text)))[:100]


def settle_tones(text: str) -> str:
    """Return the text with the tone of open oa, oe, uy where it is typed today.

    Both hoà and hòa are correct; this makes them one (hòa) for comparing names.
    """
    return _LATE_TONE.sub(_settle_tone, unicodedata.normalize("NFC", text))


def _settle_tone(match: re.Match) -> str:
    letters = unicodedata.normalize("NFD", match[0])  # two vowels, then the tone
    return unicodedata.normalize("NFC", letters[0] + letters[2] + letters[1])
