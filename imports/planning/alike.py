"""Names so much alike that a person should say whether they are one producer.

Nothing is merged here. Comparing everything with everything would take minutes, so
only names that share two of their rarer words, or short ones one letter apart, are
compared at all.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz import fuzz, process

from core.text import clean_line
from producers.identity import match_key

ALIKE = 90
PARTNERS = 3  # of one name
SHORT = 15  # letters in which a slip leaves no two words as they were
RARER_WORDS = 4
CROWD = 200  # names that share two words say nothing by that

_NUMBER = re.compile(r"\d+")
_UNIT = r"(?:xã|phường|p|thị trấn|tt|đặc khu|huyện|thị xã|thành phố|tp|tỉnh)"
_SAID_PLACE = re.compile(
    rf"\s*(?:[,;(–]|\s-)\s*(?:xóm|thôn|bản|tổ|khu|{_UNIT})[.\s].*$", re.IGNORECASE
)
_WORDED_PLACE = re.compile(
    rf"(?<=\w)\s+({_UNIT}[.\s]\s*[^,;()]+?)\s*\)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Known:
    """A name as it is compared; ``record`` is whatever the caller knows it by."""

    name: str
    key: str
    tax_code: str
    record: object = field(compare=False)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names in the order of their keys, and how much they are alike (90 to 100)."""

    one: Known
    other: Known
    score: float

    @property
    def keys(self) -> frozenset[str]:
        return frozenset((self.one.key, self.other.key))


def without_place(name: str, is_place: Callable[[str], bool]) -> str:
    """Return a name without the place it ends with.

    After a comma, a dash or in brackets a kind of unit is enough; otherwise
    ``is_place`` must know what stands there.
    """
    name = clean_line(name)
    bare = _SAID_PLACE.sub("", name)
    if bare == name and (found := _WORDED_PLACE.search(name)) and is_place(found[1]):
        bare = name[: found.start()]
    return bare if bare else name


def alike_pairs(
    names: Sequence[Known],
    stored: Iterable[Known],
    is_place: Callable[[str], bool],
    settled: Container[frozenset[str]] = (),
) -> list[Pair]:
    """Return the pairs to ask about, the most alike first; none of ``settled`` keys.

    Names of the file are compared with one another and with the stored ones, never
    the stored ones among themselves. Of each name the three most alike count. Equal
    keys are one producer already, and two tax codes or other numbers are two.
    """
    keys = {one.key for one in names}
    pool = [*(one for one in stored if one.key not in keys), *names]
    bare = [_bare_key(one, is_place) for one in pool]
    found = [
        pair
        for index, partners in _partners(bare, len(pool) - len(names))
        for pair in _compared(pool, bare, index, partners)
        if _may_be_one(pair) and pair.keys not in settled
    ]
    found.sort(key=lambda pair: -pair.score)
    return _nearest(found)


def _compared(
    pool: list[Known], bare: list[str], index: int, partners: list[int]
) -> list[Pair]:
    found = process.extract(
        bare[index],
        [bare[i] for i in partners],
        scorer=fuzz.ratio,
        score_cutoff=ALIKE,
        limit=None,
    )
    return [
        Pair(*sorted((pool[index], pool[partners[i]]), key=_key), score)
        for _, score, i in found
    ]


def _key(known: Known) -> str:
    return known.key


def _nearest(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs that are among the first of both their names."""
    kept, partners = [], Counter()
    for pair in pairs:
        if max(partners[pair.one.key], partners[pair.other.key]) < PARTNERS:
            kept.append(pair)
            partners.update(pair.keys)
    return kept


def _bare_key(one: Known, is_place: Callable[[str], bool]) -> str:
    bare = without_place(one.name, is_place)
    return one.key if bare == one.name else match_key(bare)


def _may_be_one(pair: Pair) -> bool:
    one, other = pair.one, pair.other
    if one.key == other.key or one.record == other.record:
        return False
    return not (one.tax_code and other.tax_code and one.tax_code != other.tax_code)


def _partners(keys: list[str], first: int) -> Iterator[tuple[int, list[int]]]:
    """Yield each key from the given one on, with those before it worth comparing.

    These share something rare with it.
    """
    words = [list(dict.fromkeys(key.split())) for key in keys]
    common = Counter(word for found in words for word in found)
    ordered = sorted(common, key=lambda word: (common[word], word))
    rank = {word: number for number, word in enumerate(ordered)}
    groups: dict[tuple, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        mine = [groups[sign] for sign in _signs(key, words[index], rank)]
        if index >= first:
            near = {i for group in mine if len(group) <= CROWD for i in group}
            if near:
                yield index, list(near)
        for group in mine:
            group.append(index)


def _signs(key: str, words: list[str], rank: dict[str, int]) -> set[tuple]:
    """Return what two keys must share one of to be worth comparing."""
    numbers = tuple(sorted(_NUMBER.findall(key)))
    rarer = sorted(words, key=rank.__getitem__)[:RARER_WORDS]
    signs = {(numbers, *pair) for pair in combinations(rarer, 2)}
    if len(key) <= SHORT:
        signs.add((numbers, key))
        signs |= {(numbers, key[:i] + key[i + 1 :]) for i in range(len(key))}
    return signs
