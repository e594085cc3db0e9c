from django import forms
from django.conf import settings

from core.forms import form_helper


class ChecklistUploadForm(forms.Form):
    file = forms.FileField(
        label="Tệp danh mục",
        allow_empty_file=True,  # told by the reader, in its own words
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Hãy chọn tệp danh mục."},
    )

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        limit = settings.IMPORT_MAX_BYTES // (1024 * 1024)
        self.fields[
            "file"
        ].help_text = f"Tệp .xlsx đã xuất từ danh mục rồi sửa, tối đa {limit} MB."
        self.helper = form_helper("file", save="Xem thay đổi", cancel_url=cancel_url)
