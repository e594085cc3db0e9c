from django import forms


class SearchForm(forms.Form):
    q = forms.CharField(label="Tìm kiếm", required=False, max_length=200)
