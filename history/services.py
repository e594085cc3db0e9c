"""The one way into the change log."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Count, Max
from django.utils import timezone

from core.bulk import JsonText, insert_values
from core.versions import GoneError, StaleVersionError, VersionedModel

from .enums import Action
from .models import Change, ChangeBatch, Digest, digest_of

SYSTEM_NAME = "Hệ thống"
CHANGES_SHOWN = 20

HELD_AT_ONCE = 1000  # rows of one act, before they are text
_CHANGES = Change._meta.get_field("changes")

Entry = tuple[str, models.Model, Mapping]  # action, row, {field: [old, new]}

# Stands for a value that the log must not hold.
MASK = "•••"

# Fields that say nothing to a reader of the history.
SILENT_FIELDS = {
    "uuid",
    "public_code",
    "search_key",
    "match_key",
    "version",
    "updated_at",
    "created_at",
    "last_login",
}


def latest_batch() -> int:
    """Return the number of the last act in the log, 0 where nothing was recorded.

    While it stays, nothing recorded has changed, but for an act that began earlier and
    is committed after it.
    """
    return ChangeBatch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def snapshot(instance: models.Model) -> dict[str, object]:
    """Return the loggable fields of a row as they stand in memory, in words.

    Foreign keys give the name of the row they lead to (one query for each that is
    not loaded yet), choices their label. Fields named in the model's
    ``history_hidden`` (personal data) give only whether they are filled.
    """
    hidden = getattr(instance, "history_hidden", ())
    return {
        name: _masked(value) if name in hidden else value
        for name, value in _values(instance).items()
    }


def _values(
    instance: models.Model | None, names: Collection[str] | None = None
) -> dict[str, object]:
    if instance is None:
        return {}
    return {
        field.name: _in_words(instance, field)
        for field in _loggable(instance._meta.model)
        if names is None or field.name in names
    }


@cache
def _loggable(model: type[models.Model]) -> list[models.Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in SILENT_FIELDS
    ]


def _masked(value):
    return MASK if value not in (None, "") else value


def changes_between(
    before: models.Model | None,
    after: models.Model,
    names: Collection[str] | None = None,
) -> dict[str, list]:
    """Return what differs between two states of a row, in words, as the log keeps it.

    Hidden fields are compared as they are, then masked. ``names`` narrows it to some
    fields; ``before`` is None for a row that is new.
    """
    hidden = getattr(after, "history_hidden", ())
    pairs = difference(_values(before, names), _values(after, names))
    if not hidden:
        return pairs
    return {
        name: [_masked(value) for value in pair] if name in hidden else pair
        for name, pair in pairs.items()
    }


def _in_words(instance, field):
    if field.is_relation:
        related = getattr(instance, field.name)
        return None if related is None else str(related)
    value = field.value_from_object(instance)
    if field.choices:
        return _labels(field).get(value, value)
    if isinstance(field, models.FileField):
        return str(value) or None
    return value


@cache
def _labels(field: models.Field) -> dict[object, str]:
    return {value: str(label) for value, label in field.flatchoices}


def difference(old: Mapping, new: Mapping) -> dict[str, list]:
    """Return {field: [old, new]} for the fields whose value is not the same."""
    return {
        name: [old.get(name), value]
        for name, value in new.items()
        if old.get(name) != value and not _both_empty(old.get(name), value)
    }


def _both_empty(old, new) -> bool:
    return old in (None, "") and new in (None, "")


@dataclass(frozen=True)
class Outsider:
    """Somebody without an account who acts; the log keeps the name alone."""

    name: str

    def __str__(self):
        return self.name


@transaction.atomic
def save_recorded(
    instance: models.Model,
    *,
    by,
    action: str | None = None,
    reason: str = "",
    base_version: int | None = None,
) -> dict[str, list]:
    """Save a row and log what changed; a save that changes nothing writes nothing.

    The stored row is locked and read again, so the old values are those really
    stored; one deleted meanwhile raises ``GoneError``. A versioned row counts up; with
    ``base_version`` a row saved by somebody else since raises ``StaleVersionError``.
    Returns the difference.
    """
    before = _locked(instance)
    if before and base_version is not None and base_version != before.version:
        raise StaleVersionError(before)
    changes = changes_between(before, instance)
    if before is not None and not changes and not action:
        return {}
    if before is not None and isinstance(instance, VersionedModel):
        instance.version = before.version + 1
    instance.save()
    verb = action or (Action.UPDATE if before else Action.CREATE)
    record(verb, instance, by=by, changes=changes, reason=reason)
    return changes


def _locked(instance):
    if instance._state.adding:
        return None
    rows = instance._meta.model._base_manager.select_for_update(of=("self",))
    stored = rows.filter(pk=instance.pk).first()
    if stored is None:
        raise GoneError
    return stored


@transaction.atomic
def delete_recorded(instance: models.Model, *, by, reason: str = "") -> None:
    """Delete a row and keep in the log what it held."""
    changes = {name: [value, None] for name, value in snapshot(instance).items()}
    record(Action.DELETE, instance, by=by, changes=changes, reason=reason)
    instance.delete()


def record(action, instance, *, by, changes=None, reason="") -> ChangeBatch:
    """Log one act on one row."""
    return record_many([(action, instance, changes or {})], by=by, reason=reason)


@transaction.atomic(savepoint=False)  # within an act: fails as a whole
def record_many(entries: Iterable[Entry], *, by, reason: str = "") -> ChangeBatch:
    """Log one act on many rows as one batch, in a constant number of queries.

    ``by=None`` is the portal itself, an ``Outsider`` somebody without an account.
    """
    rows = _rows(entries)
    batch = _new_batch(by, reason)
    batch.digest = digest_of(batch, rows)
    batch.save()
    _insert(batch, rows)
    return batch


class LoggedAct:
    """One act that is logged part by part, so that its rows need not all be held.

    Within the transaction of the act itself; its ``batch`` is stored when it ends,
    under the key that was set aside for it (``reserve_keys``). ``kinds`` are the models
    of its rows.
    """

    def __init__(
        self, key: int, kinds: Iterable[type[models.Model]], *, by, reason: str = ""
    ):
        ContentType.objects.get_for_models(*kinds)  # known from here on
        self.batch = _new_batch(by, reason)
        self.batch.pk = key
        self._digest = Digest(self.batch)

    def add(self, entries: Iterable[Entry]) -> None:
        """Log some of the rows, in a constant number of queries."""
        rows: list[tuple] = []
        entries = iter(entries)
        while part := _rows(islice(entries, HELD_AT_ONCE)):
            self._digest.take(part)
            rows += [(*row, JsonText.of(changes, _CHANGES)) for *row, changes in part]
        _insert(self.batch, rows)

    def end(self) -> ChangeBatch:
        """Store the batch; nothing may be added after."""
        self.batch.digest = self._digest.text()
        self.batch.save(force_insert=True)
        return self.batch


def _rows(entries: Iterable[Entry]) -> list[tuple]:
    return [
        (action, row._meta.label_lower, row.pk, str(row)[:300], changes)
        for action, row, changes in entries
    ]


def _new_batch(by, reason: str) -> ChangeBatch:
    return ChangeBatch(
        at=timezone.now(),
        by=None if isinstance(by, Outsider) else by,
        by_name=SYSTEM_NAME if by is None else str(by)[:200],
        reason=reason,
        previous_digest=_last_digest(),
    )


def _insert(batch: ChangeBatch, rows: list[tuple]) -> None:
    types = _content_types({label for _, label, *_ in rows})
    insert_values(
        Change,
        ["batch", "action", "content_type", "object_id", "object_name", "changes"],
        [
            (batch.pk, action, types[label].pk, pk, name, changes)
            for action, label, pk, name, changes in rows
        ],
    )


def log_position() -> list[int]:
    """Return where the log stands: the same as long as nothing is recorded.

    The number of acts counts as well as the last, as an act may become visible after
    one that took a later key.
    """
    acts = ChangeBatch.objects.aggregate(count=Count("pk"), last=Max("pk"))
    return [acts["count"], acts["last"] or 0]


def _last_digest() -> str:
    digests = ChangeBatch.objects.order_by("-pk").values_list("digest", flat=True)
    return digests.first() or ""


def _content_types(labels: set[str]) -> dict[str, ContentType]:
    """Return the kinds of rows by label, in at most one query."""
    found = ContentType.objects.get_for_models(*map(apps.get_model, labels))
    return {model._meta.label_lower: kind for model, kind in found.items()}


def history_of(*instances: models.Model) -> models.QuerySet[Change]:
    """Return the changes of the given rows, newest first, with their batches."""
    condition = models.Q()
    for instance in instances:
        condition |= models.Q(
            content_type=ContentType.objects.get_for_model(instance),
            object_id=instance.pk,
        )
    if not instances:
        return Change.objects.none()
    return (
        Change.objects.filter(condition)
        .select_related("batch", "content_type")
        .order_by("-pk")
    )


def latest_changes(*instances: models.Model) -> models.QuerySet[Change]:
    """Return as many of the last changes of the given rows as their page shows."""
    return history_of(*instances)[:CHANGES_SHOWN]
