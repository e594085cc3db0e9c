"""The inspection of 15/9/2023 in huyện Hòa An, entered as its officer would.

Facts are those of the published report; names of persons are not, so seats bear
titles. What the report does not tell (single answers, times) is left out or is plainly
an example.
"""

import datetime

from areas.models import Agency
from inspections import services
from inspections.enums import (
    CampaignKind,
    Direction,
    Indicator,
    Outcome,
    ParticipantKind,
    Severity,
    TeamRole,
)
from inspections.items import items_for
from inspections.models import (
    Campaign,
    Finding,
    Participant,
    Recommendation,
    ReportedFigure,
    SiteCheck,
    TeamMember,
    Visit,
)
from inspections.services import Answer
from products.models import Product

DAY = datetime.date(2023, 9, 15)
CAMPAIGN = (
    "Kiểm tra, giám sát và đánh giá tình hình triển khai thực hiện Chương trình OCOP"
    " năm 2023"
)
CHECKED = ("Rượu gạo Nhật Cao Bằng", "Cơm cháy Huy Hoàng")
LOOKED_AT = "Quy trình sản xuất; xây dựng nhãn hiệu; bao bì, đóng gói sản phẩm."
# Items the report names as checked; the others stay "chưa kiểm tra".
NAMED_ITEMS = (
    "nb-bao-bi",
    "nb-nhan-mac",
    "hs-cam-ket",
    "hs-suc-khoe",
    "nb-truy-xuat",
    "nb-ma-vach",
    "hs-cong-bo",
    "hs-moi-truong",
    "sx-quy-trinh",
)
GOOD_FINDINGS = (
    "Sau khi được công nhận, các chủ thể đã đầu tư, mở rộng sản xuất, đa dạng hóa mẫu"
    " mã, bao bì, quảng bá thương hiệu, tiếp cận thị trường trong và ngoài tỉnh.",
    "Các chủ thể cơ bản chấp hành quy định của pháp luật, của Chương trình và các điều"
    " kiện bảo đảm an toàn thực phẩm.",
)
TO_PRODUCERS = (
    "Hoàn thiện quy trình sản xuất.",
    "Nâng cao chất lượng sản phẩm.",
    "Đầu tư cơ sở vật chất: nhà xưởng, thiết bị chế biến bảo đảm an toàn thực phẩm, khu"
    " trưng bày giới thiệu sản phẩm.",
    "Phát triển vùng nguyên liệu.",
    "Mở rộng liên kết tiêu thụ sản phẩm.",
)
TO_LOCALITY = (
    "Tiếp tục tuyên truyền về Chương trình OCOP bằng nhiều hình thức.",
    "Nâng cao kiến thức cho cán bộ cấp xã, cấp huyện.",
    "Khuyến khích, hỗ trợ cơ sở sản xuất, hợp tác xã, doanh nghiệp tham gia Chương"
    " trình.",
    "Hỗ trợ phát triển sản phẩm và xây dựng thương hiệu.",
    "Đẩy mạnh xúc tiến thương mại, mở rộng thị trường.",
    "Tăng cường kiểm tra các sản phẩm đã được công nhận theo tiêu chí.",
)
TO_AGENCIES = (
    "Hướng dẫn, hỗ trợ xây dựng thương hiệu, quy trình sản xuất, chuỗi giá trị, chế"
    " biến sâu, tạo sản phẩm chất lượng có thương hiệu trên thị trường.",
)


def load_campaign(district, *, by) -> Campaign:
    """Create the campaign of 2023 over the district."""
    campaign = Campaign(
        name=CAMPAIGN,
        kind=CampaignKind.PERIODIC,
        basis="Kế hoạch kiểm tra Chương trình OCOP năm 2023 (ví dụ).",
        starts_on=datetime.date(2023, 9, 1),
        ends_on=datetime.date(2023, 9, 30),
        planned_checks=2,
    )
    return services.save_campaign(campaign, areas=[district], by=by)


