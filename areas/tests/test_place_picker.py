"""The place field in a browser: suggestions by keyboard, mouse and composed typing."""

import pytest
from django.conf import settings as configured
from django.test import Client
from playwright.sync_api import expect

from accounts.enums import Role
from tests.browser import violations
from tests.factories import UserFactory
from tests.places import FORMER, load_cao_bang, unit

TOWN = "Thị trấn Nước Hai, huyện Hòa An (đến 30/06/2025)"


@pytest.fixture
def form(page, live_server, settings):
    """Open the sample page as somebody of the provincial office."""
    settings.ROOT_URLCONF = "tests.sample.places"
    load_cao_bang()
    client = Client()
    client.force_login(UserFactory(role=Role.PROVINCIAL, role__area=unit("04")))
    name = configured.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])
    page.goto("/mau/")
    return page


def key(page):
    return page.locator("input[name=place]").input_value()


def test_choose_with_the_keyboard(form):
    box = form.get_by_role("combobox")
    box.press_sequentially("nam tuan")
    form.get_by_role("option").first.wait_for()
    assert form.get_by_role("option").all_inner_texts() == [
        "Xã Nam Tuấn",
        "Xã Nam Tuấn, huyện Hòa An (đến 30/06/2025)",
    ]
    expect(form.get_by_role("status").filter(has_text="2 nơi.")).to_have_count(1)
    assert violations(form) == []
    box.press("ArrowDown")
    box.press("ArrowDown")
    chosen = form.get_by_role("option", selected=True)
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    box.press("Enter")
    expect(box).to_have_value("Xã Nam Tuấn, huyện Hòa An (đến 30/06/2025)")
    assert key(form) == str(unit("01660", FORMER).pk)
    assert box.get_attribute("aria-expanded") == "false"
    box.press("Enter")
    form.get_by_text("Đã ghi Xã Nam Tuấn, huyện Hòa An (đến 30/06/2025).").wait_for()


def test_choose_with_the_mouse_and_think_again(form):
    box = form.get_by_role("combobox")
    box.press_sequentially("nước hai")
    form.get_by_role("option", name=TOWN).click()
    assert (box.input_value(), key(form)) == (TOWN, str(unit("01654", FORMER).pk))
    box.press("Backspace")
    assert key(form) == ""


def test_escape_closes_the_list_and_keeps_the_text(form):
    box = form.get_by_role("combobox")
    box.press_sequentially("nước")
    form.get_by_role("option", name=TOWN).wait_for()
    box.press("Escape")
    form.get_by_role("listbox").wait_for(state="hidden")
    expect(box).to_have_value("nước")
    box.press("ArrowDown")
    form.get_by_role("option", name=TOWN).wait_for()


def test_composed_typing_asks_once_it_is_done(form):
    asked = []
    form.on("request", lambda request: "/tim/" in request.url and asked.append(request))
    box = form.get_by_role("combobox")
    box.focus()
    typing = form.context.new_cdp_session(form)
    for text in ("n", "nư", "nướ", "nước"):
        typing.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )
    form.wait_for_timeout(400)
    assert asked == []
    typing.send("Input.insertText", {"text": "nước"})
    form.get_by_role("option", name=TOWN).wait_for()
    assert len(asked) == 1


def test_a_lost_line_leaves_the_field_usable(form, browser_faults):
    form.route("**/dia-ban/tim/**", lambda route: route.abort())
    box = form.get_by_role("combobox")
    box.press_sequentially("TT. Nước Hai")
    form.get_by_text("Chưa tải được gợi ý; vẫn có thể gõ đầy đủ tên.").wait_for(
        state="attached"
    )
    assert len(browser_faults) == 1
    browser_faults.clear()
    box.press("Enter")
    form.get_by_text(f"Đã ghi {TOWN}.").wait_for()


def test_an_unclear_name_offers_a_choice_that_typing_takes_back(form):
    box = form.get_by_role("combobox")
    box.fill("Nam Tuấn")
    box.press("Enter")
    form.get_by_role("radio", name="Xã Nam Tuấn", exact=True).wait_for()
    assert violations(form) == []
    box.press("End")
    box.press_sequentially(", H. Hòa An")
    expect(form.get_by_role("radio")).to_have_count(0)
    box.press("Escape")
    form.get_by_role("button", name="Lưu").click()
    form.get_by_text("Đã ghi Xã Nam Tuấn, huyện Hòa An").wait_for()
