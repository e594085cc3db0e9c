"""A device that has the modules of the workbench at hand, and a line to a server."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error

from conftest import PATIENCE

from .. import guard
from .bench import OFFER, PACK, Bench
from .device import Device
from .line import Line
from .network import Network

REFUSED = "console: Failed to load resource"


@pytest.fixture
def line():
    return Line(user=7)


@pytest.fixture
def faults(browser_faults):
    """Leave out what a browser says about each answer that is not a success."""
    yield browser_faults
    browser_faults[:] = [text for text in browser_faults if REFUSED not in text]


@pytest.fixture
def phone(new_context, line, faults):
    """Return a device of the person with number 7, on which nothing is sent yet."""
    context = new_context()
    line.attach(context)
    return Device(context, {"id": 7, "name": "Lan"})


@pytest.fixture
def new_bench(new_context, line, faults):
    """Return a function that opens a workbench before the line, not yet prepared."""

    def open_bench(*, pack=PACK, offer=OFFER, **options) -> Bench:
        line.pack = pack
        context = new_context(**options)
        line.attach(context)
        context.route("**/di-co-so/chuan-bi/", lambda route: route.fulfill(json=offer))
        return Bench(context.new_page())

    return open_bench


@pytest.fixture
def network(live_server):
    """Return a network to the live server; the test may cut and restore it."""
    network = Network(live_server.url)
    yield network
    network.cut()


@pytest.fixture
def profile(
    browser_type,
    browser_type_launch_args,
    browser_context_args,
    network,
    faults,
    tmp_path,
):
    """Return a function that starts a browser with the same folder each time."""
    contexts = []

    def start():
        context = browser_type.launch_persistent_context(
            tmp_path / "profile",
            **browser_type_launch_args,
            **browser_context_args,
            base_url=network.url,
        )
        context.set_default_timeout(PATIENCE)
        guard(context, network.url, faults)
        contexts.append(context)
        return context

    yield start
    for context in contexts:
        with suppress(Error):  # it was killed
            context.close()
