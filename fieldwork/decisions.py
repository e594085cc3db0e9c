"""What a person decides where an operation met another text, or came too late."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from history.enums import Action
from history.services import record
from inspections.exceptions import FrozenError, InspectionError

from .enums import State
from .exceptions import MissingError, RefusedError
from .kinds import KINDS, Kind, Target
from .models import Operation
from .readers import MOST_CHARACTERS
from .sent import understand
from .services import (
    REMOVE,
    answer_stored,
    in_conflict,
    is_frozen,
    locate,
    store,
    written_fields,
)
from .wording import label_of, words_of

KEPT = "Giữ lại hồ sơ"
TAKEN_OUT = "Bỏ hồ sơ này"


class DecidedError(Exception):
    """Somebody has decided it already."""


class MovedOnError(Exception):
    """The record was changed after the page was made; nothing has been decided."""


@dataclass(frozen=True)
class Line:
    """One field in which what was sent and what is stored differ."""

    name: str
    label: str
    mine: Any
    theirs: Any
    mine_words: str
    theirs_words: str
    is_contested: bool
    is_text: bool


@dataclass(frozen=True)
class Dispute:
    """An operation beside the record as it is stored now.

    ``blocked`` says why nothing can be written at the moment; ``seen`` names what is
    stored, so that nobody decides about something else than they have read.
    """

    operation: Operation
    lines: list[Line]
    blocked: str = ""
    seen: str = ""
    target: Target | None = field(default=None, repr=False)

    @property
    def kind(self) -> Kind:
        return KINDS[self.operation.kind]


@transaction.atomic
def dispute_of(operation: Operation, *, user) -> Dispute:
    """Return both sides as they stand; the visit is locked meanwhile, nothing else."""
    kind, sent = KINDS[operation.kind], understand(operation.body)
    try:
        target = locate(kind, sent, by=user)
    except MissingError:
        blocked = "Hồ sơ không còn, hoặc ngoài địa bàn của bạn."
        return Dispute(operation, _alone(kind, sent.fields, user), blocked)
    blocked = ""
    if is_frozen(kind, target):
        blocked = "Buổi kiểm tra đã nộp. Khi được trả lại thì ghi được phần này."
    mine = {REMOVE: True} if sent.removes else written_fields(kind, target)
    stored = kind.stored(target)
    contested = in_conflict(kind, target, mine)
    lines = [
        _line(kind, name, value, stored, user, name in contested)
        for name, value in mine.items()
        if name not in kind.unspoken and (name == REMOVE or stored.get(name) != value)
    ]
    seen = json.dumps([kind.version(target), stored], sort_keys=True)
    digest = hashlib.sha256(seen.encode()).hexdigest()[:16]
    return Dispute(operation, lines, blocked, digest, target)


def _line(kind: Kind, name: str, mine, stored: dict, user, is_contested) -> Line:
    if name == REMOVE:
        told = (words_of(field, value, user) for field, value in stored.items())
        kept = f"{KEPT}: {'; '.join(words for words in told if words)}"
        return Line(name, label_of(name), True, False, TAKEN_OUT, kept, True, False)
    return Line(
        name=name,
        label=label_of(name),
        mine=mine,
        theirs=stored[name],
        mine_words=words_of(name, mine, user),
        theirs_words=words_of(name, stored[name], user),
        is_contested=is_contested,
        is_text=kind.fields[name].is_text,
    )


def _alone(kind: Kind, fields: dict, user) -> list[Line]:
    """Return what was sent where nothing stands beside it any more."""
    return [
        Line(
            name, label_of(name), value, None, _safe(name, value, user), "", True, False
        )
        for name, value in fields.items()
        if name in kind.fields and name not in (*kind.fixed, *kind.unspoken)
    ]


def _safe(name, value, user) -> str:
    """Return the words of a value that may not have been read yet."""
    try:
        return words_of(name, value, user)[:MOST_CHARACTERS]
    except (AttributeError, TypeError, ValueError, OverflowError):
        return str(value)[:MOST_CHARACTERS]


@transaction.atomic
def decide(
    operation: Operation, chosen: dict[str, Any], *, seen: str, by, reason: str = ""
) -> Operation:
    """Store what was chosen for each line; the operation is answered with it from now.

    Both texts stay in the history of the check or the visit. Raises DecidedError,
    MovedOnError, FrozenError, and what the services refuse.
    """
    row = _locked(operation)
    dispute = dispute_of(row, user=by)
    if dispute.blocked or dispute.target is None:
        raise FrozenError(dispute.blocked)
    if dispute.seen != seen:
        raise MovedOnError
    changes = {
        line.name: chosen[line.name]
        for line in dispute.lines
        if chosen[line.name] != line.theirs
    }
    store(row, dispute.kind, dispute.target, changes, by=by)
    _record(row, dispute, chosen, by, reason or "Chọn giữa hai bản")
    return _close(row, State.RESOLVED, by)


@transaction.atomic
def drop(operation: Operation, *, by, reason: str = "") -> Operation:
    """Leave the record as it is; what was sent stays in its history.

    The operation is answered with what is stored, so that the device takes that over.
    """
    row = _locked(operation)
    dispute = dispute_of(row, user=by)
    if dispute.target is not None and dispute.kind.version(dispute.target):
        answer_stored(row, dispute.kind, dispute.target)
    else:
        row.status, row.answer = 404, _gone()
    chosen = {line.name: line.theirs for line in dispute.lines}
    _record(row, dispute, chosen, by, reason or "Bỏ bản gửi từ máy")
    return _close(row, State.DROPPED, by)


def _gone() -> str:
    error = MissingError()
    content = {"code": error.code, "message": error.message, "fields": {}}
    return json.dumps(content, ensure_ascii=False)


def _locked(operation: Operation) -> Operation:
    row = Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    if not row.is_undecided:
        raise DecidedError
    return row


def _close(row: Operation, state: State, by) -> Operation:
    row.state, row.decided_by, row.decided_at = state, by, timezone.now()
    row.save()
    return row


def _record(row: Operation, dispute: Dispute, chosen, by, reason: str) -> None:
    """Keep in the history what was sent beside what was chosen."""
    anchor = row.site_check or row.visit
    if anchor is None:
        return
    changes = {
        f"{line.label} (bản gửi từ máy của {row.user})": [
            line.mine_words,
            words_of(line.name, chosen[line.name], by),
        ]
        for line in dispute.lines
    }
    record(Action.UPDATE, anchor, by=by, changes=changes, reason=reason)


REFUSALS: tuple[type[Exception], ...] = (InspectionError, RefusedError)
