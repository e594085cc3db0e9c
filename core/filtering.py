"""The filters in force, each with the way back without it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest


@dataclass(frozen=True)
class Chip:
    """One filter in force: what it says, and the address that drops it."""

    label: str
    words: str
    url: str


def chips(
    form: BaseForm, request: HttpRequest, without: Iterable[str] = ()
) -> list[Chip]:
    """Return a chip for each filled field of a filter form that was understood.

    ``without`` names fields that are no filter, such as the order.
    """
    if not form.is_bound:
        return []
    form.is_valid()
    return [
        Chip(str(field.label), words, _address_without(request, field.html_name))
        for field in form
        if field.name not in without
        and (words := _words(field, form.cleaned_data.get(field.name)))
    ]


def unfiltered(path: str) -> str:
    """Return the address of all rows of a list, whatever its reader's default."""
    return f"{path}?q="


def _words(field: BoundField, value) -> str:
    if value in (None, "", False):
        return ""
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if value is True:
        return "có"
    if isinstance(value, models.Model):
        return str(value)
    labels = dict(_flat(getattr(field.field, "choices", ())))
    if isinstance(value, list | tuple):
        return ", ".join(str(labels.get(str(part), part)) for part in value)
    return str(labels.get(str(value), value))


def _flat(choices) -> Iterable[tuple[str, str]]:
    """Yield (value, label) of all choices, groups opened."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)


def _address_without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    query.pop("trang", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
