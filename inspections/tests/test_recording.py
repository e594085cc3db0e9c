"""A site check recorded in a browser, as on a phone in a workshop."""

import io

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from inspections.models import Photo
from inspections.services import Answer, save_answers
from tests.browser import violations
from tests.factories import ProductFactory

from .cast import Cast
from .pictures import picture

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def cast(live_server):
    made = Cast()
    ProductFactory(site=made.site, name="Rượu ngô")
    return made


@pytest.fixture
def sign_in(cast, live_server, new_context):
    """Open the checklist as Lan on a phone, with or without scripts."""

    def open_page(**options):
        client = Client()
        client.force_login(cast.lan)
        name = configured.SESSION_COOKIE_NAME
        context = new_context(viewport=PHONE, **options)
        value = client.cookies[name].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.goto(reverse("inspections:site_check_record", args=[cast.check.uuid]))
        return page

    return open_page


@pytest.fixture
def page(sign_in):
    return sign_in()


def cell(page, item, product=None):
    return page.locator(f"#o-{item.pk}-{product.pk if product else 0}")


def choose(place, words):
    place.get_by_role("radio", name=words, exact=True).check()


def saved(place):
    place.get_by_text("Đã lưu", exact=False).wait_for()


def settled(page):
    page.get_by_text("Đang lưu…").first.wait_for(state="detached")


def stored(cast, code, product=None):
    rows = cast.check.results.filter(item=cast.item(code), product=product)
    return rows.values_list("outcome", "note").get()


def test_an_answer_is_saved_at_once_and_survives_a_reload(page, cast):
    health = cell(page, cast.item("suc-khoe"))
    choose(health, "Không đạt")
    saved(health)
    health.get_by_label("Mức độ").select_option("breach")
    health.get_by_placeholder("Ghi chú").fill("Giấy khám hết hạn")
    page.keyboard.press("Tab")
    page.get_by_text("Đã trả lời 1/5").wait_for()
    settled(page)
    saved(health)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert stored(cast, "suc-khoe") == ("failed", "Giấy khám hết hạn")
    assert cast.check.findings.get().severity == "breach"
    page.reload()
    expect(health.get_by_role("radio", name="Không đạt")).to_be_checked()
    expect(health.get_by_placeholder("Ghi chú")).to_have_value("Giấy khám hết hạn")
    choose(health, "Chưa kiểm tra")
    saved(health)
    assert stored(cast, "suc-khoe") == ("", "Giấy khám hết hạn")


def test_answers_have_room_for_a_thumb(page):
    boxes = [choice.bounding_box() for choice in page.locator(".choice").all()]
    assert min(box["height"] for box in boxes) >= 44
    assert min(box["width"] for box in boxes) >= 44


def test_what_is_done_well_is_noted_as_quickly(page, cast):
    label = cell(page, cast.item("nhan"), cast.product)
    choose(label, "Đạt")
    label.get_by_label("Ghi nhận làm tốt").check()
    label.get_by_placeholder("Ghi chú").fill("Bao bì đẹp")
    page.keyboard.press("Tab")
    settled(page)
    saved(label)
    finding = cast.check.findings.get()
    assert (finding.severity, finding.text) == ("good", "Bao bì đẹp")


def test_one_answer_for_all_products_goes_out_once(page, cast):
    posts = []
    page.on("request", lambda r: r.method == "POST" and posts.append(r.url))
    line = page.locator("[data-ocop-line]", has_text="Bao bì, nhãn mác")
    line.locator("[data-ocop-same]").get_by_role("radio", name="Không áp dụng").click()
    for product in cast.site.products.all():
        saved(cell(page, cast.item("nhan"), product))
        assert stored(cast, "nhan", product) == ("na", "")
    assert len(posts) == 1
    page.get_by_text("Đã trả lời 2/5").wait_for()


def test_digits_answer_the_question_in_focus(page, cast):
    health = cell(page, cast.item("suc-khoe"))
    health.get_by_role("radio", name="Chưa kiểm tra").focus()
    for digit, outcome in (("2", "failed"), ("3", "na"), ("1", "passed"), ("0", "")):
        page.keyboard.press(digit)
        settled(page)
        saved(health)
        assert stored(cast, "suc-khoe")[0] == outcome
    health.get_by_placeholder("Ghi chú").press_sequentially("12 người")
    expect(health.get_by_role("radio", name="Chưa kiểm tra")).to_be_checked()


def test_the_link_goes_to_the_first_missing_answer(page, cast):
    health = cell(page, cast.item("suc-khoe"))
    choose(health, "Đạt")
    page.get_by_role("link", name="Tới câu chưa trả lời").click()
    key = page.evaluate("document.activeElement.closest('fieldset').id")
    assert key.startswith(f"o-{cast.item('nhan').pk}-")


def test_the_save_button_sends_what_is_still_being_typed(page, cast):
    health = cell(page, cast.item("suc-khoe"))
    health.get_by_text("Ghi chú, ảnh").click()
    note = health.get_by_placeholder("Ghi chú")
    note.press_sequentially("Hẹn bổ sung")
    note.press("Control+s")
    settled(page)
    saved(health)
    assert stored(cast, "suc-khoe") == ("", "Hẹn bổ sung")
    note.blur()
    settled(page)
    page.get_by_role("button", name="Lưu kết quả").click()
    page.get_by_text("Mọi câu trả lời đã được lưu").wait_for()


