"""Filters of the desk of reports, as their addresses carry them."""

from django_filters import ChoiceFilter

from areas.filters import AreaFilter
from core.filters import ListFilter, SortFilter

from .models import MisuseKind, MisuseReport

WAITING_KEY = "cho"
STATES = [(WAITING_KEY, "chờ xử lý"), ("xong", "đã xử lý")]


class ReportFilter(ListFilter):
    """``q``, ``dia_ban``, ``tinh_trang``, ``noi_dung``, ``sap_xep``."""

    default_sort = "-gui"

    dia_ban = AreaFilter()
    tinh_trang = ChoiceFilter(label="Tình trạng", choices=STATES, method="by_state")
    noi_dung = ChoiceFilter(
        field_name="kind", label="Nội dung", choices=MisuseKind.choices
    )
    sap_xep = SortFilter({"gui": ("Gửi lúc", "sent_at")})

    class Meta:
        model = MisuseReport
        fields: list[str] = []

    def by_state(self, rows, name, value):
        return rows.filter(handled_at__isnull=value == WAITING_KEY)
