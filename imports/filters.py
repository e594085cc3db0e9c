"""Filters of the list of imports, as its address carries them."""

from django_filters import ChoiceFilter

from core.filters import ListFilter, SortFilter

from .enums import ListKind, RunState
from .models import ImportRun


class ImportFilter(ListFilter):
    """``q`` over file names, ``buoc``, ``loai``, ``sap_xep``."""

    search_fields = ()
    text_fields = ("file_name",)
    default_sort = "-ngay"

    buoc = ChoiceFilter(field_name="state", label="Bước", choices=RunState.choices)
    loai = ChoiceFilter(
        field_name="kind", label="Loại danh sách", choices=ListKind.choices
    )
    sap_xep = SortFilter(
        {"ngay": ("Ngày tải lên", "created_at"), "ten": ("Tên tệp", "file_name")}
    )

    class Meta:
        model = ImportRun
        fields = []
