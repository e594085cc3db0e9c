"""Lists of forms whose lines are added one at a time."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import TeamMemberFactory, VisitFactory

from . import sign_in


@pytest.fixture
def team(page, officer, live_server):
    """Open the team of a visit, one seat of which is taken."""
    visit = VisitFactory(place=officer.assignments.get().area)
    TeamMemberFactory(visit=visit, name="Nguyễn Văn Hà")
    sign_in(page.context, officer, live_server.url)
    page.goto(reverse("inspections:visit_team", args=[visit.uuid]))
    return page


def test_blank_lines_wait_until_they_are_asked_for(team):
    lines = team.locator("[data-ocop-row]")
    expect(lines).to_have_count(1)
    team.get_by_role("button", name="Thêm dòng").click()
    expect(lines).to_have_count(2)
    expect(team.locator("[name=dong-1-role]")).to_be_focused()
    expect(team.get_by_role("group", name="Thành viên 2")).to_be_visible()


def test_an_added_line_is_saved(team):
    team.get_by_role("button", name="Thêm dòng").click()
    team.locator("[name=dong-1-title]").fill("Chuyên viên")
    agency = team.locator("[name=dong-0-agency]").input_value()
    team.locator("[name=dong-1-agency]").fill(agency)
    team.get_by_role("button", name="Lưu").click()
    team.get_by_text("Đã lưu đoàn kiểm tra.").wait_for()
    expect(team.get_by_text("Chuyên viên (thành viên)")).to_be_visible()
