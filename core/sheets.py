"""Columns of a spreadsheet: one definition for reading, templates and exports."""

import datetime
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from .cells import Reading, read_in_unicode, text_of
from .exports import Column
from .text import search_key

_UNIT = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SIGNS = re.compile(r"[^\w]+|_")


def header_key(text: str) -> str:
    """Return a header as it is compared: no case, marks, units, signs, line breaks."""
    return _SIGNS.sub(" ", search_key(_UNIT.sub(" ", text))).strip()


def longest(model: type[models.Model], name: str) -> int:
    """Return how many signs a field of a model holds."""
    field: Any = model._meta.get_field(name)
    return field.max_length


def in_words(choices: type[models.TextChoices]) -> Callable[[str], str]:
    """Return what writes a choice in the words of its label, nothing as nothing."""
    return lambda value: str(choices(value).label) if value else ""


class CellWidget(Widget):
    """Reads cells as ``core.cells`` does and writes them as people read them.

    A date cell is a date whether it is typed or real, so that a row read again from
    the file compares equal to what is stored.
    """

    def __init__(
        self,
        read: Callable[[object], Reading],
        write: Callable[[object], object] | None = None,
    ):
        super().__init__()
        self._read = read
        self.write = write

    def read(self, raw: object) -> Reading:
        return read_in_unicode(self._read, raw)

    def clean(self, value, row=None, **kwargs):
        return self.read(value).value

    def render(self, value, obj=None, *, force_native_type=False, **kwargs):
        if self.write is not None:
            return self.write(value)
        if force_native_type and isinstance(value, datetime.date | int | Decimal):
            return value
        return text_of(value)


class SheetField(Field):
    """A column: what offices call it, how its cells are read, what a template says.

    ``wordings`` are headers met in real lists besides ``column_name``. ``options`` are
    the values a template offers in a drop-down. A blank cell never erases what is
    stored.
    """

    def __init__(
        self,
        attribute: str | None,
        column_name: str,
        read: Callable[[object], Reading],
        *,
        write: Callable[[object], object] | None = None,
        wordings: Iterable[str] = (),
        hint: str = "",
        example: str = "",
        options: Iterable[str] = (),
        is_required: bool = False,
        readonly: bool = False,
    ):
        super().__init__(
            attribute,
            column_name,
            CellWidget(read, write),
            readonly=readonly,
            saves_null_values=False,
        )
        self.titles = (column_name, *wordings)
        # Each wording with its rank: the first ones say most surely what is meant.
        self.keys = {
            header_key(text): rank
            for rank, text in reversed(list(enumerate(self.titles)))
        }
        self.hint = hint
        self.example = example
        self.options = tuple(options)
        self.is_required = is_required

    def exported(self, instance) -> object:
        """Return the value of a row for a workbook, dates and numbers as such."""
        return self.export(instance, force_native_type=True)


class SheetResource(ModelResource):
    """A resource whose columns are SheetFields, found by any of their wordings."""

    @classmethod
    def sheet_fields(cls) -> dict[str, SheetField]:
        """Return the columns by their names in code, in the order declared."""
        return {name: cls.fields[name] for name in cls._meta.fields}

    @classmethod
    def export_columns(cls, **widths: int) -> list[Column]:
        """Return the named columns, each with its width, for a workbook of rows."""
        fields = cls.sheet_fields()
        return [
            Column(fields[name].column_name, fields[name].exported, width)
            for name, width in widths.items()
        ]
