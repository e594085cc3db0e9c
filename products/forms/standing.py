from django import forms
from django.utils import timezone

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

    @property
    def date(self):
        """Return the date asked for, or today where none was, or none that exists."""
        given = self.is_valid() and self.cleaned_data["ngay"]
        return given or timezone.localdate()
