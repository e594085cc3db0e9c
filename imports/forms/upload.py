from django import forms
from django.conf import settings

from core.forms import form_helper

EXTENSIONS = ".xlsx,.xlsm,.xls,.ods,.csv"


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Tệp danh sách",
        allow_empty_file=True,  # told by the reader, in its own words
        widget=forms.FileInput(attrs={"accept": EXTENSIONS}),
        error_messages={"required": "Hãy chọn tệp danh sách."},
    )

    def __init__(self, *args, cancel_url="", **kwargs):
        super().__init__(*args, **kwargs)
        limit = settings.IMPORT_MAX_BYTES // (1024 * 1024)
        text = f"Tệp .xlsx, .xlsm, .xls, .ods hoặc .csv, tối đa {limit} MB."
        self.fields["file"].help_text = text
        self.helper = form_helper("file", save="Tải lên", cancel_url=cancel_url)
