"""The screens of the workbench, over the engine and a line that keeps what is sent."""

import pytest
from playwright.sync_api import expect

from .. import violations
from .bench import PACK, SHELL

WIDTHS = (360, 1280)


@pytest.fixture
def bench(new_bench):
    bench = new_bench(viewport={"width": 360, "height": 740}, has_touch=True)
    bench.prepare()
    return bench


def answers(line, check):
    """Return (item, product) → (outcome, severity, note) as the server has it."""
    return {
        key[2:]: (values["outcome"], values["severity"], values["note"])
        for key, values in line.of_kind("answer").items()
        if key[1] == check
    }


def test_a_visit_begins_in_one_tap_with_its_day_host_and_team(bench, line):
    visit = bench.start()
    assert bench.page.get_by_label("Chức vụ", exact=True).input_value() == (
        "Phó Chánh Văn phòng"
    )
    bench.page.get_by_label("Nơi làm việc").fill("Hội trường xã")
    bench.sent()
    stored = line.values("visit", visit)
    assert (stored["campaign"], stored["place"], stored["host"]) == (6, 4, 30)
    assert (stored["checklist"], stored["session_place"]) == (2, "Hội trường xã")
    assert line.values("team", visit)["rows"] == PACK["team"]


def test_a_date_that_is_none_stays_with_words_beside_it(bench, line):
    visit = bench.start()
    day = bench.page.get_by_label("Ngày kiểm tra")
    day.fill("31/02/2026")
    expect(bench.page.get_by_text("Ghi ngày, tháng, năm")).to_be_visible()
    expect(bench.page.locator("[data-sync]")).to_contain_text("Nháp trên máy (1)")
    day.fill("5/3/2026")
    bench.sent()
    assert line.values("visit", visit)["starts_on"] == "2026-03-05"


def test_sites_are_found_without_accents(bench):
    bench.start()
    bench.page.get_by_label("Tìm chủ thể").fill("com chay")
    add = bench.page.get_by_role("button", name="Thêm Cơ sở Huy Hoàng")
    expect(add).to_be_visible()
    expect(bench.page.get_by_role("button", name="Thêm HTX Hòa An")).to_have_count(0)


def test_only_what_applies_is_asked_and_all_of_it(bench):
    bench.start()
    bench.add("HTX Hòa An", "Hộ Đức Long")
    bench.check("HTX Hòa An")
    bench.answered("0/8")  # three of the producer, three and two of products
    assert bench.cell(4, 53).count() == 0
    bench.page.get_by_role("link", name="Chủ thể tiếp theo").click()
    bench.answered("0/3")


def test_three_answers_and_what_a_failed_one_asks_for(bench, line):
    bench.start()
    bench.add("HTX Hòa An")
    check = bench.check("HTX Hòa An")
    cell = bench.cell(2)
    bench.answer(2, "Không đạt")
    expect(cell.get_by_label("Mức độ")).to_have_value("remind")
    cell.get_by_label("Mức độ").select_option("breach")
    cell.get_by_placeholder("Ghi chú").fill("Chưa khám")
    bench.answer(1, "Không áp dụng")
    bench.answer(5, "Đạt")
    bench.answered("3/8")
    bench.sent()
    assert answers(line, check) == {
        (2, None): ("failed", "breach", "Chưa khám"),
        (1, None): ("na", "", ""),
        (5, None): ("passed", "", ""),
    }
    for number, words in [(2, "Đạt"), (1, "Chưa kiểm tra")]:
        with bench.sending("answer"):
            bench.answer(number, words)
    bench.answered("2/8")
    bench.sent()
    assert answers(line, check)[2, None] == ("passed", "", "Chưa khám")
    assert answers(line, check)[1, None] == ("", "", "")


def test_good_is_as_quick_as_bad(bench, line):
    bench.start()
    bench.add("HTX Hòa An")
    check = bench.check("HTX Hòa An")
    bench.cell(1).get_by_label("Ghi nhận làm tốt").check()
    bench.answered("1/8")
    bench.sent()
    assert answers(line, check) == {(1, None): ("passed", "good", "")}


def test_one_answer_for_all_products_and_for_a_group(bench, line):
    bench.start()
    bench.add("HTX Hòa An")
    check = bench.check("HTX Hòa An")
    same = bench.page.locator(".answer-same").nth(2)
    same.get_by_role("radio", name="Không đạt").click()
    bench.answered("3/8")
    group = bench.page.locator(".check-group", has_text="Nhãn mác")
    group.get_by_role("button", name="Cả nhóm đạt").click()
    bench.answered("6/8")
    group.get_by_role("button", name="Hoàn tác").click()
    bench.answered("3/8")
    group.get_by_role("button", name="Cả nhóm đạt").click()
    bench.sent()
    told = answers(line, check)
    assert {told[3, number][0] for number in (51, 52, 53)} == {"failed"}
    assert {told[4, number][0] for number in (51, 52)} | {told[5, None][0]} == {
        "passed"
    }


