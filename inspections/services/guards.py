"""Locks on a visit while something of it is written."""

import hashlib
import json
from collections.abc import Iterable

from core.text import clean_text
from core.versions import StaleVersionError
from history.services import snapshot

from ..exceptions import InspectionError
from ..models import Visit

FROZEN = (
    "Buổi kiểm tra đã nộp, không sửa được nữa. Người duyệt có thể trả lại để bổ sung."
)


def lock_editable(visit: Visit) -> Visit:
    """Lock the visit for the rest of the transaction and return it as stored.

    Raises InspectionError unless it is a draft or was returned. Every write to a
    visit or anything in it comes through here, so a status never changes under it.
    """
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if not locked.is_editable:
        raise InspectionError(FROZEN)
    return locked


def required(text: str, message: str) -> str:
    """Return what a step must say, tidied; raises InspectionError where it is empty."""
    text = clean_text(text)
    if not text:
        raise InspectionError(message)
    return text


def digest(rows: Iterable) -> str:
    """Return a short text that changes with whatever the rows say."""
    words = json.dumps([words_of(row) for row in rows])
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def words_of(row) -> str:
    """Return everything a row of a visit says, for the history."""
    return ", ".join(
        str(value)
        for name, value in snapshot(row).items()
        if name not in ("visit", "area", "place") and value not in (None, "", False)
    )


def refuse_if_changed(visit: Visit, rows: Iterable, base: str | None) -> None:
    """Raise StaleVersionError unless the rows are those the person started from."""
    if base is not None and digest(rows) != base:
        raise StaleVersionError(visit)
