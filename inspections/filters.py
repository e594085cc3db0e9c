"""Filters of the lists of inspections, as their addresses carry them."""

from django.forms import HiddenInput
from django_filters import ChoiceFilter, ModelChoiceFilter

from areas.filters import AreaFilter
from core.filters import DayFilter, ListFilter, OnDayFilter, SortFilter
from products.enums import REVOCATION_GROUNDS

from .enums import (
    APPROVED,
    EDITABLE,
    HANDED_IN,
    CampaignKind,
    ProposalState,
    Severity,
    VisitStatus,
)
from .models import (
    Campaign,
    ChecklistItem,
    Finding,
    RevocationProposal,
    Sample,
    SiteCheck,
    Visit,
)

# Groups of states that figures count, beside the single ones.
HANDED_IN_KEY, PENDING_KEY, APPROVED_KEY = "handed_in", "pending", "approved_up"
STATE_GROUPS = {
    HANDED_IN_KEY: HANDED_IN,
    APPROVED_KEY: APPROVED,
    PENDING_KEY: EDITABLE,
}
VISIT_STATES = [
    (HANDED_IN_KEY, "đã nộp, đã duyệt hoặc đã ký"),
    (APPROVED_KEY, "đã duyệt hoặc đã ký"),
    (PENDING_KEY, "chưa nộp: nháp hoặc trả lại"),
    *VisitStatus.choices,
]


