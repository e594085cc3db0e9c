"""Filters of the board, as its address carries them."""

from django.utils import timezone
from django_filters import ChoiceFilter

from areas.filters import AreaFilter
from core.filters import ListFilter, OnDayFilter, SortFilter
from producers.filters import BucketFilter
from products.enums import Grade, LapseCause, Stage
from products.filters import UNGROUPED
from products.models import CriteriaSet, Recognition

from .rows import for_board, watched

YES, NO = "co", "chua"
NO_CAUSE = "chua_ghi"


class ExpiryFilter(ListFilter):
    """``q``, ``giai_doan`` on ``ngay``, ``dia_ban``, ``hang``, ``nhom``, ``loai_hinh``,
    ``ho_so``, ``thu``, ``kiem_tra``, ``ly_do``, ``sap_xep``; the rows of the board.
    """

    search_fields = ("product__search_key", "product__producer__search_key")
    default_sort = "-het_han"

    giai_doan = ChoiceFilter(
        field_name="stage", label="Giai đoạn", choices=Stage.choices
    )
    dia_ban = AreaFilter()
    ngay = OnDayFilter(label="Tính đến ngày")
    hang = ChoiceFilter(field_name="grade", label="Hạng sao", choices=Grade.choices)
    nhom = ChoiceFilter(label="Nhóm sản phẩm", method="in_group")
    loai_hinh = BucketFilter(label="Loại hình chủ thể")
    ho_so = ChoiceFilter(
        label="Hồ sơ đánh giá lại",
        choices=[(YES, "đã nộp"), (NO, "chưa nộp")],
        method="filed",
    )
    thu = ChoiceFilter(
        label="Công văn nhắc",
        choices=[(YES, "đã gửi"), (NO, "chưa gửi")],
        method="reminded",
    )
    kiem_tra = ChoiceFilter(
        label="Kiểm tra",
        choices=[
            (NO, "chưa kiểm tra từ khi hết hạn, trong 12 tháng qua"),
            (YES, "đã kiểm tra"),
        ],
        method="seen",
    )
    ly_do = ChoiceFilter(
        label="Lý do không đánh giá lại",
        choices=[*LapseCause.choices, (NO_CAUSE, "chưa ghi lý do")],
        method="lapsed_for",
    )
    sap_xep = SortFilter(
        {
            "het_han": ("Ngày cuối còn hiệu lực", "valid_to"),
            "ten": ("Tên sản phẩm", "product__search_key"),
            "chu_the": ("Tên chủ thể", "product__producer__search_key"),
            "hang": ("Hạng sao", "grade"),
            "kiem_tra": ("Lần kiểm tra gần nhất", "seen_on"),
        },
        nullable=("kiem_tra",),
    )

    class Meta:
        model = Recognition
        fields = []

    def __init__(self, data=None, *args, request, **kwargs):
        rows = watched(request.user, timezone.localdate())
        super().__init__(data, rows, *args, request=request, **kwargs)
        names = CriteriaSet.objects.group_names()
        self.filters["nhom"].extra["choices"] = [
            *((name, name) for name in names),
            (UNGROUPED, "chưa phân nhóm"),
        ]

    def watched(self):
        """Return what the date makes of the certificates in reach."""
        return watched(self.request.user, self.date)

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(self.watched())
        return for_board(rows, self.request.user, self.date)

    def in_group(self, queryset, name, value):
        if value == UNGROUPED:
            return queryset.filter(product__criteria_set__isnull=True)
        return queryset.filter(product__criteria_set__group=value)

    def filed(self, queryset, name, value):
        return queryset.filter(dossier_id__isnull=value == NO)

    def reminded(self, queryset, name, value):
        return queryset.filter(letter_id__isnull=value == NO)

    def seen(self, queryset, name, value):
        return queryset.filter(is_unseen=value == NO)

    def lapsed_for(self, queryset, name, value):
        if value == NO_CAUSE:
            return queryset.filter(lapse__isnull=True)
        return queryset.filter(lapse__cause=value)