def test_what_was_said_before_stands_beside_and_above(bench):
    bench.start()
    bench.add("HTX Hòa An")
    bench.check("HTX Hòa An")
    expect(bench.cell(1)).to_contain_text(
        "Lần trước: Không đạt (Yêu cầu khắc phục): Đã hết hạn"
    )
    expect(bench.cell(1)).to_contain_text("chưa khắc phục")
    bench.page.get_by_text("Đề nghị chưa thực hiện xong (1)").click()
    expect(bench.page.get_by_text("Gia hạn giấy phép.")).to_be_visible()
    bench.cell(3, 53).get_by_text("Ghi chú, ảnh").click()
    bench.cell(3, 53).get_by_role("button", name="Thiếu khối lượng tịnh.").click()
    note = bench.cell(3, 53).get_by_placeholder("Ghi chú")
    expect(note).to_have_value("Thiếu khối lượng tịnh.")


def test_several_texts_to_several_producers_and_one_from_an_answer(bench, line):
    bench.start()
    bench.add("HTX Hòa An", "Cơ sở Huy Hoàng")
    texts = bench.page.get_by_label("Nội dung đề nghị").last
    texts.fill("Hoàn thiện quy trình.\n\nMở rộng liên kết.")
    bench.page.get_by_role("button", name="Thêm đề nghị").dblclick()
    lines = bench.page.locator("[data-list=recommendations] > li")
    expect(lines).to_have_count(4)
    bench.page.get_by_label("Kiến nghị với cơ quan").check()
    bench.page.get_by_label("Hoặc ghi bằng lời").fill("Các sở, ngành")
    texts.fill("Hỗ trợ thương hiệu.")
    bench.page.get_by_role("button", name="Thêm đề nghị").click()
    expect(lines).to_have_count(5)
    check = bench.check("HTX Hòa An")
    bench.answer(1, "Không đạt")
    bench.cell(1).get_by_role("button", name="Đề nghị từ nội dung này").click()
    bench.page.keyboard.insert_text("Gia hạn.")
    bench.page.get_by_role("button", name="Thêm đề nghị").click()
    expect(bench.page.get_by_text("Gia hạn.", exact=True)).to_be_visible()
    bench.sent()
    rows = list(line.of_kind("recommendation").values())
    assert sorted((row["text"], row.get("producer")) for row in rows) == [
        ("Gia hạn.", 11),
        ("Hoàn thiện quy trình.", 11),
        ("Hoàn thiện quy trình.", 12),
        ("Hỗ trợ thương hiệu.", None),
        ("Mở rộng liên kết.", 11),
        ("Mở rộng liên kết.", 12),
    ]
    made = next(row for row in rows if row["text"] == "Gia hạn.")
    assert (made["check"], made["item"], made["product"]) == (check, 1, None)
    assert made["due_on"] is not None


def test_who_came_for_a_producer_is_named(bench, line):
    visit = bench.start()
    bench.add("HTX Hòa An")
    people = bench.page.locator("[data-rows=participants]")
    rows = people.locator("[data-list=rows] > li")
    expect(rows.nth(0).get_by_label("Của chủ thể")).to_be_hidden()
    rows.nth(2).get_by_label("Của chủ thể").select_option("HTX Hòa An")
    rows.nth(2).get_by_text("Ghi họ và tên").click()
    rows.nth(2).get_by_label("Họ và tên").fill("Lý Thị Nhật")
    bench.sent()
    [row] = line.values("participants", visit)["rows"]
    assert (row["kind"], row["producer"]) == ("producer", 11)
    assert row["name"] == "Lý Thị Nhật"
    with bench.sending("participants"):
        rows.nth(2).get_by_label("Thành phần", exact=True).select_option("other")
    [row] = line.values("participants", visit)["rows"]
    assert (row["kind"], row["producer"]) == ("other", None)


def test_a_visit_of_before_is_received_by_a_unit_of_then(bench, line):
    line.pack = PACK | {
        "places": [
            {**PACK["places"][0], "valid_from": "2025-07-01", "valid_to": None},
            {
                "id": 9,
                "name": "Huyện Hòa An",
                "full_name": "Huyện Hòa An (đến 30/06/2025)",
                "valid_from": "0001-01-01",
                "valid_to": "2025-06-30",
            },
        ]
    }
    bench.prepare()
    visit = bench.start()
    place = bench.page.get_by_label("Địa bàn tiếp đoàn")
    expect(place.get_by_role("option")).to_have_count(1)
    bench.page.get_by_label("Ngày kiểm tra").fill("15/09/2023")
    told = "Ngày 15/09/2023 không có Xã Hòa An. Chọn xã, huyện của thời kỳ đó."
    expect(bench.page.get_by_text(told)).to_be_visible()
    with bench.sending("visit"):
        place.select_option("Huyện Hòa An (đến 30/06/2025)")
    expect(bench.page.get_by_text(told)).to_be_hidden()
    bench.sent()
    stored = line.values("visit", visit)
    assert (stored["place"], stored["host"]) == (9, None)


