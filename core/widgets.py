"""Form fields as offices fill them in."""

import re

from django import forms

# Keypads of phones have no slash, and some people write dots or dashes.
_DAY_FIRST = re.compile(
    r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})|(\d{2})(\d{2})(\d{4})", re.ASCII
)


class DateInput(forms.DateInput):
    """A text field for dd/mm/yyyy; the browser's own one would follow its language.

    A script adds a calendar button to it; without the script typing works as before.
    """

    def __init__(self, attrs=None):
        defaults = {
            "placeholder": "dd/mm/yyyy",
            "inputmode": "numeric",
            "autocomplete": "off",
            "maxlength": 10,
            "data-ocop-date": True,
        }
        super().__init__({**defaults, **(attrs or {})}, format="%d/%m/%Y")

    def value_from_datadict(self, data, files, name):
        """Return 5-9-2023 and 05092023 as 5/9/2023 and 05/09/2023."""
        value = super().value_from_datadict(data, files, name)
        match = _DAY_FIRST.fullmatch(value.strip()) if isinstance(value, str) else None
        return "/".join(filter(None, match.groups())) if match else value
