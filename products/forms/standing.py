from django import forms
from django.utils import timezone

from core.forms import DayField


class OnDayForm(forms.Form):
    """The date that a page speaks of."""

    ngay = DayField(label="Tính đến ngày", required=False)

    @property
    def date(self):
        """Return the date asked for, or today where none was, or none that exists."""
        given = self.is_valid() and self.cleaned_data["ngay"]
        return given or timezone.localdate()
