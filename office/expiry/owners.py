"""The producers behind the rows of the board, each with what is near its end."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q
from django.urls import reverse

from core.filters import ListFilter, SortFilter

from .filters import ExpiryFilter


@dataclass(frozen=True)
class Owner:
    """A producer with its products on the board, and when the first runs out."""

    pk: int
    name: str
    products: int
    unfiled: int
    earliest: datetime.date
    latest: datetime.date

    def get_absolute_url(self) -> str:
        return reverse("office:producer", args=[self.pk])


class OwnerFilter(ExpiryFilter):
    """The filters of the board for its producers, in an order of their own."""

    default_sort = "ten"

    sap_xep = SortFilter(
        {
            "ten": ("Tên chủ thể", "key"),
            "san_pham": ("Số sản phẩm", "products"),
            "chua_nop": ("Chưa nộp hồ sơ", "unfiled"),
            "het_han": ("Sản phẩm hết hạn sớm nhất", "earliest"),
        },
        method="as_they_are",
    )

    def as_they_are(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        return super(ListFilter, self).filter_queryset(self.watched())

    def owners(self) -> list[Owner]:
        """Return every producer with a product on the board; one query."""
        producer = "product__producer"
        grouped = self.qs.order_by().values(producer, f"{producer}__name")
        found = grouped.annotate(
            key=Max(f"{producer}__search_key"),
            products=Count("pk"),
            unfiled=Count("pk", filter=Q(dossier_id__isnull=True)),
            earliest=Min("valid_to"),
            latest=Max("valid_to"),
        )
        column = self.filters["sap_xep"].columns[self.sort.removeprefix("-")]
        found = found.order_by("key", producer)
        rows = sorted(
            found, key=lambda row: row[column], reverse=self.sort.startswith("-")
        )
        names = ("products", "unfiled", "earliest", "latest")
        return [
            Owner(
                row[producer],
                row[f"{producer}__name"],
                **{name: row[name] for name in names},
            )
            for row in rows
        ]
