"""The one rule by which an operation meets what is stored."""

from typing import Any

from .exceptions import InvalidError
from .readers import Reader

UNREADABLE = object()  # equals nothing that is stored


def conflicts(
    readers: dict[str, Reader],
    *,
    stored: dict[str, Any],
    mine: dict[str, Any],
    was: dict[str, Any],
    is_current: bool,
) -> list[str]:
    """Return the fields that somebody else has changed to something else meanwhile.

    ``is_current`` says that the person saw the stored version: then there is none.
    Otherwise each field stands for itself: nobody conflicts who saw what is stored, or
    who writes what is stored already.
    """
    if is_current:
        return []
    return [
        name
        for name, value in mine.items()
        if stored[name] != value and stored[name] != seen(readers[name], was.get(name))
    ]


def seen(reader: Reader, value: Any) -> Any:
    """Return what a person saw, in the writing of the stored one."""
    if value is None or value == "":
        return reader.blank
    try:
        return reader.read(value)
    except InvalidError:
        return UNREADABLE
