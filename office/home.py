"""What waits for a person on the first page."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from areas.enums import Level
from areas.models import Area
from inspections.enums import EDITABLE, VisitStatus
from inspections.models import Recommendation, Visit
from products.dates import add_months
from products.models import Paper, Recognition

SHOWN = 5
SOON_DAYS = 30


@dataclass(frozen=True)
class Waiting:
    """A few rows that ask for something, and the list that holds them all."""

    title: str
    rows: list
    url: str
    more: bool


@dataclass(frozen=True)
class Count:
    """A number to keep an eye on, with the list behind it where there is one."""

    label: str
    value: int
    rule: str
    tone: str
    url: str = ""


def waiting_for(user) -> list[Waiting]:
    """Return the visits that wait for this person; one query for each kind."""
    kinds = (
        (
            "Nháp và bị trả lại, chờ hoàn thiện",
            "inspections.submit_visit",
            EDITABLE,
        ),
        ("Chờ duyệt", "inspections.review_visit", (VisitStatus.SUBMITTED,)),
        ("Chờ ký", "inspections.sign_visit", (VisitStatus.APPROVED,)),
    )
    found = []
    for title, permission, statuses in kinds:
        visits = Visit.objects.permitted_to(user, permission)
        rows = list(visits.filter(status__in=statuses).for_list()[: SHOWN + 1])
        if rows:
            url = reverse("inspections:visit_list")
            query = urlencode({"tinh_trang": statuses[0]})
            found.append(
                Waiting(title, rows[:SHOWN], f"{url}?{query}", len(rows) > SHOWN)
            )
    return found


def counts_for(user, date: datetime.date) -> list[Count]:
    """Return the numbers that say where this person's area stands on the date."""
    due = Recommendation.objects.visible_to(user).counted()
    soon = date + datetime.timedelta(days=SOON_DAYS)
    stars = Recognition.objects.visible_to(user).in_force_on(date)
    follow_up = reverse("inspections:follow_up")
    products = reverse("products:list")
    return [
        Count(
            "Đề nghị, kiến nghị quá hạn",
            due.overdue_on(date).count(),
            "Chưa kết thúc và thời hạn đã qua; chỉ tính buổi kiểm tra đã nộp.",
            "bad",
            f"{follow_up}?tinh_trang=overdue",
        ),
        Count(
            f"Đề nghị đến hạn trong {SOON_DAYS} ngày",
            due.open_on(date).filter(due_on__range=(date, soon)).count(),
            "Chưa kết thúc, thời hạn từ hôm nay.",
            "warn",
        ),
        Count(
            "Sản phẩm hết hạn trong 3 tháng",
            stars.filter(valid_to__lte=add_months(date, 3)).count(),
            "Sản phẩm còn hiệu lực, ngày cuối trong vòng 3 tháng tới.",
            "warn",
            f"{products}?het_han_trong=3",
        ),
        Count(
            "Giấy tờ của chủ thể đã hết hạn",
            Paper.objects.visible_to(user).expired_on(date).count(),
            "Giấy tờ có ngày hết hạn trước hôm nay.",
            "warn",
        ),
    ]


def demo_tour() -> str | None:
    """Return the dashboard of huyện Hòa An on the day its report was written."""
    district = Area.objects.filter(code="051", level=Level.DISTRICT).first()
    if district is None:
        return None
    query = urlencode({"dia_ban": district.pk, "ngay": "15/09/2023"})
    return f"{reverse('dashboards:home')}?{query}"
