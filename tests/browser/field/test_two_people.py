"""Two people on one phone: neither sees nor sends what the other recorded."""

import json

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from tests.factories import UserFactory

from .. import sign_in
from .device import Device

VISIT = "6f1c1f4e-0d0e-4c86-9a4f-1f3d1b9b6f10"
LAN, MINH = {"id": 7, "name": "Lan"}, {"id": 8, "name": "Minh"}


def begin(phone):
    return phone.run("return ocop.begin()")


def settle(phone, **wanted):
    fits = "(w) => Object.entries(w).every(([k, v]) => ocop.status()[k] === v)"
    phone.tab.wait_for_function(fits, arg=wanted)


@pytest.fixture
def nobody(new_context, line, faults):
    """Return a phone that nobody has used yet."""
    context = new_context()
    line.attach(context)
    return Device(context, None)


def test_person_of_the_session_is_whose_work_opens(nobody, line):
    assert begin(nobody) == {"person": LAN, "signedIn": True}
    line.fate = lambda body: "down"
    nobody.tab.reload()
    assert begin(nobody) == {"person": LAN, "signedIn": None}
    line.user, line.fate = None, lambda body: "arrives"
    nobody.tab.reload()
    assert begin(nobody) == {"person": LAN, "signedIn": False}


def test_nobody_is_known_where_nobody_signed_in(nobody, line):
    line.user = None
    assert begin(nobody) == {"person": None, "signedIn": False}
    line.fate = lambda body: "down"
    assert begin(nobody) == {"person": None, "signedIn": None}


def test_second_person_neither_sees_nor_sends_the_work_of_the_first(nobody, line):
    line.user = None
    nobody.run("await ocop.openFor(given)", LAN)
    nobody.write("visit", {"record": VISIT}, {"host": "Lan ghi"})
    settle(nobody, state="signed_out", waiting=1)
    line.user = 8
    nobody.tab.reload()
    assert begin(nobody) == {"person": MINH, "signedIn": True}
    assert nobody.run("return ocop.visits()") == []
    assert nobody.run("return ocop.othersUnsent()") == [{"name": "Lan", "count": 1}]
    nobody.write("visit", {"record": VISIT}, {"host": "Minh ghi"})
    settle(nobody, state="idle", waiting=0)
    assert [body["user"] for body in line.heard] == [8]
    line.user, line.records, line.heard = 7, {}, []
    nobody.tab.reload()
    assert begin(nobody) == {"person": LAN, "signedIn": True}
    settle(nobody, state="idle", waiting=0)
    assert [body["user"] for body in line.heard] == [7]
    assert line.values("visit", VISIT) == {"host": "Lan ghi"}


def test_session_of_another_in_a_second_tab_sends_nothing(nobody, line):
    begin(nobody)
    line.user = 8
    nobody.write("visit", {"record": VISIT}, {"host": "Lan ghi"})
    settle(nobody, state="other_user", waiting=1)
    assert line.heard == []


def test_leaving_closes_the_work_in_every_tab(nobody, line):
    begin(nobody)
    first, nobody.tab = nobody.tab, nobody.open()
    nobody.run("ocop.onLeave(() => { document.title = 'đã rời' })", tab=first)
    nobody.run("await ocop.leave()")
    expect(first).to_have_title("đã rời")
    for tab in (first, nobody.tab):
        code = nobody.run("return ocop.visits().catch((e) => e.code)", tab=tab)
        assert code == "closed"
    line.fate = lambda body: "down"
    assert begin(nobody) == {"person": None, "signedIn": None}


@pytest.fixture
def portal(new_context, live_server, transactional_db, faults):
    """Return a device of a person of the portal, who is signed in there."""
    context = new_context()
    user = UserFactory(role=Role.OFFICER, full_name="Hoàng Thị Lan")
    sign_in(context, user, live_server.url)
    return Device(context, {"id": user.pk, "name": str(user)}, page="/")


def open_menu(page):
    page.reload()
    page.wait_for_load_state()
    page.get_by_role("button", name="Hoàng Thị Lan").click()


def known(page):
    return json.loads(page.evaluate("localStorage.getItem('ocop-user')") or "null")


def test_signing_out_with_unsent_work_asks_and_keeps_it(portal):
    page = portal.tab
    portal.run("await ocop.close(); await ocop.openFor(given)", portal.person)
    portal.run("await ocop.stop()")
    portal.write("visit", {"record": VISIT}, {"host": "UBND xã"})
    open_menu(page)
    page.get_by_role("button", name="Đăng xuất").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(
        "Máy này còn 1 mục bạn ghi khi đi cơ sở mà chưa gửi."
    )
    dialog.get_by_role("button", name="Quay lại").click()
    assert known(page) == portal.person
    open_menu(page)
    page.get_by_role("button", name="Đăng xuất").click()
    dialog.get_by_role("button", name="Vẫn đăng xuất").click()
    page.wait_for_url("**/tai-khoan/dang-nhap/**")
    assert known(page) is None
    portal.run("await ocop.open(given)", portal.person)
    assert portal.progress(VISIT)["waiting"] == 1


def test_signing_out_without_unsent_work_asks_nothing(portal):
    page = portal.tab
    portal.run("await ocop.openFor(given)", portal.person)
    open_menu(page)
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/tai-khoan/dang-nhap/**")
    assert known(page) is None


def test_page_of_another_person_forgets_the_one_before(portal, live_server):
    portal.run("await ocop.openFor(given)", {"id": 123456, "name": "Minh"})
    open_menu(portal.tab)
    assert known(portal.tab) is None
