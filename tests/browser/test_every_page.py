"""Every page of the portal in a browser, as wide as a phone and as a desk.

Pages come from the access table, so that a new one is held to the same.
"""

import pytest
from django.urls import reverse

from producers.models import Producer
from tests.sample import errors
from tests.test_admin import address
from tests.world import build_world

from . import sign_in, violations
from .pages import pages

WIDTHS = (1280, 360)
HEIGHT = 800


@pytest.fixture
def world(transactional_db):
    return build_world()


@pytest.fixture
def tab_of(new_context, live_server, world):
    """Open one tab for each person, at the first time it is asked for."""
    tabs = {}

    def get(person):
        if person not in tabs:
            context = new_context(viewport={"width": WIDTHS[0], "height": HEIGHT})
            if person != "visitor":
                sign_in(context, getattr(world, person), live_server.url)
            tabs[person] = context.new_page()
        return tabs[person]

    return get


def too_wide(page) -> list[str]:
    """Say so if the page scrolls sideways."""
    width, window = page.evaluate(
        "[document.documentElement.scrollWidth, window.innerWidth]"
    )
    return [f"{width} px wide"] if width > window else []


def nameless(page) -> list[str]:
    """Return what is missing that tells people and screen readers what this is."""
    title = page.title().partition("·")[0].strip()
    headings = [words.strip() for words in page.locator("h1").all_inner_texts()]
    language = page.locator("html").get_attribute("lang")
    return [
        *([] if title else ["no title"]),
        *([] if len(headings) == 1 and headings[0] else [f"headings: {headings}"]),
        *([] if language == "vi" else [f"language: {language}"]),
    ]


def wrong_with(page) -> list[str]:
    """Return everything that is wrong with the open page, at any width."""
    found = nameless(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        faults = too_wide(page) + violations(page)
        found += [f"at {width} px: {fault}" for fault in faults]
    page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    return found


def take(faults: list[str]) -> list[str]:
    """Return what the browser complained of since the last time."""
    taken = list(faults)
    faults.clear()
    return taken


def test_every_page(tab_of, world, browser_faults, subtests):
    for page in pages(world):
        with subtests.test(page.name, url=page.url, person=page.person):
            tab = tab_of(page.person)
            status = tab.goto(page.url).status
            found = wrong_with(tab) + take(browser_faults)
            assert (status, found) == (200, [])


def test_every_error_page(tab_of, browser_faults, settings, subtests):
    settings.ROOT_URLCONF = errors.__name__
    tab = tab_of("visitor")
    for status in errors.STATUSES:
        with subtests.test(status=status):
            assert tab.goto(f"/mau/loi/{status}/").status == status
            found = wrong_with(tab)
            [fault] = take(browser_faults)
            assert (found, f" {status} (" in fault) == ([], True)


def test_back_office(tab_of, world, browser_faults, subtests):
    """Look at what is ours there: the look, the list, the history.

    The forms are Django's own, faults and all; few people ever see them.
    """
    tab = tab_of("admin")
    for url in (
        reverse("admin:index"),
        address(Producer, "changelist"),
        address(Producer, "history", world.producer.pk),
    ):
        with subtests.test(url=url):
            status = tab.goto(url).status
            found = wrong_with(tab) + take(browser_faults)
            assert (status, found) == (200, [])
