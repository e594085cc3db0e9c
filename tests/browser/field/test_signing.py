"""Samples and signatures on the screens of the workbench."""

import pytest
from playwright.sync_api import expect

from .. import violations
from .bench import SHELL

WIDTHS = (360, 1280)
HEAD, PRODUCER = "Trưởng đoàn", "Đại diện cơ sở"


@pytest.fixture
def bench(new_bench):
    bench = new_bench(viewport={"width": 360, "height": 740}, has_touch=True)
    bench.prepare()
    return bench


@pytest.fixture
def check(bench):
    """Return the check of a site with one answer, which is open."""
    bench.visit = bench.start()
    bench.add("HTX Hòa An")
    check = bench.check("HTX Hòa An")
    bench.answer(1, "Không đạt")
    bench.answered("1/8")
    return check


def samples(bench):
    return bench.page.locator("[data-list=samples] > li")


def test_a_sample_is_written_changed_and_taken_out(bench, line, check):
    bench.take_sample("M01", "")
    expect(bench.page.get_by_text("Hãy ghi số lượng mẫu.")).to_be_visible()
    form = bench.page.locator("[aria-labelledby=mau] form")
    form.get_by_label("Sản phẩm").select_option("Rượu ngô")
    lab = {"Đơn vị kiểm nghiệm": "Sở Công Thương", "Số niêm phong": "NP-1"}
    bench.take_sample("M01", "2 chai", **lab)
    expect(samples(bench)).to_have_count(1)
    expect(samples(bench)).to_contain_text(
        "Rượu ngô · 2 chai · niêm phong số NP-1 · lấy ngày"
    )
    bench.take_sample("M01", "1 túi")
    expect(bench.page.get_by_text("Mã mẫu này đã có")).to_be_visible()
    bench.take_sample("M02", "1 túi")
    expect(samples(bench)).to_have_count(2)
    bench.sent()
    first = samples(bench).first
    first.get_by_role("button", name="Sửa").click()
    first.get_by_label("Số niêm phong").fill("NP-2")
    second = samples(bench).last
    second.get_by_role("button", name="Bỏ mẫu M02").click()
    with bench.sending("sample"):
        bench.page.get_by_role("button", name="Bỏ mẫu", exact=True).click()
    expect(samples(bench)).to_have_count(1)
    bench.sent()
    [stored] = line.of_kind("sample").values()
    assert (stored["check"], stored["product"], stored["lab"]) == (check, 52, 31)
    assert (stored["code"], stored["quantity"]) == ("M01", "2 chai")
    assert stored["seal_number"] == "NP-2"


def test_both_sides_read_and_sign_and_the_check_is_read_only(bench, line, check):
    bench.take_sample("M01", "2 chai")
    expect(samples(bench)).to_have_count(1)
    bench.page.get_by_label("Đại diện cơ sở").fill("Lý Thị Nhật, Chủ hộ")
    bench.open_minutes()
    page = bench.page
    expect(page.get_by_text("Không đạt (Yêu cầu khắc phục)")).to_be_visible()
    expect(page.get_by_text("2 chai · lấy ngày")).to_be_visible()
    expect(page.get_by_text("7 nội dung")).to_be_visible()
    expect(page.get_by_label("Họ và tên người ký")).to_have_value("Lý Thị Nhật")
    expect(page.get_by_label("Chức vụ")).to_have_value("Chủ hộ")
    page.get_by_role("button", name="Ký biên bản").click()
    expect(page.get_by_role("alert").last).to_have_text("Hãy ký vào khung.")
    bench.sign(PRODUCER, "Lý Thị Nhật")
    expect(page.get_by_role("radio", name=HEAD)).to_be_checked()
    with bench.sending("minutes"):
        bench.sign(HEAD, "Nguyễn Văn Hà")
    bench.sent()
    signed = [body for body in line.heard if body["kind"] == "minutes"]
    sides = [body["fields"]["signatures"][0]["side"] for body in signed]
    assert sides == ["producer", "head"]
    assert all(body["fields"]["check"] == check for body in signed)
    assert signed[0]["fields"]["versions"]["check"] >= 1
    page.get_by_role("link", name="Về phiếu").click()
    expect(page.get_by_text("Phiên bản 1 đã có chữ ký").first).to_be_visible()
    expect(bench.cell(1).get_by_role("radio").first).to_be_disabled()
    expect(page.get_by_role("button", name="Ghi mẫu")).to_be_hidden()
    correct = page.get_by_role("link", name="Lập biên bản sửa đổi")
    expect(correct).to_have_attribute("href", f"/phieu/{check}/bien-ban/sua-doi/")
    page.get_by_role("link", name="UBND xã Hòa An").click()
    expect(page.get_by_text("đã ký biên bản", exact=True)).to_be_visible()
    producers = page.locator("form [data-list=producers] > li")
    expect(producers).to_have_count(0)


