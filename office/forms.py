from django import forms


class SignForm(forms.Form):
    """The version of the visit that was read before it is signed."""

    base_version = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )


class SearchForm(forms.Form):
    q = forms.CharField(label="Tìm kiếm", required=False, max_length=200)
