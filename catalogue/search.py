"""What anybody may look for: products that were recognised, without accents."""

import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django_filters import ChoiceFilter

from core.filters import ListFilter, SortFilter
from products.enums import IN_FORCE, Grade
from products.models import Product, Recognition

from .verdict import published

STANDINGS = [("con", "còn hiệu lực"), ("khong", "không còn hiệu lực")]


def recognised_by(date: datetime.date) -> QuerySet[Product]:
    """Return the products that had been recognised by the date, with their standing."""
    begun = Recognition.objects.begun_by(date).filter(product=OuterRef("pk"))
    return published().with_standing(date).filter(Exists(begun))


class CatalogueFilter(ListFilter):
    """``q``, ``hang``, ``tinh_trang`` over rows of ``recognised_by``."""

    search_fields = ("search_key", "producer__search_key")
    default_sort = "ten"

    hang = ChoiceFilter(
        field_name="grade",
        label="Hạng sao",
        choices=Grade.choices,
        empty_label="tất cả",
    )
    tinh_trang = ChoiceFilter(
        method="in_force", label="Hiệu lực", choices=STANDINGS, empty_label="tất cả"
    )
    sap_xep = SortFilter({"ten": ("Tên sản phẩm", "search_key")})

    def in_force(self, rows, name, value):
        if value == "con":
            return rows.filter(standing__in=IN_FORCE)
        return rows.exclude(standing__in=IN_FORCE)
