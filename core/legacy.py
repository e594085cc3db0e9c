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
_VNI |= {(key[0].upper() + key[1:]): value.upper() for key, value in _VNI.items()} | {
    key.upper(): value.upper() for key, value in _VNI.items()
}
_VNI_TOKEN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

# What only the old fonts put beside letters, and what only real text holds.
_SUSPECT = re.compile("[\xa1-\xff]")
_REAL = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
# What no word of real text holds.
_STRANGE = re.compile("[\xa1-\xac\xae\xb5-\xbfÄÅÆËÎÏÑÖØÛÜÞäåæëîïñöøûüþ]")
_SIGN_IN_WORD = re.compile(
    "(?<=[^\\W\\d_])[¡-¨ª¬µ¶¸»-¾]|«[^\\W\\d_]+$|(?<!\\w)®[^\\W\\d_]"
)
_UNIT = re.compile(r"[\d.,]*µ[mgl]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_AROUND_WORDS = "()[]{}.,;:!?\"'“”‘’–-/"
_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]"
_SYLLABLE = re.compile(
    rf"(?:{_ONSETS})?(?:"
    "a|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|ay|âu|ây|eo|êu|ia|iêu|iu|oa|oai|oao|oay|oe|oeo|oi|ôi"
    "|ơi|ua|uây|uê|ui|uôi|uơ|uy|uya|uyu|ưa|ưi|ươi|ươu|ưu|yêu"
    "|(?:[aăâeêioôơuưy]|iê|oa|oă|oe|oo|uâ|uê|uô|ươ|uy|uyê|yê)(?:ng|[ckmnpt])"
    "|(?:a|ê|i|y|oa|uê|uy)(?:nh|ch))"
)
_TONE_MARKS = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_STOPPED = re.compile(
    r"(?:ch|[ckpt])$"
)  # such a syllable has one of two tones, or none


def decode_legacy(text: str) -> tuple[str, str] | None:
    """Return the text in Unicode and the name of its old encoding, or None.

    None means that the text is not in an old encoding, as far as its words tell.
    """
    return _look(text)[0] if _is_suspect(text) else None


def is_garbled(text: str) -> bool:
    """Say whether a text is in an old encoding but nobody can tell what it says."""
    return _is_suspect(text) and _look(text)[1]


def may_be_legacy(text: str) -> bool:
    """Say whether the letters of a text leave room for an old encoding."""
    return bool(_SUSPECT.search(text)) and not _REAL.search(text)


def _is_suspect(text: str) -> bool:
    if _REAL.search(text):
        return bool(_STRANGE.search(text))
    return bool(_SUSPECT.search(text))


@lru_cache(maxsize=4096)
def _look(text: str) -> tuple[tuple[str, str] | None, bool]:
    """Return what a text says in Unicode, if it is an old one, or if it is garbled."""
    decoded = None
    if not _REAL.search(text):
        decoded, is_unclear = _decode(text)
        if is_unclear:
            return None, True
    decoded = decoded or _decode_words(text)
    left = decoded[0] if decoded else text
    if any(map(_SIGN_IN_WORD.search, _words(left))):
        return None, True
    return decoded, False


def _decode(text: str) -> tuple[tuple[str, str] | None, bool]:
    """Return the whole text in Unicode; or that two readings of it are as good."""
    share = _share_of_words(text)
    if share == 1:
        return None, False
    tcvn3, vni = (decode_as(encoding, text) for encoding in (TCVN3, VNI))
    shares = _share_of_words(tcvn3), _share_of_words(vni)
    if max(shares) <= max(share, 0.6):
        return None, False
    if shares[0] == shares[1] and _holds_pairs(text):
        return None, True
    return ((tcvn3, TCVN3) if shares[0] >= shares[1] else (vni, VNI)), False


def _holds_pairs(text: str) -> bool:
    return any(len(token) == 2 for token in _VNI_TOKEN.findall(text))


def _decode_words(text: str) -> tuple[str, str] | None:
    """Return the text with the words of an old font, among others, in Unicode."""
    for encoding in (TCVN3, VNI):
        better = {
            word: decoded
            for word in _words(text)
            if not _REAL.search(word) and _STRANGE.search(word) and not _is_word(word)
            for decoded in [decode_as(encoding, word)]
            if _is_word(decoded)
        }
        if better:
            return " ".join(_replaced(run, better) for run in text.split()), encoding
    return None


def _replaced(run: str, better: dict[str, str]) -> str:
    word = run.strip(_AROUND_WORDS)
    return run.replace(word, better[word]) if word in better else run


def decode_as(encoding: str, text: str) -> str:
    """Return the text in Unicode, taking it to be in the given old encoding."""
    if encoding == TCVN3:
        decoded = "".join(_TCVN3.get(char, char) for char in text)
        return decoded.upper() if _is_in_capitals(text) else decoded
    return _VNI_TOKEN.sub(lambda match: _VNI[match[0]], text)


def _is_in_capitals(text: str) -> bool:
    """Say whether the plain letters of a text are capitals; TCVN3 has few others."""
    plain = "".join(char for char in text if char.isascii() and char.isalpha())
    return plain.isupper() and bool(re.search("[\xa8-\xff][A-Z]", text))


def _words(text: str) -> list[str]:
    """Return the words with marks; units, numbers and signs that stand alone are none.

    A word between « and » stands in quotes.
    """
    text = re.sub("«([^«»]*)»", r" \1 ", text)
    return [
        word
        for run in text.split()
        if not run.isascii()
        for word in [run.strip(_AROUND_WORDS)]
        if (any(map(str.isalpha, word)) or word == "¤")
        and any(map(_is_marked, word))
        and not _UNIT.fullmatch(word)
    ]


def _is_marked(char: str) -> bool:
    return not char.isascii() and (char.isalpha() or bool(_STRANGE.match(char)))


def _share_of_words(text: str) -> float:
    """Return the share of words with marks that can be Vietnamese syllables."""
    words = _words(text)
    return sum(map(_is_word, words)) / len(words) if words else 1


def _is_word(word: str) -> bool:
    """Say whether a word is made of syllables, in small letters or capitals."""
    return (
        all(char.isascii() or char.isalpha() for char in word)
        and all(map(is_syllable, _WORD.findall(word)))
        and all(w[1:].islower() or w.isupper() for w in _WORD.findall(word) if w[1:])
    )


def is_syllable(word: str) -> bool:
    """Say whether a word has the form of one Vietnamese syllable with its tone."""
    marks = unicodedata.normalize("NFD", word.lower()).replace("ð", "đ")
    tones = [mark for mark in marks if ord(mark) in _TONE_MARKS]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", marks.translate(_TONE_MARKS))
    if _STOPPED.search(bare) and tones and tones[0] not in "\u0301\u0323":
        return False
    return _SYLLABLE.fullmatch(bare) is not None
