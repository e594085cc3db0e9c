"""What comes over the open page: signing in, a new version, a browser without room."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from fieldwork import shell
from inspections.models import ItemResult
from inspections.tests.cast import Cast
from tests.factories import PASSWORD

from .. import sign_in
from .bench import SHELL

NO_STORAGE = """indexedDB.open = () => {
  throw new DOMException("", "SecurityError");
};"""


@pytest.fixture
def cast(transactional_db):
    cast = Cast()
    cast.visit.delete()
    campaign = cast.visit.campaign
    campaign.ends_on = timezone.localdate()
    campaign.save()
    return cast


@pytest.fixture
def page(new_context, cast, live_server, faults):
    """Return a page of Lan, who is signed in."""
    context = new_context(viewport={"width": 1280, "height": 860})
    sign_in(context, cast.lan, live_server.url)
    return context.new_page()


def open_a_check(page):
    page.goto(f"{SHELL}#/chuan-bi")
    page.get_by_role("button", name="Tải về máy").click()
    page.get_by_role("button", name="Ghi buổi").click()
    page.get_by_role("button", name="Thêm HKD Nhật").click()
    page.get_by_role("link", name="HKD Nhật").click()
    expect(page.get_by_role("heading", name="HKD Nhật")).to_be_visible()


def test_signing_in_over_the_open_check_keeps_and_sends_it(page, cast):
    open_a_check(page)
    expect(page.locator("[data-sync]")).to_contain_text("Đã gửi")
    Session.objects.all().delete()
    cell = page.locator(f"#o-{cast.item('suc-khoe').pk}-0")
    cell.get_by_text("Ghi chú, ảnh").click()
    note = cell.get_by_placeholder("Ghi chú")
    note.fill("Chưa khám sức khỏe.")
    expect(page.get_by_text("Phiên làm việc đã hết.")).to_be_visible()
    note.press_sequentially(" Hẹn 7 ngày.")
    page.locator("#thong-bao").get_by_role("button", name="Đăng nhập").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên đăng nhập hoặc e-mail").fill(cast.lan.username)
    dialog.get_by_label("Mật khẩu").fill("không đúng")
    dialog.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Phiên làm việc đã hết.")).to_have_count(0)
    expect(note).to_have_value("Chưa khám sức khỏe. Hẹn 7 ngày.")
    expect(page.locator("[data-sync]")).to_contain_text("Đã gửi")
    assert ItemResult.objects.get().note == "Chưa khám sức khỏe. Hẹn 7 ngày."


def test_browser_that_may_not_store_leads_to_the_plain_pages(page):
    page.add_init_script(NO_STORAGE)
    page.goto(SHELL)
    expect(page.get_by_text("Trình duyệt không cho lưu trên máy này")).to_be_visible()
    page.get_by_role("link", name="Ghi trên trang trực tuyến").click()
    page.get_by_role("link", name="Ghi buổi kiểm tra").click()
    expect(page.get_by_label("Nội dung buổi làm việc")).to_be_visible()


def test_new_version_is_taken_when_the_person_says_so(page, monkeypatch):
    open_a_check(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    cell = page.locator(".answer:not(.answer-same)").first
    cell.get_by_text("Ghi chú, ảnh").click()
    note = cell.get_by_placeholder("Ghi chú")
    note.fill("Đang gõ dở")
    text = shell.page()
    monkeypatch.setattr(
        shell, "page", lambda: text.replace("Phím tắt</span>", "Phím bản 2</span>")
    )
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Có bản mới của trang này.")).to_be_visible()
    expect(note).to_have_value("Đang gõ dở")
    page.get_by_role("button", name="Dùng bản mới").click()
    expect(page.get_by_role("button", name="Phím bản 2")).to_be_visible()
    expect(page.get_by_placeholder("Ghi chú").first).to_have_value("Đang gõ dở")
