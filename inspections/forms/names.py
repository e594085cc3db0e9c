"""Choosing a row by its name: typed, with suggestions of the browser's own."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from core.text import clean_line, search_key

MOST_NAMED = 5


class Names:
    """Rows under names that tell them apart; shared by all fields of a page.

    ``detail`` says what is added to a name that several rows bear.
    """

    def __init__(
        self,
        rows: Iterable[models.Model],
        *,
        list_id: str,
        detail: Callable[[Any], str],
    ):
        rows = list(rows)
        self.list_id = list_id
        shared = Counter(map(str, rows))
        self.row_of: dict[str, models.Model] = {}
        for row in rows:
            name = str(row)
            label = f"{name} ({detail(row)})" if shared[name] > 1 else name
            self.row_of.setdefault(label, row)

    @cached_property
    def label_of(self) -> dict[Any, str]:
        return {row.pk: label for label, row in self.row_of.items()}

    @cached_property
    def _keys(self) -> dict[str, str]:
        return {label: search_key(label) for label in self.row_of}

    def __iter__(self):
        return iter(self.row_of)

    def find(self, text: str) -> models.Model:
        """Return the one row that the text names; case and marks do not matter."""
        if text in self.row_of:
            return self.row_of[text]
        key = search_key(text)
        found = [label for label, own in self._keys.items() if own == key]
        found = found or [
            label
            for label, own in self._keys.items()
            if all(word in own for word in key.split())
        ]
        if len(found) == 1:
            return self.row_of[found[0]]
        if not found:
            message = f"Không có “{text}” trong danh sách. Hãy chọn một tên được gợi ý."
            raise ValidationError(message, code="unknown")
        names = "; ".join(found[:MOST_NAMED]) + ("…" if found[MOST_NAMED:] else "")
        message = f"“{text}” có thể là: {names}. Hãy ghi rõ hơn."
        raise ValidationError(message, code="several")


class NameField(forms.CharField):
    """A row out of ``Names``, which the form hands over with ``offer``."""

    def __init__(self, **kwargs):
        super().__init__(max_length=300, **kwargs)
        self.names = Names([], list_id="", detail=str)

    def offer(self, names: Names) -> None:
        self.names = names
        self.widget.attrs |= {"list": names.list_id, "autocomplete": "off"}

    def prepare_value(self, value):
        if isinstance(value, models.Model):
            return self.names.label_of.get(value.pk, str(value))
        return value

    def clean(self, value):
        text = clean_line(super().clean(value) or "")
        return self.names.find(text) if text else None
