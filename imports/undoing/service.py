"""Undoing an import: all that can go back at once, and a reason for the rest."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from accounts.models import User
from core.bulk import collector_paused, update_all
from core.fields import SearchKeyField
from history.enums import Action
from history.services import changes_between, record_many, snapshot

from ..enums import RunState
from ..exceptions import ImportRefusedError
from ..kinds import check_kind
from ..models import ImportRun, ImportWrite
from ..planning.scope import lock_province
from .verdicts import Verdicts, Write
from .writes import undo_ends

_TAKEN = "giá trị trước đây nay thuộc về hồ sơ khác."


@dataclass(frozen=True)
class Outlook:
    """What an undo would do now: records by kind to delete and to restore."""

    deleted: list[tuple[str, int]]
    restored: list[tuple[str, int]]
    refused: int

    @property
    def does_something(self) -> bool:
        return bool(self.deleted or self.restored)


def may_be_undone(run: ImportRun) -> bool:
    """Say whether a run wrote something that may still be taken back."""
    return (
        run.state == RunState.COMMITTED
        and timezone.now() <= undo_ends(run)
        and run.written.filter(is_undone=False).exists()
    )


@collector_paused()
def outlook(run: ImportRun, *, by: User | None) -> Outlook:
    """Say what undoing a run would do now; writes nothing."""
    verdicts = Verdicts(run, by, lock=False)
    deleted, restored = [], []
    for model in verdicts.models:
        name = str(model._meta.verbose_name)
        if count := len(verdicts.to_delete(model)):
            deleted.append((name, count))
        if count := len(verdicts.to_restore(model)):
            restored.append((name, count))
    return Outlook(deleted, restored, len(verdicts.refused))


@collector_paused()
@transaction.atomic
def undo_import(run: ImportRun, *, by: User | None) -> ImportRun:
    """Put back what a run changed and delete what it made, as one act in the log.

    What was changed since, is used by others or lies outside the scope of the person
    stays, with its reason; so does what it depends on. It can be tried again.
    """
    run = _lock_written(run)
    check_kind(run.kind, by)
    verdicts = Verdicts(run, by, lock=True)
    entries = []
    for model in reversed(verdicts.models):
        entries += _restore(model, verdicts)
    verdicts.settle()
    _keep_refusals(verdicts)
    entries += _delete(verdicts)
    _follow_versions(verdicts)
    verdicts.left.filter(refusal="").update(is_undone=True, before=None)
    if entries:
        run.undo_batch = record_many(entries, by=by, reason=f"Hoàn tác lần nhập {run}")
    if entries or not verdicts.refused:
        run.undone_at = timezone.now()
    if not verdicts.refused:
        run.state = RunState.UNDONE
    run.save(update_fields=["undo_batch", "undone_at", "state"])
    return run


def _lock_written(run: ImportRun) -> ImportRun:
    """Lock a run and return it as stored; refuse one that cannot be undone."""
    rows = ImportRun.objects.select_for_update(of=("self",)).select_related("area")
    locked = rows.filter(pk=run.pk).first()
    if locked is None or not locked.is_committed:
        raise ImportRefusedError("Lần nhập này chưa ghi gì, không có gì để hoàn tác.")
    if locked.state == RunState.UNDONE:
        raise ImportRefusedError("Lần nhập này đã được hoàn tác.")
    if not may_be_undone(locked):
        raise ImportRefusedError("Lần nhập này không hoàn tác được nữa.")
    lock_province(locked.area)
    return locked


def _keep_refusals(verdicts: Verdicts) -> None:
    verdicts.left.update(refusal="")
    refused = [ImportWrite(pk=w.key, refusal=w.refusal) for w in verdicts.refused]
    update_all(refused, ["refusal"])


def _follow_versions(verdicts: Verdicts) -> None:
    """Let earlier imports recognise what they wrote in the records put back.

    It stands again under a version two further on than before this import: one was
    counted when that wrote, one now.
    """
    put_back = verdicts.left.filter(
        is_new=False,
        refusal="",
        content_type=OuterRef("content_type"),
        object_id=OuterRef("object_id"),
        version__gt=OuterRef("version"),
    )
    earlier = ImportWrite.objects.filter(Exists(put_back), is_undone=False)
    earlier.update(version=F("version") + 2)


# Records that were there before


def _restore(model: type[models.Model], verdicts: Verdicts) -> list[tuple]:
    """Give changed rows of a model their earlier values; returns what to log.

    Where one of them cannot have its values back, it is refused and the others go on.
    """
    writes = {write.pk: write for write in verdicts.to_restore(model)}
    if not writes:
        return []
    stored = _loaded(model, verdicts.ids(model, is_new=False))
    pairs = [
        (row, _restored(row, writes[row.pk].before, verdicts))
        for row in stored
        if row.pk in writes
    ]
    pairs.sort(key=lambda pair: writes[pair[0].pk].key, reverse=True)
    names = _names(model, writes.values())
    if not _written(pairs, names):
        for pair in pairs:
            if not _written([pair], names):
                writes[pair[1].pk].refusal = _TAKEN
    return [
        (Action.UPDATE, after, changes_between(before, after, names))
        for before, after in pairs
        if not writes[after.pk].refusal
    ]


def _restored(row: models.Model, before: dict, verdicts: Verdicts) -> models.Model:
    """Return a row with the values that it had before the import."""
    row = copy.copy(row)
    row._state = copy.copy(row._state)
    row._state.fields_cache = dict(row._state.fields_cache)
    for column, value in before.items():
        field = row._meta.get_field(column)
        setattr(row, column, value)
        if field.is_relation and value is not None:
            setattr(row, field.name, verdicts.targets[field.related_model][value])
    if hasattr(row, "version"):
        row.version += 1
    return row


def _names(model: type[models.Model], writes: Iterable[Write]) -> list[str]:
    """Return the fields to write: those changed, and those worked out from them."""
    columns = {column for write in writes for column in write.before}
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.attname in columns
        or field.name in ("version", "updated_at")
        or isinstance(field, SearchKeyField)
    ]


def _written(pairs: list[tuple], names: list[str]) -> bool:
    try:
        with transaction.atomic():
            update_all([after for _, after in pairs], names)
    except IntegrityError:
        return False
    return True


# Records that the import made


def _delete(verdicts: Verdicts) -> list[tuple]:
    """Delete what may go, and nothing along with it; returns what to log."""
    entries = []
    going = [m for m in reversed(verdicts.models) if verdicts.to_delete(m)]
    for model in going:
        for row in _loaded(model, verdicts.ids(model, is_new=True, refusal="")):
            values = {name: [value, None] for name, value in snapshot(row).items()}
            entries.append((Action.DELETE, row, values))
    for model in going:
        ids = verdicts.ids(model, is_new=True, refusal="")
        model._base_manager.filter(pk__in=ids)._raw_delete(connection.alias)
    return entries


def _loaded(model: type[models.Model], ids) -> list[models.Model]:
    """Return rows with everything that the log prints of them, in one query."""
    names = []
    for field in model._meta.concrete_fields:
        if field.is_relation:
            names.append(field.name)
            names += [
                f"{field.name}__{further.name}"
                for further in field.related_model._meta.concrete_fields
                if further.is_relation and not further.null
            ]
    rows = model._base_manager.filter(pk__in=ids).order_by("pk")
    return list(rows.select_related(*names))
