"""What waits for a person on the first page."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from areas.enums import Level
from areas.models import Area
from catalogue.filters import WAITING_KEY
from catalogue.models import MisuseReport
from core.filtering import unfiltered
from fieldwork.models import Operation
from inspections.enums import EDITABLE, ProposalState, VisitStatus
from inspections.filters import LATE_KEY, PENDING_KEY
from inspections.models import Recommendation, RevocationProposal, Visit
from inspections.models.recommendations import SOON_DAYS
from products.dates import REVOCATION_DAYS, WINDOW_LAST_DAYS
from products.enums import PaperState, Stage
from products.models import Paper, Recognition
from products.requirements import lacking_producers

from .expiry.filters import NO
from .expiry.rows import watched

SHOWN = 5
SOON_MONTHS = 3
# What a visit may wait for: whose right it is, the states, and their key in the list.
KINDS = (
    ("Chờ hoàn thiện", "inspections.submit_visit", EDITABLE, PENDING_KEY),
    (
        "Chờ duyệt",
        "inspections.review_visit",
        (VisitStatus.SUBMITTED,),
        VisitStatus.SUBMITTED,
    ),
    (
        "Chờ ký",
        "inspections.sign_visit",
        (VisitStatus.APPROVED,),
        VisitStatus.APPROVED,
    ),
)


@dataclass(frozen=True)
class Waiting:
    """The first rows that ask for something, and the list that holds them all."""

    title: str
    rows: list[Visit]
    total: int
    url: str

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)


@dataclass(frozen=True)
class Count:
    """A number to keep an eye on, with the list that it counts."""

    label: str
    value: int
    rule: str
    alarm: str
    url: str

    @property
    def tone(self) -> str:
        """Return the tone of the card: nothing to do is good."""
        return self.alarm if self.value else "good"


def waiting_for(user) -> list[Waiting]:
    """Return the visits that wait for this person, what waits longest first.

    Two queries a kind at most.
    """
    found = []
    for title, permission, statuses, key in KINDS:
        visits = Visit.objects.permitted_to(user, permission)
        visits = visits.filter(status__in=statuses)
        if total := visits.count():
            rows = list(visits.for_list().order_by("starts_on", "pk")[:SHOWN])
            url = _list_of("inspections:visit_list", tinh_trang=key, sap_xep="ngay")
            found.append(Waiting(title, rows, total, url))
    return found


def undecided_for(user) -> int:
    """Return how many texts sent from devices wait for this person to choose."""
    if not user.has_perm("inspections.change_sitecheck"):
        return 0
    return Operation.objects.undecided().visible_to(user).count()


def counts_for(user, date: datetime.date) -> list[Count]:
    """Return the numbers that say where this person's area stands on the date."""
    due = Recommendation.objects.visible_to(user).counted()
    stars = Recognition.objects.visible_to(user).standing_on(date)
    return [
        Count(
            "Đề nghị, kiến nghị quá hạn",
            due.overdue_on(date).count(),
            "Chưa kết thúc và thời hạn đã qua; chỉ tính buổi kiểm tra đã nộp.",
            "bad",
            _list_of("inspections:follow_up", tinh_trang="overdue"),
        ),
        Count(
            f"Đề nghị đến hạn trong {SOON_DAYS} ngày",
            due.due_soon_on(date).count(),
            "Chưa kết thúc, thời hạn từ hôm nay; chỉ tính buổi kiểm tra đã nộp.",
            "warn",
            _list_of("inspections:follow_up", tinh_trang="due_soon"),
        ),
        Count(
            f"Sản phẩm hết hạn trong {SOON_MONTHS} tháng",
            stars.running_out_within(SOON_MONTHS, date).count(),
            f"Sản phẩm còn hiệu lực, ngày cuối trong vòng {SOON_MONTHS} tháng tới.",
            "warn",
            _list_of("products:list", het_han_trong=SOON_MONTHS),
        ),
        _closing_for(user, date),
        *_papers_of(user, date),
        _reports_of(user),
        *_proposals_of(user, date),
    ]


def _papers_of(user, date: datetime.date) -> list[Count]:
    return [
        Count(
            "Giấy tờ của chủ thể đã hết hạn",
            Paper.objects.visible_to(user).expired_on(date).count(),
            "Giấy tờ có ngày hết hạn trước hôm nay.",
            "warn",
            _list_of("products:paper_list", tinh_trang=PaperState.EXPIRED),
        ),
        Count(
            "Chủ thể thiếu giấy tờ phải có",
            lacking_producers(user, date).count(),
            "Có sản phẩm còn hiệu lực mà giấy tờ phải có chưa ghi hoặc đã hết hạn.",
            "warn",
            unfiltered(reverse("products:lack_list")),
        ),
    ]


def _closing_for(user, date: datetime.date) -> Count:
    rows = watched(user, date).filter(stage=Stage.CLOSING, dossier_id__isnull=True)
    return Count(
        "Sản phẩm sắp hết kỳ nộp hồ sơ, chưa nộp",
        rows.count(),
        f"Trong {WINDOW_LAST_DAYS} ngày cuối của kỳ nộp hồ sơ đánh giá lại.",
        "bad",
        _list_of("office:expiry", giai_doan=Stage.CLOSING, ho_so=NO),
    )


def _reports_of(user) -> Count:
    return Count(
        "Phản ánh của người dân chờ xử lý",
        MisuseReport.objects.visible_to(user).waiting().count(),
        "Gửi từ trang tra cứu công khai, chưa ghi kết quả xử lý.",
        "warn",
        _list_of("catalogue:report_list", tinh_trang=WAITING_KEY),
    )


def _proposals_of(user, date: datetime.date) -> list[Count]:
    rows = RevocationProposal.objects.visible_to(user)
    return [
        Count(
            "Đề xuất thu hồi chờ quyết định",
            rows.waiting().count(),
            "Lập từ buổi kiểm tra đã duyệt, chưa ra quyết định và chưa thôi.",
            "warn",
            _list_of("inspections:proposal_list", tinh_trang=ProposalState.PROPOSED),
        ),
        Count(
            "Đề xuất thu hồi quá hạn",
            rows.late_on(date).count(),
            f"Chưa quyết định, đã quá {REVOCATION_DAYS} ngày kể từ ngày kết luận.",
            "bad",
            _list_of("inspections:proposal_list", tinh_trang=LATE_KEY),
        ),
    ]


def figures_of(user) -> list[tuple[str, str]]:
    """Return the pages of figures of this person's units, as (words, address).

    With several units the first page takes in all of them.
    """
    areas = dict.fromkeys(user.areas_with("dashboards.view_dashboard"))
    pages = [
        (area.name, _list_of("dashboards:home", dia_ban=area.pk)) for area in areas
    ]
    if len(pages) > 1:
        pages.insert(0, ("Toàn bộ địa bàn được giao", reverse("dashboards:home")))
    return pages


def demo_tour(user) -> str | None:
    """Return the dashboard of huyện Hòa An on the day its report was written.

    None for those in whose reach the district does not lie.
    """
    reach = Area.objects.covered_by(user.areas_with("dashboards.view_dashboard"))
    district = reach.filter(code="051", level=Level.DISTRICT).first()
    if district is None:
        return None
    return _list_of("dashboards:home", dia_ban=district.pk, ngay="15/09/2023")


def _list_of(name: str, **query) -> str:
    return f"{reverse(name)}?{urlencode(query)}"
