"""Changes of a draft of the checklist: its facts, items, groups and their order."""

from collections import Counter
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F

from core.pictures import MAX_BYTES, BadPictureError, rewrite
from core.sheets import longest
from core.text import clean_line, file_stem
from core.versions import GoneError, StaleVersionError
from history.enums import Action
from history.services import delete_recorded, record, save_recorded
from products.models import CriteriaSet

from ..coverage import all_sectors, coverage
from ..exceptions import InspectionError
from ..models import Checklist, ChecklistItem
from ..models.checklists import FROZEN
from ..ordering import arrange, grouped, moved, order_stamp

MOST_ITEMS = 500
EXAMPLE_SIDE = 1280
GONE = "Nhóm này không còn trong bản nháp."


def lock_draft(checklist: Checklist) -> Checklist:
    """Lock a draft for the rest of the transaction and return it as stored.

    Raises InspectionError once it has been published, GoneError if it was deleted.
    """
    rows = Checklist.objects.select_for_update(of=("self",))
    locked = rows.filter(pk=checklist.pk).first()
    if locked is None:
        raise GoneError
    if locked.is_published:
        raise InspectionError(FROZEN)
    return locked


@transaction.atomic
def save_draft(
    checklist: Checklist, *, by, base_version: int | None = None
) -> Checklist:
    """Change the name and the note of a draft."""
    lock_draft(checklist)
    save_recorded(checklist, by=by, base_version=base_version)
    return checklist


@transaction.atomic
def delete_draft(checklist: Checklist, *, by) -> None:
    """Delete a draft with its items; one that a visit uses stays."""
    draft = lock_draft(checklist)
    if draft.visits.exists():
        raise InspectionError("Đã có buổi kiểm tra dùng bản này, không xóa được.")
    names = list(draft.items.exclude(example="").values_list("example", flat=True))
    delete_recorded(draft, by=by)
    for name in names:
        forget_picture(name)


def save_item(
    item: ChecklistItem,
    *,
    sets: Iterable[CriteriaSet],
    by,
    base_version: int | None = None,
    picture: ContentFile | None = None,
) -> ChecklistItem:
    """Add an item at the end of its group, or change one; ``sets`` none means all.

    An item that comes into another group goes to its end. The same new item sent
    twice (same uuid) is one: the stored one is returned. One without a code gets one.
    ``picture`` is what ``draw_example`` made; its file is removed if anything fails.
    """
    if picture is None:
        return _save_item(item, list(sets), by, base_version)
    shown = item.example.name
    item.example.save("example.jpg", picture, save=False)
    storage, drawn = item.example.storage, str(item.example.name)
    try:
        saved = _save_item(item, list(sets), by, base_version)
    except BaseException:
        storage.delete(drawn)
        item.example = shown
        raise
    if saved is not item:
        storage.delete(drawn)
    return saved


@transaction.atomic
def _save_item(item, sets, by, base_version) -> ChecklistItem:
    lock_draft(item.checklist)
    siblings = list(item.checklist.items.all())
    if item._state.adding:
        twin = next((one for one in siblings if item.uuid == one.uuid), None)
        if item.uuid and twin is not None:
            return twin
        return _add(item, siblings, sets, by)
    stored = next((one for one in siblings if one == item), None)
    if stored is None:
        raise GoneError
    _refuse_taken_code(item, siblings)
    item.position = stored.position
    changes = save_recorded(item, by=by, base_version=base_version)
    _choose_sets(item, sets, by, is_counted=bool(changes))
    if stored.group != item.group:
        _arrange_with_last(item)
    if stored.example and stored.example != item.example:
        forget_picture(stored.example.name)
    return item


def _add(item, siblings, sets, by) -> ChecklistItem:
    if len(siblings) >= MOST_ITEMS:
        raise InspectionError(f"Mỗi danh mục có tối đa {MOST_ITEMS} nội dung.")
    item.code = item.code or suggested_code(item, siblings)
    _refuse_taken_code(item, siblings)
    item.position = max((one.position for one in siblings), default=0) + 1
    save_recorded(item, by=by)
    item.sets.set(sets)
    _arrange_with_last(item)
    return item


def _refuse_taken_code(item, siblings) -> None:
    if any(one.code == item.code and one != item for one in siblings):
        raise InspectionError(f"Mã {item.code} đã có trong bản nháp.")


def _choose_sets(item, sets, by, *, is_counted: bool) -> None:
    """Say which products an item is asked of, and note it in the history."""
    before = {one.pk for one in item.sets.all()}
    after = {one.pk for one in sets}
    if before == after:
        return
    item.sets.set(after)
    if not is_counted:  # else a form that was open meanwhile would not be stale
        item.checklist.items.filter(pk=item.pk).update(version=F("version") + 1)
    sectors = all_sectors()
    words = ["; ".join(coverage(chosen, sectors)) for chosen in (before, after)]
    record(Action.UPDATE, item, by=by, changes={"áp dụng cho": words})


