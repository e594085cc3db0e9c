"""The order of a checklist: groups one after another, items within their group."""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

from .models import Checklist, ChecklistItem

T = TypeVar("T")
Groups = dict[str, list[ChecklistItem]]


def grouped(items: Iterable[ChecklistItem]) -> Groups:
    """Return items by group, groups in the order of their first item."""
    groups: Groups = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    return groups


def order_stamp(items: Iterable[ChecklistItem]) -> str:
    """Return a short text that differs for another order or other groups."""
    words = "\n".join(f"{item.pk} {item.group}" for item in items)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def moved(rows: list[T], row: T, place: int) -> list[T]:
    """Return the rows with one of them at a place, counted from 1, or the nearest."""
    rest = [one for one in rows if one != row]
    index = min(max(place - 1, 0), len(rest))
    return [*rest[:index], row, *rest[index:]]


def arrange(checklist: Checklist, groups: Groups) -> None:
    """Number the items of a draft in the order of the groups; at most two writes."""
    items = [item for group in groups.values() for item in group]
    places = [item.position for item in items]
    if places == list(range(1, len(items) + 1)):
        return
    # By way of places nobody holds: none may have two items, not even for a moment.
    for first in (max(places) + 1, 1):
        for place, item in enumerate(items, start=first):
            item.position = place
        checklist.items.bulk_update(items, ["position"])
