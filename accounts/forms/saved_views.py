"""What is typed about saved filters."""

from django import forms

from core.forms import form_helper

from ..models import SavedView


class SavedViewForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ["name", "is_shared", "is_default"]

    def __init__(self, *args, cancel_url: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.owner.agency_id is None:
            del self.fields["is_shared"]
        self.helper = form_helper(
            *self.fields, save="Lưu bộ lọc", cancel_url=cancel_url
        )
