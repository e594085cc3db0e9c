"""Filters of the list of producers behind the figures, as its address carries them."""

from django_filters import ChoiceFilter

from areas.filters import AreaFilter
from core.filters import ListFilter, OnDayFilter, SortFilter
from inspections.filters import ApprovedFilter
from producers.filters import BucketFilter, PeopleFilter
from producers.models import Producer
from products.filters import READS_PEOPLE

from .enums import Coverage
from .queries import covered, producers_with_stars, with_last_check
from .scope import Scope


class StarredProducerFilter(ListFilter):
    """``q``, ``dia_ban``, ``ngay``, ``kiem_tra``, ``loai_hinh``, ``sap_xep``.

    Keeps the producers with products in force in the unit on the date; rows carry
    ``checked_on``. ``da_duyet`` counts approved visits alone; figures set it, and
    ``gioi_tinh`` and ``dan_toc``, which need the right to read representatives.
    """

    default_sort = "ten"

    dia_ban = AreaFilter(method="with_stars_there")
    ngay = OnDayFilter(label="Tính đến ngày")
    kiem_tra = ChoiceFilter(
        label="Kiểm tra", choices=Coverage.choices, method="last_inspected"
    )
    loai_hinh = BucketFilter()
    da_duyet = ApprovedFilter()
    gioi_tinh = PeopleFilter("sex", "", label="Giới tính người đại diện")
    dan_toc = PeopleFilter("ethnicity", "", label="Dân tộc người đại diện")
    sap_xep = SortFilter(
        {
            "ten": ("Tên chủ thể", "search_key"),
            "kiem_tra": ("Lần kiểm tra gần nhất", "checked_on"),
        },
        nullable=("kiem_tra",),
    )

    class Meta:
        model = Producer
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.has_perm(READS_PEOPLE):
            del self.filters["gioi_tinh"], self.filters["dan_toc"]

    @property
    def approved(self) -> bool:
        return self.value("da_duyet") is not None

    def filter_queryset(self, queryset):
        scope = Scope(self.request.user, self.value("dia_ban"), self.date)
        rows = queryset & producers_with_stars(scope)
        told = with_last_check(rows, self.date, approved=self.approved)
        return super().filter_queryset(told)

    def with_stars_there(self, queryset, name, value):
        """Narrow nothing more: the place is where the products are made."""
        return queryset

    def last_inspected(self, queryset, name, value):
        return queryset.filter(covered(value, self.date, approved=self.approved))
