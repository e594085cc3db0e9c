"""The board of recommendations: its filters, its tabs, and the addressees."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.db.models.functions import Coalesce
from django.forms import HiddenInput
from django.http import HttpRequest
from django.urls import reverse
from django_filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from areas.filters import AreaFilter
from areas.models import Agency
from core.filters import DayFilter, ListFilter, OnDayFilter, SortFilter
from producers.models import Producer

from .enums import APPROVED, Direction, ResponseState
from .filters import ApprovedFilter
from .models import Recommendation, Response
from .models.recommendations import (
    SOON_DAYS,
    is_due_soon_on,
    is_of,
    is_open_on,
    is_overdue_on,
)

# What is of whom, as addresses carry it.
MINE, AREA = "toi", "dia_ban"
ANSWERED = "answered"
WHOSE = [(MINE, "của tôi, của cơ quan tôi"), (AREA, "địa bàn tôi phụ trách")]
STATES = [
    ("open", "đang mở"),
    ("overdue", "quá hạn"),
    ("due_soon", f"đến hạn trong {SOON_DAYS} ngày"),
    ("undated", "đang mở, không đặt thời hạn"),
    (ANSWERED, "có trả lời chờ xác nhận"),
    ("waived", "đang tạm miễn"),
    ("closed", "đã kết thúc"),
]
# What the tabs choose; the other filters narrow their numbers.
CHOSEN_BY_TABS = ("pham_vi", "tinh_trang")
TABS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Đang mở", {"tinh_trang": "open"}),
    ("Của tôi", {"pham_vi": MINE, "tinh_trang": "open"}),
    ("Địa bàn tôi phụ trách", {"pham_vi": AREA, "tinh_trang": "open"}),
    ("Quá hạn", {"tinh_trang": "overdue"}),
    ("Sắp đến hạn", {"tinh_trang": "due_soon"}),
    ("Chờ xác nhận", {"tinh_trang": ANSWERED}),
    ("Tất cả", {}),
)


class RecommendationFilter(ListFilter):
    """``q``, ``pham_vi``, ``tinh_trang`` on ``ngay``, ``huong``, ``dia_ban``.

    ``chu_the``, ``co_quan`` and ``noi_nhan`` name the addressee; a list that leads here
    sets them, and figures set ``da_duyet`` (approved visits alone) and ``ket_thuc_tu``.
    """

    search_fields = ("search_key", "producer__search_key", "agency__search_key")
    default_sort = "han"

    pham_vi = ChoiceFilter(label="Phạm vi", choices=WHOSE, method="whose")
    tinh_trang = ChoiceFilter(label="Tình trạng", choices=STATES, method="in_state")
    huong = ChoiceFilter(
        field_name="direction", label="Hướng", choices=Direction.choices
    )
    dia_ban = AreaFilter()
    ngay = OnDayFilter(label="Tính đến ngày")
    chu_the = ModelChoiceFilter(
        field_name="producer",
        label="Gửi chủ thể",
        queryset=Producer.objects.none(),
        widget=HiddenInput,
    )
    co_quan = ModelChoiceFilter(
        field_name="agency",
        label="Gửi cơ quan",
        queryset=Agency.objects.none(),
        widget=HiddenInput,
    )
    noi_nhan = CharFilter(
        field_name="addressee_text",
        label="Gửi (ghi bằng lời)",
        max_length=200,
        widget=HiddenInput,
    )
    da_duyet = ApprovedFilter(method="approved")
    ket_thuc_tu = DayFilter(
        field_name="closed_on",
        lookup_expr="gte",
        label="Kết thúc từ ngày",
        widget=HiddenInput,
    )
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.queryset.order_by()
        producers = Producer.objects.filter(pk__in=rows.values("producer"))
        self.filters["chu_the"].queryset = producers
        agencies = Agency.objects.filter(pk__in=rows.values("agency"))
        self.filters["co_quan"].queryset = agencies

    def approved(self, queryset, name, value):
        return queryset.filter(visit__status__in=APPROVED)

    def whose(self, queryset, name, value):
        user = self.request.user
        return queryset.filter(is_of(user)) if value == MINE else queryset.about(user)

    def in_state(self, queryset, name, value):
        """Keep what is in one state on the date."""
        if value == "overdue":
            return queryset.overdue_on(self.date)
        if value == "due_soon":
            return queryset.due_soon_on(self.date)
        if value == "undated":
            return queryset.open_on(self.date).filter(due_on__isnull=True)
        if value == ANSWERED:
            return queryset.filter(is_answered())
        if value == "waived":
            return queryset.waived_on(self.date)
        if value == "closed":
            return queryset.filter(closed_on__lte=self.date)
        return queryset.open_on(self.date)


def is_answered() -> Exists:
    """Return the condition that an answer by a link waits for an officer."""
    pending = Response.objects.filter(state=ResponseState.PENDING)
    return Exists(pending.filter(recommendation=OuterRef("pk")))


@dataclass(frozen=True)
class Tab:
    """A view of the board that one click leads to; no count where there is none."""

    label: str
    url: str
    count: int | None = None
    is_current: bool = False


def tabs_of(filters: RecommendationFilter, request: HttpRequest) -> list[Tab]:
    """Return the tabs with what each would show under the other filters; one query."""
    others = request.GET.copy()
    for name in (*CHOSEN_BY_TABS, "sap_xep", "trang", "xuat"):
        others.pop(name, None)
    narrowed = RecommendationFilter(others, filters.queryset, request=request)
    rows = narrowed.qs.order_by()
    counts = rows.aggregate(**_counted(request.user, filters.date))
    chosen = {n: v for n in CHOSEN_BY_TABS if (v := request.GET.get(n))}
    board = reverse("inspections:follow_up")
    on_board = request.path == board
    tabs = []
    for number, (label, choice) in enumerate(TABS):
        query = others.copy()
        query.update(choice)
        tabs.append(
            Tab(
                label,
                f"{board}?{query.urlencode()}" if query else board,
                counts[f"tab_{number}"],
                on_board and chosen == choice,
            )
        )
    by_addressee = reverse("inspections:addressee_list")
    url = f"{by_addressee}?{others.urlencode()}" if others else by_addressee
    tabs.append(Tab("Theo nơi nhận", url, is_current=not on_board))
    return tabs


def _counted(user, date) -> dict[str, Count]:
    """Return what is counted for each tab, by its number."""
    whose = {
        MINE: is_of(user),
        AREA: Q(pk__in=Recommendation.objects.about(user).values("pk")),
    }
    state = {
        "open": is_open_on(date),
        "overdue": is_overdue_on(date),
        "due_soon": is_due_soon_on(date),
        ANSWERED: Q(is_answered()),
    }
    return {
        f"tab_{number}": Count(
            "pk",
            filter=whose.get(choice.get("pham_vi"), Q())
            & state.get(choice.get("tinh_trang"), Q()),
        )
        for number, (_, choice) in enumerate(TABS)
    }


@dataclass(frozen=True)
class Addressee:
    """Who was asked, with what is still open there on the date; ``query`` names it."""

    name: str
    query: dict[str, object]
    open: int
    overdue: int
    due_soon: int
    earliest: object

    def url(self, state: str) -> str:
        return reverse(
            "inspections:follow_up", query={**self.query, "tinh_trang": state}
        )

    @property
    def open_url(self) -> str:
        return self.url("open")

    @property
    def overdue_url(self) -> str:
        return self.url("overdue")


class AddresseeFilter(RecommendationFilter):
    """The filters of the board for its addressees, in an order of their own."""

    default_sort = "-qua_han"

    tinh_trang = None
    sap_xep = SortFilter(
        {
            "ten": ("Nơi nhận", "name"),
            "dang_mo": ("Đang mở", "open"),
            "qua_han": ("Quá hạn", "overdue"),
        },
        method="as_they_are",
    )

    def as_they_are(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        return super(ListFilter, self).filter_queryset(queryset.open_on(self.date))

    def addressees(self) -> list[Addressee]:
        """Return everybody who was asked for something still open; one query."""
        date = self.date
        grouped = self.qs.order_by().values("producer", "agency", "addressee_text")
        found = grouped.annotate(
            name=Coalesce("producer__name", "agency__name", F("addressee_text")),
            open=Count("pk"),
            overdue=Count("pk", filter=is_overdue_on(date)),
            due_soon=Count("pk", filter=is_due_soon_on(date)),
            earliest=Min("due_on"),
        )
        rows = [_addressee(row) for row in found.order_by("name")]
        key = self.sort.removeprefix("-")
        column = self.filters["sap_xep"].columns[key]
        backwards = self.sort.startswith("-")
        return sorted(rows, key=lambda row: getattr(row, column), reverse=backwards)


def _addressee(row: dict) -> Addressee:
    keys = {"chu_the": "producer", "co_quan": "agency", "noi_nhan": "addressee_text"}
    query = {name: row[key] for name, key in keys.items() if row[key]}
    names = ("name", "open", "overdue", "due_soon", "earliest")
    return Addressee(query=query, **{name: row[name] for name in names})
