"""Words that stood on a page when it went are taken up, and go over nothing newer."""

import pytest
from playwright.sync_api import expect

from .bench import FULL, Bench

NOTES = "() => Object.keys(localStorage).filter((name) => name.includes('typed'))"
NOTE, OLDER, NEWER = "Ghi chú", "Chữ gõ trước", "Chữ gõ sau"


@pytest.fixture
def bench(new_bench):
    bench = new_bench()
    bench.prepare()
    bench.start()
    bench.add("HTX Hòa An")
    bench.check("HTX Hòa An")
    bench.sent()
    return bench


def note(bench):
    return bench.cell(1).get_by_placeholder(NOTE)


def close_with_words_unwritten(bench):
    """Type on the same check in another tab, which goes before the disk took it."""
    other = Bench(bench.page.context.new_page())
    other.page.goto(bench.page.url)
    other.answered("0/8")
    other.page.evaluate(FULL)
    other.cell(1).get_by_text("Ghi chú, ảnh").click()
    note(other).fill(OLDER)
    expect(other.page.get_by_text("Máy đã hết chỗ lưu")).to_be_visible()
    other.page.close()
    assert len(bench.page.evaluate(NOTES)) == 1


def reload(bench):
    bench.page.reload()
    bench.answered("1/8")
    assert bench.page.evaluate(NOTES) == []


def test_older_words_do_not_go_over_newer_ones(bench, line):
    close_with_words_unwritten(bench)
    bench.answer(1, "Không đạt")
    note(bench).fill(NEWER)
    bench.answered("1/8")
    bench.sent()
    reload(bench)
    expect(note(bench)).to_have_value(NEWER)
    bench.sent()
    [row] = line.of_kind("answer").values()
    assert (row["outcome"], row["note"]) == ("failed", NEWER)


def test_words_are_taken_up_beside_what_was_answered_since(bench, line):
    close_with_words_unwritten(bench)
    with bench.sending("answer"):
        bench.answer(1, "Không đạt")
    with bench.sending("answer"):
        reload(bench)
    expect(note(bench)).to_have_value(OLDER)
    bench.sent()
    [row] = line.of_kind("answer").values()
    assert (row["outcome"], row["note"]) == ("failed", OLDER)


def test_answer_on_its_way_goes_over_no_words_beside_it(bench, line):
    close_with_words_unwritten(bench)
    bench.page.evaluate(FULL)
    bench.answer(1, "Không đạt")
    expect(bench.page.get_by_text("Máy đã hết chỗ lưu")).to_be_visible()
    with bench.sending("answer"):
        reload(bench)
    expect(note(bench)).to_have_value(OLDER)
    bench.sent()
    [row] = line.of_kind("answer").values()
    assert (row["outcome"], row["note"]) == ("failed", OLDER)


def test_answer_on_its_way_to_the_disk_is_taken_up(bench, line):
    bench.page.evaluate(FULL)
    bench.answer(1, "Không đạt")
    expect(bench.page.get_by_text("Máy đã hết chỗ lưu")).to_be_visible()
    with bench.sending("answer"):
        reload(bench)
    expect(bench.cell(1).get_by_label("Không đạt").first).to_be_checked()
    bench.sent()
    [row] = line.of_kind("answer").values()
    assert row["outcome"] == "failed"


def test_page_with_what_found_no_room_asks_before_it_goes(bench):
    bench.page.evaluate(FULL)
    bench.answer(1, "Không đạt")
    expect(bench.page.get_by_text("Máy đã hết chỗ lưu")).to_be_visible()
    with bench.page.expect_event("dialog") as asked:
        bench.page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    expect(bench.cell(1).get_by_label("Không đạt").first).to_be_checked()


def test_work_opens_where_words_cannot_be_taken_up(bench):
    """The disk is full: they stay noted, the person is told, and all else is there."""
    close_with_words_unwritten(bench)
    bench.page.add_init_script(f"({FULL})()")
    bench.page.reload()
    bench.answered("0/8")
    expect(bench.page.get_by_text("Máy đã hết chỗ lưu")).to_be_visible()
    assert len(bench.page.evaluate(NOTES)) == 1


def test_of_two_notes_the_newer_stays(bench, line):
    """Two tabs went with words for one field; taken up, the later ones win."""
    close_with_words_unwritten(bench)
    address = bench.page.url
    ref = bench.page.evaluate(NOTES)[0]
    renewed = """([name, newer]) => {
      const one = JSON.parse(localStorage.getItem(name));
      one.what[2].note = newer;
      one.at += 1;
      const next = name.replace(/[0-9]+-[0-9]+$/, "9999999999999-1");
      localStorage.setItem(next, JSON.stringify(one));
    }"""
    bench.page.evaluate(renewed, [ref, NEWER])
    bench.page.goto(address)
    bench.page.reload()
    expect(note(bench)).to_have_value(NEWER)
    assert bench.page.evaluate(NOTES) == []
