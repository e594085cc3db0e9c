"""Crispy forms in the portal's own shape, and edit forms that notice other edits."""

import datetime
import re
from dataclasses import dataclass
from typing import cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, LayoutObject, Row
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import QueryDict
from django.template.loader import render_to_string

from .filters import DAY_ERRORS, DAY_RANGE
from .versions import VersionedModel
from .widgets import DateInput

_KEY = re.compile(r"[1-9]\d{0,17}", re.ASCII)
_A_SLIP = "Ngày phải từ 01/01/1900 đến 31/12/2100."
# Papers may be older than the programme, but none is of the year 1 or 9999.
_WRITTEN_DAYS = [
    MinValueValidator(datetime.date(1900, 1, 1), _A_SLIP),
    MaxValueValidator(datetime.date(2100, 12, 31), _A_SLIP),
]


def form_helper(*fields, save: str = "Lưu", cancel_url: str = "") -> FormHelper:
    """Return the helper of a form that writes: fields, then the save bar.

    The form guards unsaved edits, Ctrl+S saves it, and errors are told by the server
    in words rather than by the browser in its own language.
    """
    helper = FormHelper()
    helper.attrs = {
        "novalidate": True,
        "data-ocop-unsaved": True,
        "data-ocop-save": True,
    }
    helper.layout = Layout(*fields, SaveBar(save, cancel_url))
    return helper


def part_helper(*fields) -> FormHelper:
    """Return the helper of fields inside a form that the template opens itself."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    if fields:
        helper.layout = Layout(*fields)
    return helper


class SaveBar(LayoutObject):
    """The button that saves and the way back, within thumb reach on a phone."""

    def __init__(self, save: str, cancel_url: str = ""):
        self.context = {"save": save, "cancel_url": cancel_url}

    def render(self, form, context, template_pack=None, **kwargs):
        return render_to_string("components/_form_actions.html", self.context)


def section(legend: str, *fields) -> Fieldset:
    """Return fields under a heading of their own."""
    return Fieldset(legend, *fields, css_class="form-section")


def side_by_side(*fields: str) -> Row:
    """Return short fields that stand beside each other where there is room."""
    return Row(*[Column(field) for field in fields])


class DayField(forms.DateField):
    """A date dd/mm/yyyy within the years that the portal can reckon with."""

    widget = DateInput
    default_validators = [*DAY_RANGE]
    default_error_messages = {**DAY_ERRORS}


class KeysField(forms.ModelMultipleChoiceField):
    """Rows by their keys; a key that no database could hold is no row."""

    def clean(self, value):
        for key in value or []:
            if not _KEY.fullmatch(str(key)):
                message = self.error_messages["invalid_pk_value"]
                params = {"pk": str(key)[:20]}
                raise ValidationError(message, code="invalid_pk_value", params=params)
        return super().clean(value)


class VersionedModelForm(forms.ModelForm):
    """An edit form that carries the version it started from.

    Put ``"version"`` into the layout and pass ``base_version`` to the service. Dates
    with no bounds of their own get some: a slip of the finger is told at its field.
    """

    version = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["version"] = self.instance.version
            self.fields["version"].required = True
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and not field.validators:
                field.validators = list(_WRITTEN_DAYS)

    @property
    def base_version(self) -> int | None:
        return self.cleaned_data.get("version")


@dataclass(frozen=True)
class Difference:
    """A field that the stored row and the typed form tell differently."""

    label: str
    stored: str
    typed: str


def conflict(form: VersionedModelForm, stored: VersionedModel) -> list[Difference]:
    """Return what differs, and let the form be saved over what is stored now.

    Whoever reads both texts and saves again decides knowingly.
    """
    data = cast(QueryDict, form.data).copy()
    data[form.add_prefix("version")] = str(stored.version)
    form.data = data
    kept = type(form)._meta.model._meta
    return [
        Difference(str(form.fields[name].label), theirs, ours)
        for name in form.fields
        if name != "version" and name in {field.name for field in kept.fields}
        for theirs, ours in [(_words(stored, name), _words(form.instance, name))]
        if theirs != ours
    ]


def _words(row: models.Model, name: str) -> str:
    value = getattr(row, name)
    if value is None:
        return ""
    if getattr(row._meta.get_field(name), "choices", None):
        return str(getattr(row, f"get_{name}_display")())
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
