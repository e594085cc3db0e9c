"""The portal without a mouse."""

import pytest
from playwright.sync_api import expect

# What the focus meets on the sample form, in this order.
FORM_STOPS = [
    "Bỏ qua, tới nội dung chính",
    "Cổng OCOP Cao Bằng Tỉnh Cao Bằng",
    "name",
    "visited_on",
    "Mở lịch: Ngày kiểm tra",
    "kind",
    "outcome",
    "agreed",
    "file",
    "Lưu phiếu",
    "Thôi, quay lại",
]
NAME_OF_FOCUS = """() => {
  const { name, ariaLabel, innerText } = document.activeElement;
  return (name || ariaLabel || innerText).replace(/\\s+/g, " ").trim();
}"""
# A ring of three pixels, and a colour that differs from what lies around it.
RING = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return [outlineStyle, parseFloat(outlineWidth) >= 2];
}"""


@pytest.fixture
def listing(sample):
    sample.goto("/mau/")
    return sample


@pytest.fixture
def form(sample):
    sample.goto("/mau/nhap/")
    return sample


def test_slash_goes_to_the_search_and_selects_what_is_there(sample):
    sample.goto("/mau/?q=mật")
    sample.keyboard.press("/")
    sample.keyboard.type("chè")
    expect(sample.get_by_role("searchbox")).to_have_value("chè")


def test_slash_in_a_field_is_a_slash(listing):
    field = listing.locator("[name=ngay]")
    field.press("/")
    expect(field).to_have_value("/")


def test_ctrl_s_saves_the_form(form):
    form.get_by_label("Tên sản phẩm").fill("Mật ong")
    form.locator("[name=visited_on]").fill("15/09/2023")
    form.get_by_label("Loại hình").select_option("a")
    form.get_by_label("Đạt", exact=True).check()
    form.keyboard.press("Control+s")
    form.get_by_text("Đã lưu phiếu kiểm tra.").wait_for()
    assert form.url.endswith("/mau/")


def test_tab_goes_through_the_form_in_the_order_of_the_page(form):
    met = []
    for _ in FORM_STOPS:
        form.keyboard.press("Tab")
        met.append(form.evaluate(NAME_OF_FOCUS))
    assert met == FORM_STOPS


@pytest.mark.parametrize("path", ["/mau/", "/mau/nhap/"])
def test_the_focus_is_seen_wherever_it_is(sample, path):
    sample.goto(path)
    unseen = []
    sample.keyboard.press("Tab")
    for _ in range(200):
        name = sample.evaluate(NAME_OF_FOCUS)
        if sample.evaluate("document.activeElement === document.body"):
            break
        style, is_wide = sample.evaluate(RING)
        if style in ("none", "hidden") or not is_wide:
            unseen.append(name)
        sample.keyboard.press("Tab")
    assert unseen == []


def test_the_first_stop_leads_past_the_navigation(listing):
    listing.keyboard.press("Tab")
    listing.keyboard.press("Enter")
    listing.keyboard.press("Tab")
    assert listing.evaluate(NAME_OF_FOCUS) == "Tải Excel"


def test_menus_open_and_close_with_the_keyboard(officer_sample):
    page = officer_sample
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/mau/")
    link = page.get_by_role("link", name="Chủ thể", exact=True)
    page.get_by_role("button", name="Danh mục").press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    assert page.evaluate(NAME_OF_FOCUS) == "Danh mục"
