"""A sample and two signatures recorded with the network off, before the real server."""

import pytest
from playwright.sync_api import expect

from fieldwork.models import Operation
from inspections.models import ItemResult, Minutes, Sample
from inspections.tests.cast import Cast

from .bench import Bench
from .phones import KEEP, SHELL, sign_in


@pytest.fixture
def cast(transactional_db):
    return Cast()


@pytest.fixture
def bench(profile, network, cast):
    """Return the workbench of Lan, who has taken the visit along."""
    context = profile()
    sign_in(context, cast.lan, network.url)
    page = context.new_page()
    page.goto(f"{SHELL}#/chuan-bi")
    page.evaluate(KEEP)
    page.get_by_role("checkbox", name="Xã Hòa An, ngày 15/09/2023").check()
    page.get_by_role("button", name="Tải về máy").click()
    bench = Bench(page)
    bench.heading("Ghi buổi kiểm tra mới")
    return bench


def test_sample_and_signatures_outlive_a_closed_browser(bench, profile, network, cast):
    check, item = cast.check, cast.item("suc-khoe")
    network.cut()
    bench.page.goto(f"{SHELL}#/phieu/{check.uuid}")
    bench.answer(item.pk, "Không đạt")
    bench.take_sample("M01", "2 chai 500 ml", **{"Số niêm phong": "NP-17"})
    expect(bench.page.get_by_text("Mẫu M01", exact=True)).to_be_visible()
    bench.open_minutes()
    bench.sign("Đại diện cơ sở", "Lý Thị Nhật")
    bench.sign("Trưởng đoàn", "Nguyễn Văn Hà")
    bench.page.context.close()

    page = profile().new_page()
    page.goto(f"{SHELL}#/phieu/{check.uuid}")
    expect(page.get_by_text("đã có chữ ký của").first).to_be_visible()
    bench = Bench(page)
    expect(bench.cell(item.pk).get_by_role("radio").first).to_be_disabled()
    assert Operation.objects.count() == 0
    network.restore()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    bench.sent()

    assert Operation.objects.count() == 4
    assert ItemResult.objects.get(item=item).outcome == "failed"
    assert Sample.objects.get().seal_number == "NP-17"
    minutes = Minutes.objects.get()
    assert minutes.is_complete
    assert [row["code"] for row in minutes.content["samples"]] == ["M01"]
    for signature in minutes.signatures.all():
        with signature.picture.open() as file:
            assert file.read(8) == b"\x89PNG\r\n\x1a\n"
