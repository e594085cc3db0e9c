"""Locks on a visit while something of it is written."""

import hashlib
import json
from collections.abc import Iterable

from core.text import clean_text
from core.versions import StaleVersionError
from history.services import snapshot

from ..enums import VisitStatus
from ..exceptions import FrozenError, InspectionError
from ..models import Minutes, SiteCheck, Visit

FROZEN = (
    "Buổi kiểm tra đã nộp, không sửa được nữa. Người duyệt có thể trả lại để bổ sung."
)
SIGNED = "Buổi kiểm tra đã ký nên không nhận thêm ảnh. Muốn bổ sung, phải mở lại."
SIGNED_ON_SITE = (
    "Biên bản tại cơ sở đã có chữ ký, nội dung của phiếu không sửa được nữa. Muốn sửa,"
    " hãy “Lập biên bản sửa đổi” và ghi lý do."
)


def lock_editable(visit: Visit, *checks: SiteCheck | None) -> Visit:
    """Lock the visit for the rest of the transaction and return it as stored.

    Raises FrozenError unless it is a draft or was returned, and where the minutes of
    one of the checks, if any is concerned, bear a signature. Every write to a visit or
    anything in it comes through here, so a status never changes under it.
    """
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if not locked.is_editable:
        raise FrozenError(FROZEN)
    if signed_on_site({check.pk for check in checks if check is not None}):
        raise FrozenError(SIGNED_ON_SITE)
    return locked


def lock_unsigned(visit: Visit) -> Visit:
    """Lock the visit to take what was announced while it could still be written.

    Raises FrozenError once it has been signed by the reviewer.
    """
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if locked.status == VisitStatus.SIGNED:
        raise FrozenError(SIGNED)
    return locked


def signed_on_site(checks: Iterable[int]) -> set[int]:
    """Return which of the checks have minutes whose last version bears a signature."""
    checks = set(checks)
    if not checks:
        return set()
    rows = Minutes.objects.filter(site_check__in=checks).order_by("number")
    last = dict(rows.values_list("site_check", "sha256"))
    return {check for check, sha256 in last.items() if sha256}


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
