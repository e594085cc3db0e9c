"""Photos on the screens of the workbench: chosen, shown, sent, refused, taken out."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from inspections.tests.pictures import picture

from .. import violations
from .bench import SHELL

SIZE = "image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])"
WIDE = "document.documentElement.scrollWidth > window.innerWidth"
BYTES = {"kind": "bytes"}
REFUSED = (422, {"code": "invalid", "message": "Ảnh bị hỏng, không đọc được."})


@pytest.fixture
def bench(new_bench):
    bench = new_bench(viewport={"width": 360, "height": 740}, has_touch=True)
    bench.prepare()
    return bench


@pytest.fixture
def check(bench):
    """Return the check of a site, which is open and on the server."""
    bench.start()
    bench.add("HTX Hòa An")
    with bench.sending("check"):
        check = bench.check("HTX Hòa An")
    bench.sent()
    return check


def file(name, data, kind="image/jpeg"):
    return {"name": name, "mimeType": kind, "buffer": data}


def noisy():
    """Return a picture that goes in several pieces."""
    out = io.BytesIO()
    Image.effect_noise((1600, 1200), 120).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def small(name="nhan.jpg"):
    return file(name, picture())


def question(bench, number, product=0):
    """Return an answer with the part open in which its photos stand."""
    cell = bench.cell(number, product)
    cell.get_by_text("Ghi chú, ảnh").click()
    return cell


def of_the_site(bench):
    return bench.page.locator("section", has_text="Ảnh chung của cơ sở")


def choose(place, *files):
    place.get_by_label("Chọn ảnh").set_input_files(list(files))


def photos(place):
    return place.locator("[data-list=photos] > li")


def trouble(place):
    return place.locator(".photo-part").get_by_role("alert")


def bar(bench):
    return bench.page.locator("[data-sync]").get_by_role("status")


def stored(line):
    """Return (item, product, caption, size of the picture) of each on the server."""
    rows = line.of_kind("photo")
    return {
        (row["item"], row["product"], row["caption"], size_of(line.files[key[1]]))
        for key, row in rows.items()
    }


def size_of(data):
    return Image.open(io.BytesIO(data)).size


def take_out(bench, photo):
    photo.get_by_role("button", name="Xóa ảnh này").click()
    dialog = bench.page.get_by_role("dialog", name="Xóa ảnh này?")
    dialog.get_by_role("button", name="Xóa ảnh").click()


def test_several_photos_of_a_question_are_shrunk_and_bear_words(bench, line, check):
    bench.answer(1, "Không đạt")
    cell = bench.cell(1)
    wide = file("IMG_1.jpg", picture(size=(3000, 2000)))
    high = file("quet.png", picture("PNG", (1000, 2500)), "image/png")
    choose(cell, wide, high)
    expect(photos(cell)).to_have_count(2)
    first, second = photos(cell).all()
    sizes = [one.locator("img").evaluate(SIZE) for one in (first, second)]
    assert sizes == [[240, 160], [96, 240]]
    expect(first.get_by_role("img", name="Ảnh chưa có chú thích")).to_be_visible()
    first.get_by_label("Chú thích ảnh").fill("Giấy phép treo tường")
    second.get_by_label("Chú thích ảnh").fill("Trang 2")
    expect(first.get_by_role("img", name="Giấy phép treo tường")).to_be_visible()
    for one in (first, second):
        expect(one.get_by_role("status")).to_have_text("Đã gửi")
    bench.sent()
    bench.page.reload()
    expect(photos(cell)).to_have_count(2)
    captions = photos(cell).get_by_label("Chú thích ảnh")
    expect(captions.first).to_have_value("Giấy phép treo tường")
    expect(captions.last).to_have_value("Trang 2")
    assert photos(cell).first.locator("img").evaluate(SIZE) == [240, 160]
    bench.sent()
    assert stored(line) == {
        (1, None, "Giấy phép treo tường", (2048, 1365)),
        (1, None, "Trang 2", (819, 2048)),
    }


def test_photo_is_taken_out_when_the_person_says_so(bench, line, check):
    bench.answer(1, "Không đạt")
    cell = bench.cell(1)
    choose(cell, small("a.jpg"), file("b.jpg", picture(size=(80, 60))))
    expect(photos(cell)).to_have_count(2)
    for one in photos(cell).all():
        expect(one.get_by_role("status")).to_have_text("Đã gửi")
    photos(cell).first.get_by_role("button", name="Xóa ảnh này").click()
    bench.page.get_by_role("dialog").get_by_role("button", name="Quay lại").click()
    expect(bench.page.get_by_role("dialog")).to_have_count(0)
    expect(photos(cell)).to_have_count(2)
    with bench.sending("photo"):
        take_out(bench, photos(cell).first)
    expect(photos(cell)).to_have_count(1)
    bench.sent()
    assert stored(line) == {(1, None, "", (80, 60))}
    bench.page.reload()
    expect(photos(cell)).to_have_count(1)
    expect(cell.get_by_role("radio", name="Không đạt")).to_be_checked()
    [answer] = line.of_kind("answer").values()
    assert (answer["outcome"], answer["severity"]) == ("failed", "remedy")


def test_photo_of_the_site_and_of_a_product_stand_at_their_places(bench, line, check):
    site, of_product = of_the_site(bench), question(bench, 3, 52)
    choose(site, file("cong.jpg", picture(size=(90, 60))))
    choose(of_product, file("nhan.jpg", picture(size=(60, 90))))
    for place in (site, of_product):
        expect(photos(place)).to_have_count(1)
        expect(photos(place).get_by_role("status")).to_have_text("Đã gửi")
    bench.page.reload()
    expect(photos(site)).to_have_count(1)
    expect(photos(of_product)).to_be_visible()  # its part opens by itself
    expect(bench.page.locator("[data-list=photos] > li")).to_have_count(2)
    assert stored(line) == {(None, None, "", (90, 60)), (3, 52, "", (60, 90))}
    checks = {row["check"] for row in line.of_kind("photo").values()}
    assert checks == {check}


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("IMG_1.HEIC", "", "Máy này không đọc được ảnh HEIC. Vào cài đặt máy ảnh"),
        ("so.pdf", "application/pdf", "Tệp này không phải ảnh, hoặc ảnh bị hỏng."),
    ],
    ids=["heic", "pdf"],
)
def test_file_that_is_no_picture_is_refused_at_its_place(
    bench, line, check, name, kind, words
):
    cell = question(bench, 1)
    choose(cell, file(name, b"\0\0\0\x18ftypheic", kind))
    expect(trouble(cell)).to_contain_text(f"{name}: {words}")
    expect(photos(cell)).to_have_count(0)
    expect(trouble(of_the_site(bench))).to_have_count(0)
    choose(cell, small())
    expect(photos(cell)).to_have_count(1)
    expect(trouble(cell)).to_have_count(0)
    expect(photos(cell).get_by_role("status")).to_have_text("Đã gửi")
    assert stored(line) == {(1, None, "", (64, 48))}


def test_each_file_that_cannot_be_read_is_named_and_the_others_are_kept(bench, check):
    cell = question(bench, 1)
    bad = [file(f"{name}.heic", b"ftypheic", "image/heic") for name in "ab"]
    choose(cell, bad[0], small(), bad[1])
    expect(photos(cell)).to_have_count(1)
    expect(trouble(cell)).to_contain_text("a.heic: Máy này không đọc được")
    expect(trouble(cell)).to_contain_text("b.heic: Máy này không đọc được")


def test_photo_taken_with_the_line_down_waits_and_goes_by_itself(bench, line, check):
    line.fate = lambda body: "down"
    cell = question(bench, 1)
    cell.get_by_label("Chụp ảnh").set_input_files([small()])
    expect(photos(cell).get_by_role("status")).to_have_text("Chờ gửi")
    photos(cell).get_by_label("Chú thích ảnh").fill("Kho lạnh")
    # The words of a photo, and its bytes.
    expect(bar(bench)).to_have_text("Chờ gửi (2) · không có mạng")
    bench.page.reload()
    expect(photos(cell).get_by_role("status")).to_have_text("Chờ gửi")
    expect(photos(cell).get_by_label("Chú thích ảnh")).to_have_value("Kho lạnh")
    assert photos(cell).locator("img").evaluate(SIZE) == [64, 48]
    expect(bar(bench)).to_have_text("Chờ gửi (2) · không có mạng")
    line.fate = lambda body: "arrives"
    bench.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(photos(cell).get_by_role("status")).to_have_text("Đã gửi")
    bench.sent()
    assert stored(line) == {(1, None, "Kho lạnh", (64, 48))}


def test_photo_that_broke_off_is_not_said_to_be_on_its_way(bench, line, check):
    line.fate = lambda body: "down" if body == BYTES and line.puts == 2 else "arrives"
    cell = question(bench, 1)
    choose(cell, file("IMG_1.jpg", noisy()))
    expect(bar(bench)).to_have_text("Chờ gửi (1) · không có mạng")
    expect(photos(cell).get_by_role("status")).to_have_text("Chờ gửi")
    line.fate = lambda body: "arrives"
    bench.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(photos(cell).get_by_role("status")).to_have_text("Đã gửi")
    assert line.puts >= 3
    assert stored(line) == {(1, None, "", (1600, 1200))}


def test_a_photo_is_sent_once_the_server_names_its_hash(bench, line, check):
    other = {"offset": 9, "size": 9, "done": True, "sha256": "0" * 64}
    line.fate = lambda body: (200, other) if body == BYTES else "arrives"
    cell, asked = question(bench, 1), []

    def again(response):
        if "/anh/" in response.url:
            asked.append(response)
        return len(asked) == 2  # what was said the first time has been read

    with bench.page.expect_response(again):
        choose(cell, small())
    expect(photos(cell).get_by_role("status")).to_have_text("Chờ gửi")
    expect(bar(bench)).to_have_text("Chờ gửi (1)")
    line.fate = lambda body: "arrives"
    expect(photos(cell).get_by_role("status")).to_have_text("Đã gửi")
    bench.sent()
    assert stored(line) == {(1, None, "", (64, 48))}


def test_photo_that_the_server_refuses_says_so_and_is_sent_again(bench, line, check):
    line.fate = lambda body: REFUSED if body == BYTES else "arrives"
    cell = question(bench, 1)
    choose(cell, small())
    state = photos(cell).get_by_role("status")
    expect(state).to_have_text("Máy chủ không nhận. Ảnh bị hỏng, không đọc được.")
    expect(bar(bench)).to_have_text("Cần sửa (1)")
    line.fate = lambda body: "down"
    photos(cell).get_by_role("button", name="Gửi lại").click()
    expect(state).to_have_text("Chờ gửi")
    expect(photos(cell).get_by_role("button", name="Gửi lại")).to_be_hidden()
    line.fate = lambda body: "arrives"
    bench.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(state).to_have_text("Đã gửi")
    bench.sent()
    assert stored(line) == {(1, None, "", (64, 48))}


def test_photo_that_the_server_refuses_is_taken_out(bench, line, check):
    line.fate = lambda body: REFUSED if body == BYTES else "arrives"
    cell = question(bench, 1)
    choose(cell, small())
    expect(bar(bench)).to_have_text("Cần sửa (1)")
    take_out(bench, photos(cell))
    expect(photos(cell)).to_have_count(0)
    bench.sent()
    assert line.of_kind("photo") == {}


def test_photo_whose_words_are_refused_is_told_of_again(bench, line, check):
    said = {"code": "invalid", "message": "Ảnh của cơ sở khác.", "fields": {}}
    line.fate = lambda body: (422, said) if body.get("kind") == "photo" else "arrives"
    cell = question(bench, 1)
    choose(cell, small())
    state = photos(cell).get_by_role("status")
    expect(state).to_have_text("Máy chủ không nhận. Ảnh của cơ sở khác.")
    line.fate = lambda body: "arrives"
    photos(cell).get_by_role("button", name="Gửi lại").click()
    expect(state).to_have_text("Đã gửi")
    assert stored(line) == {(1, None, "", (64, 48))}


def test_refused_photo_is_among_what_is_unsent(bench, line, check):
    line.fate = lambda body: REFUSED if body == BYTES else "arrives"
    choose(question(bench, 1), small())
    expect(bar(bench)).to_have_text("Cần sửa (1)")
    bench.page.get_by_role("link", name="UBND xã Hòa An").click()
    expect(bench.page.get_by_text("1 cần xem lại")).to_be_visible()
    bench.page.get_by_role("link", name="Đi cơ sở", exact=True).click()
    bench.page.get_by_text("Các mục chưa gửi").click()
    queue = bench.page.locator("[data-list=queue] > li")
    expect(queue).to_have_count(1)
    expect(queue).to_contain_text("Ảnh")
    expect(queue).to_contain_text("Cần sửa")
    expect(queue).to_contain_text("Ảnh bị hỏng, không đọc được.")
    line.fate = lambda body: "arrives"
    bench.page.get_by_role("button", name="Gửi ngay").click()
    bench.sent()
    expect(queue).to_have_count(0)


def test_nobody_signs_while_a_photo_of_the_check_is_refused(bench, line, check):
    line.fate = lambda body: REFUSED if body == BYTES else "arrives"
    cell = question(bench, 1)
    choose(cell, small())
    expect(bar(bench)).to_have_text("Cần sửa (1)")
    bench.open_minutes()
    words = "Phiếu còn 1 mục máy chủ chưa nhận. Xử lý xong rồi mới ký."
    expect(bench.page.get_by_text(words)).to_be_visible()
    expect(bench.page.get_by_role("button", name="Ký biên bản")).to_be_hidden()
    bench.page.get_by_role("link", name="Về phiếu").click()
    take_out(bench, photos(cell))
    expect(photos(cell)).to_have_count(0)
    bench.open_minutes()
    expect(bench.page.get_by_role("button", name="Ký biên bản")).to_be_visible()
    expect(bench.page.get_by_text(words)).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_with_photos_are_sound(bench, line, check, width):
    bench.page.set_viewport_size({"width": width, "height": 740})
    line.fate = lambda body: REFUSED if body == BYTES else "arrives"
    cell, of_product = question(bench, 1), question(bench, 3, 52)
    choose(cell, file("a.heic", b"ftypheic"), small())
    choose(of_product, file("mot-ten-tep-rat-dai" * 4 + ".heic", b"ftypheic"))
    choose(of_the_site(bench), file("rong.jpg", picture(size=(3000, 400))))
    expect(photos(cell).get_by_role("status")).to_contain_text("Máy chủ không nhận.")
    site = photos(of_the_site(bench)).get_by_role("status")
    expect(site).to_contain_text("Máy chủ không nhận.")
    expect(trouble(of_product)).to_be_visible()
    assert violations(bench.page) == []
    assert not bench.page.evaluate(WIDE)
    bench.page.goto(f"{SHELL}#/")
    bench.page.get_by_text("Các mục chưa gửi").click()
    expect(bench.page.locator("[data-list=queue] > li")).to_have_count(2)
    assert violations(bench.page) == []
    assert not bench.page.evaluate(WIDE)
