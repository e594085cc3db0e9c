"""Filters of the lists of this app, as their addresses carry them.

Stars, status and last day are those of the recognition that counts on the date
(``Recognition.objects.standing_on``), the same that figures are counted by.
"""

from django.db.models import Q
from django.forms import HiddenInput
from django.utils import timezone
from django_filters import ChoiceFilter, ModelChoiceFilter, TypedChoiceFilter

from areas.enums import Level
from areas.filters import AreaFilter
from areas.models import Agency, Area
from areas.querysets import former_district
from core.filters import DayFilter, ListFilter, OnDayFilter, SortFilter
from producers.filters import BucketFilter, PeopleFilter
from producers.models import Producer

from .dates import PAPER_SOON_DAYS
from .enums import (
    IN_FORCE,
    DecisionKind,
    Grade,
    LackState,
    PaperKind,
    PaperState,
    Status,
)
from .models import CriteriaSet, Decision, Paper, Product, Recognition
from .requirements import BY_KEY, NEEDS, lacking_producers, with_lacks

IN_FORCE_KEY = "in_force"
NEVER_KEY = "none"
RECOGNISED_KEY = "recognised"
UNGROUPED = "chua-phan-nhom"
UNDATED = "chua-ro"  # a recognition whose beginning is not known
NONE_KEY = "null"  # what a choice of rows carries for "none of them"
READS_PEOPLE = "producers.view_representative"
FIRST_YEAR = 2018  # QĐ 490/QĐ-TTg began the programme
STANDINGS = [
    (IN_FORCE_KEY, "có hiệu lực (gồm sắp hết hạn và kéo dài)"),
    *(
        choice
        for choice in Status.choices
        if choice[0] not in (Status.UPCOMING, Status.SUPERSEDED)
    ),
    (RECOGNISED_KEY, "đã từng được công nhận, mọi tình trạng"),
    (NEVER_KEY, "chưa được công nhận"),
]
EXPIRY_MONTHS = (3, 6, 12)
SCANNED = "co"
SCANS = [(SCANNED, "có bản quét"), ("chua", "chưa có bản quét")]
LINE_RANGES = {"0": (0, 0), "1-9": (1, 9), "10-49": (10, 49), "50": (50, None)}
LINE_COUNTS = [
    ("0", "chưa ghi sản phẩm nào"),
    ("1-9", "từ 1 đến 9 sản phẩm"),
    ("10-49", "từ 10 đến 49 sản phẩm"),
    ("50", "từ 50 sản phẩm"),
]
PAPER_STATES = [
    (PaperState.EXPIRED, PaperState.EXPIRED.label),
    (PaperState.EXPIRING, f"sắp hết hạn (trong {PAPER_SOON_DAYS} ngày)"),
    (PaperState.VALID, f"còn hạn trên {PAPER_SOON_DAYS} ngày"),
    (PaperState.UNDATED, PaperState.UNDATED.label),
]


class GroupFilter(ChoiceFilter):
    """Products of a group of the catalogue, or of none."""

    def filter(self, qs, value):
        if not value:
            return qs
        if value == UNGROUPED:
            return qs.filter(criteria_set__isnull=True)
        return qs.filter(criteria_set__group=value)


class PassiveChoiceFilter(ChoiceFilter):
    """A choice that is applied together with others, not by itself."""

    def filter(self, qs, value):
        return qs


class PassiveTypedChoiceFilter(TypedChoiceFilter):
    """A typed choice that is applied together with others, not by itself."""

    def filter(self, qs, value):
        return qs


class PassiveRowFilter(ModelChoiceFilter):
    """One row or none of them, applied together with others, not by itself."""

    def filter(self, qs, value):
        return qs


class FormerDistrictFilter(ModelChoiceFilter):
    """Products whose place was given in a district of the time, or in none."""

    def filter(self, qs, value):
        if not value:
            return qs
        rows = qs.alias(district=former_district("site__"))
        if value == NONE_KEY:
            return rows.filter(district__isnull=True)
        return rows.filter(district=value.pk)


def named(label: str, rows, **more) -> dict:
    """Return what a filter by a row takes that only addresses set, not the form."""
    return {"label": label, "queryset": rows, "widget": HiddenInput, **more}


