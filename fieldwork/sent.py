"""An operation as a device sent it."""

import datetime
import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from django.utils.dateparse import parse_datetime

from .exceptions import BrokenError

DEEPEST = 8
VERSION_LIMIT = 2**31
KEY_LIMIT = 2**63
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Sent:
    """One operation; ``fields`` and ``was`` are as they came, not yet read."""

    op_id: uuid.UUID
    user: int
    kind: str
    record: uuid.UUID
    base_version: int
    fields: dict[str, Any]
    was: dict[str, Any]
    item: int | None = None
    product: int | None = None
    removes: bool = False
    made_at: datetime.datetime | None = None
    body: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def digest(self) -> str:
        """Return what tells this content from any other, however it was written."""
        text = json.dumps(self.body, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def parse(data: bytes) -> Sent:
    """Read an operation; raises BrokenError for whatever no device of ours sends."""
    return understand(_json(data))


def understand(body: Any) -> Sent:
    """Return the operation that a body describes; raises BrokenError."""
    try:
        return Sent(
            op_id=_uuid(body["op_id"]),
            user=_whole(body["user"], KEY_LIMIT),
            kind=_of_type(body["kind"], str),
            record=_uuid(body["record"]),
            base_version=_whole(body.get("base_version", 0), VERSION_LIMIT),
            fields=_of_type(body.get("fields", {}), dict),
            was=_of_type(body.get("was", {}), dict),
            item=_optional_key(body.get("item")),
            product=_optional_key(body.get("product")),
            removes=_of_type(body.get("remove", False), bool),
            made_at=_moment(body.get("made_at")),
            body=body,
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise BrokenError("Thao tác gửi lên không đọc được.") from error


def _json(data: bytes) -> Any:
    try:
        body = json.loads(data.decode(), parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise BrokenError("Nội dung gửi lên không phải JSON.") from error
    for text in _texts(body, DEEPEST):
        if "\0" in text or _SURROGATE.search(text):
            raise BrokenError("Nội dung gửi lên có ký tự không hợp lệ.")
    return body


def _finite(text: str) -> float:
    """Return a number; NaN and what is larger than any is none."""
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


def _texts(value: Any, depth: int) -> Iterator[str]:
    if depth == 0:
        raise BrokenError("Nội dung gửi lên lồng nhau quá sâu.")
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, depth - 1)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from _texts(one, depth - 1)


def _of_type(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError
    return value


def _uuid(value: Any) -> uuid.UUID:
    return uuid.UUID(_of_type(value, str))


def _whole(value: Any, limit: int) -> int:
    if isinstance(value, bool) or not 0 <= _of_type(value, int) < limit:
        raise ValueError
    return value


def _optional_key(value: Any) -> int | None:
    return None if value in (None, "") else _whole(value, KEY_LIMIT)


def _moment(value: Any) -> datetime.datetime | None:
    """Return when the device says it was made; a clock may say anything."""
    found = parse_datetime(value) if isinstance(value, str) else None
    return found if found and found.tzinfo else None