def test_findings_good_ones_first(bench, line):
    visit = bench.start()
    bench.page.get_by_label("Nội dung nhận định").last.fill("Tốt một.\nTốt hai.")
    bench.page.get_by_role("button", name="Thêm nhận định").click()
    expect(bench.page.locator("[data-list=findings] > li")).to_have_count(2)
    bench.page.get_by_role("button", name="Xóa nhận định: Tốt một.").click()
    bench.page.get_by_role("button", name="Xóa nhận định", exact=True).click()
    expect(bench.page.locator("[data-list=findings] > li")).to_have_count(1)
    bench.sent()
    [found] = line.of_kind("finding").values()
    assert (found["visit"], found["severity"]) == (visit, "good")
    assert (found["text"], found["check"]) == ("Tốt hai.", None)


def test_missing_first_then_all_lines_then_handed_in(bench, line):
    visit = bench.start()
    bench.add("HTX Hòa An")
    check = bench.check("HTX Hòa An")
    bench.page.goto(f"{SHELL}#/xem-lai/{visit}")
    missing = bench.page.locator("[data-list=missing] > li")
    expect(missing.first).to_contain_text("chưa ghi gì")
    expect(bench.page.get_by_role("button", name="Nộp buổi")).to_be_disabled()
    missing.last.get_by_role("link").click()
    expect(bench.page).to_have_url(
        f"{bench.page.url.partition('#')[0]}#/phieu/{check}?tai=1-0"
    )
    expect(bench.cell(1).get_by_role("radio").last).to_be_focused()
    bench.answer(1, "Đạt")
    bench.page.goto(f"{SHELL}#/xem-lai/{visit}")
    expect(missing).to_have_count(1)
    expect(missing).to_contain_text("7 câu chưa kiểm tra")
    bench.page.get_by_role("button", name="Nộp buổi").click()
    expect(bench.page.get_by_text("chỉ xem")).to_be_visible()
    bench.sent()
    assert line.heard[-1]["kind"] == "submit"


def test_everything_is_there_without_a_server(bench, line):
    bench.start()
    bench.add("HTX Hòa An")
    line.fate = lambda body: "down"
    bench.check("HTX Hòa An")
    bench.answer(1, "Không đạt")
    bench.cell(1).get_by_placeholder("Ghi chú").fill("Đang gõ dở")
    bench.page.reload()
    bench.answered("1/8")
    expect(bench.cell(1).get_by_placeholder("Ghi chú")).to_have_value("Đang gõ dở")
    expect(bench.page.locator("[data-sync]")).to_contain_text("không có mạng")
    line.fate = lambda body: "arrives"
    bench.page.goto(f"{SHELL}#/")
    bench.page.get_by_role("button", name="Gửi ngay").click()
    bench.sent()
    [row] = line.of_kind("answer").values()
    assert row["note"] == "Đang gõ dở"


def test_what_the_server_refuses_is_told_where_it_stands(bench, line):
    bench.start()
    bench.add("HTX Hòa An")
    bench.check("HTX Hòa An")
    bench.sent()
    said = {"code": "invalid", "message": "Không áp dụng ở đây.", "fields": {}}
    line.fate = lambda body: (422, said) if body.get("kind") == "answer" else "arrives"
    bench.answer(1, "Đạt")
    expect(bench.cell(1)).to_contain_text("Không áp dụng ở đây.")
    state = bench.page.locator("[data-sync]").get_by_role("status")
    expect(state).to_have_text("Cần sửa (1)")


def test_every_view_is_sound(bench, subtests):
    visit = bench.start()
    bench.add("HTX Hòa An")
    check = bench.check("HTX Hòa An")
    bench.answer(1, "Không đạt")
    views = (
        "#/",
        "#/chuan-bi",
        f"#/buoi/{visit}",
        f"#/phieu/{check}",
        f"#/xem-lai/{visit}",
        "#/buoi/khong-co",
    )
    for view in views:
        for width in WIDTHS:
            with subtests.test(view=view, width=width):
                bench.page.set_viewport_size({"width": width, "height": 740})
                bench.page.goto(SHELL + view)
                expect(bench.page.locator("h1")).not_to_be_empty()
                bench.page.wait_for_timeout(300)
                assert violations(bench.page) == []
                wide = "document.documentElement.scrollWidth > window.innerWidth"
                assert not bench.page.evaluate(wide)


def test_conflict_is_told_though_the_text_was_edited_since(bench, line):
    bench.start()
    bench.add("HTX Hòa An")
    bench.check("HTX Hòa An")
    stale = (409, {"code": "conflict", "fields": {}, "version": 2, "page": "/x/"})
    line.fate = lambda body: stale if body.get("kind") == "answer" else "arrives"
    with bench.sending("answer"):
        bench.answer(1, "Không đạt")
    told = bench.cell(1).get_by_text("Người khác vừa sửa: cần chọn bản giữ lại.")
    expect(told).to_be_visible()
    bench.cell(1).get_by_placeholder("Ghi chú").fill("Ghi thêm.")
    expect(bench.page.locator("[data-sync]")).to_contain_text("Chờ gửi (1)")
    expect(told).to_be_visible()
