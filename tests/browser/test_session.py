"""The warning before a session ends, on a clock that only the test moves."""

import datetime
import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.sessions import SEEN_AT, seconds_left

START = datetime.datetime(2026, 3, 2, 8, 0, tzinfo=datetime.UTC)
IDLE, WARNED = 30 * 60, 2 * 60
# By then the page has been loaded, in seconds.
LOADED = 30


def session():
    return Session.objects.get().get_session_store_class()(Session.objects.get().pk)


def age(seconds):
    """Let the session on the server lie idle for so long already."""
    store = session()
    store[SEEN_AT] = int(time.time()) - seconds
    store.save()


@pytest.fixture
def form(officer_sample):
    """Open a form, type into it, and let 28 minutes pass but for a few seconds.

    Within the last half second the window asks by itself when it takes the focus.
    """
    officer_sample.clock.install(time=START)
    officer_sample.goto("/mau/nhap/")
    officer_sample.clock.pause_at(START + datetime.timedelta(seconds=LOADED))
    officer_sample.get_by_label("Tên sản phẩm").fill("Mật ong")
    age(IDLE - WARNED)
    officer_sample.clock.run_for((IDLE - WARNED - LOADED - 5) * 1000)
    return officer_sample


@pytest.fixture
def warned(form):
    form.clock.run_for(LOADED * 1000)
    form.get_by_role("dialog").wait_for()
    return form


def test_nothing_is_shown_before(form):
    expect(form.get_by_role("dialog")).to_have_count(0)


def test_two_minutes_before_the_end_it_warns(warned):
    assert "Phiên làm việc còn 2 phút." in warned.get_by_role("dialog").inner_text()


def test_going_on_makes_it_longer_and_keeps_what_was_typed(warned):
    warned.get_by_role("button", name="Tiếp tục làm việc").click()
    warned.get_by_role("dialog").wait_for(state="hidden")
    assert seconds_left(session()) > IDLE - 60
    expect(warned.get_by_label("Tên sản phẩm")).to_have_value("Mật ong")


def test_work_in_another_tab_keeps_it_quiet(form):
    age(0)
    with form.expect_response("**/phien/"):
        form.clock.run_for(LOADED * 1000)
    expect(form.get_by_role("dialog")).to_have_count(0)


def test_at_the_end_it_leads_to_signing_in_elsewhere(warned):
    age(IDLE)
    warned.clock.run_for((WARNED + 1) * 1000)
    link = warned.get_by_role("link", name="Đăng nhập lại ở thẻ mới")
    link.wait_for()
    assert link.get_attribute("target") == "_blank"
    expect(warned.get_by_label("Tên sản phẩm")).to_have_value("Mật ong")
