"""A whole draft of the checklist written anew, as a workbook says."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from core.versions import StaleVersionError
from history.enums import Action
from history.services import changes_between, record_many, snapshot

from ..comparison import stamp_of
from ..coverage import Sector, all_sectors, coverage_of
from ..exceptions import InspectionError
from ..models import Checklist, ChecklistItem, ItemSet
from ..ordering import arrange, grouped
from .drafting import MOST_ITEMS, forget_picture, lock_draft

WRITTEN = (
    "group",
    "text",
    "hint",
    "legal_basis",
    "subject",
    "stars",
    "default_severity",
)
PICTURE = "example"


@dataclass(frozen=True)
class PlannedItem:
    """One item as a row of a workbook says; ``sets`` none means all products.

    ``example`` names the file of a picture that some version shows.
    """

    code: str
    group: str
    text: str
    hint: str
    legal_basis: str
    subject: str
    default_severity: str
    sets: tuple[int, ...] = ()
    stars: str = ""
    example: str = ""


def planned_items(
    checklist: Checklist, rows: Iterable[PlannedItem]
) -> list[ChecklistItem]:
    """Return what the rows come to, unsaved, each with ``coverage``; two queries.

    Items that the draft has already keep their row, and their sample picture unless
    the row names another.
    """
    stored = {item.code: item for item in checklist.items.all()}
    sectors = all_sectors()
    items = []
    for row in rows:
        item = stored.get(row.code) or ChecklistItem(checklist=checklist, code=row.code)
        for name in WRITTEN:
            setattr(item, name, getattr(row, name))
        item.example = row.example or item.example
        item.coverage = coverage_of(item, row.sets, sectors)
        items.append(item)
    return [item for group in grouped(items).values() for item in group]


@transaction.atomic
def replace_items(
    checklist: Checklist, rows: Iterable[PlannedItem], *, by, base: str, reason: str
) -> Checklist:
    """Make the items of a draft those of the rows, matched by code, in their order.

    Items without a row are removed. ``base`` is the stamp of the draft that was
    previewed; another one raises StaleVersionError. A constant number of queries.
    """
    rows = list(rows)
    draft = lock_draft(checklist)
    if stamp_of(draft) != base:
        raise StaleVersionError(draft)
    if len(rows) > MOST_ITEMS:
        raise InspectionError(f"Mỗi danh mục có tối đa {MOST_ITEMS} nội dung.")
    before = {item.code: item for item in draft.items.prefetch_related("sets")}
    items = planned_items(draft, rows)
    sets = {row.code: set(row.sets) for row in rows}
    entries = _removed(draft, before, {item.code for item in items})
    entries += _written(draft, before, items, sets)
    arrange(draft, grouped(items))
    if entries:
        record_many(entries, by=by, reason=reason)
    return draft


def _removed(draft, before, kept: set[str]) -> list[tuple]:
    gone = [item for code, item in before.items() if code not in kept]
    entries = [
        (
            Action.DELETE,
            item,
            {name: [old, None] for name, old in snapshot(item).items()},
        )
        for item in gone
    ]
    draft.items.filter(pk__in=[item.pk for item in gone]).delete()
    for item in gone:
        if item.example:
            forget_picture(item.example.name)
    return entries


def _written(draft, before, items, sets) -> list[tuple]:
    """Write new and changed items and the sets of both; return what to record."""
    new = [item for item in items if item._state.adding]
    last = max((item.position for item in before.values()), default=0)
    for position, item in enumerate(new, start=last + 1):
        item.position = position
    sectors, changed = all_sectors(), {}
    for item in items:
        stored = before.get(item.code)
        if stored and (told := _changes(stored, item, sets[item.code], sectors)):
            item.version += 1
            changed[item] = told
    draft.items.bulk_update(changed, [*WRITTEN, PICTURE, "version"])
    for item in changed:
        shown = before[item.code].example.name
        if shown and shown != item.example.name:
            forget_picture(shown)
    ChecklistItem.objects.bulk_create(new)
    ItemSet.objects.filter(item__in=list(changed)).delete()
    ItemSet.objects.bulk_create(
        [
            ItemSet(item=item, criteria_set_id=pk)
            for item in [*changed, *new]
            for pk in sorted(sets[item.code])
        ]
    )
    created = [(Action.CREATE, item, changes_between(None, item)) for item in new]
    return created + [(Action.UPDATE, item, told) for item, told in changed.items()]


def _changes(
    stored: ChecklistItem, item: ChecklistItem, sets: set[int], sectors: list[Sector]
) -> dict[str, list]:
    changes = changes_between(stored, item, (*WRITTEN, PICTURE))
    held = {one.pk for one in stored.sets.all()}
    if held != sets:
        words = "; ".join(coverage_of(stored, held, sectors))
        changes["áp dụng cho"] = [words, "; ".join(item.coverage)]
    return changes
