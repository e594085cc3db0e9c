"""A form in a browser: what was typed is guarded, what is lost is asked for first."""

import pytest
from playwright.sync_api import expect

from . import violations

WARNING = "beforeunload"


@pytest.fixture
def form(sample):
    sample.goto("/mau/nhap/")
    return sample


@pytest.fixture
def listing(sample):
    sample.goto("/mau/")
    return sample


@pytest.fixture
def questions(sample):
    """Answer each question of the browser with "stay", and return their kinds."""
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    sample.on("dialog", stay)
    return asked


def fill(form):
    form.get_by_label("Tên sản phẩm").fill("Mật ong")
    form.locator("[name=visited_on]").fill("15/09/2023")
    form.get_by_label("Loại hình").select_option("a")
    form.get_by_label("Đạt", exact=True).check()


def test_leaving_with_edits_asks_first(form, questions):
    form.get_by_label("Tên sản phẩm").press_sequentially("Mật ong")
    form.get_by_role("link", name="Thôi, quay lại").click(no_wait_after=True)
    form.wait_for_timeout(200)
    assert questions == [WARNING]
    assert form.url.endswith("/mau/nhap/")
    expect(form.get_by_label("Tên sản phẩm")).to_have_value("Mật ong")


def test_leaving_without_edits_asks_nothing(form, questions):
    form.get_by_label("Tên sản phẩm").click()
    form.get_by_role("link", name="Thôi, quay lại").click()
    form.wait_for_url("**/mau/")
    assert questions == []


def test_saving_asks_nothing(form, questions):
    fill(form)
    form.get_by_role("button", name="Lưu phiếu").click()
    form.get_by_text("Đã lưu phiếu kiểm tra.").wait_for()
    assert questions == []


def test_errors_take_the_focus_and_lead_to_their_fields(form):
    form.get_by_label("Tên sản phẩm").fill("Mật ong")
    form.get_by_role("button", name="Lưu phiếu").click()
    summary = form.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Ngày kiểm tra").press("Enter")
    date = form.locator("[name=visited_on]")
    expect(date).to_be_focused()
    expect(form.get_by_label("Tên sản phẩm")).to_have_value("Mật ong")


@pytest.mark.parametrize("width", [360, 1280])
def test_errors_and_a_conflict_are_accessible(sample, width):
    sample.set_viewport_size({"width": width, "height": 800})
    sample.goto("/mau/nhap/?xung-dot")
    sample.get_by_role("button", name="Lưu phiếu").click()
    expect(sample.get_by_role("alert")).to_have_count(2)
    assert violations(sample) == []
    assert sample.evaluate("document.documentElement.scrollWidth") == width


def test_confirm_asks_and_starts_on_the_way_back(listing):
    listing.get_by_role("button", name="Xóa", exact=True).click()
    dialog = listing.get_by_role("dialog", name="Xóa giấy tờ này?")
    back = dialog.get_by_role("button", name="Quay lại")
    expect(back).to_be_focused()
    assert violations(listing) == []


@pytest.mark.parametrize("key", ["Enter", "Escape"])
def test_confirm_refused_sends_nothing(listing, key):
    methods = set()
    listing.on("request", lambda request: methods.add(request.method))
    listing.get_by_role("button", name="Xóa", exact=True).click()
    listing.keyboard.press(key)
    listing.get_by_role("dialog").wait_for(state="detached")
    assert "POST" not in methods


def test_confirm_agreed_sends_the_form(listing):
    listing.get_by_role("button", name="Xóa", exact=True).click()
    listing.get_by_role("button", name="Xóa giấy tờ").click()
    listing.get_by_text("Đã xóa giấy tờ.").wait_for()


def test_the_calendar_opens_on_the_day_that_was_typed(form):
    form.locator("[name=visited_on]").fill("5/9/2023")
    form.get_by_role("button", name="Mở lịch: Ngày kiểm tra").click()
    expect(form.locator("input[type=date]")).to_have_value("2023-09-05")


def test_a_day_from_the_calendar_is_written_out(form, questions):
    form.locator("input[type=date]").fill("2023-09-05", force=True)
    expect(form.locator("[name=visited_on]")).to_have_value("05/09/2023")
