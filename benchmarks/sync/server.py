"""A server in a process of its own, as `make run` starts it."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from ..handed import DATABASE, KEY, MEDIA
from ..memory import children, resident

# Those of `make run`.
OPTIONS = ("--threads", "8", "--no-control-socket", "--log-level", "warning")
GUNICORN = (sys.executable, "-m", "gunicorn", *OPTIONS)
PATIENCE = 60
INTERVAL = 0.2


@dataclass(frozen=True)
class Server:
    """A running server; ``media`` is its folder, ``log`` what it has said."""

    process: subprocess.Popen
    port: int
    media: Path
    log: Path

    def memory(self) -> int:
        """Return the bytes that its workers hold."""
        return sum(map(resident, children(self.process.pid)))


@contextmanager
def running() -> Iterator[Server]:
    """Start a server on the database of this process, and stop it in the end."""
    with TemporaryDirectory() as folder:
        media, log = Path(folder, "media"), Path(folder, "log")
        media.mkdir()
        port = _free_port()
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*GUNICORN, "--bind", f"127.0.0.1:{port}", "ocop_portal.wsgi"],
                cwd=settings.BASE_DIR,
                env=_environment(media),
                stdout=out,
                stderr=out,
            )
        try:
            _wait(process, port, log)
            yield Server(process, port, media, log)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _environment(media: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.served",
        "DEBUG": "0",
        DATABASE: str(connection.settings_dict["NAME"]),
        MEDIA: str(media),
        KEY: settings.SECRET_KEY,
    }


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _wait(process: subprocess.Popen, port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(INTERVAL)
        finally:
            line.close()
    raise RuntimeError(log.read_text())
