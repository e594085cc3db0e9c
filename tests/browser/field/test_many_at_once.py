"""Many answers at once: one write for all of them, and a bar that says what is true."""

import pytest
from playwright.sync_api import Error, expect

COUNT_WRITES = """() => {
  globalThis.writes = 0;
  const open = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, ...more) {
    if (mode === "readwrite" && [stores].flat().includes("records")) writes += 1;
    return open.call(this, stores, mode, ...more);
  };
}"""
NOTE_BAR = """() => {
  const bar = document.querySelector("[data-sync] [data-slot=now]");
  globalThis.said = [];
  new MutationObserver(() => said.push(bar.textContent)).observe(bar, {
    childList: true, characterData: true, subtree: true,
  });
}"""
VISIT = "6f1c1f4e-0d0e-4c86-9a4f-1f3d1b9b6f10"


@pytest.fixture
def bench(new_bench, line):
    bench = new_bench(viewport={"width": 360, "height": 740})
    bench.prepare()
    bench.start()
    bench.add("HTX Hòa An")
    bench.check("HTX Hòa An")
    bench.sent()
    line.fate = lambda body: "down"
    return bench


def test_a_group_and_all_products_are_one_write_each(bench):
    page = bench.page
    page.evaluate(COUNT_WRITES)
    group = page.locator(".check-group", has_text="Nhãn mác")
    group.get_by_role("button", name="Cả nhóm đạt").click()
    bench.answered("6/8")
    bar = page.locator("[data-sync]")
    expect(bar).to_contain_text("Chờ gửi (6)")
    assert page.evaluate("writes") == 1
    same = page.locator(".answer-same").nth(2)
    same.get_by_role("radio", name="Không áp dụng").click()
    expect(bench.cell(3, 53).get_by_role("radio", name="Không áp dụng")).to_be_checked()
    page.wait_for_function("writes === 2")
    group.get_by_role("button", name="Hoàn tác").click()
    bench.answered("0/8")
    page.wait_for_function("writes === 3")


def test_the_bar_never_says_sent_while_something_waits(bench, line):
    page = bench.page
    page.evaluate(NOTE_BAR)
    for name in ("Hồ sơ", "Nhãn mác"):
        group = page.locator(".check-group", has_text=name)
        group.get_by_role("button", name="Cả nhóm đạt").click()
    expect(page.locator("[data-sync]")).to_contain_text("Chờ gửi (8)")
    said = page.evaluate("said")
    assert said
    assert not [words for words in said if "Đã gửi" in words]


def test_all_of_them_are_kept_or_none(phone, line):
    phone.write("visit", {"record": VISIT}, {"campaign": 6})
    rows = [
        ["finding", {"record": VISIT.replace("6f", "aa")}, {"visit": VISIT}],
        ["answer", {"record": VISIT.replace("6f", "bb"), "item": 1}, {"note": "x"}],
    ]
    with pytest.raises(Error, match="No check"):
        phone.run("await ocop.writeAll(given)", rows)
    assert len(phone.outbox()) == 1
    assert phone.run("return ocop.unsavedCount()") == 0
    phone.run("await ocop.writeAll(given)", rows[:1])
    assert [op["kind"] for op in phone.outbox()] == ["visit", "finding"]
