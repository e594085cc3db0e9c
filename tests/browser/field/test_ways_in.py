"""Ways into the workbench that bring a place and a campaign along."""

import pytest
from playwright.sync_api import expect

from .bench import OFFER, PACK, SHELL

PLACES = [
    {"id": number, "name": f"Xã số {number}", "full_name": f"Xã số {number}"}
    for number in range(1, 9)
]
OFFERED = [{**place, "sites": 3, "products": 4} for place in PLACES]


@pytest.fixture
def bench(new_bench):
    pack = PACK | {"places": PLACES}
    offer = OFFER | {"places": OFFERED, "campaigns": PACK["campaigns"]}
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
    return new_bench(pack=pack, offer=offer, **phone)


def test_link_of_a_campaign_is_kept_through_preparing(bench, line):
    page = bench.page
    page.goto(f"{SHELL}#/?dot=6")
    page.get_by_role("link", name="Chọn địa bàn").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    expect(page.get_by_label("Xã số 4")).to_be_checked()
    page.get_by_role("button", name="Tải về máy").click()
    expect(page.get_by_label("Địa bàn tiếp đoàn")).to_have_value("4")
    assert page.url.endswith("#/?dot=6")
    assert line.choices == [(["4"], [])]


def test_place_of_the_last_visit_is_offered_again(bench):
    page = bench.page
    page.goto(f"{SHELL}#/chuan-bi")
    page.get_by_label("Xã số 1").check()
    page.get_by_role("button", name="Tải về máy").click()
    place = page.get_by_label("Địa bàn tiếp đoàn")
    expect(place).to_have_value("1")
    place.select_option("7")
    page.get_by_role("button", name="Ghi buổi").click()
    bench.heading("Xã số 7, ngày")
    page.goto(f"{SHELL}#/")
    expect(place).to_have_value("7")
