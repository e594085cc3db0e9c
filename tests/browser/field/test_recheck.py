"""A re-check in the workbench: all that is open, asked by a checklist or not."""

import re

import pytest
from playwright.sync_api import expect

from inspections.models import Finding, ItemResult
from inspections.services import Answer, save_answers
from inspections.tests.cast import Cast, move
from tests import factories

from .. import sign_in, violations
from .bench import SHELL, Bench

FLOOR = "Sàn xưởng bẩn, đọng nước."


@pytest.fixture
def cast(transactional_db) -> Cast:
    """Return people, and a check that looks again at two findings of an earlier one."""
    cast = Cast()
    before = factories.SiteCheckFactory(
        visit__place=cast.hoa_an, visit__checklist=cast.checklist, site=cast.site
    )
    label = Answer(cast.item("nhan"), cast.product, "failed", "Thiếu hạn sử dụng")
    save_answers(before, [label], by=cast.lan)
    floor = factories.FindingFactory(
        visit=before.visit, site_check=before, severity="remedy", text=FLOOR
    )
    move(before.visit, "signed")
    for finding in (floor, Finding.objects.get(item_result__isnull=False)):
        cast.check.recheck_points.create(finding=finding)
    cast.check.only_open, cast.check.looked_at = True, ""
    cast.check.save()
    return cast


@pytest.fixture
def bench(new_context, live_server, cast, faults):
    """Return the workbench of the officer, on the check."""
    context = new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    sign_in(context, cast.lan, live_server.url)
    bench = Bench(context.new_page())
    bench.page.goto(f"{SHELL}#/chuan-bi")
    for name in ("1 sản phẩm", "Xã Hòa An, ngày"):
        bench.page.get_by_role("checkbox", name=re.compile(name)).check()
    bench.page.get_by_role("button", name="Tải về máy").click()
    expect(bench.page.get_by_role("link", name="Xã Hòa An, ngày")).to_be_visible()
    bench.page.goto(f"{SHELL}#/phieu/{cast.check.uuid}")
    bench.heading("HKD Nhật")
    return bench


def floor(bench):
    return bench.page.get_by_role("group", name=FLOOR)


def test_asks_what_is_open_and_takes_what_the_checklist_does_not_ask(bench, cast):
    expect(bench.page.get_by_text("Phiếu phúc tra: chỉ kiểm tra lại")).to_be_visible()
    bench.answered("0/1")
    expect(floor(bench)).to_contain_text("Nhận định ngày")
    bench.page.context.route("**/di-co-so/gui/", lambda route: route.abort())
    floor(bench).locator("label.choice", has_text="Không đạt").tap()
    floor(bench).get_by_label("Ghi chú").fill("Mới lát một nửa.")
    key = f"{cast.item('nhan').pk}-{cast.product.pk}"
    bench.page.locator(f"#o-{key} label.choice", has_text="Đạt").first.tap()
    bench.answered("1/1")
    bench.page.reload()
    expect(floor(bench).get_by_label("Ghi chú")).to_have_value("Mới lát một nửa.")
    bench.page.context.unroute("**/di-co-so/gui/")
    bench.page.evaluate("window.dispatchEvent(new Event('online'))")
    bench.sent()
    point = cast.check.recheck_points.get(finding__text=FLOOR)
    seen = (point.outcome, point.note, point.version > 0)
    assert seen == ("failed", "Mới lát một nửa.", True)
    [result] = ItemResult.objects.filter(site_check=cast.check)
    assert result.outcome == "passed"
    bench.open_minutes()
    expect(bench.page.get_by_text("không đạt: Mới lát một nửa.")).to_be_visible()


def test_a_recheck_beyond_the_checklist_alone_is_handed_in(bench, cast):
    bench.page.goto(f"{SHELL}#/xem-lai/{cast.visit.uuid}")
    hand_in = bench.page.get_by_role("button", name="Nộp buổi kiểm tra")
    lacking = bench.page.locator("[data-list=missing]")
    expect(lacking).to_contain_text("1 nội dung phúc tra chưa kiểm tra")
    expect(hand_in).to_be_disabled()
    lacking.get_by_role("link", name="Sửa").last.click()
    floor(bench).locator("label.choice", has_text="Đạt").first.tap()
    bench.sent()
    bench.page.goto(f"{SHELL}#/xem-lai/{cast.visit.uuid}")
    expect(hand_in).to_be_enabled()
    expect(lacking).not_to_contain_text("nội dung phúc tra")
    expect(bench.page.get_by_text(FLOOR, exact=True)).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_page_is_sound(bench, width):
    bench.page.set_viewport_size({"width": width, "height": 740})
    bench.answered("0/1")
    assert violations(bench.page) == []
    wide = "document.documentElement.scrollWidth > window.innerWidth"
    assert not bench.page.evaluate(wide)
