"""Filters of the lists of inspections, as their addresses carry them."""

from django_filters import ChoiceFilter, ModelChoiceFilter

from areas.filters import AreaFilter
from core.filters import DayFilter, ListFilter, OnDayFilter, SortFilter

from .enums import EDITABLE, HANDED_IN, CampaignKind, Direction, VisitStatus
from .models import Campaign, Recommendation, SiteCheck, Visit
from .models.follow_up import SOON_DAYS

# Groups of states that figures count, beside the single ones.
HANDED_IN_KEY, PENDING_KEY = "handed_in", "pending"
STATE_GROUPS = {HANDED_IN_KEY: HANDED_IN, PENDING_KEY: EDITABLE}
VISIT_STATES = [
    (HANDED_IN_KEY, "đã nộp, đã duyệt hoặc đã ký"),
    (PENDING_KEY, "chưa nộp: nháp hoặc trả lại"),
    *VisitStatus.choices,
]
RECOMMENDATION_STATES = [
    ("open", "đang mở"),
    ("overdue", "quá hạn"),
    ("due_soon", f"đến hạn trong {SOON_DAYS} ngày"),
    ("undated", "đang mở, không đặt thời hạn"),
    ("closed", "đã kết thúc"),
]


class VisitStateFilter(ChoiceFilter):
    """Visits in one state, or in one of a group: those handed in are what counts."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", "Trạng thái")
        kwargs.setdefault("choices", VISIT_STATES)
        super().__init__(*args, **kwargs)

    def filter(self, qs, value):
        if value in STATE_GROUPS:
            return qs.filter(**{f"{self.field_name}__in": STATE_GROUPS[value]})
        return super().filter(qs, value)


class CampaignFilter(ListFilter):
    """``q``, ``dia_ban``, ``hinh_thuc``, ``tu_ngay``, ``den_ngay``, ``sap_xep``.

    The period keeps the campaigns that ran on any day of it.
    """

    default_sort = "-ngay"

    dia_ban = AreaFilter()
    hinh_thuc = ChoiceFilter(
        field_name="kind", label="Hình thức", choices=CampaignKind.choices
    )
    tu_ngay = DayFilter(field_name="ends_on", lookup_expr="gte", label="Từ ngày")
    den_ngay = DayFilter(field_name="starts_on", lookup_expr="lte", label="Đến ngày")
    sap_xep = SortFilter(
        {"ngay": ("Ngày bắt đầu", "starts_on"), "ten": ("Tên đợt", "search_key")}
    )

    class Meta:
        model = Campaign
        fields = []


class VisitFilter(ListFilter):
    """``q``, ``dia_ban``, ``tinh_trang``, ``dot``, ``tu_ngay``, ``den_ngay``."""

    search_fields = (
        "campaign__search_key",
        "host__search_key",
        "place__search_key",
    )
    default_sort = "-ngay"

    dia_ban = AreaFilter()
    tinh_trang = VisitStateFilter(field_name="status")
    dot = ModelChoiceFilter(
        field_name="campaign", label="Đợt kiểm tra", queryset=Campaign.objects.all()
    )
    tu_ngay = DayFilter(field_name="starts_on", lookup_expr="gte", label="Từ ngày")
    den_ngay = DayFilter(field_name="starts_on", lookup_expr="lte", label="Đến ngày")
    sap_xep = SortFilter({"ngay": ("Ngày kiểm tra", "starts_on")})

    class Meta:
        model = Visit
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.request.user
        self.filters["dot"].queryset = Campaign.objects.visible_to(user)


class SiteCheckFilter(ListFilter):
    """``q``, ``dia_ban``, ``tinh_trang``, ``tu_ngay``, ``den_ngay``, ``sap_xep``.

    ``dia_ban`` asks where the site lies, not which visit it was part of.
    """

    search_fields = ("site__producer__search_key", "visit__campaign__search_key")
    default_sort = "-ngay"

    dia_ban = AreaFilter(method="at_sites_in")
    tinh_trang = VisitStateFilter(field_name="visit__status")
    tu_ngay = DayFilter(
        field_name="visit__starts_on", lookup_expr="gte", label="Từ ngày"
    )
    den_ngay = DayFilter(
        field_name="visit__starts_on", lookup_expr="lte", label="Đến ngày"
    )
    sap_xep = SortFilter(
        {
            "ngay": ("Ngày kiểm tra", "visit__starts_on"),
            "chu_the": ("Chủ thể", "site__producer__search_key"),
        }
    )

    class Meta:
        model = SiteCheck
        fields = []

    def at_sites_in(self, queryset, name, value):
        return queryset.at_sites_in([value])


class RecommendationFilter(ListFilter):
    """``q``, ``dia_ban``, ``huong``, ``tinh_trang`` on ``ngay``, ``sap_xep``."""

    search_fields = (
        "search_key",
        "producer__search_key",
        "agency__search_key",
    )
    default_sort = "han"

    dia_ban = AreaFilter()
    huong = ChoiceFilter(
        field_name="direction", label="Hướng", choices=Direction.choices
    )
    tinh_trang = ChoiceFilter(
        label="Tình trạng", choices=RECOMMENDATION_STATES, method="in_state"
    )
    ngay = OnDayFilter(label="Tính đến ngày")
    sap_xep = SortFilter(
        {
            "han": ("Thời hạn", "due_on"),
            "ngay": ("Ngày kiểm tra", "visit__starts_on"),
        },
        nullable=("han",),
    )

    class Meta:
        model = Recommendation
        fields = []

    def in_state(self, queryset, name, value):
        """Keep what is open, overdue, due soon, undated or closed on the date."""
        if value == "overdue":
            return queryset.overdue_on(self.date)
        if value == "due_soon":
            return queryset.due_soon_on(self.date)
        if value == "undated":
            return queryset.open_on(self.date).filter(due_on__isnull=True)
        if value == "closed":
            return queryset.filter(closed_on__lte=self.date)
        return queryset.open_on(self.date)
