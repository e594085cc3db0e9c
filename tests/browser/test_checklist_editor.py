"""Choosing the products of an item, with and without a script."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.enums import Role
from tests.factories import ChecklistItemFactory, CriteriaSetFactory, UserFactory

from . import sign_in


@pytest.fixture
def item(transactional_db):
    """Return an item asked of one of the two sets of a sector."""
    item = ChecklistItemFactory()
    rice = CriteriaSetFactory(number=6, sector="I Thực phẩm")
    CriteriaSetFactory(regime=rice.regime, number=7, sector="I Thực phẩm")
    CriteriaSetFactory(regime=rice.regime, number=14, sector="II Đồ uống")
    item.sets.add(rice)
    return item


def opened(page, item, live_server):
    office = UserFactory(username="dieu-phoi", role=Role.PROVINCIAL)
    sign_in(page.context, office, live_server.url)
    page.goto(reverse("inspections:item_edit", args=[item.pk]))
    page.wait_for_load_state()
    return page


def test_one_box_ticks_a_sector_and_shows_how_far_it_is_ticked(page, item, live_server):
    form = opened(page, item, live_server)
    whole = form.get_by_label("Chọn cả ngành I Thực phẩm")
    sector = form.locator("[data-ocop-all]", has=whole)
    count = sector.locator("[data-ocop-ticked]")
    expect(count).to_have_text("1")
    assert whole.evaluate("box => box.indeterminate")
    whole.check()
    expect(count).to_have_text("2")
    sector.get_by_label("7. ").uncheck()
    expect(whole).not_to_be_checked()
    whole.check()
    form.get_by_role("button", name="Lưu nội dung").click()
    form.get_by_text("Đã lưu nội dung").wait_for()
    assert item.sets.count() == 2
    expect(form.locator(f"#nd-{item.pk}")).to_contain_text("· I Thực phẩm")


def test_what_is_unticked_again_stays_out(page, item, live_server):
    form = opened(page, item, live_server)
    whole = form.get_by_label("Chọn cả ngành I Thực phẩm")
    whole.check()
    whole.uncheck()
    form.get_by_role("button", name="Lưu nội dung").click()
    form.get_by_text("Đã lưu nội dung").wait_for()
    assert item.sets.count() == 0
