"""The import in a browser, on a phone: a real annex in, and the same again."""

import pytest
from django.conf import settings as configured
from django.test import Client
from playwright.sync_api import expect

from accounts.enums import Role
from producers.models import Producer
from products.models import Product
from products.regimes import load_regimes
from tests.browser import violations
from tests.factories import UserFactory
from tests.places import load_cao_bang, unit

from .workbooks import workbook

HOA_AN = configured.BASE_DIR / "demo" / "data" / "phu-luc-hoa-an-2020-2022.xlsx"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def upload(new_context, live_server):
    """Open the upload page on a phone as an administrator of the province."""
    load_cao_bang()
    load_regimes()
    client = Client()
    client.force_login(UserFactory(role=Role.ADMIN, role__area=unit("04")))
    name = configured.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value}
    context = new_context(viewport=PHONE)
    context.add_cookies([{**cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto("/nhap-excel/tai-len/")
    return page


def check(page) -> None:
    """Nothing sticks out of the screen, and axe finds no fault."""
    page.wait_for_load_state()  # or the styles may be missing
    width = page.evaluate("document.documentElement.scrollWidth")
    assert (width, violations(page)) == (PHONE["width"], [])


def send(page, file) -> None:
    page.get_by_label("Tệp danh sách").set_input_files(file)
    page.get_by_role("button", name="Tải lên").click()


def test_an_annex_is_read_previewed_written_and_changes_nothing_again(upload):
    page = upload
    send(page, HOA_AN)
    page.get_by_role("heading", name="Tệp được hiểu như sau").wait_for()
    expect(page.get_by_text("10 dòng dữ liệu.")).to_have_count(1)
    check(page)
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("heading", name="Xem trước khi ghi").wait_for()
    row = page.get_by_role("row", name="Sản phẩm", exact=False).filter(
        has=page.get_by_role("rowheader", name="Sản phẩm", exact=True)
    )
    assert row.get_by_role("cell").all_inner_texts() == ["10", "0", "0"]
    check(page)
    page.get_by_role("button", name="Ghi vào hệ thống").click()
    page.get_by_text("Đã ghi danh sách vào hệ thống.").wait_for()
    check(page)
    assert Product.objects.count() == 10

    page.goto("/nhap-excel/tai-len/")
    send(page, HOA_AN)
    page.get_by_text("Đúng tệp này đã được ghi lúc").wait_for()
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_text("Tệp này không làm thay đổi gì").wait_for()
    expect(page.get_by_role("button", name="Ghi vào hệ thống")).to_have_count(0)
    assert Product.objects.count() == 10


def test_a_table_with_unknown_titles_is_named_by_hand(upload):
    page = upload
    rows = [["Mặt hàng", "Người làm ra"], ["Rượu men lá", "HTX Bản Giốc"]]
    send(page, {"name": "ds.xlsx", "mimeType": "", "buffer": workbook(rows)})
    page.get_by_label("Từ dòng").fill("1")
    page.get_by_role("button", name="Đọc lại trang này").click()
    page.get_by_label("Mặt hàng").select_option("Tên sản phẩm")
    page.get_by_label("Người làm ra").select_option("Tên chủ thể")
    page.wait_for_load_state()  # so that the keys are listened to
    page.get_by_label("Người làm ra").press("Control+s")
    page.get_by_role("rowheader", name="Dòng 2").wait_for()
    expect(page.get_by_text("HTX Bản Giốc")).to_have_count(1)


def test_a_file_that_is_no_list_is_told_where_it_was_chosen(upload, browser_faults):
    page = upload
    send(page, {"name": "ds.xls", "mimeType": "", "buffer": b"<html><table></table>"})
    box = page.get_by_label("Tệp danh sách")
    box.wait_for()
    said = page.locator(f"#{box.get_attribute('id')}_error").inner_text()
    assert "Tệp “ds.xls”: Tệp là trang web hoặc XML mang đuôi Excel." in said
    check(page)
    [fault] = browser_faults
    browser_faults.clear()
    assert "422" in fault and "/nhap-excel/tai-len/" in fault


def test_names_much_alike_are_answered_side_by_side_on_a_phone(upload):
    page = upload
    rows = [
        ["Tên sản phẩm", "Tên chủ thể", "Địa chỉ"],
        ["Rượu men lá", "HTX Hoàng Tung", "Xã Hòa An"],
        ["Miến dong", "HTX Hoàng Tùng", "Xã Hoàng Tungg"],
    ]
    send(page, {"name": "ds.xlsx", "mimeType": "", "buffer": workbook(rows)})
    page.get_by_role("button", name="Xem trước").click()
    section = page.get_by_role("region", name="Cần bạn xem")
    sides = section.get_by_role("listitem")
    expect(sides.filter(has_text="HTX Hoàng Tung")).to_have_count(1)
    expect(sides.filter(has_text="HTX Hoàng Tùng")).to_have_count(1)
    check(page)
    section.get_by_label("Là một").check()
    place = section.get_by_label("Chọn nơi gần đúng")
    place.select_option(label="Xã Hoàng Tung, huyện Hòa An (đến 30/06/2025)")
    section.get_by_role("button", name="Áp dụng và xem trước lại").click()
    page.get_by_text("Mọi câu đã được trả lời.").wait_for()
    check(page)
    page.get_by_role("button", name="Ghi vào hệ thống").click()
    page.get_by_text("Đã ghi danh sách vào hệ thống.").wait_for()
    assert [one.name for one in Producer.objects.all()] == ["HTX Hoàng Tung"]
    assert Product.objects.count() == 2
