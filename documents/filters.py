"""Filters of the register, as its address carries them."""

from django_filters import ChoiceFilter, NumberFilter

from areas.filters import AreaFilter
from core.filters import DayFilter, ListFilter, SortFilter

from .enums import DocumentType
from .models import Document


class DocumentFilter(ListFilter):
    """``q``, ``dia_ban``, ``loai``, ``nam``, ``ngay``, ``sap_xep``."""

    default_sort = "-so"

    dia_ban = AreaFilter()
    loai = ChoiceFilter(
        field_name="type", label="Loại văn bản", choices=DocumentType.choices
    )
    nam = NumberFilter(field_name="year", label="Năm", min_value=2000, max_value=2100)
    ngay = DayFilter(field_name="issued_on", label="Ngày ban hành")
    sap_xep = SortFilter(
        {
            "so": ("Số", "number"),
            "ngay": ("Ngày ban hành", "issued_on"),
            "ten": ("Trích yếu", "search_key"),
        }
    )

    class Meta:
        model = Document
        fields = []
