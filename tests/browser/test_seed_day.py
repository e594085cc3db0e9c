"""The day of 15/9/2023, done as the people of three offices would do it.

An administrator imports the annex, the provincial office plans, the district officer
records on a phone, the leader returns and signs, and the figures tell it.
"""

import io

import docx
import pytest
from docx.oxml.ns import qn
from playwright.sync_api import expect

from areas.agencies import load_agencies
from demo.people import PASSWORD, load_people, place
from demo.seed_visit import (
    CAMPAIGN,
    CHECKED,
    GOOD_FINDINGS,
    LOOKED_AT,
    NAMED_ITEMS,
    TO_AGENCIES,
    TO_LOCALITY,
    TO_PRODUCERS,
)
from demo.workbooks import HOA_AN
from inspections.models import ChecklistItem, ItemResult, SiteCheck, Visit
from inspections.services import load_checklist
from products.regimes import load_regimes
from tests.places import load_cao_bang

DESK, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
HEAD = "Phó Giám đốc Sở NN&PTNT, Phó Chánh Văn phòng Điều phối"
OFFICE = "Văn phòng Điều phối nông thôn mới tỉnh Cao Bằng"
HOST = "UBND huyện Hòa An"
SESSION = "Làm việc với lãnh đạo huyện và các chủ thể có sản phẩm 3-4 sao."
RETURNED = "Ghi rõ nội dung đã xem tại cơ sở Cơm cháy Huy Hoàng."


@pytest.fixture
def portal(transactional_db):
    """Load what every portal has before its first day: places, rules, people."""
    load_cao_bang()
    load_agencies("04")
    load_regimes()
    load_checklist()
    load_people()


@pytest.fixture
def desk_of(new_context):
    """Return what opens a window of its own for a person, signed in at the page."""

    def open_window(username, size=DESK):
        page = new_context(viewport=size).new_page()
        page.goto("/")
        page.get_by_label("Tên đăng nhập hoặc e-mail").fill(username)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("heading", name="Việc hôm nay").wait_for()
        return page

    return open_window


