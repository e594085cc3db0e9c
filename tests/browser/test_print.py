"""A list and a form on A4 paper."""

import re

import pytest
from playwright.sync_api import expect

# What the margins in print.css leave of A4, in CSS pixels.
PAPER = {"width": 661, "height": 986}
PATHS = ["/mau/", "/mau/nhap/"]
A_PAGE = re.compile(rb"/Type\s*/Page\b")
SIZE = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)")
UNCUT = ["tr", ".figure", ".photos li", ".definitions > *"]
# What may be cut by a page break, or is cut off by its own frame.
CUT = """selectors => [
  ...[...document.querySelectorAll(selectors)]
    .filter(e => getComputedStyle(e).breakInside !== "avoid"),
  ...[...document.querySelectorAll("main *")]
    .filter(e => e.scrollWidth > e.clientWidth + 1
      && !["visible", "clip"].includes(getComputedStyle(e).overflowX)
      && !e.matches(".visually-hidden, input, select")
      && e.checkVisibility()),
].map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(params=PATHS)
def printed(sample, request):
    sample.set_viewport_size(PAPER)
    sample.emulate_media(media="print")
    sample.goto(request.param)
    return sample


def test_nothing_is_cut(printed):
    assert printed.evaluate(CUT, ",".join(UNCUT)) == []
    assert printed.evaluate("document.documentElement.scrollWidth") == PAPER["width"]


def test_only_the_record_is_printed(printed):
    for part in (".filter-bar", ".btn", ".breadcrumbs", ".pages", ".skip-link"):
        shown = [e for e in printed.locator(part).all() if e.is_visible()]
        assert (part, shown) == (part, [])
    expect(printed.get_by_role("heading", level=1)).to_be_visible()


def test_the_sheets_are_a4(printed):
    pdf = printed.pdf(prefer_css_page_size=True)
    sizes = {tuple(round(float(n)) for n in size) for size in SIZE.findall(pdf)}
    assert sizes == {(595, 842)}
    assert len(A_PAGE.findall(pdf)) >= 1


def test_the_head_of_a_table_stands_on_every_sheet(sample):
    sample.emulate_media(media="print")
    sample.goto("/mau/?moi_trang=100")
    head = sample.locator(".data-table thead")
    display = head.evaluate("e => getComputedStyle(e).display")
    assert display == "table-header-group"
    assert len(A_PAGE.findall(sample.pdf(prefer_css_page_size=True))) >= 3
