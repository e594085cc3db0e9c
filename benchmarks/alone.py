"""One import in a process of its own, whose memory is watched from outside.

Says when it is ready, and begins when it is told to.
"""

import gc
import os
import sys
from importlib import import_module
from pathlib import Path

import django

from .handed import DATABASE

OURS, STOCK = "ours", "stock"


def main(way: str, path: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings.test")
    django.setup()
    # Django must be ready before these are imported.
    import_module(f"{__package__}.importing").import_alone(
        way, Path(path).read_bytes(), os.environ[DATABASE], _wait
    )


def _wait() -> None:
    gc.collect()
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])