class ProductFilter(ListFilter):
    """``q``, ``dia_ban``, ``ngay``, ``hang``, ``tinh_trang``, ``nhom``, ``loai_hinh``,
    ``nam``, ``het_han_trong``, ``sap_xep``; rows carry ``grade``, ``standing`` and
    ``standing_valid_to`` of the date.

    ``bo``, ``xa``, ``huyen``, ``quyet_dinh``, ``gioi_tinh`` and ``dan_toc`` are set by
    the figures that lead here; the last two need the right to read representatives.
    """

    search_fields = ("search_key", "producer__search_key")
    default_sort = "ten"

    dia_ban = AreaFilter()
    ngay = OnDayFilter(label="Tính đến ngày")
    hang = PassiveChoiceFilter(label="Hạng sao", choices=Grade.choices)
    tinh_trang = PassiveChoiceFilter(label="Tình trạng công nhận", choices=STANDINGS)
    het_han_trong = PassiveTypedChoiceFilter(
        label="Hết hạn trong",
        coerce=int,
        empty_value=None,
        choices=[
            ("", "Tất cả"),
            *((months, f"{months} tháng tới") for months in EXPIRY_MONTHS),
        ],
    )
    nhom = GroupFilter(label="Nhóm sản phẩm")
    loai_hinh = BucketFilter(label="Loại hình chủ thể")
    nam = PassiveChoiceFilter(label="Năm công nhận")
    bo = ModelChoiceFilter(
        field_name="criteria_set",
        **named("Bộ sản phẩm", CriteriaSet.objects.all(), null_label="chưa rõ"),
    )
    xa = ModelChoiceFilter(
        field_name="site__area",
        **named("Xã, phường hiện nay", Area.objects.current()),
    )
    huyen = FormerDistrictFilter(
        **named(
            "Huyện trước 01/07/2025",
            Area.objects.filter(level=Level.DISTRICT),
            null_label="không ghi huyện",
        )
    )
    quyet_dinh = PassiveRowFilter(
        **named("Quyết định công nhận", Decision.objects.all(), null_label="chưa rõ")
    )
    gioi_tinh = PeopleFilter("sex", label="Giới tính người đại diện")
    dan_toc = PeopleFilter("ethnicity", label="Dân tộc người đại diện")
    sap_xep = SortFilter(
        {
            "ten": ("Tên sản phẩm", "search_key"),
            "chu_the": ("Tên chủ thể", "producer__search_key"),
            "hang": ("Hạng sao", "grade"),
            "het_han": ("Ngày hết hạn", "standing_valid_to"),
        },
        nullable=("hang", "het_han"),
    )

    class Meta:
        model = Product
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = CriteriaSet.objects.group_names()
        self.filters["nhom"].extra["choices"] = [
            *((name, name) for name in names),
            (UNGROUPED, "chưa phân nhóm"),
        ]
        years = range(timezone.localdate().year, FIRST_YEAR - 1, -1)
        self.filters["nam"].extra["choices"] = [
            *((str(year), str(year)) for year in years),
            (UNDATED, "chưa rõ năm"),
        ]
        if not (self.request and self.request.user.has_perm(READS_PEOPLE)):
            del self.filters["gioi_tinh"], self.filters["dan_toc"]

    def filter_queryset(self, queryset):
        rows = queryset.with_standing(self.date)
        if self.value("tinh_trang") == NEVER_KEY:
            rows = rows.never_recognised_by(self.date)
        counted = self.counted()
        if counted is not None:
            rows = rows.filter(pk__in=counted.values("product"))
        return super().filter_queryset(rows)

    def counted(self):
        """Return the recognitions asked for on the date, or None where any will do."""
        standing, months = self.value("tinh_trang"), self.value("het_han_trong")
        asked = self._asked_of_recognition()
        if standing in (None, NEVER_KEY) and not asked and not months:
            return None
        rows = Recognition.objects.standing_on(self.date).filter(asked)
        if standing == IN_FORCE_KEY:
            rows = rows.filter(status__in=IN_FORCE)
        elif standing not in (None, NEVER_KEY, RECOGNISED_KEY):
            rows = rows.filter(status=standing)
        return rows.running_out_within(months, self.date) if months else rows

    def _asked_of_recognition(self) -> Q:
        asked = Q()
        if grade := self.value("hang"):
            asked &= Q(grade=grade)
        if year := self.value("nam"):
            unknown = year == UNDATED
            asked &= Q(valid_from=None) if unknown else Q(valid_from__year=year)
        if decision := self.value("quyet_dinh"):
            asked &= Q(decision=None if decision == NONE_KEY else decision)
        return asked


