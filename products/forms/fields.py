"""What the forms of products share: a choice found by typing, sets by regime, days."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join

from core.text import clean_line, search_key

from ..models import CriteriaSet

MOST_SUGGESTED = 500
MOST_NAMED = 4


class SearchChoiceInput(forms.TextInput):
    """A text box to which the browser suggests names as they are typed."""

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", "maxlength": 400, **(attrs or {})})
        self.suggestions: list[str] = []

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-suggestions"
        return context

    def render(self, name, value, attrs=None, renderer=None):
        names = ((label,) for label in self.suggestions[:MOST_SUGGESTED])
        options = format_html_join("", '<option value="{}"></option>', names)
        box = super().render(name, value, attrs, renderer)
        return format_html(
            '{}<datalist id="{}-suggestions">{}</datalist>', box, name, options
        )


class SearchChoiceField(forms.Field):
    """One row of many, named in full or by words that no other name has.

    Takes nothing until ``offer`` has said what there is to choose from.
    """

    widget = SearchChoiceInput
    default_error_messages = {
        "unknown": "Không tìm thấy “%(text)s” trong danh sách được chọn.",
        "several": "Có %(count)d mục khớp: %(names)s. Hãy ghi rõ hơn.",
    }

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.rows: dict = {}

    def offer(self, rows, label=str) -> None:
        """Take these rows; two that bear one name are told apart by a number."""
        self.rows = {}
        for row in rows:
            name = clean_line(label(row))
            self.rows[f"{name} (mã {row.pk})" if name in self.rows else name] = row
        self.widget.suggestions = list(self.rows)

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        pk = getattr(value, "pk", value)
        return next((name for name, row in self.rows.items() if row.pk == pk), "")

    def has_changed(self, initial, data):
        return clean_line(data or "") != (self.prepare_value(initial) or "")

    def clean(self, value):
        text = clean_line(value or "")
        if not text:
            return super().clean(None)
        if text in self.rows:
            return self.rows[text]
        words = search_key(text).split()
        found = [
            name
            for name in self.rows
            if all(word in search_key(name) for word in words)
        ]
        if len(found) == 1:
            return self.rows[found[0]]
        code = "several" if found else "unknown"
        names = "; ".join(found[:MOST_NAMED])
        params = {"text": text, "count": len(found), "names": names}
        raise ValidationError(self.error_messages[code], code=code, params=params)


def offer_sets(field: forms.ModelChoiceField) -> None:
    """Offer the criteria sets, grouped by the regime that each belongs to."""
    sets = CriteriaSet.objects.select_related("regime")
    groups = [
        (str(regime), [(one.pk, str(one)) for one in members])
        for regime, members in groupby(sets, key=lambda one: one.regime)
    ]
    field.queryset = sets
    field.choices = [("", "Chưa rõ"), *groups]


def check_order(form: forms.BaseForm, first: str, last: str, message: str) -> None:
    """Say at the later of two days that it comes before the other."""
    begin, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begin and end and end < begin:
        form.add_error(last, message)
