"""How often an officer taps and presses; docs/performance.md tells these numbers."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from areas.agencies import load_agencies
from demo.lists import import_list
from demo.people import load_people, place
from demo.seed_visit import (
    CHECKED,
    GOOD_FINDINGS,
    LOOKED_AT,
    NAMED_ITEMS,
    TO_AGENCIES,
    TO_LOCALITY,
    TO_PRODUCERS,
    load_campaign,
)
from demo.workbooks import HOA_AN
from fieldwork.pack.registry import checklists
from inspections.enums import Outcome, Subject
from inspections.models import Campaign, ChecklistItem, ItemResult, SiteCheck, Visit
from inspections.services import load_checklist
from products.models import Regime
from products.regimes import load_regimes
from tests.places import load_cao_bang

from .. import sign_in
from .bench import PACK, SHELL, product, site

HEAD = "Phó Giám đốc Sở NN&PTNT, Phó Chánh Văn phòng Điều phối"
OFFICE = "Văn phòng Điều phối nông thôn mới tỉnh Cao Bằng"
HOST = "UBND huyện Hòa An"
SESSION = "Làm việc với lãnh đạo huyện và các chủ thể có sản phẩm 3-4 sao."
PHONE = {"width": 360, "height": 740}
MOST_TAPS, MOST_NEXTS, LOADS = 41, 11, 2
MOST_KEYS = 81
PRODUCERS, PRODUCTS_EACH = 5, 6
# How long the last answer may take to reach a busy server, in milliseconds.
SENDING = 60_000


class Hand:
    """One thumb: what it taps is counted, and "next" on the keyboard of the phone."""

    def __init__(self, page):
        self.page, self.taps, self.nexts, self.loads = page, 0, 0, 0
        page.on("load", self._loaded)

    def _loaded(self, page):
        self.loads += 1

    def tap(self, target):
        target.tap()
        self.taps += 1

    def link(self, name):
        self.tap(self.page.get_by_role("main").get_by_role("link", name=name))

    def button(self, name):
        self.tap(self.page.get_by_role("button", name=name))

    def write(self, field, text):
        self.tap(field)
        field.fill(text)

    def type(self, *texts):
        """Type into the fields one after another, going on by the keyboard."""
        for number, text in enumerate(texts):
            if number:
                self.page.keyboard.press("Enter")
                self.nexts += 1
            self.page.keyboard.insert_text(text)


@pytest.fixture
def officer(transactional_db):
    """Return who records in huyện Hòa An, where the annex has been imported."""
    load_cao_bang()
    load_agencies("04")
    load_regimes()
    load_checklist()
    load_people()
    admin = User.objects.get(username="quantri")
    regime = Regime.objects.get(number="1048/QĐ-TTg")
    import_list(HOA_AN, HOA_AN.read_bytes(), regime, by=admin)
    steering = User.objects.get(username="dieuphoi")
    campaign = load_campaign(place("051", ended=True), by=steering)
    # The workbench offers campaigns of late alone.
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=timezone.localdate())
    return User.objects.get(username="canbo.hoaan")


@pytest.fixture
def hand(new_context, officer, live_server):
    """Return the hand of the officer, whose phone has the district on it."""
    context = new_context(viewport=PHONE, has_touch=True)
    sign_in(context, officer, live_server.url)
    page = context.new_page()
    page.goto(f"{SHELL}#/chuan-bi")
    page.get_by_role("checkbox", name=re.compile("^Huyện Hòa An")).check()
    page.get_by_role("button", name="Tải về máy").click()
    expect(page.get_by_role("button", name="Ghi buổi")).to_be_visible()
    page.close()
    return Hand(context.new_page())


def begin(hand):
    hand.page.goto("/")
    hand.link("Đi cơ sở")
    hand.button("Ghi buổi")
    hand.write(hand.page.get_by_label("Ngày kiểm tra"), "15/09/2023")
    hand.write(hand.page.get_by_label("Nội dung buổi làm việc"), SESSION)
    for name in ("Nhật Cao Bằng", "Huy Hoàng"):
        hand.button(re.compile(f"Thêm .*{name}"))
        checks = hand.page.locator("[data-list=checks]")
        expect(checks.get_by_role("link", name=name)).to_be_visible()


def record_the_people(hand):
    """Go through team, those attending and figures by the keyboard's "next"."""
    hand.tap(hand.page.get_by_label("Chức vụ", exact=True))
    hand.type(HEAD, OFFICE)
    attending = hand.page.locator("[data-rows=participants]")
    hand.tap(attending.get_by_label("Chức vụ, đơn vị").first)
    hand.type("Lãnh đạo huyện", "", "Các phòng, đơn vị chuyên môn", "12", "")
    hand.type("", "12", "10", "7", "3")


