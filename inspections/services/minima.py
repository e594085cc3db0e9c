"""Items of a draft made of the minima that stars ask for: what hậu kiểm looks at."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from core.text import file_stem
from history.enums import Action
from history.services import changes_between, record_many
from products.models import CriteriaSet
from products.scoring.minima import STARS, Minimum, minima_of

from ..coverage import all_sectors, coverage
from ..enums import Severity, Subject
from ..exceptions import InspectionError
from ..models import Checklist, ChecklistItem, ItemSet
from ..ordering import arrange, grouped
from .drafting import MOST_ITEMS, lock_draft

GROUP = "Mức tối thiểu theo hạng sao"
REASON = "Thêm mục từ điểm tối thiểu theo hạng sao"


@dataclass(frozen=True)
class Asked:
    """What an item asks; sets that ask the same of the same stars share one item."""

    text: str
    hint: str
    legal_basis: str
    stars: str


@transaction.atomic
def add_minima(
    checklist: Checklist, sets: Iterable[CriteriaSet], stars: Iterable[str], *, by
) -> tuple[int, int]:
    """Add what the stars ask for in the sets, as far as the draft does not ask it yet.

    An item that asks the same already takes in more sets instead. Sets whose criteria
    are not known in full are left out. Returns how many items are new, and how many
    ask of more sets. A constant number of queries.
    """
    lock_draft(checklist)
    wanted = _wanted([one for one in sets if one.is_complete], set(stars))
    items = list(checklist.items.prefetch_related("sets"))
    known = {_said(item): item for item in items}
    held = {item: {one.pk for one in item.sets.all()} for item in known.values()}
    new = _new_items(checklist, items, wanted.keys() - known.keys())
    ChecklistItem.objects.bulk_create(new)
    more = {item: wanted[_said(item)] for item in new}
    for asked in known.keys() & wanted.keys():
        item = known[asked]
        if held[item] and (missing := wanted[asked] - held[item]):
            more[item] = missing
    ItemSet.objects.bulk_create(
        ItemSet(item=item, criteria_set_id=pk)
        for item, added in more.items()
        for pk in sorted(added)
    )
    wider = checklist.items.filter(pk__in=[one.pk for one in more if one in held])
    wider.update(version=F("version") + 1)
    arrange(checklist, grouped([*items, *new]))
    if more:
        record_many(_entries(more, held), by=by, reason=REASON)
    return len(new), len(more) - len(new)


def _wanted(sets: list[CriteriaSet], stars: set[str]) -> dict[Asked, set[int]]:
    """Return what is asked of which sets, in the order of the sheets."""
    minima = minima_of([one.pk for one in sets])
    wanted: dict[Asked, set[int]] = {}
    for one in sets:
        for minimum, asked_of in _by_stars(minima.get(one.pk, [])):
            digits = "".join(star for star in asked_of if star in stars)
            if digits:
                asked = _asked(one, minimum, digits)
                wanted.setdefault(asked, set()).add(one.pk)
    return wanted


def _by_stars(minima: Iterable[Minimum]) -> Iterable[tuple[Minimum, str]]:
    """Yield each minimum with the stars it is the highest one for."""
    by_criterion: dict[int, list[Minimum]] = {}
    for one in minima:
        by_criterion.setdefault(one.criterion, []).append(one)
    for ladder in by_criterion.values():
        ladder.sort(key=lambda one: one.star)
        ends = [one.star for one in ladder[1:]] + [STARS[-1] + 1]
        for one, end in zip(ladder, ends, strict=True):
            yield one, "".join(map(str, range(one.star, end)))


def _asked(one: CriteriaSet, minimum: Minimum, stars: str) -> Asked:
    name = minimum.name
    name = name.capitalize() if name.isupper() else name
    words = f"{', '.join(stars)} sao"
    return Asked(
        text=f"Giữ mức tối thiểu của hạng {words}: {name}",
        hint=f"Ít nhất {minimum.points} điểm: {minimum.label}",
        legal_basis=f"{one.regime}, tiêu chí {minimum}",
        stars=stars,
    )


def _said(item: ChecklistItem) -> Asked:
    return Asked(item.text, item.hint, item.legal_basis, item.stars)


def _new_items(
    checklist: Checklist, siblings: list[ChecklistItem], wanted: Iterable[Asked]
) -> list[ChecklistItem]:
    """Return items for what nobody asks yet, not stored, at the end of the draft."""
    new: list[ChecklistItem] = []
    last = max((one.position for one in siblings), default=0)
    for position, asked in enumerate(sorted(wanted, key=_order), start=last + 1):
        item = ChecklistItem(
            checklist=checklist,
            position=position,
            group=GROUP,
            text=asked.text,
            hint=asked.hint,
            legal_basis=asked.legal_basis,
            subject=Subject.PRODUCT,
            stars=asked.stars,
            default_severity=Severity.REMEDY,
        )
        item.code = _code(item, {one.code for one in [*siblings, *new]})
        new.append(item)
    if len(siblings) + len(new) > MOST_ITEMS:
        raise InspectionError(
            f"Thêm {len(new)} nội dung thì quá {MOST_ITEMS} nội dung của một danh mục;"
            " hãy chọn ít bộ sản phẩm hơn."
        )
    return new


def _code(item: ChecklistItem, taken: set[str]) -> str:
    """Return a free code that tells regime, criterion and points: tt-26-2026-4-1-3."""
    regime, _, rest = item.legal_basis.partition(", tiêu chí ")
    stem = f"tt-{'-'.join(file_stem(regime).split('-')[:2])}-{file_stem(rest)}"[:36]
    tries = (stem, *(f"{stem}-{number}" for number in range(2, MOST_ITEMS + 2)))
    return next(code for code in tries if code not in taken)


def _order(asked: Asked) -> tuple:
    """Put criteria in the order of their codes: 4.2 before 10."""
    code = asked.legal_basis.rpartition("tiêu chí ")[2].partition(" ")[0]
    parts = [part.zfill(3) for part in code.split(".")]
    return parts, asked.legal_basis, asked.stars, asked.hint


def _entries(more, held) -> list[tuple]:
    """Return what the log keeps of items and of the sets that each takes in."""
    sectors = all_sectors()

    def words(sets: set[int]) -> str:
        return "; ".join(coverage(sets, sectors))

    entries = []
    for item, added in more.items():
        before = held.get(item)
        sets = [before and words(before), words(added | (before or set()))]
        told = {"áp dụng cho": sets}
        if before is None:
            entries.append((Action.CREATE, item, changes_between(None, item) | told))
        else:
            entries.append((Action.UPDATE, item, told))
    return entries
