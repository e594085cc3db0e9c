"""Which records of an import may go back to what they were, and why others may not."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from core.templatetags.portal import vn_time
from history.models import Change

from ..kinds import right_for
from ..models import ImportRun, ImportWrite
from ..planning.scope import import_areas
from .writes import stored_values

Key = tuple[type[models.Model], int]

FEW = 300
_TOO_OLD = "giá trị cũ không còn được giữ."
_OUT_OF_SCOPE = "nằm ngoài địa bàn bạn được nhập."


@dataclass(slots=True)
class Write:
    """One written record: what to do with it, or why nothing.

    ``needs`` are records made by the import that it points to, ``parts`` those that
    have no meaning without it: all of a new record, of another only those that count
    no versions of their own. ``is_gone`` says that it was deleted since.
    """

    model: type[models.Model]
    key: int  # of the ImportWrite
    pk: int
    version: int | None
    is_new: bool
    before: dict | None
    refusal: str = ""
    is_gone: bool = False
    needs: list["Write"] = field(default_factory=list)
    parts: list["Write"] = field(default_factory=list)


class Verdicts:
    """Decides about all written records of a run in a constant number of queries.

    With ``lock`` the records stay as they are until the transaction ends.
    """

    def __init__(self, run: ImportRun, by, *, lock: bool):
        self.run = run
        self.left = ImportWrite.objects.filter(run=run, is_undone=False)
        self.writes = self._load()
        self.models = list(dict.fromkeys(model for model, _ in self.writes))
        # Rows that changed records would point to again, by model and key.
        self.targets: dict[type[models.Model], dict[int, models.Model]] = {}
        stored = {model: self._stored(model, lock=lock) for model in self.models}
        later = self._later_changes()
        for write in self.writes.values():
            self._compare(write, stored[write.model], later)
        if by is not None:
            self._check_scope(by)
        self._check_targets(lock=lock)
        self._check_uses()
        self._names: dict[Key, str] | None = None
        self.settle()

    @property
    def refused(self) -> list[Write]:
        return [write for write in self.writes.values() if write.refusal]

    def to_delete(self, model: type[models.Model]) -> list[Write]:
        return [
            write
            for write in self._of(model)
            if write.is_new and not write.refusal and not write.is_gone
        ]

    def to_restore(self, model: type[models.Model]) -> list[Write]:
        return [
            write for write in self._of(model) if not write.is_new and not write.refusal
        ]

    def settle(self) -> None:
        """Let what cannot go back keep what it points to and what belongs to it."""
        waiting = self.refused
        while waiting:
            kept = waiting.pop()
            for write in [*kept.needs, *kept.parts]:
                if not write.refusal:
                    write.refusal = f"vì {self._name(kept)} không hoàn tác được."
                    waiting.append(write)

    def ids(self, model: type[models.Model], **conditions) -> QuerySet:
        """Return the keys of the written rows of a model, as a subquery."""
        kind = ContentType.objects.get_for_model(model)
        written = self.left.filter(content_type=kind, **conditions)
        return written.order_by().values("object_id")

    def _of(self, model: type[models.Model]) -> Iterator[Write]:
        return (write for write in self.writes.values() if write.model is model)

    def _load(self) -> dict[Key, Write]:
        names = ("pk", "content_type", "object_id", "version", "is_new", "before")
        kinds = ContentType.objects
        writes = {}
        for key, kind, pk, *rest in self.left.order_by("pk").values_list(*names):
            model = kinds.get_for_id(kind).model_class()
            writes[model, pk] = Write(model, key, pk, *rest)
        return writes

    def _stored(self, model, *, lock: bool) -> dict[int, int | None]:
        """Return the version of each written row as it is now."""
        rows = model._base_manager.filter(pk__in=self.ids(model)).order_by("pk")
        if lock:
            rows = rows.select_for_update()
        if _counts_versions(model):
            return dict(rows.values_list("pk", "version"))
        return dict.fromkeys(rows.values_list("pk", flat=True))

    def _later_changes(self) -> dict[Key, tuple]:
        """Return when and by whom each written row was last changed since."""
        same_row = self.left.filter(
            content_type=OuterRef("content_type"), object_id=OuterRef("object_id")
        )
        rows = (
            Change.objects.filter(Exists(same_row), batch__gt=self.run.batch_id)
            .order_by("pk")
            .values_list("content_type", "object_id", "batch__at", "batch__by_name")
        )
        kinds = ContentType.objects
        return {
            (kinds.get_for_id(kind).model_class(), pk): (at, name)
            for kind, pk, at, name in rows
        }

    def _compare(self, write: Write, stored: dict, later: dict) -> None:
        """Refuse a record that was changed or deleted since."""
        since = later.get((write.model, write.pk))
        when = f" lúc {vn_time(since[0])} bởi {since[1]}" if since else " sau khi nhập"
        if write.pk not in stored:
            write.is_gone = True
            if not write.is_new:
                write.refusal = f"đã bị xóa{when}."
            return
        counts = _counts_versions(write.model)
        if stored[write.pk] != write.version if counts else since:
            write.refusal = f"đã được sửa{when}."
        elif not write.is_new and write.before is None:
            write.refusal = _TOO_OLD
        elif write.before is not None:
            write.before = stored_values(write.model, write.before)

    def _check_scope(self, by) -> None:
        areas = import_areas(by, right_for(self.run.kind))
        for model in self.models:
            rows = _in_areas(model, areas)
            if rows is None:
                continue
            rows = rows.filter(pk__in=self.ids(model)).order_by()
            held = set(rows.values_list("pk", flat=True))
            for write in self._of(model):
                if write.pk not in held and not write.is_gone and not write.refusal:
                    write.refusal = _OUT_OF_SCOPE

    def _check_targets(self, *, lock: bool) -> None:
        """Refuse a record that pointed to a row which is there no longer."""
        pointing = defaultdict(list)
        for write in self.writes.values():
            if write.is_new or write.refusal:
                continue
            for column, key in write.before.items():
                target = write.model._meta.get_field(column).related_model
                if target is not None and key is not None:
                    pointing[target].append((key, write))
        for target, pairs in pointing.items():
            found = self.targets[target] = _rows(target, {k for k, _ in pairs}, lock)
            for key, write in pairs:
                if key not in found:
                    kind = target._meta.verbose_name
                    write.refusal = f"{kind} trước đây đã bị xóa."

    def _check_uses(self) -> None:
        """Refuse new records that others use; tie those of the import together."""
        used = defaultdict(Counter)
        for model in self.models:
            for relation in _relations(model):
                self._look_at(model, relation, used)
        for (model, pk), kinds in used.items():
            write = self.writes[model, pk]
            if not write.refusal:
                uses = ", ".join(f"{n} {kind}" for kind, n in kinds.items())
                write.refusal = f"đang được dùng ở: {uses}."

    def _look_at(self, model, relation, used: dict[Key, Counter]) -> None:
        column, user_model = relation.field.attname, relation.related_model
        is_part = relation.on_delete is models.CASCADE
        has_no_life = user_model in self.models and not _counts_versions(user_model)
        looked_at = {} if is_part and has_no_life else {"is_new": True}
        rows = user_model._base_manager.filter(
            **{f"{relation.field.name}__in": self.ids(model, **looked_at)}
        )
        for pk, target in rows.order_by().values_list("pk", column):
            written = self.writes[model, target]
            user = self.writes.get((user_model, pk))
            if user is not None and user.is_new and is_part:
                written.parts.append(user)
            if not written.is_new:
                continue
            if user is None or not (user.is_new or column in (user.before or {})):
                used[model, target][str(user_model._meta.verbose_name)] += 1
            else:
                user.needs.append(written)

    def _name(self, write: Write) -> str:
        if self._names is None:
            self._names = written_names(self.run)
        name = self._names.get((write.model, write.pk), "")
        kind = write.model._meta.verbose_name
        return f"{kind} “{name}”" if name else str(kind)


def written_names(run: ImportRun, **conditions) -> dict[Key, str]:
    """Return what the records that an import wrote were called then."""
    changes = Change.objects.filter(batch=run.batch_id, **conditions).order_by()
    kinds = ContentType.objects
    return {
        (kinds.get_for_id(kind).model_class(), pk): name
        for kind, pk, name in changes.values_list(
            "content_type", "object_id", "object_name"
        )
    }


def _counts_versions(model: type[models.Model]) -> bool:
    return any(field.name == "version" for field in model._meta.concrete_fields)


def _relations(model: type[models.Model]) -> list:
    """Return every relation by which rows point to the model, unnamed ones too."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
        if relation.one_to_many or relation.one_to_one
    ]


def _in_areas(model: type[models.Model], areas) -> QuerySet | None:
    """Return the rows of a model in the areas; None where it belongs to no place."""
    rows = model._default_manager.all()
    if hasattr(rows, "in_areas"):
        return rows.in_areas(areas)
    for column in model._meta.concrete_fields:
        relation = column.remote_field
        if relation is not None and relation.on_delete is models.CASCADE:
            owners = _in_areas(relation.model, areas)
            if owners is not None:
                return rows.filter(**{f"{column.name}__in": owners.values("pk")})
    return None


def _rows(model, keys: set[int], lock: bool) -> dict[int, models.Model]:
    rows = model._base_manager.select_related()
    if len(keys) <= FEW:
        rows = rows.filter(pk__in=keys)
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return {row.pk: row for row in rows if row.pk in keys}
