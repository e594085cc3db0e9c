"""Rows of the database as they are stored and as the file wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from ..enums import OnMatch

if TYPE_CHECKING:
    from .parsing import RowReading


class Record:
    """One row of a table, stored or new, with what the file changes in it.

    ``stored`` and ``wanted`` hold values by column (``place_id``). ``links`` lead to
    the records it belongs to, which may be new as well. ``said`` tells which row of
    the file first gave each column, ``born`` which one asked for a new record,
    ``left`` the records it belonged to before.
    """

    __slots__ = (
        "born", "instance", "left", "links", "model", "pk", "said", "stored", "wanted",
    )  # fmt: skip

    def __init__(self, model: type[models.Model], pk=None, stored=None, born=None):
        self.model = model
        self.pk = pk
        self.stored: dict = stored or {}
        self.wanted: dict = {}
        self.links: dict[str, Record] = {}
        self.left: dict[str, Record | None] = {}
        self.said: dict[str, RowReading] = {}
        self.born: RowReading | None = born
        self.instance: models.Model | None = None

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

    def hear(self, name: str, value: object, row: RowReading) -> RowReading | None:
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
        self.left.setdefault(name, self.links.get(name))
        self.links[name] = record
        self.said[name] = row
        self.wanted[name] = record

    def changed_by(self, row: RowReading) -> list[str]:
        """Return the columns of a stored record that a row changed."""
        if self.pk is None:
            return []
        return [name for name in self.wanted if self.said.get(name) is row]
