"""The rescue file on the screens: saved here, taken in elsewhere, sent once."""

import json

import pytest
from playwright.sync_api import expect

from inspections.tests.pictures import picture

from .bench import FULL, ROOM, SHELL

FULL_WORDS = "Máy đã hết chỗ lưu"


@pytest.fixture
def bench(new_bench, line):
    """Return a workbench at a check that has been sent; the line is down by now."""
    bench = new_bench(viewport={"width": 360, "height": 740}, has_touch=True)
    bench.prepare()
    bench.start()
    bench.add("HTX Hòa An")
    with bench.sending("check"):
        bench.check_key = bench.check("HTX Hòa An")
    bench.sent()
    line.fate = lambda body: "down"
    return bench


@pytest.fixture
def other(new_bench, bench):
    """Return the workbench of another device, on which nothing was taken along."""
    return new_bench()


def bar(bench):
    return bench.page.locator("[data-sync]").get_by_role("status")


def choose(bench, number, name):
    photo = {"name": name, "mimeType": "image/jpeg", "buffer": picture()}
    bench.cell(number).get_by_label("Chọn ảnh").set_input_files([photo])


def photos(bench, number):
    return bench.cell(number).locator("[data-list=photos] > li")


def note(bench, number, words):
    bench.cell(number).get_by_placeholder("Ghi chú").fill(words)


def home(bench):
    bench.page.get_by_role("link", name="Đi cơ sở", exact=True).click()
    bench.heading("Trạng thái gửi")


def save(bench):
    """Save the file as a person does; return what it holds."""
    bench.page.get_by_text("Tệp cứu hộ", exact=True).click()
    with bench.page.expect_download() as download:
        bench.page.get_by_role("button", name="Lưu ra tệp").click()
    assert download.value.suggested_filename.startswith("chua-gui-20")
    return download.value.path().read_text(encoding="utf-8")


def open_home(bench):
    bench.page.goto(f"{SHELL}#/")
    bench.heading("Trạng thái gửi")
    bench.page.get_by_text("Tệp cứu hộ", exact=True).click()


def take_in(bench, text, words):
    """Take a file in at the first view, and wait for what the page says then."""
    data = {"name": "chua-gui.json", "mimeType": "application/json"}
    box = bench.page.get_by_label("Lấy vào từ tệp cứu hộ")
    box.set_input_files([data | {"buffer": text.encode()}])
    said = bench.page.locator("details", has=box).get_by_role("status")
    expect(said).to_have_text(words)
    expect(box).to_have_value("")  # the same file may be chosen again


def answers(line):
    return {
        key[2]: (values["outcome"], values["note"])
        for key, values in line.of_kind("answer").items()
    }


def record_with_a_full_disk(bench):
    """Record what found room, and what did not; one photo of each."""
    bench.answer(1, "Không đạt")
    choose(bench, 1, "a.jpg")
    expect(photos(bench, 1)).to_have_count(1)
    bench.answered("1/8")
    expect(bar(bench)).to_have_text("Chờ gửi (3) · không có mạng")
    bench.page.evaluate(FULL)
    bench.answer(2, "Không đạt")
    expect(bench.page.get_by_text(FULL_WORDS)).to_be_visible()
    choose(bench, 2, "b.jpg")
    note(bench, 2, "Chưa khám")
    expect(bar(bench)).to_contain_text("Nháp trên máy (2)")


def test_what_found_no_room_goes_to_another_device_and_is_sent_once(bench, other, line):
    record_with_a_full_disk(bench)
    home(bench)
    text = save(bench)
    line.fate = lambda body: "arrives"
    open_home(other)
    take_in(other, text, "Đã lấy vào 5 mục; máy tự gửi khi có mạng.")
    other.sent()
    assert answers(line) == {1: ("failed", ""), 2: ("failed", "Chưa khám")}
    told = line.of_kind("photo")
    assert sorted(row["item"] for row in told.values()) == [1, 2]
    for key, row in told.items():
        assert len(line.files[key[1]]) == row["size"]
    puts = line.puts
    # The first device is well again, and sends what it has under the same names.
    bench.page.evaluate(ROOM)
    bench.page.get_by_role("button", name="Lưu lại").click()
    expect(bench.page.get_by_text(FULL_WORDS)).to_have_count(0)
    bench.page.get_by_role("button", name="Gửi ngay").click()
    bench.sent()
    assert answers(line) == {1: ("failed", ""), 2: ("failed", "Chưa khám")}
    assert (set(line.of_kind("photo")), line.puts) == (set(told), puts)


def test_change_of_a_check_that_was_sent_brings_its_check_along(bench, other, line):
    """The other device knows nothing of the visit, nor has the file more than this."""
    bench.page.evaluate(FULL)
    bench.answer(2, "Đạt")
    expect(bench.page.get_by_text(FULL_WORDS)).to_be_visible()
    home(bench)
    text = save(bench)
    assert json.loads(text)["operations"] == []
    line.fate = lambda body: "arrives"
    open_home(other)
    take_in(other, text, "Đã lấy vào 1 mục; máy tự gửi khi có mạng.")
    other.sent()
    assert answers(line) == {2: ("passed", "")}
    assert list(line.of_kind("check")) == [("check", bench.check_key, None, None)]