def record_what_is_found(hand):
    hand.tap(hand.page.get_by_label("Nội dung nhận định", exact=True))
    hand.type("\n".join(GOOD_FINDINGS))
    hand.button("Thêm nhận định")


def record_what_is_asked(hand):
    texts = hand.page.get_by_label("Nội dung đề nghị", exact=True)
    hand.tap(texts)
    hand.type("\n".join(TO_PRODUCERS))
    add_what_is_asked(hand, 10)
    hand.tap(hand.page.locator("label.choice", has_text="đối với địa phương"))
    expect(texts).to_be_focused()
    hand.type("\n".join(TO_LOCALITY))
    add_what_is_asked(hand, 16)
    hand.tap(hand.page.locator("label.choice", has_text="Kiến nghị với"))
    expect(hand.page.get_by_label("Hoặc ghi bằng lời")).to_be_focused()
    hand.type("Các cơ quan chuyên môn của tỉnh", HOST, "\n".join(TO_AGENCIES))
    add_what_is_asked(hand, 17)


def add_what_is_asked(hand, count):
    hand.button("Thêm đề nghị")
    lines = hand.page.locator("[data-list=recommendations] > li")
    expect(lines).to_have_count(count)


def answer_what_is_named(hand):
    """Answer the items that the report names, and say what was looked at."""
    for item in ChecklistItem.objects.filter(code__in=NAMED_ITEMS):
        cell = hand.page.locator(f"[id^='o-{item.pk}-']")
        passed = cell.locator("label.choice", has_text="Đạt").first
        hand.tap(passed)
        expect(passed.locator("input")).to_be_checked()
    hand.write(hand.page.get_by_label("Nội dung đã xem tại cơ sở"), LOOKED_AT)


def hand_in(hand):
    next_step = hand.page.locator("[data-next=link]")
    for name in ("Về buổi kiểm tra", "Xem lại và nộp"):
        expect(next_step).to_have_text(name)
        hand.tap(next_step)
    hand.button("Nộp buổi kiểm tra")
    bar = hand.page.locator("[data-sync]")
    expect(bar).to_contain_text("Đã gửi", timeout=SENDING)
    expect(bar).not_to_contain_text("Nháp")


def stored():
    """Count what the server has of the visit."""
    visit = Visit.objects.get()
    return {
        "status": visit.status,
        "on": f"{visit.starts_on:%d/%m/%Y}",
        "host": str(visit.host),
        "session": visit.session_note,
        "team": [(one.title, str(one.agency)) for one in visit.team.all()],
        "attending": visit.participants.count(),
        "producers": sum(one.headcount or 0 for one in visit.participants.all()),
        "figures": [int(one.value) for one in visit.reported_figures.order_by("pk")],
        "answers": ItemResult.objects.filter(outcome=Outcome.PASSED).count(),
        "looked at": SiteCheck.objects.filter(looked_at=LOOKED_AT).count(),
        "findings": visit.findings.count(),
        "recommendations": visit.recommendations.count(),
    }