def load_visit(campaign: Campaign, district, *, by) -> Visit:
    """Enter the whole day as a draft; whoever may, then submits, approves and signs."""
    host = Agency.objects.get(name="UBND huyện Hòa An")
    visit = services.create_visit(
        Visit(
            campaign=campaign,
            starts_on=DAY,
            host=host,
            session_place="UBND huyện Hòa An",
            session_note=(
                "Đoàn làm việc với lãnh đạo huyện, các phòng, ban, đơn vị chuyên môn"
                " và các chủ thể có sản phẩm được tỉnh xếp hạng 3-4 sao giai đoạn"
                " 2020-2022."
            ),
        ),
        place=district,
        by=by,
    )
    _load_people(visit, host, by=by)
    _load_reported(visit, by=by)
    for name in CHECKED:
        _load_check(visit, Product.objects.get(name=name), by=by)
    findings = [
        Finding(visit=visit, severity=Severity.GOOD, text=text)
        for text in GOOD_FINDINGS
    ]
    services.add_findings(findings, by=by)
    _load_recommendations(visit, host, by=by)
    return visit


def _load_people(visit, host, *, by) -> None:
    office = Agency.objects.get(short_code="VPĐP")
    head = TeamMember(
        role=TeamRole.HEAD,
        title="Phó Giám đốc Sở NN&PTNT, Phó Chánh Văn phòng Điều phối",
        agency=office,
    )
    secretary = TeamMember(
        role=TeamRole.SECRETARY, title="Chuyên viên (ví dụ)", agency=office
    )
    services.save_team(visit, [head, secretary], by=by)
    attending = [
        Participant(kind=ParticipantKind.LOCAL_LEADER, title="Lãnh đạo huyện Hòa An"),
        Participant(
            kind=ParticipantKind.LOCAL_UNIT,
            title="Các phòng, ban, đơn vị chuyên môn của huyện",
        ),
        Participant(
            kind=ParticipantKind.PRODUCER,
            title="Chủ thể có sản phẩm OCOP 3-4 sao giai đoạn 2020-2022",
            headcount=12,
        ),
    ]
    services.save_participants(visit, attending, by=by)


def _load_reported(visit, *, by) -> None:
    source = "Số liệu huyện báo cáo tại buổi làm việc"
    reported = (
        (Indicator.PRODUCERS, 12, "12 chủ thể có sản phẩm OCOP"),
        (Indicator.PRODUCTS, 10, "10 sản phẩm được công nhận 2020-2022"),
        (Indicator.PRODUCTS_4, 3, "3 sản phẩm 4 sao"),
        (Indicator.PRODUCTS_3, 7, "7 sản phẩm 3 sao"),
    )
    figures = [
        ReportedFigure(
            indicator=indicator, value=value, text=text, source=source, as_of=DAY
        )
        for indicator, value, text in reported
    ]
    services.save_reported_figures(visit, figures, by=by)


def _load_check(visit, product: Product, *, by) -> SiteCheck:
    check = services.add_site_check(visit, product.site, by=by)
    check.looked_at = LOOKED_AT
    check.assessment = GOOD_FINDINGS[1]
    check.conclusion = "Cơ sở đáp ứng các nội dung đã kiểm tra."
    services.save_site_check(check, by=by)
    answers = [
        Answer(cell.item, cell.product, Outcome.PASSED)
        for cell in items_for(check)
        if cell.item.code in NAMED_ITEMS
    ]
    services.save_answers(check, answers, by=by)
    return check


def _load_recommendations(visit, host, *, by) -> None:
    agencies = "Các cơ quan chuyên môn của tỉnh"
    checks = list(visit.site_checks.select_related("site__producer"))
    rows = [
        Recommendation(
            visit=visit,
            site_check=check,
            direction=Direction.TO_PRODUCER,
            producer=check.site.producer,
            text=text,
        )
        for text in TO_PRODUCERS
        for check in checks
    ]
    rows += [
        Recommendation(
            visit=visit, direction=Direction.TO_LOCALITY, agency=host, text=text
        )
        for text in TO_LOCALITY
    ]
    rows += [
        Recommendation(
            visit=visit,
            direction=Direction.TO_AGENCY,
            proposed_by=host,
            addressee_text=agencies,
            text=text,
        )
        for text in TO_AGENCIES
    ]
    services.recommend(rows, by=by)
