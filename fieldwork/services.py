"""The one way in for what devices send: stored once, merged, or kept for a person."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.turns import in_turn
from inspections.exceptions import FrozenError, InspectionError
from inspections.services.guards import FROZEN

from .enums import State
from .exceptions import (
    ForbiddenError,
    InvalidError,
    OtherUserError,
    RefusedError,
)
from .kinds import KINDS, Kind, Target
from .merging import conflicts
from .models import Operation
from .sent import Sent

REMOVE = "remove"  # stands for a field where an operation takes the record out
CONFLICT = "Người khác đã sửa nội dung này. Hãy xem hai bản và chọn."


@dataclass(frozen=True)
class Reply:
    """An answer for a device: the status, and the exact text of the JSON."""

    status: int
    text: str


def receive(sent: Sent, *, by) -> Reply:
    """Store one operation, or answer one that was received before as then.

    Of twins in flight one is stored: the other waits at the unique ``op_id`` until the
    first has been committed. What is refused leaves nothing behind.
    """
    try:
        kind = _kind_of(sent, by)
        known = _replay(sent)
        if known is not None:
            return known
        with in_turn():
            return _receive_new(kind, sent, by)
    except RefusedError as error:
        return refused(error)
    except InspectionError as error:
        return refused(InvalidError(str(error)))


def refused(error: RefusedError) -> Reply:
    """Return the answer to what was not stored."""
    content = {"code": error.code, "message": error.message, "fields": error.fields}
    return Reply(error.status, as_json(content))


def as_json(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False)


def _kind_of(sent: Sent, by) -> Kind:
    if sent.user != by.pk:
        raise OtherUserError
    kind = KINDS.get(sent.kind)
    if kind is None:
        raise InvalidError("Máy chủ chưa biết loại hồ sơ này.")
    if not by.has_perm(kind.permission):
        raise ForbiddenError
    return kind


def _replay(sent: Sent) -> Reply | None:
    """Return the answer that an operation got before, or None for a new one."""
    row = Operation.objects.filter(op_id=sent.op_id).first()
    if row is None:
        return None
    if row.digest != sent.digest:
        message = "Mã thao tác này đã dùng cho nội dung khác."
        return Reply(409, as_json({"code": "reused", "message": message}))
    return Reply(row.status, row.answer)


@transaction.atomic
def _receive_new(kind: Kind, sent: Sent, by) -> Reply:
    row = Operation(
        op_id=sent.op_id,
        user=by,
        kind=kind.name,
        record=sent.record,
        digest=sent.digest,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        twin = _replay(sent)
        if twin is None:
            raise
        return twin
    settle(row, kind, sent, by=by)
    row.save()
    return Reply(row.status, row.answer)


def settle(row: Operation, kind: Kind, sent: Sent, *, by) -> None:
    """Do what an operation says and put the answer into its row, unsaved.

    The visit is locked for the rest of the transaction. Raises RefusedError or
    InspectionError, and then nothing may be kept.
    """
    target = locate(kind, sent, by=by)
    row.visit, row.site_check = target.visit, target.check
    mine = {REMOVE: True} if sent.removes else written_fields(kind, target)
    if is_frozen(kind, target):
        keep_frozen(row, sent, FROZEN)
        return
    met = in_conflict(kind, target, mine)
    if met:
        keep_conflict(row, kind, target, {name: mine[name] for name in met})
        return
    try:
        store(row, kind, target, mine, by=by)
    except FrozenError as error:
        keep_frozen(row, sent, str(error))


def locate(kind: Kind, sent: Sent, *, by) -> Target:
    """Return the record of an operation, its visit locked; raises MissingError."""
    visit = kind.visits(sent).select_for_update(of=("self",)).first()
    return kind.find(sent, visit, by=by)


def is_frozen(kind: Kind, target: Target) -> bool:
    visit = target.visit
    return visit is not None and not visit.is_editable and not kind.is_step


def written_fields(kind: Kind, target: Target) -> dict[str, Any]:
    """Return what an operation writes; what is fixed is left out once it stands."""
    mine = kind.read(target.sent)
    if not kind.version(target):
        return mine
    return {name: mine[name] for name in mine if name not in kind.fixed}


def in_conflict(kind: Kind, target: Target, mine: dict[str, Any]) -> list[str]:
    """Return the fields in which an operation meets what it has not seen."""
    sent, version = target.sent, kind.version(target)
    is_current = kind.counts_versions and sent.base_version == version
    if REMOVE in mine:
        is_stale = kind.counts_versions and not is_current and version
        return [REMOVE] if is_stale else []
    return conflicts(
        kind.fields,
        stored=kind.stored(target),
        mine=mine,
        was=sent.was,
        is_current=is_current,
    )


def store(row: Operation, kind: Kind, target: Target, mine: dict, *, by) -> None:
    """Write what is to be written, and answer with the record as it is then."""
    if REMOVE in mine:
        _remove(kind, target, by)
        _answer(row, 0, {})
        return
    if mine or kind.is_step or not kind.version(target):
        target = kind.write(target, mine, by=by)
    row.visit = target.visit or target.instance
    row.site_check = target.check
    answer_stored(row, kind, target)


def answer_stored(row: Operation, kind: Kind, target: Target) -> None:
    """Put the answer for a record as it is stored into the row."""
    _answer(row, kind.version(target), kind.stored(target) | kind.told(target))


def _answer(row: Operation, version: int, values: dict[str, Any]) -> None:
    content = {
        "op_id": str(row.op_id),
        "record": str(row.record),
        "version": version,
        "values": values,
        "at": timezone.localtime().isoformat(timespec="seconds"),
    }
    row.status, row.answer = 200, as_json(content)


def _remove(kind: Kind, target: Target, by) -> None:
    """Take a record out; one that is gone already is out."""
    if not kind.may_be_removed:
        raise InvalidError("Hồ sơ này không bỏ được.")
    if target.instance is not None:
        kind.remove(target, by=by)


def keep_conflict(row: Operation, kind: Kind, target: Target, mine: dict) -> None:
    """Keep an operation whole, with both texts of the fields that a person decides."""
    stored, was = kind.stored(target), target.sent.was
    fields = {
        name: {"was": was.get(name), "mine": value, "theirs": stored.get(name)}
        for name, value in mine.items()
    }
    content = {
        "code": "conflict",
        "message": CONFLICT,
        "op_id": str(row.op_id),
        "record": str(row.record),
        "fields": fields,
        "version": kind.version(target),
        "page": row.get_absolute_url(),
    }
    _keep(row, State.CONFLICT, target.sent, content)


def keep_frozen(row: Operation, sent: Sent, message: str) -> None:
    """Keep an operation whole that came after its record was handed in or signed."""
    content = {
        "code": "frozen",
        "message": message,
        "op_id": str(row.op_id),
        "record": str(row.record),
        "page": row.get_absolute_url(),
    }
    _keep(row, State.FROZEN, sent, content)


def _keep(row: Operation, state: State, sent: Sent, content: dict) -> None:
    row.state, row.body = state, sent.body
    row.status, row.answer = 409, as_json(content)
