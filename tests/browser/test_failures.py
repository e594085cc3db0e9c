"""When a request from a page fails, and what messages do."""

import pytest
from playwright.sync_api import expect

BROKEN = "Hệ thống chưa xử lý được yêu cầu này."
OFFLINE = "Chưa gửi được vì mất kết nối."


@pytest.fixture
def listing(sample):
    sample.goto("/mau/")
    return sample


@pytest.fixture
def refused(browser_faults):
    """Expect the browser and htmx to complain of the request, and of nothing else."""
    yield
    own = [fault for fault in browser_faults if "/htmx-2.min.js" not in fault]
    assert len(own) == 1
    assert "Failed to load resource" in own[0]
    browser_faults.clear()


def again(page):
    return page.get_by_role("button", name="Thử lại")


@pytest.mark.usefixtures("refused")
class TestFailedRequest:
    def test_says_so_and_offers_to_try_again(self, listing):
        listing.get_by_role("button", name="Gọi lỗi").click()
        again(listing).wait_for()
        expect(listing.get_by_role("status").get_by_text(BROKEN)).to_be_visible()

    def test_trying_again_does_what_was_asked(self, listing):
        listing.get_by_role("button", name="Gọi lỗi").click()
        again(listing).wait_for()
        listing.route("**/mau/loi/", lambda route: route.fulfill(body="<p>Đã tải</p>"))
        again(listing).click()
        listing.get_by_text("Đã tải").wait_for()
        expect(listing.get_by_text(BROKEN)).to_have_count(0)

    def test_a_filter_is_sent_again_with_what_it_holds_by_then(self, listing):
        lost = "**/mau/?hang=4"
        listing.route(lost, lambda route: route.abort())
        listing.get_by_label("Hạng sao").select_option("4")
        listing.get_by_text(OFFLINE).wait_for()
        listing.unroute(lost)
        again(listing).click()
        listing.get_by_role("link", name="Hạng sao: 4 sao").wait_for()
        assert listing.url.endswith("/mau/?hang=4")

    def test_what_trying_again_cannot_mend_offers_nothing(self, listing):
        listing.route("**/mau/loi/", lambda route: route.fulfill(status=404))
        listing.get_by_role("button", name="Gọi lỗi").click()
        listing.get_by_text("Không tìm thấy nội dung này").wait_for()
        expect(again(listing)).to_have_count(0)


def test_a_message_goes_when_it_is_closed(listing):
    listing.get_by_role("button", name="Xóa", exact=True).click()
    listing.get_by_role("button", name="Xóa giấy tờ").click()
    listing.get_by_role("button", name="Đóng thông báo").click()
    expect(listing.get_by_text("Đã xóa giấy tờ.")).to_have_count(0)
    expect(listing.locator("#noi-dung")).to_be_focused()
