from django import forms

from core.filters import DAY_ERRORS, DAY_RANGE
from core.widgets import DateInput


class OnDayForm(forms.Form):
    """The date that a page speaks of."""

    ngay = forms.DateField(
        label="Tính đến ngày",
        required=False,
        validators=DAY_RANGE,
        error_messages=DAY_ERRORS,
        widget=DateInput,
    )


class SearchForm(forms.Form):
    q = forms.CharField(label="Tìm kiếm", required=False, max_length=200)
