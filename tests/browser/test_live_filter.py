"""A filter form that sends itself, and the address that goes along."""

import datetime

import pytest
from playwright.sync_api import expect

START = datetime.datetime(2026, 3, 2, 8, 0, tzinfo=datetime.UTC)
PAUSED = START + datetime.timedelta(hours=1)


@pytest.fixture
def asked(sample):
    """Return the queries that the list on the page has been asked so far."""
    queries = []

    def note(request):
        if "hx-request" in request.headers:
            queries.append(request.url.partition("?")[2])

    sample.on("request", note)
    return queries


@pytest.fixture
def listing(sample):
    sample.goto("/mau/")
    return sample


@pytest.fixture
def stopped(sample):
    """Open the list with a clock that only the test moves."""
    sample.clock.install(time=START)
    sample.goto("/mau/")
    sample.clock.pause_at(PAUSED)
    return sample


def compose(page, *texts):
    """Type a word the way Telex and VNI do, without finishing it."""
    typing = page.context.new_cdp_session(page)
    for text in texts:
        end = len(text)
        typing.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": end, "selectionEnd": end},
        )
    return typing


def test_typing_is_sent_once_300_ms_after_the_last_letter(stopped, asked):
    box = stopped.get_by_role("searchbox")
    box.press_sequentially("ma")
    stopped.clock.run_for(299)
    box.press_sequentially("t")
    stopped.clock.run_for(299)
    assert asked == []
    stopped.clock.run_for(1)
    stopped.wait_for_url("**/mau/?q=mat")
    assert asked == ["q=mat"]


def test_a_composed_word_is_sent_when_it_is_done(stopped, asked):
    stopped.get_by_role("searchbox").focus()
    typing = compose(stopped, "m", "mâ", "mậ", "mật")
    stopped.clock.run_for(1000)
    assert asked == []
    typing.send("Input.insertText", {"text": "mật"})
    stopped.clock.run_for(300)
    stopped.wait_for_url("**/mau/?q=m%E1%BA%ADt")
    assert len(asked) == 1


def test_enter_in_a_composed_word_sends_nothing(stopped, asked):
    stopped.get_by_role("searchbox").focus()
    compose(stopped, "m", "mâ")
    stopped.keyboard.press("Enter")
    stopped.clock.run_for(1000)
    assert (asked, stopped.url.endswith("/mau/")) == ([], True)


def test_a_choice_is_sent_at_once(stopped, asked):
    with stopped.expect_request("**/mau/?hang=4"):
        stopped.get_by_label("Hạng sao").select_option("4")
    assert asked == ["hang=4"]


def test_half_a_date_is_sent_when_it_is_left(stopped, asked):
    field = stopped.locator("[name=ngay]")
    field.press_sequentially("15/09/2023")
    stopped.clock.run_for(1000)
    assert asked == []
    with stopped.expect_request("**/mau/?ngay=15%2F09%2F2023"):
        field.press("Tab")


def test_the_answer_replaces_the_results_and_leaves_the_cursor(listing, asked):
    box = listing.get_by_role("searchbox")
    box.press_sequentially("không có")
    listing.get_by_text("Không có sản phẩm nào khớp với điều kiện lọc.").wait_for()
    expect(listing.get_by_role("link", name="Tìm: không có")).to_have_count(1)
    box.press_sequentially("!")
    expect(box).to_have_value("không có!")


def test_back_shows_the_list_as_it_was(listing):
    listing.get_by_label("Hạng sao").select_option("4")
    listing.wait_for_url("**/mau/?hang=4")
    chip = listing.get_by_role("link", name="Hạng sao: 4 sao")
    chip.wait_for()
    with listing.expect_event("load"):
        listing.evaluate("history.back()")
    assert (listing.url.endswith("/mau/"), chip.count()) == (True, 0)
    expect(listing.get_by_label("Hạng sao")).to_have_value("")


def test_on_a_phone_filters_wait_in_a_sheet(listing):
    listing.set_viewport_size({"width": 360, "height": 800})
    choice = listing.get_by_label("Hạng sao")
    expect(choice).to_be_hidden()
    listing.get_by_role("button", name="Lọc").click()
    choice.select_option("4")
    listing.get_by_role("button", name="Xem kết quả").click()
    expect(choice).to_be_hidden()
    listing.get_by_role("link", name="Hạng sao: 4 sao").wait_for()
