"""The shell without a signal, from a browser started anew, and a new version of it."""

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from fieldwork import shell

SHELL = "/di-co-so/"
REGISTER = """async () => {
  globalThis.offline = await import('/static/js/field/offline.js');
  offline.events.addEventListener('update', () => document.title = 'Có bản mới');
  await offline.register();
}"""


def opened(context):
    page = context.new_page()
    page.goto(SHELL)
    return page


def kill(folder):
    """Kill the browser that uses a folder, as a phone does that runs out of memory."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        words = path.read_bytes().split(b"\0")
        if f"--user-data-dir={folder}".encode() in words:
            os.kill(int(path.parent.name), signal.SIGKILL)


@pytest.fixture
def kept(profile):
    """Keep the shell on the device, and return its browser."""
    context = profile()
    opened(context).evaluate(REGISTER)
    return context


def test_shell_opens_from_a_cold_start_without_a_server(kept, profile, network):
    kept.close()
    network.cut()
    page = opened(profile())
    expect(page.get_by_role("heading", name="Đi cơ sở")).to_be_visible()
    colour = "getComputedStyle(document.body).fontFamily"
    assert "Be Vietnam Pro" in page.evaluate(colour)


def test_shell_opens_after_the_browser_was_killed(kept, profile, network, tmp_path):
    kill(tmp_path / "profile")
    network.cut()
    page = opened(profile())
    expect(page.get_by_role("heading", name="Đi cơ sở")).to_be_visible()


def test_only_the_public_shell_is_in_the_cache(kept):
    [page] = kept.pages[1:]
    kept_files = page.evaluate(
        """async () => {
          const [name] = await caches.keys();
          const requests = await (await caches.open(name)).keys();
          return requests.map(({ url }) => new URL(url).pathname);
        }"""
    )
    assert kept_files[0] == SHELL
    assert all(name.startswith("/static/") for name in kept_files[1:])


def test_new_version_waits_for_the_person_and_drops_the_old_one(kept, monkeypatch):
    [page] = kept.pages[1:]
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.get_by_role("textbox").fill("đang gõ")
    text = shell.page()
    monkeypatch.setattr(
        shell, "page", lambda: text.replace("Đi cơ sở</h1>", "Bản 2</h1>")
    )
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page).to_have_title("Có bản mới")
    expect(page.get_by_role("textbox")).to_have_value("đang gõ")
    page.reload()
    expect(page.get_by_role("heading", name="Đi cơ sở")).to_be_visible()
    page.evaluate(REGISTER)
    expect(page).to_have_title("Có bản mới")
    keep = "async () => { localStorage.setItem('kept', 'đang gõ') }"
    with page.expect_navigation():
        page.evaluate(f"void offline.useNew({keep})")
    expect(page.get_by_role("heading", name="Bản 2")).to_be_visible()
    assert page.evaluate("localStorage.getItem('kept')") == "đang gõ"
    assert len(page.evaluate("caches.keys()")) == 1


def test_other_tab_is_told_that_the_version_changed(kept, monkeypatch):
    [page] = kept.pages[1:]
    other = opened(kept)
    other.evaluate(REGISTER)
    text = shell.page()
    monkeypatch.setattr(shell, "page", lambda: text + " ")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page).to_have_title("Có bản mới")
    with page.expect_navigation():
        page.evaluate("void offline.useNew(async () => {})")
    expect(other).to_have_title("Có bản mới")


def test_nothing_is_missing_in_this_browser(kept):
    [page] = kept.pages[1:]
    assert page.evaluate("offline.blocked()") == ""


def test_browser_that_may_not_store_says_so(kept):
    [page] = kept.pages[1:]
    page.evaluate(
        "void (indexedDB.open = () => { throw new DOMException('', 'SecurityError') })"
    )
    assert "không cho lưu trên máy này" in page.evaluate("offline.blocked()")