def _arrange_with_last(item: ChecklistItem) -> None:
    """Put an item at the end of its group, and the groups one after another."""
    rest = [one for one in item.checklist.items.all() if one.pk != item.pk]
    arrange(item.checklist, grouped([*rest, item]))


def suggested_code(item: ChecklistItem, siblings: Iterable[ChecklistItem]) -> str:
    """Return a free code: what codes of the group begin with, then the first words."""
    siblings = list(siblings)
    starts = Counter(
        one.code.partition("-")[0] for one in siblings if one.group == item.group
    )
    initials = "".join(word[0] for word in file_stem(item.group).split("-") if word)
    start = starts.most_common(1)[0][0] if starts else initials[:6]
    words = file_stem(item.text).split("-")[:4]
    stem = "-".join(filter(None, [start, *words]))[:32].strip("-") or "noi-dung"
    taken = {one.code for one in siblings}
    tries = (stem, *(f"{stem}-{number}" for number in range(2, MOST_ITEMS + 2)))
    return next(code for code in tries if code not in taken)


@transaction.atomic
def remove_item(item: ChecklistItem, *, by) -> None:
    """Take an item out of a draft; earlier versions keep theirs."""
    lock_draft(item.checklist)
    if not item.checklist.items.filter(pk=item.pk).exists():
        raise GoneError
    name = item.example.name
    delete_recorded(item, by=by)
    record(
        Action.UPDATE, item.checklist, by=by, changes={"nội dung": [item.text, None]}
    )
    if name:
        forget_picture(name)


def draw_example(upload: UploadedFile) -> ContentFile:
    """Return the picture of an upload as it is stored; raises InspectionError."""
    if (upload.size or 0) > MAX_BYTES:
        raise InspectionError("Ảnh quá lớn: mỗi ảnh tối đa 20 MB.")
    try:
        picture = rewrite(upload.read(), EXAMPLE_SIDE)
    except BadPictureError as error:
        raise InspectionError(str(error)) from error
    return ContentFile(picture.data)


def forget_picture(name: str) -> None:
    """Delete a example once that is committed, unless another version shows it too."""

    def delete() -> None:
        if not ChecklistItem.objects.filter(example=name).exists():
            ChecklistItem._meta.get_field("example").storage.delete(name)

    transaction.on_commit(delete)


@transaction.atomic
def move_item(item: ChecklistItem, *, place: int, by, base: str) -> None:
    """Put an item at a place of its group, counted from 1, or the nearest there is.

    ``base`` is the stamp of the order that the person saw; another one raises
    StaleVersionError.
    """
    items = _seen(item.checklist, base)
    groups = grouped(items)
    if item not in items:
        raise GoneError
    row = next(one for one in items if one == item)
    before = groups[row.group].index(row) + 1
    groups[row.group] = moved(groups[row.group], row, place)
    after = groups[row.group].index(row) + 1
    arrange(item.checklist, groups)
    if after != before:
        words = [f"{row.text}: thứ {number}" for number in (before, after)]
        record(Action.UPDATE, item.checklist, by=by, changes={"thứ tự": words})


@transaction.atomic
def move_group(checklist: Checklist, name: str, *, place: int, by, base: str) -> None:
    """Put a group with its items at a place among the groups, counted from 1."""
    groups = grouped(_seen(checklist, base))
    if name not in groups:
        raise InspectionError(GONE)
    names = list(groups)
    order = moved(names, name, place)
    arrange(checklist, {one: groups[one] for one in order})
    before, after = names.index(name) + 1, order.index(name) + 1
    if after != before:
        words = [f"Nhóm {name}: thứ {number}" for number in (before, after)]
        record(Action.UPDATE, checklist, by=by, changes={"thứ tự": words})


@transaction.atomic
def rename_group(checklist: Checklist, name: str, new: str, *, by, base: str) -> None:
    """Give a group of a draft another name, which no other group has."""
    groups = grouped(_seen(checklist, base))
    new = clean_line(new)
    if name not in groups:
        raise InspectionError(GONE)
    most = longest(ChecklistItem, "group")
    if not new or len(new) > most:
        raise InspectionError(f"Tên nhóm cần có từ 1 đến {most} ký tự.")
    if new == name:
        return
    if new in groups:
        raise InspectionError(
            f"Đã có nhóm “{new}”; muốn gộp thì sửa nhóm của từng nội dung."
        )
    renamed = checklist.items.filter(pk__in=[one.pk for one in groups[name]])
    renamed.update(group=new, version=F("version") + 1)
    record(Action.UPDATE, checklist, by=by, changes={"nhóm": [name, new]})


def _seen(checklist: Checklist, base: str) -> list[ChecklistItem]:
    """Lock a draft and return its items, if they stand as the person saw them."""
    draft = lock_draft(checklist)
    items = list(draft.items.all())
    if order_stamp(items) != base:
        raise StaleVersionError(draft)
    return items
