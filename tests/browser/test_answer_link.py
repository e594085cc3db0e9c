"""A producer without an account answers on a phone; an officer made the link."""

import pytest
from playwright.sync_api import expect

from inspections.enums import ResponseState
from inspections.models import Response
from inspections.tests.cast import Cast, move
from inspections.tests.pictures import picture
from tests import factories

from . import sign_in, violations

DESK, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
TEXT = "Hoàn thiện quy trình sản xuất."


@pytest.fixture
def cast(transactional_db):
    cast = Cast()
    factories.RecommendationFactory(site_check=cast.check, text=TEXT)
    factories.RecommendationFactory(site_check=cast.check, text="Đăng ký mã vạch.")
    move(cast.visit, "signed")
    return cast


@pytest.fixture
def officer(new_context, live_server, cast):
    context = new_context(viewport=DESK)
    sign_in(context, cast.lan, live_server.url)
    return context.new_page()


@pytest.fixture
def phone(new_context):
    return new_context(viewport=PHONE).new_page()


def looks_right(page) -> None:
    """Hold an open page to the width of its window and to axe."""
    page.wait_for_load_state()
    widths = "[document.documentElement.scrollWidth, window.innerWidth]"
    needed, given = page.evaluate(widths)
    assert needed <= given
    assert violations(page) == []


def answer(page, text: str, photo: dict) -> None:
    page.get_by_role("link", name=text).click()
    page.get_by_label("Đã làm được gì").fill("Đã viết lại quy trình.")
    page.get_by_label("Họ tên người trả lời").fill("Chị Nhật")
    page.get_by_label("Ảnh, giấy tờ cho thấy đã làm").set_input_files(photo)
    looks_right(page)
    page.get_by_role("button", name="Lưu trả lời").click()
    page.get_by_role("button", name="Gửi xong").wait_for()


def test_answered_on_a_phone_and_confirmed_at_the_desk(
    officer, phone, cast, browser_faults
):
    officer.goto(f"/kien-nghi/lien-ket/{cast.product.producer_id}/")
    officer.get_by_role("button", name="Tạo liên kết").click()
    url = officer.get_by_label("Địa chỉ", exact=True).input_value()
    looks_right(officer)

    phone.goto(url)
    expect(phone.get_by_text("Đăng ký mã vạch.").first).to_be_visible()
    looks_right(phone)
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    answer(phone, TEXT, photo)
    expect(phone.get_by_text("Chờ cán bộ xác nhận")).to_have_count(1)
    looks_right(phone)
    phone.get_by_role("button", name="Gửi xong").click()
    agree = phone.get_by_role("dialog").get_by_role("button", name="Gửi xong")
    agree.click()
    phone.get_by_role("heading", name="Đã gửi trả lời").wait_for()
    assert phone.goto(url).status == 404
    browser_faults.clear()  # the console tells of the 404 that was meant
    looks_right(phone)

    given = Response.objects.get()
    officer.goto("/kien-nghi/?tinh_trang=answered")
    officer.get_by_role("link", name=TEXT).click()
    officer.get_by_label("Kết luận").select_option("accepted")
    looks_right(officer)
    officer.get_by_role("button", name="Ghi kết luận").click()
    officer.get_by_text("Đã ghi kết luận về trả lời.").wait_for()
    given.refresh_from_db()
    assert (given.state, given.evidence.count()) == (ResponseState.ACCEPTED, 1)
