"""What a version of the checklist changes in the one it was copied from."""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.forms import Difference
from core.text import clean_text

from .models import Checklist, ChecklistItem
from .sheets import reading_groups

COMPARED = ("group", "text", "hint", "legal_basis", "subject", "default_severity")


@dataclass(frozen=True)
class Placed:
    """An item with what it says in words, and its place among all of its version."""

    item: ChecklistItem
    words: dict[str, str]
    number: int


@dataclass(frozen=True)
class Changed:
    """An item that both versions have, and what they say differently."""

    item: ChecklistItem
    differences: list[Difference]


@dataclass(frozen=True)
class Moved:
    item: ChecklistItem
    before: int
    after: int


@dataclass
class Comparison:
    """A version beside an earlier one; items are matched by their code."""

    added: list[ChecklistItem] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    removed: list[ChecklistItem] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    facts: list[Difference] = field(default_factory=list)
    stamp: str = ""

    @property
    def total(self) -> int:
        """Return how many items are new, changed, removed or moved."""
        parts = (self.added, self.changed, self.removed, self.moved)
        return sum(map(len, parts))

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [
            ("thêm mới", len(self.added)),
            ("sửa", len(self.changed)),
            ("bỏ", len(self.removed)),
            ("chuyển chỗ", len(self.moved)),
        ]


def compare(checklist: Checklist) -> Comparison:
    """Compare a version with its source, or with nothing; six queries at most."""
    after = items_with_coverage(checklist)
    before = items_with_coverage(checklist.source) if checklist.source else []
    compared = compare_items(before, after)
    compared.facts = _facts(checklist)
    compared.stamp = _stamp(checklist, after)
    return compared


def stamp_of(checklist: Checklist) -> str:
    """Return a short text that differs for a version that says anything else."""
    return _stamp(checklist, items_with_coverage(checklist))


def items_with_coverage(checklist: Checklist) -> list[ChecklistItem]:
    """Return the items of a version in their order; three queries."""
    return [item for _, group in reading_groups(checklist) for item in group]


def compare_items(
    old: Iterable[ChecklistItem], new: Iterable[ChecklistItem]
) -> Comparison:
    """Compare items, each with its ``coverage``, by their codes."""
    before, after = _placed(old), _placed(new)
    both = [code for code in after if code in before]
    changed = [
        Changed(after[code].item, differences)
        for code in both
        if (differences := _differences(before[code], after[code]))
    ]
    return Comparison(
        added=[one.item for code, one in after.items() if code not in before],
        changed=changed,
        removed=[one.item for code, one in before.items() if code not in after],
        moved=_moved(before, after, both),
    )


def _placed(items: Iterable[ChecklistItem]) -> dict[str, Placed]:
    return {
        item.code: Placed(item, _words(item), number)
        for number, item in enumerate(items, start=1)
    }


def _words(item: ChecklistItem) -> dict[str, str]:
    """Return what an item says, by the names that its form has."""
    meta = ChecklistItem._meta
    labels = {name: str(meta.get_field(name).verbose_name) for name in COMPARED}
    words = {labels[name]: _in_words(item, name) for name in COMPARED}
    words["áp dụng cho"] = "; ".join(item.coverage)
    return words


def _in_words(item: ChecklistItem, name: str) -> str:
    display = getattr(item, f"get_{name}_display", None)
    return str(display() if display else getattr(item, name))


def _differences(before: Placed, after: Placed) -> list[Difference]:
    told = [
        Difference(label, before.words[label], words)
        for label, words in after.words.items()
        if before.words[label] != words
    ]
    old, new = before.item.example.name, after.item.example.name
    if old != new:
        shown = "ảnh khác" if old and new else "có ảnh"
        told.append(
            Difference("ảnh mẫu", "có ảnh" if old else "", shown if new else "")
        )
    return told


def _moved(before: dict, after: dict, both: list[str]) -> list[Moved]:
    """Return the fewest items whose move explains the order; new groups tell it too."""
    stay = _longest_rise([before[code].number for code in both])
    return [
        Moved(after[code].item, before[code].number, after[code].number)
        for code in both
        if before[code].number not in stay
        and before[code].item.group == after[code].item.group
    ]


def _longest_rise(numbers: list[int]) -> set[int]:
    """Return the members of a longest rising row within the numbers."""
    ends: list[int] = []  # the lowest end of a rise of each length so far
    previous: dict[int, int | None] = {}
    for number in numbers:
        place = bisect_left(ends, number)
        previous[number] = ends[place - 1] if place else None
        ends[place : place + 1] = [number]
    rise: set[int] = set()
    at = ends[-1] if ends else None
    while at is not None:
        rise.add(at)
        at = previous[at]
    return rise


def _facts(checklist: Checklist) -> list[Difference]:
    if checklist.source is None:
        return []
    told = []
    for name in ("name", "note"):
        old, new = getattr(checklist.source, name), getattr(checklist, name)
        if clean_text(old) != clean_text(new):
            label = str(Checklist._meta.get_field(name).verbose_name)
            told.append(Difference(label, old, new))
    return told


def _stamp(checklist: Checklist, items: list[ChecklistItem]) -> str:
    said = [[item.code, _words(item), str(item.example.name)] for item in items]
    text = json.dumps([checklist.name, checklist.note, said])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