def test_words_just_typed_are_in_the_file_when_the_disk_is_full(bench, other, line):
    bench.answer(1, "Không đạt")
    bench.answered("1/8")
    bench.page.evaluate(FULL)
    note(bench, 1, "Đã hết hạn")
    # Before the pause after which it is written, and without leaving the field.
    bench.page.evaluate("history.back()")
    bench.heading("UBND xã Hòa An, ngày")
    expect(bench.page.get_by_text(FULL_WORDS)).to_be_visible()
    home(bench)
    text = save(bench)
    line.fate = lambda body: "arrives"
    open_home(other)
    take_in(other, text, "Đã lấy vào 2 mục; máy tự gửi khi có mạng.")
    other.sent()
    assert answers(line) == {1: ("failed", "Đã hết hạn")}


def test_photo_that_found_no_room_is_kept_when_there_is_some(bench, line):
    bench.page.evaluate(FULL)
    bench.cell(1).get_by_text("Ghi chú, ảnh").click()
    choose(bench, 1, "a.jpg")
    trouble = bench.cell(1).get_by_role("alert")
    expect(trouble).to_contain_text(f"a.jpg: {FULL_WORDS}")
    expect(bar(bench)).to_contain_text("Nháp trên máy (1)")
    bench.page.evaluate(ROOM)
    bench.page.get_by_role("button", name="Lưu lại").click()
    expect(photos(bench, 1)).to_have_count(1)
    expect(trouble).to_have_count(0)
    expect(bench.page.get_by_text(FULL_WORDS)).to_have_count(0)
    expect(bar(bench)).to_contain_text("Chờ gửi (2)")


def test_file_of_another_person_is_refused(bench, other, line):
    record_with_a_full_disk(bench)
    home(bench)
    text = save(bench)
    line.user, line.fate = 8, lambda body: "arrives"
    open_home(other)
    words = "Tệp này của Lan. Máy đang mở việc của Minh: chỉ người đã ghi mới"
    take_in(other, text, f"{words} nhận lại được.")
    expect(bar(other)).to_have_text("Chưa có gì để gửi")
    assert answers(line) == {}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text[:-40], "Tệp này không phải tệp cứu hộ, hoặc đã bị hỏng."),
        (lambda text: '{"a": 1}', "Tệp này không phải tệp cứu hộ."),
        (
            lambda text: text.replace('"photos"', '"phot"'),
            "Tệp này không phải tệp cứu hộ, hoặc đã bị hỏng.",
        ),
        (
            lambda text: text.replace(";base64,", ";base64:"),
            "Tệp này không phải tệp cứu hộ, hoặc đã bị hỏng.",
        ),
    ],
    ids=["broken", "other", "without-photos", "broken-photo"],
)
def test_file_that_is_none_is_refused_and_the_right_one_taken(
    bench, other, line, change, words
):
    bench.answer(1, "Không đạt")
    choose(bench, 1, "a.jpg")
    expect(bar(bench)).to_have_text("Chờ gửi (3) · không có mạng")
    home(bench)
    text = save(bench)
    line.fate = lambda body: "arrives"
    open_home(other)
    take_in(other, change(text), words)
    expect(bar(other)).to_have_text("Chưa có gì để gửi")
    take_in(other, text, "Đã lấy vào 3 mục; máy tự gửi khi có mạng.")
    other.sent()
    assert answers(line) == {1: ("failed", "")}


def test_file_taken_in_again_changes_nothing(bench, other, line):
    """Neither what was edited since on the other device, nor what was taken out."""
    record_with_a_full_disk(bench)
    home(bench)
    text = save(bench)
    line.fate = lambda body: "arrives"
    other.prepare()
    open_home(other)
    take_in(other, text, "Đã lấy vào 5 mục; máy tự gửi khi có mạng.")
    other.sent()
    other.page.goto(f"{SHELL}#/phieu/{bench.check_key}")
    other.answered("2/8")
    for number in (1, 2):
        with other.sending("answer"):
            other.answer(number, "Đạt")
        photos(other, number).get_by_role("button", name="Xóa ảnh này").click()
        dialog = other.page.get_by_role("dialog")
        with other.sending("photo"):
            dialog.get_by_role("button", name="Xóa ảnh").click()
    other.sent()
    heard = len(line.heard)
    open_home(other)
    take_in(other, text, "Mọi mục trong tệp đã có trên máy này.")
    expect(bar(other)).to_contain_text("Đã gửi")
    other.page.goto(f"{SHELL}#/phieu/{bench.check_key}")
    other.answered("2/8")
    for number in (1, 2):
        expect(other.cell(number).get_by_role("radio").first).to_be_checked()
        expect(photos(other, number)).to_have_count(0)
    other.sent()
    assert len(line.heard) == heard
    assert answers(line) == {1: ("passed", ""), 2: ("passed", "Chưa khám")}
    assert line.of_kind("photo") == {}
