"""The totals of a score sheet while it is filled in, with and without a script."""

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from tests.criteria_factories import ScoreSheetFactory
from tests.factories import UserFactory

from . import sign_in

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def sheet(transactional_db):
    return ScoreSheetFactory(points={"1.1": 30})


@pytest.fixture
def opened(sheet, new_context, live_server):
    """Open the sheet as an officer of its place."""
    area = sheet.product.site.area
    officer = UserFactory(role=Role.OFFICER, role__area=area)

    def open_page(**options):
        context = new_context(viewport=PHONE, **options)
        sign_in(context, officer, live_server.url)
        page = context.new_page()
        page.goto(live_server.url + sheet.get_scoring_url())
        return page

    return open_page


def test_totals_follow_what_is_chosen(opened, browser_faults):
    page = opened()
    bar = page.locator(".score-bar")
    expect(bar).to_contain_text("30/100 điểm")
    expect(bar).to_contain_text("2 tiêu chí chưa chấm")
    page.get_by_label("Mức 20").check()
    expect(bar).to_contain_text("50/100 điểm")
    expect(bar).to_contain_text("1 tiêu chí chưa chấm")
    part = page.get_by_role("region", name="Phần C")
    expect(part.locator(".criteria-max").first).to_have_text("20/35 điểm")
    page.get_by_role("button", name="Lưu bảng chấm").click()
    expect(page.get_by_text("còn 1 tiêu chí chưa chấm").first).to_be_visible()


def test_without_a_script_the_server_counts(opened):
    page = opened(java_script_enabled=False)
    page.get_by_label("Mức 20").check()
    page.get_by_role("button", name="Lưu bảng chấm").click()
    expect(page.locator(".lead-line")).to_contain_text("50 điểm, còn 1 tiêu chí")