def test_visit_of_the_report_by_a_thumb(hand):
    begin(hand)
    record_the_people(hand)
    record_what_is_found(hand)
    record_what_is_asked(hand)
    hand.tap(hand.page.locator("[data-list=checks] a").first)
    heading(hand.page, re.compile("Nhật Cao Bằng"))
    answer_what_is_named(hand)
    hand.tap(hand.page.locator("[data-next=link]"))
    # The questions of the check before bear the same names.
    heading(hand.page, re.compile("Huy Hoàng"))
    answer_what_is_named(hand)
    hand_in(hand)
    answers = len(CHECKED) * len(NAMED_ITEMS)
    asked = len(TO_PRODUCERS) * len(CHECKED) + len(TO_LOCALITY) + len(TO_AGENCIES)
    assert stored() == {
        "status": "submitted",
        "on": "15/09/2023",
        "host": HOST,
        "session": SESSION,
        "team": [(HEAD, OFFICE)],
        "attending": 3,
        "producers": 12,
        "figures": [12, 10, 7, 3],
        "answers": answers,
        "looked at": len(CHECKED),
        "findings": len(GOOD_FINDINGS),
        "recommendations": asked,
    }
    assert hand.taps <= MOST_TAPS < answers + 25
    assert hand.nexts <= MOST_NEXTS
    assert hand.loads == LOADS


def heading(page, name):
    """Wait for a view. By its one h1: a search by role names all that is on the page,
    and 126 questions keep the page from anything else meanwhile.
    """
    expect(page.locator("h1")).to_have_text(name, timeout=SENDING)


class Keys:
    """A keyboard without a mouse: every key is counted, save those of free text."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *names):
        for name in names:
            self.page.keyboard.press(name)
            self.pressed += 1


@pytest.fixture
def desk(new_bench, transactional_db):
    """Return a desk with the whole checklist and five producers of six products."""
    load_regimes()
    load_checklist()
    numbers = range(1, PRODUCERS + 1)
    sites = [site(number, f"Chủ thể {number}") for number in numbers]
    pack = PACK | {
        "checklists": checklists([]),
        "sites": [one["site"] for one in sites],
        "producers": [one["producer"] for one in sites],
        "products": [
            product(100 * at + number, at, f"Sản phẩm {number} của {at}")
            for at in numbers
            for number in range(PRODUCTS_EACH)
        ],
        "last": {},
    }
    bench = new_bench(pack=pack, viewport={"width": 1280, "height": 860})
    bench.prepare()
    return bench


def add_all(keys, bench):
    """Begin a visit and add every producer; the list unfolds as long as it is empty."""
    keys.press("Tab", "Enter")
    heading(bench.page, re.compile("^UBND xã Hòa An, ngày"))
    keys.press("Tab", "Tab")
    for number in range(1, PRODUCERS + 1):
        keys.press("Tab", "Enter")
        added = bench.page.locator("[data-list=checks] a")
        expect(added).to_have_count(number)
        expect(bench.page.get_by_label("Tìm chủ thể")).to_be_focused()


def answer_all(keys, bench, groups):
    """Fail the first question with a note; all others have passed."""
    keys.press("2", "n")
    bench.page.keyboard.insert_text("Tạm dừng sản xuất từ tháng 6.")
    keys.press("Escape", *["g"] * groups)


def test_day_of_five_producers_by_keyboard(desk):
    page, keys = desk.page, Keys(desk.page)
    items = ChecklistItem.objects.all()
    groups = items.values("group").distinct().count()
    asked = sum(
        PRODUCTS_EACH if item.subject == Subject.PRODUCT else 1 for item in items
    )
    add_all(keys, desk)
    keys.press("Escape", "p")
    for number in range(1, PRODUCERS + 1):
        heading(page, f"Chủ thể {number}")
        answer_all(keys, desk, groups)
        desk.answered(f"{asked}/{asked}")
        keys.press("p")
    heading(page, re.compile("^UBND xã Hòa An, ngày"))
    done = page.locator("[data-list=checks]").get_by_text(f"Đã trả lời {asked}/{asked}")
    expect(done).to_have_count(PRODUCERS)
    assert PRODUCERS * asked == 630
    assert keys.pressed <= MOST_KEYS
