"""Choosing a row by its name: typed, with suggestions of the browser's own."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html, format_html_join

from .text import clean_line, search_key

MOST_SUGGESTED = 500
MOST_NAMED = 5


def _number(row: models.Model) -> str:
    return f"mã {row.pk}"


class Names:
    """Rows under names that tell them apart.

    ``detail`` says what is added to a name that several rows bear. ``list_id`` is that
    of a list of suggestions which the page prints once for all its fields; without
    one, each field prints its own.
    """

    def __init__(
        self,
        rows: Iterable[models.Model],
        *,
        label: Callable[[Any], str] = str,
        detail: Callable[[Any], str] = _number,
        list_id: str = "",
    ):
        named = [(clean_line(label(row)), row) for row in rows]
        self.list_id = list_id
        shared = Counter(name for name, _ in named)
        self.row_of: dict[str, models.Model] = {}
        for name, row in named:
            told = f"{name} ({detail(row)})" if shared[name] > 1 else name
            self.row_of.setdefault(told, row)

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


class NameInput(forms.TextInput):
    """A text box to which the browser suggests names as they are typed."""

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.names = Names([])

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        list_id = self.names.list_id or f"{name}-suggestions"
        context["widget"]["attrs"]["list"] = list_id
        return context

    def render(self, name, value, attrs=None, renderer=None):
        box = super().render(name, value, attrs, renderer)
        if self.names.list_id:
            return box
        told = ((label,) for label in list(self.names)[:MOST_SUGGESTED])
        options = format_html_join("", '<option value="{}"></option>', told)
        return format_html(
            '{}<datalist id="{}-suggestions">{}</datalist>', box, name, options
        )


class NameField(forms.CharField):
    """One row of many, named in full or by words that no other name has.

    Takes nothing until ``offer`` has said what there is to choose from.
    """

    widget = NameInput

    def __init__(self, **kwargs):
        super().__init__(max_length=400, **kwargs)
        self.offer(Names([]))

    def offer(self, names: Names) -> None:
        self.names = self.widget.names = names

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, models.Model):
            return self.names.label_of.get(value.pk, str(value))
        return self.names.label_of.get(value, "")

    def has_changed(self, initial, data):
        return clean_line(data or "") != (self.prepare_value(initial) or "")

    def clean(self, value):
        text = clean_line(super().clean(value) or "")
        return self.names.find(text) if text else None