def test_a_failed_save_loses_nothing_and_is_tried_again(page, cast, browser_faults):
    page.route("**/tra-loi/", lambda route: route.abort())
    health = cell(page, cast.item("suc-khoe"))
    choose(health, "Không đạt")
    health.get_by_placeholder("Ghi chú").fill("Thiếu hai người")
    page.keyboard.press("Tab")
    page.get_by_text("Chưa lưu được 1 câu").wait_for()
    again = health.get_by_role("button", name="Thử lại")
    again.wait_for()
    assert violations(page) == []
    expect(health.get_by_placeholder("Ghi chú")).to_have_value("Thiếu hai người")
    assert not cast.check.results.exists()
    browser_faults.clear()
    page.unroute("**/tra-loi/")
    again.click()
    saved(health)
    assert stored(cast, "suc-khoe") == ("failed", "Thiếu hai người")


def test_what_somebody_else_wrote_is_shown_and_one_is_chosen(
    page, cast, browser_faults
):
    item = cast.item("suc-khoe")
    save_answers(cast.check, [Answer(item, None, "failed", "hết hạn")], by=cast.hoa)
    health = cell(page, item)
    choose(health, "Đạt")
    health.get_by_text("Người khác vừa ghi: không đạt (nhắc nhở): hết hạn").wait_for()
    assert violations(page) == []
    health.get_by_role("button", name="Lấy bản của người kia").click()
    expect(health.get_by_role("radio", name="Không đạt")).to_be_checked()
    expect(health.get_by_placeholder("Ghi chú")).to_have_value("hết hạn")
    choose(health, "Không áp dụng")
    saved(health)
    assert stored(cast, "suc-khoe") == ("na", "hết hạn")
    assert all("409" in fault for fault in browser_faults)
    browser_faults.clear()


def test_a_photo_is_shrunk_on_the_device_and_sent_with_where_it_was_taken(
    sign_in, cast
):
    here = {"latitude": 22.665312, "longitude": 106.257894, "accuracy": 11.4}
    page = sign_in(geolocation=here, permissions=["geolocation"])
    health = cell(page, cast.item("suc-khoe"))
    choose(health, "Không đạt")
    big = picture(size=(4000, 3000), colour="green", quality=100)
    sent = []
    page.on(
        "request",
        lambda r: r.url.endswith("/anh/") and sent.append(r.post_data_buffer),
    )
    with page.expect_file_chooser() as chooser:
        health.get_by_role("link", name="Thêm ảnh").click()
    files = [
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": big},
        {"name": "IMG_2.png", "mimeType": "image/png", "buffer": picture("PNG")},
    ]
    chooser.value.set_files(files)
    health.get_by_text("IMG_1.jpg: Đã gửi").wait_for()
    health.get_by_text("IMG_2.png: Đã gửi").wait_for()
    expect(health.get_by_role("img", name="Ảnh vừa gửi")).to_have_count(2)
    assert len(sent) == 2
    photos = Photo.objects.order_by("pk")
    assert {photo.item_result.item for photo in photos} == {cast.item("suc-khoe")}
    position = photos[0].latitude, photos[0].longitude
    assert tuple(map(str, position)) == ("22.665312", "106.257894")
    assert photos[0].accuracy == 12
    with Image.open(photos[0].image) as stored_picture:
        assert stored_picture.size == (2048, 1536)
    received = sent[0][sent[0].index(b"\xff\xd8") :]
    assert max(Image.open(io.BytesIO(received)).size) == 2048


def test_a_photo_that_did_not_get_through_is_sent_again(page, cast, browser_faults):
    page.route("**/anh/", lambda route: route.abort())
    health = cell(page, cast.item("suc-khoe"))
    health.get_by_text("Ghi chú, ảnh").click()
    with page.expect_file_chooser() as chooser:
        health.get_by_role("link", name="Thêm ảnh").click()
    file = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    chooser.value.set_files([file])
    health.get_by_text("IMG_1.jpg: Chưa gửi được.").wait_for()
    browser_faults.clear()
    page.unroute("**/anh/")
    health.get_by_role("button", name="Thử lại").click()
    health.get_by_text("IMG_1.jpg: Đã gửi").wait_for()
    assert Photo.objects.count() == 1


def test_why_a_photo_is_refused_is_told_at_its_line(page, cast, browser_faults):
    health = cell(page, cast.item("suc-khoe"))
    health.get_by_text("Ghi chú, ảnh").click()
    with page.expect_file_chooser() as chooser:
        health.get_by_role("link", name="Thêm ảnh").click()
    file = {"name": "hong.jpg", "mimeType": "image/jpeg", "buffer": b"khong phai"}
    chooser.value.set_files([file])
    health.get_by_text("hong.jpg: Tệp không phải ảnh").wait_for()
    assert all("422" in fault for fault in browser_faults)
    browser_faults.clear()
    assert not Photo.objects.exists()


def test_everything_is_recorded_without_scripts(sign_in, cast):
    page = sign_in(java_script_enabled=False)
    health = cell(page, cast.item("suc-khoe"))
    choose(health, "Không đạt")
    health.get_by_label("Mức độ").select_option("remedy")
    health.get_by_text("Ghi chú, ảnh").click()
    health.get_by_placeholder("Ghi chú").fill("Giấy khám hết hạn")
    line = page.locator("[data-ocop-line]", has_text="Mã số mã vạch")
    choose(line.locator("[data-ocop-same]"), "Đạt")
    page.get_by_role("button", name="Lưu kết quả").click()
    page.get_by_text("Đã lưu 3 kết quả.").wait_for()
    page.get_by_text("Đã trả lời 3/5").wait_for()
    assert stored(cast, "suc-khoe") == ("failed", "Giấy khám hết hạn")
    assert cast.check.findings.get().severity == "remedy"
    health.get_by_role("link", name="Thêm ảnh").click()
    file = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.get_by_label("Ảnh").first.set_input_files(file)
    page.get_by_role("button", name="Tải ảnh lên").click()
    page.get_by_text("Đã tải lên 1 ảnh.").wait_for()
    assert Photo.objects.get().item_result.item == cast.item("suc-khoe")
