"""The review desk and the board with the keyboard and many boxes."""

import re
from functools import partial

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from inspections.models import Visit
from inspections.tests.cast import Cast, move
from tests import factories

from . import sign_in


@pytest.fixture
def cast(transactional_db) -> Cast:
    cast = Cast()
    move(cast.visit, "submitted")
    return cast


@pytest.fixture
def desk(page, live_server, cast):
    """Return the tab of the lead, at the desk with the first of two visits."""
    other = factories.VisitFactory(place=cast.hoa_an, checklist=cast.checklist)
    factories.TeamMemberFactory(visit=other)
    move(other, "submitted")
    sign_in(page.context, cast.hoa, live_server.url)
    page.goto(live_server.url + reverse("inspections:review_list"))
    return page


def ready(page) -> None:
    """Wait until the keys are served: their button comes with the script."""
    expect(page.get_by_role("button", name="Phím tắt (?)")).to_be_visible()


def press(page, key, heard):
    """Press until it is heard: a browser leaves out what is pressed before a new page
    has been painted. ``heard`` asserts it within its ``timeout``.
    """
    for _ in range(9):
        page.keyboard.press(key)
        try:
            return heard(timeout=3000)
        except AssertionError:
            continue
    page.keyboard.press(key)
    return heard()


def test_a_reviewer_goes_through_the_queue_without_the_mouse(desk, cast):
    ready(desk)
    first = desk.locator("a.row-link").first
    press(desk, "p", expect(first).to_be_focused)
    desk.keyboard.press("p")
    expect(desk.locator("a.row-link").nth(1)).to_be_focused()
    desk.keyboard.press("Shift+P")
    expect(first).to_be_focused()
    desk.keyboard.press("Enter")
    address = reverse("inspections:review", args=[cast.visit.uuid])
    expect(desk).to_have_url(re.compile(address))
    ready(desk)
    approve = desk.get_by_role("button", name="Duyệt", exact=False).first
    press(desk, "d", expect(approve).to_be_focused)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Đã duyệt buổi kiểm tra.")).to_be_visible()
    assert Visit.objects.get(pk=cast.visit.pk).status == "approved"
    ready(desk)
    press(desk, "p", partial(expect(desk).not_to_have_url, re.compile(address)))
    ready(desk)
    reason = desk.locator("textarea[name=comment]")
    press(desk, "l", expect(reason).to_be_focused)
    reason.fill("Thiếu ảnh: p d l ?")  # letters in a text are letters
    reason.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Đã trả lại buổi kiểm tra để bổ sung.")).to_be_visible()


def test_the_keys_are_told(desk):
    ready(desk)
    desk.keyboard.press("?")
    told = desk.get_by_role("dialog", name="Phím tắt của bàn duyệt")
    expect(told).to_be_visible()
    desk.keyboard.press("p")  # the dialog has the keys
    expect(desk.locator("a.row-link").first).not_to_be_focused()
    desk.keyboard.press("Escape")
    expect(told).to_be_hidden()
    desk.get_by_role("button", name="Phím tắt (?)").click()
    expect(told).to_be_visible()
    told.get_by_role("button", name="Đóng").click()
    expect(told).to_be_hidden()


def test_a_page_of_the_board_is_chosen_at_once(page, live_server, cast):
    rows = [
        factories.RecommendationFactory(site_check=cast.check, text=f"Việc {number}.")
        for number in range(3)
    ]
    sign_in(page.context, cast.lan, live_server.url)
    page.goto(live_server.url + reverse("inspections:follow_up"))
    whole = page.get_by_label("Chọn cả trang")
    boxes = page.locator("input[name=chon]")
    whole.check()
    expect(page.locator("input[name=chon]:checked")).to_have_count(len(rows))
    boxes.first.uncheck()
    expect(page.locator("[data-ocop-ticked]")).to_have_text("2")
    page.get_by_role("searchbox").fill("Việc 1")
    expect(boxes).to_have_count(1)
    whole.check()
    expect(boxes).to_be_checked()
    whole.uncheck()
    page.get_by_label("Tất cả 1 đề nghị của bộ lọc").check()
    page.get_by_role("button", name="Đổi thời hạn").click()
    expect(page.get_by_role("heading", name="Đổi thời hạn 1 đề nghị")).to_be_visible()