class PaperFilter(ListFilter):
    """``q``, ``dia_ban``, ``loai``, ``tinh_trang`` on ``ngay``, ``sap_xep``; rows carry
    ``state`` of the date.
    """

    search_fields = ("producer__search_key", "product__search_key")
    text_fields = ("number",)
    default_sort = "het_han"

    dia_ban = AreaFilter()
    loai = ChoiceFilter(
        field_name="kind",
        label="Loại giấy tờ",
        choices=PaperKind.choices,
    )
    tinh_trang = ChoiceFilter(
        field_name="state", label="Tình trạng", choices=PAPER_STATES
    )
    ngay = OnDayFilter(label="Tính đến ngày")
    sap_xep = SortFilter(
        {
            "het_han": ("Ngày hết hạn", "expires_on"),
            "chu_the": ("Tên chủ thể", "producer__search_key"),
        },
        nullable=("het_han",),
    )

    class Meta:
        model = Paper
        fields = []

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset.with_state(self.date))


class LackFilter(ListFilter):
    """Producers that lack papers: ``q``, ``dia_ban``, ``giay_to``, ``tinh_trang`` on
    ``ngay``, ``loai_hinh``, ``sap_xep``; rows are those of ``with_lacks``.
    """

    default_sort = "ten"

    dia_ban = AreaFilter()
    giay_to = PassiveChoiceFilter(
        label="Giấy tờ", choices=[(need.key, need.label) for need in NEEDS]
    )
    tinh_trang = PassiveChoiceFilter(label="Tình trạng", choices=LackState.choices)
    loai_hinh = BucketFilter(label="Loại hình chủ thể")
    ngay = OnDayFilter(label="Tính đến ngày")
    sap_xep = SortFilter({"ten": ("Tên chủ thể", "search_key")})

    class Meta:
        model = Producer
        fields = []

    def filter_queryset(self, queryset):
        user, key = self.request.user, self.value("giay_to")
        needs = [BY_KEY[key]] if key else NEEDS
        lacking = lacking_producers(user, self.date, needs, self.value("tinh_trang"))
        rows = queryset.filter(pk__in=lacking.values("pk"))
        return with_lacks(super().filter_queryset(rows), user, self.date)


class DecisionFilter(ListFilter):
    """``q``, ``loai``, ``co_quan``, ``nam``, ``tu_ngay``, ``den_ngay``, ``ban_quet``,
    ``so_san_pham``, ``sap_xep``; rows carry ``line_count``.
    """

    search_fields = ("search_key", "issuer__search_key")
    default_sort = "-ngay"

    loai = ChoiceFilter(
        field_name="kind",
        label="Loại quyết định",
        choices=DecisionKind.choices,
    )
    co_quan = ModelChoiceFilter(
        field_name="issuer",
        label="Cơ quan ban hành",
        queryset=Agency.objects.filter(decisions__isnull=False).distinct(),
    )
    nam = ChoiceFilter(field_name="signed_on__year", label="Năm ký")
    tu_ngay = DayFilter(field_name="signed_on", lookup_expr="gte", label="Ký từ ngày")
    den_ngay = DayFilter(
        field_name="signed_on", lookup_expr="lte", label="Ký đến hết ngày"
    )
    ban_quet = ChoiceFilter(
        label="Bản quét", choices=SCANS, method="with_or_without_scan"
    )
    so_san_pham = ChoiceFilter(
        label="Số sản phẩm", choices=LINE_COUNTS, method="of_so_many"
    )
    sap_xep = SortFilter(
        {
            "ngay": ("Ngày ký", "signed_on"),
            "so": ("Số, ký hiệu", "search_key"),
            "so_dong": ("Số sản phẩm", "line_count"),
        },
        nullable=("ngay",),
    )

    class Meta:
        model = Decision
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = Decision.objects.signed_years()
        self.filters["nam"].extra["choices"] = [(year, str(year)) for year in years]

    def with_or_without_scan(self, queryset, name, value):
        """Keep those whose signed paper is there, or those that lack it."""
        scanned = ~Q(file="")
        return queryset.filter(scanned if value == SCANNED else ~scanned)

    def of_so_many(self, queryset, name, value):
        """Keep those with so many products in the person's area."""
        least, most = LINE_RANGES[value]
        rows = queryset.filter(line_count__gte=least)
        return rows if most is None else rows.filter(line_count__lte=most)