REVIEW_STATES = [
    (VisitStatus.SUBMITTED, "chờ duyệt"),
    (VisitStatus.APPROVED, "đã duyệt, chờ ký"),
    (VisitStatus.RETURNED, "đã trả lại"),
]
LATE_KEY = "qua_han"
PROPOSAL_STATES = [
    (ProposalState.PROPOSED, "chờ quyết định"),
    (LATE_KEY, "chờ quyết định, đã quá hạn"),
    (ProposalState.DECIDED, ProposalState.DECIDED.label),
    (ProposalState.DROPPED, ProposalState.DROPPED.label),
]
SAMPLE_STATES = [
    ("cho", "đang chờ kết quả"),
    ("khong-dat", "có chỉ tiêu không đạt"),
    ("da-co", "đã có kết quả"),
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


class ApprovedFilter(ChoiceFilter):
    """What is counted by approved visits alone; narrows nothing by itself."""

    def __init__(self, **kwargs):
        super().__init__(
            label="Buổi kiểm tra",
            choices=[("1", "chỉ đã duyệt, đã ký")],
            widget=HiddenInput,
            **kwargs,
        )

    def filter(self, qs, value):
        return qs


# What a finding may say of its question, and of what became of it.
NO_ITEM_KEY = "ngoai-danh-muc"
FINDING_STATES = [("mo", "chưa khắc phục"), ("xong", "đã khắc phục")]


class FindingFilter(ListFilter):
    """``q``, ``dia_ban``, ``muc_do``, ``nhom``, ``tinh_trang`` on ``ngay``,
    ``trang_thai``, ``tu_ngay``, ``den_ngay``, ``sap_xep``.

    ``nhom`` is the group of the checklist that the finding's question stands in.
    """

    search_fields = (
        "site_check__site__producer__search_key",
        "product__search_key",
        "visit__campaign__search_key",
    )
    text_fields = ("text",)
    default_sort = "-ngay"

    dia_ban = AreaFilter()
    muc_do = ChoiceFilter(
        field_name="severity", label="Mức độ", choices=Severity.choices
    )
    nhom = ChoiceFilter(label="Nhóm nội dung", method="about")
    tinh_trang = ChoiceFilter(
        label="Khắc phục", choices=FINDING_STATES, method="in_state"
    )
    ngay = OnDayFilter(label="Tính đến ngày")
    trang_thai = VisitStateFilter(field_name="visit__status", label="Buổi kiểm tra")
    tu_ngay = DayFilter(
        field_name="visit__starts_on", lookup_expr="gte", label="Từ ngày"
    )
    den_ngay = DayFilter(
        field_name="visit__starts_on", lookup_expr="lte", label="Đến ngày"
    )
    sap_xep = SortFilter(
        {
            "ngay": ("Ngày kiểm tra", "visit__starts_on"),
            "chu_the": ("Chủ thể", "site_check__site__producer__search_key"),
        },
        nullable=("chu_the",),
    )

    class Meta:
        model = Finding
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = ChecklistItem.objects.order_by("group").values_list("group", flat=True)
        self.filters["nhom"].extra["choices"] = [
            *((name, name) for name in groups.distinct()),
            (NO_ITEM_KEY, "ngoài danh mục"),
        ]

    def about(self, queryset, name, value):
        if value == NO_ITEM_KEY:
            return queryset.filter(item_result__isnull=True)
        return queryset.filter(item_result__item__group=value)

    def in_state(self, queryset, name, value):
        """Keep what was, or was not yet, seen to be remedied on the date."""
        closed = queryset.wanting().filter(closed_on__lte=self.date)
        if value == "xong":
            return closed
        return queryset.wanting().exclude(pk__in=closed.values("pk"))


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


class ReviewFilter(ListFilter):
    """``q``, ``dia_ban``, ``tinh_trang``, ``sap_xep``: the longest wait first."""

    search_fields = (
        "campaign__search_key",
        "host__search_key",
        "place__search_key",
    )
    default_sort = "nop"

    dia_ban = AreaFilter()
    tinh_trang = ChoiceFilter(
        field_name="status", label="Tình trạng", choices=REVIEW_STATES
    )
    sap_xep = SortFilter(
        {
            "nop": ("Nộp lúc", "submitted_at"),
            "ngay": ("Ngày kiểm tra", "starts_on"),
            "khong_dat": ("Số nội dung không đạt", "failed_count"),
        }
    )

    class Meta:
        model = Visit
        fields = []


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


class SampleFilter(ListFilter):
    """``q``, ``dia_ban``, ``tinh_trang``, ``tu_ngay``, ``den_ngay``, ``sap_xep``.

    ``dia_ban`` asks where the site lies; the days are those of the taking.
    """

    search_fields = (
        "search_key",
        "site_check__site__producer__search_key",
        "product__search_key",
        "lab__search_key",
    )
    default_sort = "ngay"

    dia_ban = AreaFilter()
    tinh_trang = ChoiceFilter(
        label="Tình trạng", choices=SAMPLE_STATES, method="in_state"
    )
    tu_ngay = DayFilter(field_name="taken_on", lookup_expr="gte", label="Từ ngày")
    den_ngay = DayFilter(field_name="taken_on", lookup_expr="lte", label="Đến ngày")
    sap_xep = SortFilter(
        {
            "ngay": ("Ngày lấy mẫu", "taken_on"),
            "chu_the": ("Chủ thể", "site_check__site__producer__search_key"),
        }
    )

    class Meta:
        model = Sample
        fields = []

    def in_state(self, queryset, name, value):
        if value == "khong-dat":
            return queryset.filter(has_failed=True)
        return queryset.filter(has_report=value == "da-co")


class ProposalFilter(ListFilter):
    """``q``, ``dia_ban``, ``tinh_trang`` on ``ngay``, ``ly_do``, ``sap_xep``; rows
    carry ``limit`` of the date.
    """

    search_fields = (
        "recognition__product__search_key",
        "recognition__product__producer__search_key",
        "decision__search_key",
    )
    default_sort = "han"

    dia_ban = AreaFilter()
    tinh_trang = ChoiceFilter(
        label="Tình trạng", choices=PROPOSAL_STATES, method="by_state"
    )
    ly_do = ChoiceFilter(
        field_name="grounds__reason", label="Lý do", choices=REVOCATION_GROUNDS
    )
    ngay = OnDayFilter(label="Tính đến ngày")
    sap_xep = SortFilter(
        {
            "han": ("Ngày cuối để quyết định", "counted_on"),
            "san_pham": ("Tên sản phẩm", "recognition__product__search_key"),
        }
    )

    class Meta:
        model = RevocationProposal
        fields = []

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset.with_limit(self.date))

    def by_state(self, rows, name, value):
        """Keep those in the state; what is late waits as well."""
        late = value == LATE_KEY
        return rows.late_on(self.date) if late else rows.filter(state=value)
