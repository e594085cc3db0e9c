"""What stands above the board: how many in each stage, each number with its list."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from products.dates import WINDOW_LAST_DAYS, WINDOW_SOON_DAYS
from products.enums import LapseCause, Stage

from .filters import NO, NO_CAUSE, ExpiryFilter

BOARD, OWNERS = "office:expiry", "office:expiry_owners"
# What the numbers choose; the other filters narrow them.
CHOSEN = ("giai_doan", "ho_so", "kiem_tra", "ly_do")
NOT_CARRIED = (*CHOSEN, "sap_xep", "trang", "xuat")
ALL = "Tất cả"
RULES = {
    Stage.SOON: f"Còn hiệu lực; kỳ nộp hồ sơ mở trong {WINDOW_SOON_DAYS} ngày tới.",
    Stage.OPEN: "Trong kỳ nộp hồ sơ (từ 180 đến 120 ngày trước ngày cuối còn hiệu lực),"
    f" ngày cuối của kỳ nộp còn cách từ {WINDOW_LAST_DAYS} ngày trở lên.",
    Stage.CLOSING: f"Trong {WINDOW_LAST_DAYS} ngày cuối của kỳ nộp hồ sơ, tính cả ngày"
    " cuối.",
    Stage.MISSED: "Còn hiệu lực, còn dưới 120 ngày.",
    Stage.EXTENDED: "Đã qua ngày cuối, hồ sơ đánh giá lại chưa có kết quả, thuộc trường"
    " hợp chuyển tiếp; tối đa 180 ngày.",
    Stage.EXPIRED: "Đã qua ngày cuối còn hiệu lực; không gồm sản phẩm đã thu hồi, bị"
    " loại khỏi danh sách hoặc đã được công nhận lại.",
}


@dataclass(frozen=True)
class Number:
    """A count with the list whose total it is."""

    value: int
    url: str


@dataclass(frozen=True)
class StageCount:
    """One stage, or all of them: products, producers, and what is wanting."""

    label: str
    rule: str
    is_chosen: bool
    products: Number
    owners: Number
    unfiled: Number
    unseen: Number


@dataclass(frozen=True)
class CauseCount:
    label: str
    number: Number


class Counts:
    """The numbers over the rows that the other filters of a page leave."""

    def __init__(self, filters: ExpiryFilter, request: HttpRequest):
        self.others = request.GET.copy()
        for name in NOT_CARRIED:
            self.others.pop(name, None)
        self.chosen = request.GET.get("giai_doan", "")
        narrowed = ExpiryFilter(self.others, request=request)
        self.rows = narrowed.qs.order_by()

    def stages(self) -> list[StageCount]:
        """Return a line for each stage, and one for all; two queries."""
        wanted = {
            "products": Count("pk"),
            "owners": Count("product__producer", distinct=True),
            "unfiled": Count("pk", filter=Q(dossier_id__isnull=True)),
            "unseen": Count("pk", filter=Q(is_unseen=True)),
        }
        grouped = self.rows.values("stage").annotate(**wanted)
        found = {row.pop("stage"): row for row in grouped}
        none = dict.fromkeys(wanted, 0)
        lines = [
            self._stage(stage.label, stage.value, found.get(stage.value, none))
            for stage in Stage
        ]
        return [*lines, self._stage(ALL, "", self.rows.aggregate(**wanted))]

    def causes(self) -> list[CauseCount]:
        """Return how often each cause was recorded; what has none is counted expired.

        One query.
        """
        counts: dict[str | None, int] = {}
        unexplained = 0
        grouped = self.rows.values("lapse__cause", "stage").annotate(count=Count("pk"))
        for row in grouped:
            cause = row["lapse__cause"]
            counts[cause] = counts.get(cause, 0) + row["count"]
            if cause is None and row["stage"] == Stage.EXPIRED:
                unexplained += row["count"]
        lines = [
            CauseCount(str(label), self._number(counts[cause], BOARD, ly_do=cause))
            for cause, label in LapseCause.choices
            if counts.get(cause)
        ]
        wanting = self._number(
            unexplained, BOARD, giai_doan=Stage.EXPIRED.value, ly_do=NO_CAUSE
        )
        return [*lines, CauseCount("đã hết hạn, chưa ghi lý do", wanting)]

    def _stage(self, label: str, key: str, row: dict[str, int]) -> StageCount:
        asked = {"giai_doan": key} if key else {}
        return StageCount(
            label=label,
            rule=RULES[Stage(key)] if key else "",
            is_chosen=key == self.chosen,
            products=self._number(row["products"], BOARD, **asked),
            owners=self._number(row["owners"], OWNERS, **asked),
            unfiled=self._number(row["unfiled"], BOARD, **asked, ho_so=NO),
            unseen=self._number(row["unseen"], BOARD, **asked, kiem_tra=NO),
        )

    def _number(self, value: int, page: str, **asked: str) -> Number:
        query: QueryDict = self.others.copy()
        query.update(asked)
        url = reverse(page)
        return Number(value, f"{url}?{query.urlencode()}" if query else url)
