"""What holds for every test: strict templates, and a browser on a short lead."""

import os

import pytest
from django.template import engines
from playwright.sync_api import expect

from scripts import chromium, compile_messages
from tests.browser import LAUNCH_ARGUMENTS, guard
from tests.undefined import StrictString

# How long a browser test waits for what it expects, in milliseconds: a machine with
# few cores and much to do may take long, and a test that passes waits for nothing.
PATIENCE = 60_000

# A browser that shares two cores with a server and another test may paint or send a
# moment late. A second try tells that from a fault; `-ra` names who needed one.
SECOND_TRIES = 1

# Playwright's synchronous API keeps an event loop in the thread that runs the tests.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config):
    """Let the tests read the words of the catalogue, and browsers take their time."""
    expect.set_options(timeout=PATIENCE)
    if not hasattr(config, "workerinput"):  # once, not in each parallel worker
        compile_messages.compile_all()


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser_name" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=SECOND_TRIES))


def pytest_terminal_summary(terminalreporter):
    """Repeat what `make test` had to leave out, where nobody overlooks it."""
    notes = os.environ.get("OCOP_TEST_NOTES", "").splitlines()
    if notes:
        terminalreporter.section("not tested")
        for note in notes:
            terminalreporter.line(note, yellow=True)


@pytest.fixture(scope="session", autouse=True)
def undefined_variables_fail():
    engines["django"].engine.string_if_invalid = StrictString()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": chromium.find() or pytest.fail(chromium.ADVICE),
        "args": [*LAUNCH_ARGUMENTS, *sandbox],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
    }


@pytest.fixture
def browser_faults():
    """Collect console errors and requests to strangers; there must be none.

    A test that provokes one takes it off the list after checking what it says.
    """
    faults: list[str] = []
    yield faults
    assert faults == []


@pytest.fixture
def new_context(new_context, live_server, browser_faults):
    """Open a browser context that reaches the live server alone."""

    def open_guarded(**options):
        options.setdefault("base_url", live_server.url)
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        guard(context, live_server.url, browser_faults)
        return context

    return open_guarded
