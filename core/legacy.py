"""Vietnamese typed with the old TCVN3 (.VnTime) and VNI fonts.

Such text is Latin-1 by its bytes and Vietnamese only under its font: "Hîp t¸c x·" is
"Hợp tác xã". It is told from real text by whether its words can be Vietnamese.
"""

import re
import unicodedata
from functools import lru_cache

TCVN3, VNI = "TCVN3 (.VnTime)", "VNI"

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_A_HAT = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303"}
_A_HAT["ä"] = "\u0323"
_A_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303"}
_A_BREVE["ë"] = "\u0323"
_VNI_ALONE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}
_VNI_ALONE |= {"ô": "ơ", "ö": "ư"}


def _vni_pairs() -> dict[str, str]:
    """Return each letter pair, and each letter that stands alone, with its meaning."""
    pairs = dict(_VNI_ALONE)
    for base, letter in [*((c, c) for c in "aeouy"), ("ô", "ơ"), ("ö", "ư")]:
        for sign, tone in _TONES.items():
            pairs[base + sign] = letter + tone
    for base in "aeo":
        for sign, tone in _A_HAT.items():
            pairs[base + sign] = base + "\u0302" + tone
    for sign, tone in _A_BREVE.items():
        pairs["a" + sign] = "a\u0306" + tone
    return {key: unicodedata.normalize("NFC", value) for key, value in pairs.items()}


_VNI = _vni_pairs()
_VNI |= {key.upper(): value.upper() for key, value in _VNI.items()}
_VNI_TOKEN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

# What only the old fonts put beside letters, and what only real text holds.
_SUSPECT = re.compile("[\xa1-\xff]")
_REAL = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_UNIT = re.compile(r"[\d.,]*µ[mgl]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]"
_SYLLABLE = re.compile(
    rf"(?:{_ONSETS})?"
    "(?:[aăâeêioôơuưy]|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iêu|iu|oa|oai|oao|oay|oă|oe|oeo"
    "|oi|oo|ôi|ơi|ua|uâ|uây|uê|ui|uô|uôi|uơ|uy|uya|uyê|uyu|ưa|ưi|ươ|ươi|ươu|ưu|yê|yêu)"
    "(?:ng|nh|ch|[ckmnpt])?"
)
_TONE_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


def decode_legacy(text: str) -> tuple[str, str] | None:
    """Return the text in Unicode and the name of its old encoding, or None.

    None means that the text is not in an old encoding, as far as its words tell.
    """
    return _decode(text) if may_be_legacy(text) else None


def may_be_legacy(text: str) -> bool:
    """Say whether the letters of a text leave room for an old encoding."""
    return bool(_SUSPECT.search(text)) and not _REAL.search(text)


@lru_cache(maxsize=4096)
def _decode(text: str) -> tuple[str, str] | None:
    share = _share_of_words(text)
    if share == 1:
        return None
    options = [(decode_as(encoding, text), encoding) for encoding in (TCVN3, VNI)]
    best = max(options, key=lambda option: _share_of_words(option[0]))
    return best if _share_of_words(best[0]) > max(share, 0.6) else None


def decode_as(encoding: str, text: str) -> str:
    """Return the text in Unicode, taking it to be in the given old encoding."""
    if encoding == TCVN3:
        return "".join(_TCVN3.get(char, char) for char in text)
    return _VNI_TOKEN.sub(lambda match: _VNI[match[0]], text)


def _share_of_words(text: str) -> float:
    """Return the share of words with marks that can be Vietnamese syllables."""
    words = [
        word
        for run in text.split()
        if not run.isascii()
        for word in [run.strip("()[]{}.,;:!?\"'“”‘’–-/")]
        if word and not _UNIT.fullmatch(word)
    ]
    good = sum(all(map(is_syllable, _WORD.findall(w))) and _is_plain(w) for w in words)
    return good / len(words) if words else 1


def _is_plain(word: str) -> bool:
    return all(char.isascii() or char.isalpha() for char in word)


def is_syllable(word: str) -> bool:
    """Say whether a word has the form of one Vietnamese syllable with its tone."""
    marks = unicodedata.normalize("NFD", word.lower())
    if sum(marks.count(chr(mark)) for mark in _TONE_MARKS) > 1:
        return False
    bare = unicodedata.normalize("NFC", marks.translate(_TONE_MARKS))
    return _SYLLABLE.fullmatch(bare) is not None