def save(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def import_the_annex(page):
    menu = page.get_by_role("navigation", name="Danh mục chính")
    menu.get_by_role("link", name="Nhập Excel").click()
    page.get_by_role("link", name="Tải tệp lên").click()
    page.get_by_label("Tệp danh sách").set_input_files(HOA_AN)
    save(page, "Tải lên")
    page.get_by_label("Bộ quy định").select_option(label="1048/QĐ-TTg")
    save(page, "Xem trước")
    save(page, "Ghi vào hệ thống")
    page.get_by_text("Đã ghi danh sách vào hệ thống.").wait_for()


def plan_the_campaign(page):
    page.goto("/dot-kiem-tra/them/")
    page.get_by_label("Tên đợt").fill(CAMPAIGN)
    page.get_by_role("textbox", name="Từ ngày").fill("01/09/2023")
    page.get_by_role("textbox", name="Đến ngày").fill("30/09/2023")
    page.get_by_label("Căn cứ").fill("Kế hoạch kiểm tra năm 2023")
    page.get_by_label("Số cơ sở dự kiến kiểm tra").fill("2")
    page.get_by_label("Huyện Hòa An (đến 30/06/2025)").check()
    save(page, "Lưu đợt kiểm tra")
    page.get_by_text("Đã lưu đợt kiểm tra.").wait_for()


def record_the_facts(page):
    page.get_by_role("link", name="Ghi buổi kiểm tra").click()
    page.locator("[name=campaign]").select_option(label=CAMPAIGN)
    page.get_by_label("Địa bàn tiếp đoàn").fill("Huyện Hòa An")
    page.get_by_role("textbox", name="Ngày kiểm tra").fill("15/09/2023")
    page.get_by_label("Cơ quan chủ trì tiếp đoàn").fill(HOST)
    page.get_by_label("Nội dung buổi làm việc").fill(SESSION)
    save(page, "Tạo buổi kiểm tra")
    page.get_by_role("heading", name=f"{HOST}, ngày 15/09/2023").wait_for()


def open_part(page, part):
    """Open one part of the visit from its page."""
    page.goto(Visit.objects.get().get_absolute_url() + part)


def record_the_people(page):
    open_part(page, "doan/")
    page.locator("[name=dong-0-role]").select_option("head")
    page.locator("[name=dong-0-title]").fill(HEAD)
    page.locator("[name^=dong-0-agency]").fill(OFFICE)
    save(page, "Lưu")
    page.get_by_text("Đã lưu đoàn kiểm tra.").wait_for()
    open_part(page, "tham-du/")
    page.locator("[name=dong-0-kind]").select_option("leader")
    page.locator("[name=dong-0-title]").fill("Lãnh đạo huyện")
    page.get_by_role("button", name="Thêm dòng").click()
    page.locator("[name=dong-1-kind]").select_option("producer")
    page.locator("[name=dong-1-headcount]").fill("12")
    save(page, "Lưu")
    open_part(page, "so-lieu/")
    for name, value in (("products", 10), ("products_4", 3), ("products_3", 7)):
        page.locator(f"[name=dong-{row_of(page, name)}-value]").fill(str(value))
    page.locator(f"[name=dong-{row_of(page, 'producers')}-value]").fill("12")
    save(page, "Lưu")
    page.get_by_text("12", exact=True).first.wait_for()


def row_of(page, indicator) -> str:
    """Return the number of the line that asks for one indicator."""
    field = page.locator(f"[name$=indicator][value={indicator}]")
    return field.get_attribute("name").split("-")[1]


def record_the_sites(page):
    open_part(page, "co-so/")
    for name in ("Nhật Cao Bằng", "Huy Hoàng"):
        page.get_by_label(name).check()
    save(page, "Thêm đã chọn")
    for name in CHECKED:
        check = SiteCheck.objects.get(site__products__name=name)
        record_the_answers(page, check)


def record_the_answers(page, check):
    page.goto(f"{check.get_absolute_url()}ghi/")
    named = ChecklistItem.objects.filter(code__in=NAMED_ITEMS)
    for item in named:
        answer = page.locator(f"[data-ocop-answer^='{item.pk}-']")
        answer.get_by_label("Đạt", exact=True).check()
        answer.get_by_text("Đã lưu").wait_for()
    page.reload()
    expect(page.locator("input[value=passed]:checked")).to_have_count(len(named))


def record_the_findings(page):
    open_part(page, "nhan-dinh/")
    page.get_by_label("Ghi nhận", exact=True).check()
    page.get_by_label("Nội dung nhận định").fill("\n".join(GOOD_FINDINGS))
    save(page, "Thêm nhận định")
    recommend(page, "đối với chủ thể", TO_PRODUCERS, check_all)
    recommend(page, "đối với địa phương", TO_LOCALITY, address_to_the_host)
    recommend(page, "kiến nghị với", TO_AGENCIES, address_in_words)


def recommend(page, direction, texts, address):
    open_part(page, "de-nghi/")
    page.get_by_label(direction).check()
    page.get_by_label("Nội dung").fill("\n".join(texts))
    address(page)
    save(page, "Thêm đề nghị")
    page.get_by_text(texts[-1]).first.wait_for()


def check_all(page):
    for box in page.locator("[name=producers]").all():
        box.check()


def address_to_the_host(page):
    page.locator("[name=agency]").select_option(label=HOST)


def address_in_words(page):
    page.locator("[name=proposed_by]").select_option(label=HOST)
    page.locator("[name=addressee_text]").fill("Các cơ quan chuyên môn của tỉnh")


def hand_in(page):
    page.goto(Visit.objects.get().get_absolute_url())
    save(page, "Nộp buổi kiểm tra")
    page.locator(".lead-line").get_by_text("Đã nộp").wait_for()


def give_back(page):
    page.get_by_role("link", name=f"{HOST}, ngày 15/09/2023").click()
    page.get_by_text("Trả lại để bổ sung", exact=True).first.click()
    page.get_by_label("Cần bổ sung, sửa gì").fill(RETURNED)
    save(page, "Trả lại để bổ sung")
    page.get_by_text(RETURNED).first.wait_for()


def mend(page):
    page.goto("/")
    page.get_by_role("link", name=f"{HOST}, ngày 15/09/2023").click()
    page.get_by_text(RETURNED).first.wait_for()
    check = SiteCheck.objects.get(site__products__name="Cơm cháy Huy Hoàng")
    page.goto(f"{check.get_absolute_url()}thong-tin/")
    page.get_by_label("Nội dung đã xem tại cơ sở").fill(LOOKED_AT)
    page.get_by_role("main").locator("button[type=submit]").click()
    page.get_by_text(LOOKED_AT).first.wait_for()


def approve_and_sign(page):
    page.goto(Visit.objects.get().get_absolute_url())
    save(page, "Duyệt buổi kiểm tra")
    page.get_by_role("link", name="Ký buổi kiểm tra").click()
    save(page, "Ký và khóa")
    page.get_by_text(
        "Đã ký và đưa vào sổ: 01/BB-VPĐP, 02/BB-VPĐP, 03/BB-VPĐP."
    ).wait_for()


def downloaded_minutes(page, number) -> str:
    """Return the text of the minutes with that number, tables included."""
    page.goto("/van-ban/")
    page.get_by_role("link", name=number).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tải về (.docx)").click()
    data = waiting.value.path().read_bytes()
    body = docx.Document(io.BytesIO(data)).element.body
    return "\n".join(
        "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        for paragraph in body.iter(qn("w:p"))
    )


def figures(page) -> dict[str, str]:
    """Return the figures of huyện Hòa An on the day of the report."""
    district = place("051", ended=True).pk
    page.goto(f"/so-lieu/?dia_ban={district}&ngay=15/09/2023")
    shown = page.locator("a.figure-value").all_text_contents()
    pairs = (text.removesuffix(", xem danh sách").split(" – ", 1) for text in shown)
    return {label: value for value, label in pairs}


def test_the_day_of_the_report(portal, desk_of):
    import_the_annex(desk_of("quantri"))
    province = desk_of("dieuphoi")
    before = figures(province)
    assert before["Sản phẩm có hiệu lực"] == "10"
    assert before["Lượt kiểm tra cơ sở trong năm 2023"] == "0"
    plan_the_campaign(province)

    phone = desk_of("canbo.hoaan", PHONE)
    record_the_facts(phone)
    record_the_people(phone)
    record_the_sites(phone)
    record_the_findings(phone)
    hand_in(phone)
    leader = desk_of("lanhdao.hoaan")
    give_back(leader)
    mend(phone)
    hand_in(phone)
    approve_and_sign(leader)

    site = downloaded_minutes(leader, "01/BB-VPĐP")
    assert "Kiểm tra, giám sát sản phẩm OCOP tại Cơ sở sản xuất Huy Hoàng" in site
    assert LOOKED_AT in site
    assert "Giấy khám sức khỏe của người trực tiếp sản xuất" in site
    session = downloaded_minutes(leader, "03/BB-VPĐP")
    for text in (HEAD, SESSION, "12 người", *GOOD_FINDINGS, *TO_PRODUCERS):
        assert text.rstrip(".") in session
    assert f"({HOST} kiến nghị)" in session

    after = figures(province)
    assert after["Sản phẩm có hiệu lực"] == "10"
    assert after["Lượt kiểm tra cơ sở trong năm 2023"] == "2"
    assert after["Đang mở"] == "17"
    row = province.locator("tr", has_text="Chủ thể có sản phẩm OCOP").inner_text()
    assert "12" in row and "Lệch" in row
    assert ItemResult.objects.filter(outcome="passed").count() == 2 * len(NAMED_ITEMS)
