"""The shell of the workbench, and the list of files that it needs without a signal."""

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe

from .words import words

ICON_SIZES = (192, 512)
BLANK_SHEET = {"answered": 0, "total": 0, "first_missing": "0"}
COLOUR, PAPER = "#0c3b2e", "#f6f4ee"

_IN_PAGE = re.compile(r'\s(?:href|src|content)="(/[^"#?]+)')
_IN_STYLES = re.compile(r"""url\(["']?([^"')#?]+)""")
_IN_SCRIPTS = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")


def page() -> str:
    """Return the page; nobody's data, no token, the same for everybody."""
    context = {
        "portal_name": settings.PORTAL_NAME,
        "portal_province": settings.PORTAL_PROVINCE_NAME,
        "demo_mode": settings.DEMO_MODE,
        "words": words(),
        "blank": BLANK_SHEET,
    }
    return render_to_string("fieldwork/shell.html", context)


def worker() -> str:
    """Return the service worker with the files to keep and a version that tells them.

    The version changes when the page or any of the files does, so that a browser
    takes all of them anew or none.
    """
    start, text = reverse("fieldwork:shell"), page()
    contents = {start: text.encode(), **files_of(text)}
    files = mark_safe(json.dumps(list(contents)))
    context = {"version": version(contents), "files": files}
    return render_to_string("fieldwork/sw.js", context)


def version(contents: dict[str, bytes]) -> str:
    """Return a word that changes with any of the files."""
    digest = hashlib.sha256()
    for address, content in contents.items():
        digest.update(address.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()[:16]


def manifest() -> dict:
    """Return what a browser asks for before it offers to install the workbench."""
    start = reverse("fieldwork:shell")
    return {
        "id": start,
        "name": f"Đi cơ sở · {settings.PORTAL_NAME}",
        "short_name": "Đi cơ sở",
        "lang": "vi",
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "theme_color": COLOUR,
        "background_color": PAPER,
        "icons": [
            {
                "src": static(f"img/{name}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, purpose in (("icon", "any"), ("icon-maskable", "maskable"))
            for size in ICON_SIZES
        ],
    }


def files_of(text: str) -> dict[str, bytes]:
    """Return {address: content} of all static files that a page needs.

    Those that its style sheets and modules name count too, whether addresses have
    been hashed or not.
    """
    found: dict[str, bytes] = {}
    wanted = [url for url in _IN_PAGE.findall(text) if _is_static(url)]
    while wanted:
        address = wanted.pop()
        if address in found:
            continue
        found[address] = _content(address)
        wanted += [url for url in _named_in(address, found[address]) if _is_static(url)]
    return dict(sorted(found.items()))


def _is_static(address: str) -> bool:
    return address.startswith(settings.STATIC_URL)


def _content(address: str) -> bytes:
    name = address.removeprefix(settings.STATIC_URL)
    source = finders.find(name)
    if source:
        return Path(source).read_bytes()
    with staticfiles_storage.open(name) as file:
        return file.read()


def _named_in(address: str, content: bytes) -> list[str]:
    patterns = {".css": _IN_STYLES, ".js": _IN_SCRIPTS}
    pattern = patterns.get(Path(address).suffix)
    if pattern is None:
        return []
    return [urljoin(address, name) for name in pattern.findall(content.decode())]
