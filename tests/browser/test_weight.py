"""What the first load of each page weighs on the line.

The portal is asked in this process, through the same middleware as in production: the
GZip middleware packs pages, WhiteNoise hands out the collected files as they were
packed by ``collectstatic``. Headers and fonts are left out. A photo that waits until it
is scrolled to is no part of the first load.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

from ocop_portal.settings import base
from tests.world import build_world

from . import sign_in
from .pages import client_of, pages

MOST = 100_000
# The workbench comes whole, every view of it, before the line is gone; it is kept on
# the device and fetched anew only in parts that changed.
# The map alone brings Leaflet with its clusters.
WHOLE = {"fieldwork:shell": 150_000, "dashboards:map": 150_000}
FONTS = (".woff2", ".woff")
NAMES = {
    ".css": re.compile(r"""url\(["']?(?!data:|#)([^"')]+)"""),
    ".js": re.compile(r"""^(?:import|export)\b[^;"']*["'](\.{1,2}/[^"']+)["']""", re.M),
}


class Loads(HTMLParser):
    """Collects the addresses that a page makes a browser load."""

    def __init__(self, url: str, html: str):
        super().__init__()
        self.url, self.found = url, set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag in ("link", "use"):
            self.add(values.get("href"))
        elif values.get("loading") != "lazy":
            self.add(values.get("src"))

    def add(self, address):
        if address and not address.startswith("data:"):
            self.found.add(urldefrag(urljoin(self.url, address)).url)


def fetch(client, url: str, encoding: str) -> bytes:
    """Return the body as it is sent to a browser that takes the encoding."""
    response = client.get(url, headers={"accept-encoding": encoding})
    assert (url, response.status_code) == (url, 200)
    return response.getvalue()


def loads(client, url: str) -> set[str]:
    """Return what opening a page loads besides the page, fonts left out."""
    found = set()
    new = Loads(url, fetch(client, url, "identity").decode()).found
    while new:
        found |= new
        new = set().union(*(named_in(client, part) for part in new)) - found
    return {address for address in found if not address.endswith(FONTS)}


def named_in(client, address: str) -> set[str]:
    """Return what a style sheet or a module makes a browser load in its turn."""
    names = NAMES.get(address[address.rfind(".") :])
    if not names:
        return set()
    text = fetch(client, address, "identity").decode()
    return {urldefrag(urljoin(address, name)).url for name in names.findall(text)}


@pytest.fixture
def collected(settings, tmp_path):
    """Serve static files as production does."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": base.STORAGES["staticfiles"],
    }
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.mark.usefixtures("collected", "db")
def test_first_load_of_every_page(subtests):
    world = build_world()
    sizes = {}
    for page in pages(world):
        with subtests.test(page.name, url=page.url):
            client = client_of(world, page.person)
            parts = loads(client, page.url)
            for part in parts - sizes.keys():
                sizes[part] = len(fetch(client, part, "br, gzip"))
            own = len(fetch(client, page.url, "br, gzip"))
            weight = own + sum(sizes[part] for part in parts)
            heaviest = sorted(((sizes[part], part) for part in parts), reverse=True)
            most = WHOLE.get(page.name, MOST)
            assert weight <= most, f"{weight} bytes, {own} of them its own: {heaviest}"


def test_a_browser_loads_nothing_that_is_not_counted(page, officer, live_server):
    sign_in(page.context, officer, live_server.url)
    asked = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).path))
    page.goto("/chu-the/", wait_until="networkidle")
    client = Client()
    client.force_login(officer)
    counted = loads(client, "/chu-the/") | {"/chu-the/"}
    assert {path for path in asked if not path.endswith(FONTS)} <= counted
