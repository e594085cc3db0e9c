from django import forms

from ..enums import ListKind


class KindForm(forms.Form):
    """Which kind of list a file is read as."""

    kind = forms.ChoiceField(
        label="Loại danh sách",
        choices=[(value, label.capitalize()) for value, label in ListKind.choices],
    )
