"""The map draws what its table says, and its points lead to producers."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from inspections.enums import VisitStatus
from tests.area_factories import BoundaryFactory
from tests.factories import RecognitionFactory, SiteCheckFactory, SiteFactory

from . import sign_in, violations

MAP = reverse("dashboards:map")
ON_DAY = f"{MAP}?ngay=15/09/2023"


@pytest.fixture
def sites(officer):
    """Place two producers side by side in the commune of the officer, one apart."""
    area = officer.assignments.get().area
    BoundaryFactory(area=area)
    return [
        SiteFactory(
            producer__name=name,
            place=area,
            area=area,
            latitude=latitude,
            longitude="106.2",
        )
        for name, latitude in (
            ("HTX Gần", "22.6501"),
            ("HTX Kề", "22.6502"),
            ("HTX Xa", "22.79"),
        )
    ]


@pytest.fixture
def tab(page, officer, live_server):
    sign_in(page.context, officer, live_server.url)
    return page


def test_a_point_leads_to_its_producer(tab, sites):
    tab.goto(ON_DAY)
    expect(tab.get_by_role("status").filter(has_text="Bản đồ có")).to_have_text(
        "Bản đồ có 3 cơ sở, 1 xã, phường."
    )
    expect(tab.locator("path.map-area")).to_have_count(1)
    expect(tab.get_by_role("button", name="2 cơ sở, phóng to")).to_be_visible()
    tab.get_by_role("button", name="HTX Xa").press("Enter")
    assert violations(tab) == []
    tab.get_by_role("link", name="Mở hồ sơ chủ thể").click()
    tab.wait_for_url(f"**{sites[2].producer.get_absolute_url()}")


def test_the_legend_says_each_shade_in_words(tab, sites):
    RecognitionFactory(
        product__site=sites[0],
        valid_from=datetime.date(2022, 1, 1),
        valid_to=datetime.date(2025, 1, 1),
    )
    SiteCheckFactory(
        site=sites[0],
        visit__place=sites[0].place,
        visit__area=sites[0].area,
        visit__starts_on=datetime.date(2023, 9, 1),
        visit__status=VisitStatus.APPROVED,
    )
    tab.goto(ON_DAY)
    legend = tab.locator("[data-ocop-map-legend]")
    expect(legend.get_by_role("listitem")).to_have_text(["0 sản phẩm", "1 sản phẩm"])
    expect(tab.locator("path.map-area.shade-1")).to_have_count(1)
    checks = tab.get_by_label("Lượt kiểm tra từ 01/01 đến 15/09/2023")
    expect(checks).to_be_checked()
    checks.uncheck()
    expect(tab.locator(".map-pin-checks")).to_have_count(0)


def test_without_anything_to_draw_the_table_is_named(tab, officer):
    tab.goto(MAP)
    expect(tab.get_by_text("chưa có ranh giới và tọa độ nào để vẽ")).to_be_visible()
    expect(tab.locator("[data-ocop-map-canvas]")).to_be_hidden()
    expect(tab.get_by_role("table")).to_contain_text(
        officer.assignments.get().area.name
    )
