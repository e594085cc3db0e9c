"""Find a Chromium or Chrome for the browser tests, or install Debian's.

python scripts/chromium.py    print its path; say what to install if there is none
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Debian's shell without a window is the same browser, and opens a page in a quarter of
# the processor's time.
NAMES = [
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
]
PLACES = [
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]
FONTS = "fonts-noto-core"
PACKAGES = ["chromium", FONTS]
ADVICE = (
    "Install Chromium or Chrome (Debian, Ubuntu: apt-get install"
    f" {' '.join(PACKAGES)}), or name it in the variable CHROMIUM."
)
TRIES = 3


def find() -> str | None:
    """Return the browser that CHROMIUM names, or the first of the usual ones."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    on_path = (shutil.which(name) for name in NAMES)
    in_place = (place for place in PLACES if Path(place).exists())
    return next(filter(None, on_path), None) or next(in_place, None)


def find_or_install() -> str | None:
    """Return a browser, after installing Debian's where that is ours to do."""
    found = find()
    if found or "CHROMIUM" in os.environ or not may_install():
        return found
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    light = [*install, "chromium-headless-shell", FONTS]
    for _ in range(TRIES):
        for command in (["apt-get", "update", "-qq"], light, [*install, *PACKAGES]):
            subprocess.run(
                command, env=environment, stdout=sys.stderr, stdin=subprocess.DEVNULL
            )
            if found := find():
                return found
    return None


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


if __name__ == "__main__":
    print(find_or_install() or sys.exit(ADVICE))
