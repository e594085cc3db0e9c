"""Minutes signed with a finger on a phone, and without any script."""

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from inspections.models import Minutes
from tests.browser import violations

from .cast import Cast
from .signing import paper

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def cast(live_server):
    return Cast()


@pytest.fixture
def sign_in(cast, live_server, new_context):
    """Open the page where the minutes are signed as Lan, on a phone."""

    def open_page(**options):
        client = Client()
        client.force_login(cast.lan)
        name = configured.SESSION_COOKIE_NAME
        context = new_context(viewport=PHONE, **options)
        value = client.cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.goto(reverse("inspections:minutes_sign", args=[cast.check.uuid]))
        page.wait_for_load_state()
        return page

    return open_page


def draw(page) -> None:
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 110, steps=8)
    page.mouse.move(box["x"] + 200, box["y"] + 50, steps=8)
    page.mouse.up()


def test_both_sides_sign_on_the_screen(sign_in, browser_faults):
    page = sign_in()
    page.get_by_label("Họ và tên người ký").fill("Lý Thị Nhật")
    draw(page)
    page.get_by_role("button", name="Xóa, ký lại").click()
    page.get_by_role("button", name="Ký: đại diện cơ sở").click()
    expect(page.locator("#error-summary")).to_contain_text("Hãy ký vào khung")
    assert all("422" in fault for fault in browser_faults)
    browser_faults.clear()
    page.wait_for_load_state()
    draw(page)
    page.get_by_role("button", name="Ký: đại diện cơ sở").click()
    expect(page.get_by_role("heading", name="Trưởng đoàn ký")).to_be_visible()
    page.wait_for_load_state()
    expect(page.get_by_label("Họ và tên người ký")).to_have_value("Nguyễn Văn Hà")
    draw(page)
    page.get_by_role("button", name="Ký: trưởng đoàn").click()
    expect(page.get_by_text("Đủ chữ ký hai bên")).to_be_visible()
    expect(page.get_by_role("img", name="Chữ ký của Lý Thị Nhật")).to_be_visible()
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    minutes = Minutes.objects.get()
    assert minutes.is_complete
    with Image.open(minutes.signatures.get(side="producer").picture) as picture:
        assert picture.width > picture.height > 40


def test_without_scripts_the_signed_paper_is_sent(sign_in):
    page = sign_in(java_script_enabled=False)
    expect(page.locator("canvas")).to_be_hidden()
    page.get_by_label("Họ và tên người ký").fill("Lý Thị Nhật")
    file = paper()
    page.get_by_label("Bản quét biên bản đã ký trên giấy").set_input_files(
        {"name": file.name, "mimeType": "application/pdf", "buffer": file.read()}
    )
    page.get_by_role("button", name="Ký: đại diện cơ sở").click()
    expect(page.get_by_role("link", name="Bản giấy đã ký")).to_be_visible()
    assert Minutes.objects.get().signatures.get().kind == "paper"
