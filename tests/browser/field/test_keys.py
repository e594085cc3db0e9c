"""Keys of the workbench: a check, the next one, and the help that names them."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def bench(new_bench):
    """Return a visit of three producers, the check of the first in sight."""
    bench = new_bench(viewport={"width": 1280, "height": 860})
    bench.prepare()
    bench.start()
    bench.add("HTX Hòa An", "Cơ sở Huy Hoàng", "Hộ Đức Long")
    bench.check("HTX Hòa An")
    return bench


def press(bench, *keys):
    for key in keys:
        bench.page.keyboard.press(key)


def chosen(bench, number, outcome):
    """Wait until a question of the producer has this answer."""
    expect(bench.cell(number).locator(f"input[value={outcome}]")).to_be_checked()


def test_help_names_the_keys_and_keeps_them_from_the_page(bench):
    press(bench, "?")
    dialog = bench.page.get_by_role("dialog", name="Phím tắt")
    expect(dialog).to_be_visible()
    press(bench, "1", "g", "p")
    press(bench, "Escape")
    expect(dialog).to_have_count(0)
    bench.heading("HTX Hòa An")
    bench.answered("0/8")
    bench.page.get_by_role("button", name="Phím tắt").click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Đóng").click()
    expect(dialog).to_have_count(0)


def test_next_producer_and_back_and_the_visit_after_the_last(bench):
    press(bench, "p")
    bench.heading("Cơ sở Huy Hoàng")
    press(bench, "Shift+P")
    bench.heading("HTX Hòa An")
    press(bench, "p")
    bench.heading("Cơ sở Huy Hoàng")
    press(bench, "p")
    bench.heading("Hộ Đức Long")
    press(bench, "p")
    bench.heading("UBND xã Hòa An, ngày")
    press(bench, "p")
    bench.heading("HTX Hòa An")


def test_keys_that_come_before_the_next_check_are_meant_for_it(bench):
    press(bench, "1", "p", "2", "p", "3")
    bench.heading("Hộ Đức Long")
    chosen(bench, 1, "na")
    bench.answered("1/3")
    press(bench, "Shift+P")
    bench.heading("Cơ sở Huy Hoàng")
    chosen(bench, 1, "failed")
    bench.answered("1/5")
    press(bench, "Shift+P")
    bench.heading("HTX Hòa An")
    chosen(bench, 1, "passed")
    bench.answered("1/8")


def test_note_opens_and_escape_goes_on_to_what_is_missing(bench):
    press(bench, "2", "n")
    note = bench.cell(1).get_by_placeholder("Ghi chú")
    expect(note).to_be_focused()
    bench.page.keyboard.type("Gạch 1, 2 dòng p")
    expect(note).to_have_value("Gạch 1, 2 dòng p")
    press(bench, "Escape", "1")
    chosen(bench, 2, "passed")
    bench.answered("2/8")


def test_first_missing_is_found_wherever_one_stands(bench):
    press(bench, "1", "ArrowDown", "1")
    bench.answered("2/8")
    press(bench, "m")
    expect(bench.cell(2).locator("input").first).to_be_focused()
    press(bench, "1", "g")
    bench.answered("8/8")
    bench.page.get_by_label("Kết luận").focus()
    press(bench, "Escape", "m", "p")
    bench.heading("Cơ sở Huy Hoàng")
