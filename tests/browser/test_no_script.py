"""A list and a form with JavaScript switched off."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def page(new_context, settings):
    settings.ROOT_URLCONF = "tests.sample.urls"
    return new_context(java_script_enabled=False).new_page()


def test_a_list_is_searched_and_filtered(page):
    page.goto("/mau/")
    page.get_by_role("searchbox").fill("mật")
    page.get_by_label("Hạng sao").select_option("4")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Hạng sao: 4 sao").wait_for()
    assert page.url.endswith("/mau/?q=m%E1%BA%ADt&hang=4&ngay=")


def test_the_sheet_of_filters_opens_on_a_phone(page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/mau/")
    page.get_by_role("button", name="Lọc").click()
    expect(page.get_by_label("Hạng sao")).to_be_visible()


def test_the_list_goes_on_and_is_sorted_by_links(page):
    page.goto("/mau/")
    page.get_by_role("link", name="Trang 2").click()
    page.get_by_text("26–50 trong 60 sản phẩm").wait_for()
    page.get_by_role("link", name="Hạng sao", exact=True).click()
    page.wait_for_url("**/mau/?sap_xep=hang")


def test_a_form_is_refused_and_then_saved(page):
    page.goto("/mau/nhap/")
    page.get_by_label("Tên sản phẩm").fill("Mật ong")
    page.get_by_role("button", name="Lưu phiếu").click()
    page.get_by_role("heading", name="Chưa lưu được, xin xem lại").wait_for()
    expect(page.get_by_label("Tên sản phẩm")).to_have_value("Mật ong")
    page.locator("[name=visited_on]").fill("15/09/2023")
    page.get_by_label("Loại hình").select_option("a")
    page.get_by_label("Đạt", exact=True).check()
    page.get_by_role("button", name="Lưu phiếu").click()
    page.get_by_text("Đã lưu phiếu kiểm tra.").wait_for()