def test_a_side_may_refuse_before_a_witness(bench, line, check):
    bench.open_minutes()
    page = bench.page
    page.get_by_label("Họ và tên người ký").fill("Lý Thị Nhật")
    page.get_by_text("Người này không ký").click()
    page.get_by_label("Lý do không ký").fill("Không đồng ý kết luận.")
    page.get_by_role("button", name="Ký biên bản").click()
    expect(page.get_by_role("alert").last).to_have_text("Hãy ghi người làm chứng.")
    page.get_by_label("Người làm chứng").fill("Bà Mai, trưởng xóm")
    with bench.sending("minutes"):
        page.get_by_role("button", name="Ký biên bản").click()
    line_ = page.locator("[data-list=signatures] > li", has_text=PRODUCER)
    expect(line_).to_contain_text("Không đồng ý kết luận.")
    expect(page.get_by_text("Người này không ký")).to_be_hidden()
    bench.sent()
    [minutes] = line.of_kind("minutes").values()
    assert minutes["signatures"][0]["witnesses"] == "Bà Mai, trưởng xóm"


def test_a_signature_goes_last_and_later_facts_after_it(bench, line, check):
    line.fate = lambda body: "down"
    bench.answer(2, "Đạt")
    bench.answered("2/8")
    bench.open_minutes()
    bench.sign(PRODUCER, "Lý Thị Nhật")
    bench.page.goto(f"{SHELL}#/buoi/{bench.visit}")
    bench.page.get_by_label("Nơi làm việc").fill("Hội trường")
    expect(bench.page.locator("[data-sync]")).to_contain_text("Chờ gửi")
    bench.page.reload()
    expect(bench.page.get_by_label("Nơi làm việc")).to_have_value("Hội trường")
    line.heard.clear()
    line.fate = lambda body: "arrives"
    bench.page.goto(f"{SHELL}#/")
    bench.page.get_by_role("button", name="Gửi ngay").click()
    bench.sent()
    kinds = [body["kind"] for body in line.heard]
    at = kinds.index("minutes")
    assert "answer" in kinds[:at]
    assert kinds[at + 1 :] == ["visit"]
    assert line.heard[-1]["fields"] == {"session_place": "Hội trường"}


def test_another_text_than_was_read_is_not_signed(bench, line, check):
    bench.sent()
    line.fate = lambda body: "down"
    bench.page.get_by_label("Nhận xét của đoàn").fill("Sạch sẽ.")
    bench.open_minutes()
    bench.sign(PRODUCER, "Lý Thị Nhật")
    # Meanwhile a colleague concluded.
    line.fate = lambda body: "arrives"
    version, told = line.records["check", check, None, None]
    told |= {"conclusion": "Của người khác"}
    line.records["check", check, None, None] = (version + 1, told)
    bench.page.evaluate("window.dispatchEvent(new Event('online'))")
    signature = bench.page.locator("[data-list=signatures] > li", has_text=PRODUCER)
    expect(signature).to_contain_text("Nội dung đã khác với lúc người ký đọc")
    assert line.of_kind("minutes") == {}
    signature.get_by_role("button", name="Bỏ chữ ký").click()
    bench.page.get_by_role("button", name="Bỏ chữ ký", exact=True).click()
    expect(signature).to_contain_text("Chưa ký.")
    expect(bench.page.get_by_text("Của người khác")).to_be_visible()
    with bench.sending("minutes"):
        bench.sign(PRODUCER, "Lý Thị Nhật")
    bench.sent()
    assert len(line.of_kind("minutes")) == 1


def test_what_came_after_the_visit_was_signed_says_so(bench, line, check):
    bench.sent()
    said = {
        "code": "frozen",
        "message": "Buổi kiểm tra đã ký duyệt, biên bản không nhận thêm chữ ký.",
        "page": "/di-co-so/xung-dot/1/",
    }
    line.fate = lambda body: (409, said) if body.get("kind") == "minutes" else "arrives"
    bench.open_minutes()
    with bench.sending("minutes"):
        bench.sign(PRODUCER, "Lý Thị Nhật")
    signature = bench.page.locator("[data-list=signatures] > li", has_text=PRODUCER)
    expect(signature).to_contain_text("biên bản không nhận thêm chữ ký")
    expect(signature.get_by_role("link", name="Xem phần đã giữ lại")).to_be_visible()


def test_pages_with_samples_and_signatures_are_sound(bench, check, subtests):
    bench.take_sample("M01", "2 chai")
    expect(samples(bench)).to_have_count(1)
    views = (f"#/phieu/{check}", f"#/ky/{check}", f"#/buoi/{bench.visit}")
    for step in ("open", "signed"):
        for view in views:
            for width in WIDTHS:
                with subtests.test(step=step, view=view, width=width):
                    bench.page.set_viewport_size({"width": width, "height": 740})
                    bench.page.goto(SHELL + view)
                    expect(bench.page.locator("#khung h2").first).to_be_visible()
                    bench.page.wait_for_timeout(300)
                    assert violations(bench.page) == []
                    wide = "document.documentElement.scrollWidth > window.innerWidth"
                    assert not bench.page.evaluate(wide)
        if step == "open":
            bench.page.goto(f"{SHELL}#/ky/{check}")
            bench.sign(PRODUCER, "Lý Thị Nhật")
