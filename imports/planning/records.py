"""Rows of the database as they are stored and as the file wants them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.db import models

from ..enums import OnMatch

if TYPE_CHECKING:
    from .parsing import RowReading

NOTHING: Mapping = MappingProxyType({})  # one for all records that hold nothing there


class Place(NamedTuple):
    """A row of the file that asked for something, when nothing else of it is needed."""

    sheet: str
    row: int


class Asking(Protocol):
    """A row of the file, as far as it tells where it stands."""

    @property
    def sheet(self) -> str: ...

    @property
    def row(self) -> int: ...


class Record:
    """One row of a table, stored or new, with what the file changes in it.

    ``stored`` and ``wanted`` hold values by column (``place_id``). ``links`` lead to
    the records it belongs to, which may be new as well. ``said`` tells which row of
    the file first gave each column, ``born`` which one asked for a new record,
    ``left`` the records it belonged to before. ``written`` are the key and the version
    that it has in the end.
    """

    __slots__ = (
        "born", "instance", "left", "links", "model", "pk", "said", "stored", "wanted",
        "written",
    )  # fmt: skip

    def __init__(self, model: type[models.Model], pk=None, stored=None, born=None):
        self.model = model
        self.pk = pk
        self.stored: Mapping[str, Any] = stored or NOTHING
        self.wanted: dict[str, Any] = {}
        self.links: dict[str, Record] = {}
        self.left: Mapping[str, Record | None] = NOTHING
        self.said: dict[str, Asking] = {}
        self.born: Asking | None = born
        self.instance: models.Model | None = None
        self.written: tuple[int, int | None] | None = None

    def __getitem__(self, name: str):
        if name in self.wanted:
            return self.wanted[name]
        return self.stored.get(name)

    @property
    def is_new(self) -> bool:
        return self.pk is None

    @property
    def is_changed(self) -> bool:
        return self.pk is not None and bool(self.wanted)

    @property
    def asked_at(self) -> Asking:
        """Return the row of the file that first asked for what is written."""
        return self.born or next(self.said[name] for name in self.wanted)

    def settle(self) -> None:
        """Let go of the rows of the file, once nothing more is heard of them."""
        row = self.asked_at if self.is_new or self.is_changed else None
        place = row and Place(row.sheet, row.row)
        self.born = place if self.is_new else None
        self.said = {next(iter(self.wanted)): place} if self.is_changed else {}

    def hear(self, name: str, value: object, row: RowReading) -> Asking | None:
        """Ask for a value on behalf of a row of the file; the first row to speak wins.

        Nothing given asks nothing, and so does what is stored already, or what the
        row may not change. Returns the earlier row where that one said something else.
        """
        if value is None or value == "" or not self._may_change(name, row):
            return None
        if name in self.said:
            return self.said[name] if self[name] != value else None
        self.said[name] = row
        if self[name] != value:
            self.wanted[name] = value
        return None

    def _may_change(self, name: str, row: RowReading) -> bool:
        """Say whether the person lets a row change what is stored."""
        if self.pk is None or row.on_match == OnMatch.UPDATE:
            return True
        is_empty = self.stored.get(name) in (None, "")
        return is_empty and row.on_match == OnMatch.FILL

    def link(self, name: str, record: Record, row: RowReading) -> None:
        """Ask for another record to belong to."""
        is_tied = self.pk is not None and self.links.get(name) is not None
        if is_tied and row.on_match != OnMatch.UPDATE:
            return
        self.left = {name: self.links.get(name), **self.left}
        self.links[name] = record
        self.said[name] = row
        self.wanted[name] = record

    def changed_by(self, row: RowReading) -> list[str]:
        """Return the columns of a stored record that a row changed."""
        if self.pk is None:
            return []
        return [name for name in self.wanted if self.said.get(name) is row]
