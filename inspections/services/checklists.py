"""Versions of the checklist, from the data file or an earlier one to published."""

import csv
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from core.text import clean_text
from core.versions import StaleVersionError
from history.enums import Action
from history.services import record
from products.models import CriteriaSet

from ..comparison import stamp_of
from ..enums import ChecklistStatus
from ..exceptions import InspectionError
from ..models import Checklist, ChecklistItem, ItemSet
from .drafting import lock_draft

DATA = Path(__file__).parent.parent / "data" / "checklist.csv"
FIRST_NAME = "Danh mục kiểm tra sau công nhận sản phẩm OCOP"
COPIED = (
    "position",
    "group",
    "code",
    "text",
    "hint",
    "legal_basis",
    "subject",
    "stars",
    "default_severity",
    "example",
)
ONE_DRAFT = "Đang có bản nháp của danh mục; hãy soạn tiếp hoặc xóa bản đó trước."


@transaction.atomic
def publish_checklist(
    checklist: Checklist, *, by, note: str = "", base: str | None = None
) -> Checklist:
    """Publish a draft version; from then on neither it nor its items change.

    ``note`` says what has changed. With ``base``, the stamp of the comparison that
    the person read, a draft that says anything else by now raises StaleVersionError.
    """
    if base is not None and stamp_of(lock_draft(checklist)) != base:
        raise StaleVersionError(checklist)
    if not checklist.items.exists():
        raise InspectionError("Danh mục chưa có nội dung nào.")
    published = Checklist.objects.filter(
        pk=checklist.pk, status=ChecklistStatus.DRAFT
    ).update(
        status=ChecklistStatus.PUBLISHED,
        published_at=timezone.now(),
        published_by=by,
        changes_note=clean_text(note),
    )
    if not published:
        raise InspectionError("Danh mục này đã được công bố.")
    checklist.refresh_from_db()
    record(Action.PUBLISH, checklist, by=by, reason=checklist.changes_note)
    return checklist


def draft_checklist(source: Checklist, *, by) -> Checklist:
    """Begin the next version as a copy of a published one, its items and their sets.

    Raises InspectionError while there is another draft, also one begun at the same
    moment.
    """
    if not source.is_published:
        raise InspectionError("Chỉ lập bản mới từ một phiên bản đã công bố.")
    if Checklist.objects.drafts().exists():
        raise InspectionError(ONE_DRAFT)
    try:
        with transaction.atomic():
            return _copy(source, by=by)
    except IntegrityError:
        if Checklist.objects.drafts().exists():
            raise InspectionError(ONE_DRAFT) from None
        raise


def _copy(source: Checklist, *, by) -> Checklist:
    draft = Checklist.objects.create(
        number=_next_number(), name=source.name, note=source.note, source=source
    )
    copies = {
        item.pk: ChecklistItem(
            checklist=draft, **{name: getattr(item, name) for name in COPIED}
        )
        for item in source.items.all()
    }
    ChecklistItem.objects.bulk_create(copies.values())
    sets = ItemSet.objects.filter(item__checklist=source)
    ItemSet.objects.bulk_create(
        [
            ItemSet(item=copies[row.item_id], criteria_set_id=row.criteria_set_id)
            for row in sets
        ]
    )
    record(Action.CREATE, draft, by=by, reason=f"Chép từ phiên bản {source.number}")
    return draft


@transaction.atomic
def load_checklist(*, by=None, path: Path = DATA) -> Checklist:
    """Publish the first version from the data file, unless there is one already.

    Needs ``load_regimes``: items name the sectors of products they apply to.
    """
    existing = Checklist.objects.latest_published()
    if existing is not None:
        return existing
    checklist = Checklist.objects.create(number=_next_number(), name=FIRST_NAME)
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    sectors = [line.pop("sectors").split(";") for line in lines]
    items = [
        ChecklistItem(checklist=checklist, position=position, **line)
        for position, line in enumerate(lines, start=1)
    ]
    ChecklistItem.objects.bulk_create(items)
    sets = list(CriteriaSet.objects.all())
    ItemSet.objects.bulk_create(
        [
            ItemSet(item=item, criteria_set=one)
            for item, numbers in zip(items, sectors, strict=True)
            for one in sets
            if one.sector.split(" ")[0] in numbers
        ]
    )
    return publish_checklist(checklist, by=by)


def _next_number() -> int:
    """Return the number after the highest one, drafts included."""
    return (Checklist.objects.aggregate(last=Max("number"))["last"] or 0) + 1
