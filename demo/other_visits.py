"""Made-up visits of this year in other areas, so that scope and figures show.

Days are counted back from today; otherwise a portal started later would show nothing
but what is long overdue. Every text that could be taken for real says "(mẫu)".
"""

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone

import office.services
from accounts.models import User
from areas.models import Agency
from history.services import save_recorded
from inspections import services
from inspections.enums import CampaignKind, Direction, Outcome, Severity, TeamRole
from inspections.items import items_for
from inspections.models import Campaign, Finding, TeamMember, Visit
from producers.models import Producer
from products.enums import PaperKind
from products.models import Paper, Product

from .people import place


@dataclass(frozen=True)
class Planned:
    """One visit: where, how many days ago, by whom, what, and how far it has come."""

    commune: str
    days_ago: int
    officer: str
    products: tuple[str, ...]
    failed: tuple[str, ...]
    due_days_ago: int | None
    stage: str


VISITS = (
    Planned(
        "01477",
        69,
        "canbo.trungkhanh",
        ("Hạt dẻ Trùng Khánh rang (mẫu)",),
        ("nb-truy-xuat",),
        24,
        "signed",
    ),
    Planned(
        "01273",
        47,
        "dieuphoi",
        ("Khẩu sli (mẫu)", "Bánh khảo (mẫu)"),
        ("hs-suc-khoe",),
        -20,
        "approved",
    ),
    Planned(
        "01501",
        34,
        "canbo.trungkhanh",
        ("Vịt quay sấy (mẫu)",),
        ("oc-so-sao",),
        None,
        "submitted",
    ),
    Planned("01708", 14, "dieuphoi", ("Mật ong bạc hà (mẫu)",), (), None, "returned"),
    Planned("01654", 3, "canbo.xahoaan", ("Rượu men lá (mẫu)",), (), None, "draft"),
    Planned("01786", -7, "dieuphoi", (), (), None, "draft"),
)
# Who has every paper that must be there, and those besides the dated one.
COMPLETE = "HTX Nam Tuấn (mẫu)"
COMPLETED = (PaperKind.BUSINESS, PaperKind.DECLARATION, PaperKind.LAB_SHEET)
LOOKED_AT = ("nb-bao-bi", "nb-nhan-mac", "hs-suc-khoe", "oc-so-sao", "nb-truy-xuat")


def load_other_visits() -> None:
    """Create the campaign of this year with its visits and a few papers."""
    today = timezone.localdate()
    steering = User.objects.get(username="dieuphoi")
    campaign = services.save_campaign(
        Campaign(
            name=f"Kiểm tra sau công nhận sản phẩm OCOP năm {today.year} (mẫu)",
            kind=CampaignKind.PERIODIC,
            basis="Kế hoạch kiểm tra sản phẩm OCOP (mẫu).",
            starts_on=today - datetime.timedelta(days=90),
            ends_on=today + datetime.timedelta(days=30),
            planned_checks=8,
        ),
        areas=[place("04", ended=False)],
        by=steering,
    )
    for planned in VISITS:
        _load_visit(campaign, planned, today)
    _load_papers(today, by=steering)
    _load_answer()


def _load_visit(campaign: Campaign, planned: Planned, today: datetime.date) -> None:
    officer = User.objects.get(username=planned.officer)
    office_agency = Agency.objects.get(short_code="VPĐP")
    head = TeamMember(
        role=TeamRole.HEAD, title="Trưởng đoàn kiểm tra (mẫu)", agency=office_agency
    )
    visit = services.create_visit(
        Visit(
            campaign=campaign,
            starts_on=today - datetime.timedelta(days=planned.days_ago),
        ),
        place=place(planned.commune, ended=False),
        by=officer,
        team=[head],
    )
    for name in planned.products:
        _load_check(visit, name, planned, today, by=officer)
    _bring_to(visit, planned.stage, by=officer)


def _load_check(visit, name: str, planned: Planned, today, *, by) -> None:
    product = Product.objects.get(name=name)
    check = services.add_site_check(visit, product.site, by=by)
    answers = [
        services.Answer(
            cell.item,
            cell.product,
            Outcome.FAILED if cell.item.code in planned.failed else Outcome.PASSED,
            note="Cần khắc phục (mẫu)." if cell.item.code in planned.failed else "",
        )
        for cell in items_for(check)
        if cell.item.code in LOOKED_AT
    ]
    services.save_answers(check, answers, by=by)
    if not planned.failed:
        good = Finding(
            visit=visit,
            site_check=check,
            severity=Severity.GOOD,
            text="Cơ sở duy trì tốt điều kiện sản xuất (mẫu).",
        )
        services.add_findings([good], by=by)
        return
    due_on = None
    if planned.due_days_ago is not None:
        due_on = today - datetime.timedelta(days=planned.due_days_ago)
    asked = services.addressed(
        visit,
        direction=Direction.TO_PRODUCER,
        texts=["Khắc phục nội dung không đạt và báo cáo kết quả (mẫu)."],
        producers=[product.producer],
        site_check=check,
        due_on=due_on,
    )
    services.recommend(asked, by=by)


def _bring_to(visit: Visit, stage: str, *, by) -> None:
    """Hand the visit on as far as the stage, each step by somebody who may."""
    reviewer = User.objects.get(username="dieuphoi")
    if stage == "draft":
        return
    services.submit_visit(visit, by=by)
    if stage == "returned":
        services.return_visit(
            visit, by=reviewer, comment="Bổ sung ảnh chụp nhãn sản phẩm (mẫu)."
        )
    if stage in ("approved", "signed"):
        services.approve_visit(visit, by=reviewer)
    if stage == "signed":
        office.services.sign_visit(visit, by=reviewer)


def _load_papers(today: datetime.date, *, by) -> None:
    """Give a few producers papers: one expired, one running out, one complete."""
    for name, days in (
        ("HTX Trùng Khánh (mẫu)", -12),
        ("Hộ kinh doanh Thục Phán (mẫu)", 40),
        (COMPLETE, 700),
    ):
        expires_on = today + datetime.timedelta(days=days)
        paper = Paper(
            producer=Producer.objects.get(name=name),
            kind=PaperKind.FOOD_SAFETY,
            number="01/ATTP (mẫu)",
            issuer="Chi cục Quản lý chất lượng nông lâm sản và thủy sản",
            issued_on=expires_on - datetime.timedelta(days=3 * 365),
            expires_on=expires_on,
        )
        save_recorded(paper, by=by)
    for kind in COMPLETED:
        complete = Producer.objects.get(name=COMPLETE)
        paper = Paper(producer=complete, kind=kind, number="01 (mẫu)")
        save_recorded(paper, by=by)


def _load_answer() -> None:
    """Let one producer answer by a link; nobody has confirmed it yet."""
    officer = User.objects.get(username="canbo.trungkhanh")
    producer = Producer.objects.get(name="HTX Trùng Khánh (mẫu)")
    link, _ = services.create_answer_link(
        producer, by=officer, expires_on=services.last_day(), key=uuid.uuid4()
    )
    [asked] = link.open_items()
    services.answer_by_link(
        link,
        asked,
        text="Đã in lại tem có mã truy xuất, dán từ lô mới (mẫu).",
        said_by="Đại diện hợp tác xã (mẫu)",
    )
