"""What stands in the form of something new outlives its tab, and is added once."""

import pytest
from playwright.sync_api import expect

from .bench import Bench

LEFT = "() => Object.keys(localStorage).filter((name) => name.includes('ocop-new-'))"


@pytest.fixture
def bench(new_bench):
    bench = new_bench()
    bench.prepare()
    bench.start()
    bench.add("HTX Hòa An")
    bench.check("HTX Hòa An")
    bench.answer(1, "Không đạt")
    bench.answered("1/8")
    return bench


def opened_again(bench, url=None):
    """Close the tab without a word, and open its page in another."""
    context, url = bench.page.context, url or bench.page.url
    bench.page.close()
    again = Bench(context.new_page())
    again.page.goto(url)
    return again


def test_findings_of_two_kinds(bench, line):
    texts = bench.page.get_by_label("Nội dung nhận định").last
    texts.fill("Nhãn thiếu ngày sản xuất.\nKho ẩm.")
    bench.page.get_by_label("Yêu cầu khắc phục", exact=True).last.check()
    bench.page.get_by_label("Về sản phẩm").select_option("Rượu ngô")
    [left] = bench.page.evaluate(LEFT)
    assert left.startswith("ocop-new-7-")  # of this person alone
    bench = opened_again(bench)
    bench.answered("1/8")
    bench.page.get_by_role("button", name="Thêm nhận định").click()
    findings = bench.page.locator("[data-list=findings] > li")
    expect(findings).to_have_count(3)
    bench.sent()
    rows = line.of_kind("finding").values()
    found = {(row["text"], row["severity"], row["product"]) for row in rows}
    assert found == {
        ("Nhãn thiếu ngày sản xuất.", "remedy", 52),
        ("Kho ẩm.", "remedy", 52),
    }
    assert bench.page.evaluate(LEFT) == []


def test_recommendation_from_an_answer_keeps_where_it_came_from(bench, line):
    bench.cell(1).get_by_role("button", name="Đề nghị từ nội dung này").click()
    bench.page.get_by_label("Nội dung đề nghị").last.fill("Gia hạn giấy phép mới.")
    bench.page.get_by_label("đối với địa phương").check()
    bench.page.get_by_label("Gửi cơ quan").last.fill("Sở Công Thương")
    bench = opened_again(bench)
    expect(bench.page.get_by_text("Từ nhận định: Giấy phép")).to_be_visible()
    expect(bench.page.get_by_label("Gửi cơ quan").last).to_have_value("Sở Công Thương")
    bench.page.get_by_role("button", name="Thêm đề nghị").click()
    lines = bench.page.locator("[data-list=recommendations] > li")
    expect(lines).to_have_count(1)
    bench.sent()
    [row] = line.of_kind("recommendation").values()
    assert (row["text"], row["direction"]) == ("Gia hạn giấy phép mới.", "locality")
    assert (row["agency"], row["item"]) == (31, 1)
    assert bench.page.evaluate(LEFT) == []


def test_sample_whose_form_was_open(bench, line):
    bench.page.get_by_text("Thêm mẫu").click()
    form = bench.page.locator("[data-part=add] form")
    form.get_by_label("Mã mẫu").fill("M01")
    form.get_by_label("Chỉ tiêu kiểm nghiệm").fill("Độ cồn\nMethanol")
    bench = opened_again(bench)
    expect(bench.page.get_by_label("Mã mẫu").last).to_be_visible()
    bench.page.get_by_label("Số lượng mẫu").last.fill("2 chai")
    bench.page.get_by_role("button", name="Ghi mẫu").click()
    expect(bench.page.locator("[data-list=samples] > li")).to_have_count(1)
    bench.sent()
    [row] = line.of_kind("sample").values()
    assert (row["code"], row["quantity"]) == ("M01", "2 chai")
    assert row["indicators"] == "Độ cồn\nMethanol"
    assert bench.page.evaluate(LEFT) == []


def test_who_refuses_to_sign_and_why(bench, line):
    bench.open_minutes()
    bench.page.get_by_role("radio", name="Đại diện địa phương").check()
    bench.page.get_by_label("Họ và tên người ký").fill("Nông Thị Thử")
    bench.page.get_by_text("Người này không ký").click()
    bench.page.get_by_label("Lý do không ký").fill("Vắng mặt khi lập biên bản.")
    bench = opened_again(bench)
    expect(bench.page.get_by_label("Lý do không ký")).to_be_visible()
    bench.page.get_by_label("Người làm chứng").fill("Hoàng Văn Thử")
    bench.page.get_by_role("button", name="Ký biên bản").click()
    signed = bench.page.locator(
        "[data-list=signatures] > li", has_text="Đại diện địa phương"
    )
    expect(signed).to_contain_text("Nông Thị Thử")
    bench.sent()
    assert bench.page.evaluate(LEFT) == []
