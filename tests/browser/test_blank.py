"""The blank checklist on A4 paper."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from inspections.services import publish_checklist
from tests.factories import (
    ChecklistItemFactory,
    ProductFactory,
    SiteCheckFactory,
    VisitFactory,
)

from . import sign_in
from .test_print import A_PAGE, PAPER, SIZE

# Rows, and whatever is to be written or signed in, that a page break may cut.
CUT = """() => [...document.querySelectorAll(
  ".blank tr, .blank-writing, .blank-signatures")]
  .filter(e => getComputedStyle(e).breakInside !== "avoid").length"""
# What sticks out of the paper.
WIDE = """() => [...document.querySelectorAll(".blank *")]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture
def paper(page, officer, live_server):
    """Open the papers of a visit to two producers, one with three products."""
    place = officer.assignments.get().area
    visit = VisitFactory(place=place)
    for number in range(40):
        subject = "product" if number % 2 else "producer"
        ChecklistItemFactory(checklist=visit.checklist, subject=subject)
    publish_checklist(visit.checklist, by=None)
    for name, count in [("HTX Một", 3), ("HTX Hai", 1)]:
        product = ProductFactory(place=place, site__producer__name=name)
        ProductFactory.create_batch(count - 1, site=product.site)
        SiteCheckFactory(visit=visit, site=product.site)
    sign_in(page.context, officer, live_server.url)
    page.goto(reverse("inspections:visit_blank", args=[visit.uuid]))
    page.wait_for_load_state()
    return page


def test_papers_are_a4_with_rows_uncut_and_a_page_of_their_own(paper):
    paper.set_viewport_size(PAPER)
    paper.emulate_media(media="print")
    assert paper.evaluate(CUT) == 0
    assert paper.evaluate(WIDE) == []
    second = paper.locator(".blank").nth(1)
    assert second.evaluate("e => getComputedStyle(e).breakBefore") == "page"
    head = paper.locator(".blank-questions thead").first
    expect(head).to_have_css("display", "table-header-group")
    expect(head).to_contain_text("HTX")
    for part in (".site-header", ".page-head", ".breadcrumbs", ".btn"):
        expect(paper.locator(part).first).to_be_hidden()
    pdf = paper.pdf(prefer_css_page_size=True)
    sizes = {tuple(round(float(side)) for side in found) for found in SIZE.findall(pdf)}
    assert sizes == {(595, 842)} or sizes == {(596, 842)}
    assert 4 <= len(A_PAGE.findall(pdf)) <= 12


def test_button_asks_the_browser_to_print(paper):
    paper.evaluate("window.print = () => document.body.dataset.printed = 'yes'")
    paper.get_by_role("button", name=re.compile("In phiếu")).click()
    expect(paper.locator("body")).to_have_attribute("data-printed", "yes")
