"""The way in and out, as a person goes it."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.services import reset_password
from tests.factories import PASSWORD, UserFactory

NEW_PASSWORD = "ba-con-suoi-nho-2026"


@pytest.fixture(autouse=True)
def no_earlier_tries():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def lan(transactional_db):
    return UserFactory(username="lan", full_name="Nông Thị Lan", role=Role.OFFICER)


def sign_in(page, password=PASSWORD, username="lan"):
    page.goto("/")
    page.get_by_label("Tên đăng nhập hoặc e-mail").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def log_out(page):
    page.get_by_role("button", name="Tài khoản").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/tai-khoan/dang-nhap/")


def test_signing_in_goes_on_to_the_page_asked_for(page, lan):
    page.goto("/tai-khoan/dang-nhap/?next=/tai-khoan/sua/")
    page.get_by_label("Tên đăng nhập hoặc e-mail").fill("lan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Nông Thị Lan").wait_for()
    assert page.url.endswith("/tai-khoan/sua/") and "next" not in page.url


def test_a_wrong_password_keeps_the_name_and_says_so(page, lan):
    sign_in(page, password="khong-phai")
    page.get_by_text("Tên đăng nhập hoặc mật khẩu không đúng.").wait_for()
    expect(page.get_by_label("Tên đăng nhập hoặc e-mail")).to_have_value("lan")


def test_a_password_that_was_handed_over_is_changed_first(page, lan):
    issued = reset_password(lan, by=None)
    sign_in(page, password=issued)
    page.wait_for_url("**/tai-khoan/mat-khau/")
    page.goto("/tai-khoan/")
    assert page.url.endswith("/tai-khoan/mat-khau/")
    page.locator("[name=oldpassword]").fill(issued)
    page.locator("[name=password1]").fill(NEW_PASSWORD)
    page.locator("[name=password2]").fill(NEW_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Đổi mật khẩu").click()
    page.get_by_role("heading", name="Việc hôm nay").wait_for()


def test_a_person_without_an_area_is_told_so(page, transactional_db):
    UserFactory(username="moi")
    sign_in(page, username="moi")
    page.get_by_text("Tài khoản chưa được phân công địa bàn nào.").wait_for()


def test_logging_out_is_a_post_and_ends_the_session(page, lan):
    sign_in(page)
    page.wait_for_url("**/")
    with page.expect_request("**/tai-khoan/dang-xuat/") as sent:
        log_out(page)
    assert sent.value.method == "POST"
    page.goto("/tai-khoan/")
    assert page.url.endswith("/tai-khoan/dang-nhap/?next=/tai-khoan/")


def test_back_after_logging_out_shows_nothing(
    browser, browser_context_args, live_server, lan
):
    """Without the guard of other tests, which would switch the browser's cache off."""
    context = browser.new_context(**browser_context_args, base_url=live_server.url)
    page = context.new_page()
    sign_in(page)
    page.goto("/tai-khoan/")
    page.get_by_role("main").get_by_text("Nông Thị Lan").first.wait_for()
    log_out(page)
    page.go_back()
    page.wait_for_url("**/tai-khoan/dang-nhap/?next=/tai-khoan/")
    shown = page.content()
    context.close()
    assert "Nông Thị Lan" not in shown
