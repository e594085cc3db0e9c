"""Saving what a list is filtered by, and choosing it again."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.enums import Role
from tests.factories import AreaFactory, ProductFactory, UserFactory

from . import sign_in, violations


@pytest.fixture
def products(page, live_server, transactional_db):
    """Open the list of products of the province, at a phone's width."""
    place = AreaFactory()
    person = UserFactory(role=Role.PROVINCIAL, role__area=place)
    ProductFactory(name="Rượu gạo thử", place=place)
    sign_in(page.context, person, live_server.url)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}{reverse('products:list')}?hang=4")
    return page


def test_filters_are_saved_chosen_and_dropped(products):
    saved = products.get_by_role("link", name="Bộ lọc đã lưu")
    saved.click()
    products.get_by_label("Tên bộ lọc").fill("Bốn sao")
    assert violations(products) == []
    products.get_by_label("Mặc định của tôi").check()
    products.get_by_role("button", name="Lưu bộ lọc này").click()
    products.get_by_text("Đã lưu bộ lọc.").wait_for()
    assert products.url.endswith("?hang=4")
    products.get_by_role("link", name="Xóa lọc (1)").click()
    expect(products.get_by_role("link", name="Rượu gạo thử")).to_be_visible()
    saved.click()
    products.get_by_role("link", name="Bốn sao", exact=True).click()
    products.wait_for_url("**/?hang=4")
    products.goto(products.url.replace("san-pham/?hang=4", ""))
    products.goto(f"{products.url}san-pham/")
    expect(products.get_by_role("link", name="Hạng sao: 4 sao")).to_be_visible()
