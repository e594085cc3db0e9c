"""The whole way of an annex through the import, as an office would go it on a phone.

A two-row header, a name that is nearly another's, a place nobody can tell, a row that
is refused and comes back, and the whole taken back in the end.
"""

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from imports.tests.workbooks import workbook
from producers.models import Producer
from products.models import Product, Recognition
from products.regimes import load_regimes
from tests.factories import UserFactory
from tests.places import load_cao_bang, unit

from . import sign_in, violations

PHONE = {"width": 360, "height": 740}
TOWN = "Thị trấn Nước Hai, huyện Hòa An"
STARS, TITLE_ROWS, FIRST_ROW = "E", 4, 8
ANNEX = [
    ["ỦY BAN NHÂN DÂN HUYỆN HÒA AN"],
    ["PHỤ LỤC: DANH SÁCH SẢN PHẨM OCOP NĂM 2023"],
    [],
    ["TT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Kết quả\nđánh giá", "",
     "Quyết định công nhận", ""],
    ["", "", "", "", "Hạng sao", "Điểm", "Số", "Ngày"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
    ["I. HUYỆN HÒA AN"],
    [1, "Rượu nếp cẩm", "HTX Nông nghiệp Nước Hai", TOWN, "4 sao", 76.5,
     "2105/QĐ-UBND", "25/12/2023"],
    [2, "Miến dong", "HTX Nông nghiệp Nước Hại", TOWN, "3 sao", 60, "2105/QĐ-UBND",
     "25/12/2023"],
    [3, "Chè đắng", "Hộ kinh doanh Bế Thị Lan", TOWN, "6 sao", 62, "2105/QĐ-UBND",
     "25/12/2023"],
    ["", "Tổng cộng: 03 sản phẩm"],
]  # fmt: skip
MERGES = ["A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:F4", "G4:H4", "A7:H7"]


@pytest.fixture
def phone(transactional_db, new_context, live_server):
    """Open a phone in the hands of an officer of the provincial office."""
    load_cao_bang()
    load_regimes()
    officer = UserFactory(role=Role.PROVINCIAL, role__area=unit("04"))
    context = new_context(viewport=PHONE, accept_downloads=True)
    sign_in(context, officer, live_server.url)
    return context.new_page()


def check(page) -> None:
    """Nothing sticks out of the screen, and axe finds no fault."""
    page.wait_for_load_state()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert (width, violations(page)) == (PHONE["width"], [])


def send(page, name: str, data: bytes) -> None:
    page.goto("/nhap-excel/tai-len/")
    page.get_by_label("Tệp danh sách").set_input_files(
        {"name": name, "mimeType": "", "buffer": data}
    )
    page.get_by_role("button", name="Tải lên").click()
    page.get_by_role("heading", name="Tệp được hiểu như sau").wait_for()


def expect_tab(page, words: str, count: int) -> None:
    tabs = page.get_by_role("navigation", name="Lọc theo kết quả")
    expect(
        tabs.get_by_role("link", name=f"{words} {count}", exact=True)
    ).to_be_visible()


def read_and_preview(page) -> None:
    send(page, "phụ lục Hòa An.xlsx", workbook(ANNEX, merges=MERGES))
    expect(
        page.get_by_role("heading", name="Bảng có tiêu đề ở dòng 4–5")
    ).to_be_visible()
    expect(page.get_by_text("3 dòng dữ liệu")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("heading", name="Xem trước khi ghi").wait_for()
    for words, count in (("Mới", 2), ("Bị loại", 1), ("Tất cả", 3)):
        expect_tab(page, words, count)
    check(page)


def say_that_the_names_are_one(page) -> None:
    question = page.get_by_role("group", name="Có phải là một chủ thể?")
    for name in ("HTX Nông nghiệp Nước Hai", "HTX Nông nghiệp Nước Hại"):
        expect(question.get_by_text(name, exact=True)).to_be_visible()
    question.get_by_label("Là một", exact=True).check()
    asked = page.get_by_role("region", name="Cần bạn xem")
    asked.get_by_role("button", name="Áp dụng và xem trước lại").click()
    expect(asked.get_by_text("Mọi câu đã được trả lời.")).to_be_visible()
    check(page)


def write(page) -> None:
    page.get_by_role("button", name="Ghi vào hệ thống").click()
    page.get_by_text("Đã ghi danh sách vào hệ thống. 1 dòng bị loại").wait_for()
    check(page)


def take_the_file_back(page) -> bytes:
    """Download the officer's own file, with the error beside its row."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp kèm lỗi").click()
    return download.value.path().read_bytes()


def corrected(data: bytes) -> bytes:
    """Return the file with the star put right, as somebody does it in Excel."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    [sheet] = book.worksheets
    assert sheet.cell(TITLE_ROWS, 9).value == "Lỗi"
    said = [sheet.cell(row, 9).value for row in range(FIRST_ROW, FIRST_ROW + 3)]
    assert said[:2] == [None, None]
    assert "6 sao" in said[2]
    cell = sheet[f"{STARS}{FIRST_ROW + 2}"]
    assert cell.fill.fill_type == "solid"
    assert "E4:F4" in {str(area) for area in sheet.merged_cells.ranges}
    cell.value = "3 sao"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_an_annex_from_upload_to_undo(phone):
    page = phone
    read_and_preview(page)
    say_that_the_names_are_one(page)
    write(page)
    assert list(Producer.objects.values_list("name", flat=True)) == [
        "HTX Nông nghiệp Nước Hai"
    ]
    assert Product.objects.count() == 2
    first_report = page.url

    send(page, "đã sửa.xlsx", corrected(take_the_file_back(page)))
    page.get_by_role("button", name="Xem trước").click()
    for words, count in (("Mới", 1), ("Không đổi", 2)):
        expect_tab(page, words, count)
    page.get_by_role("button", name="Ghi vào hệ thống").click()
    page.get_by_text("Đã ghi danh sách vào hệ thống.").wait_for()
    assert Product.objects.count() == 3

    undo(page)
    expect(
        page.get_by_text("Mọi hồ sơ của lần nhập này đã trở lại như trước.")
    ).to_be_visible()
    assert Product.objects.count() == 2
    page.goto(first_report)
    undo(page)
    assert (Producer.objects.count(), Recognition.objects.count()) == (0, 0)


def undo(page) -> None:
    report = page.url
    page.get_by_role("link", name="Hoàn tác lần nhập").click()
    check(page)
    page.get_by_role("button", name="Hoàn tác", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Hoàn tác").click()
    page.get_by_text("hoàn tác").first.wait_for()
    page.goto(report)
