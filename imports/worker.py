"""The worker that comes along by itself where nobody has set up one.

Embedded, on SQLite, there is one at a time: it is called when something is queued, does
all that waits, and goes. With PostgreSQL, workers run as services of their own.
"""

import fcntl
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

logger = logging.getLogger("ocop.imports")


def call_worker() -> None:
    """Start a worker that outlives this process, if that is how this portal runs."""
    if not settings.IMPORT_CALLS_WORKER:
        return
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_worker"],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=process.wait, daemon=True).start()


@contextmanager
def turn() -> Iterator[bool]:
    """Wait for the worker before this one to go; False if another waits already.

    Whoever waits looks at the queue only when it is at work, so that nothing is left
    lying that was queued while the one before was about to go.
    """
    folder = Path(settings.MEDIA_ROOT) / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "next").open("w") as next_one, (folder / "at-work").open("w") as one:
        try:
            fcntl.flock(next_one, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        fcntl.flock(one, fcntl.LOCK_EX)
        fcntl.flock(next_one, fcntl.LOCK_UN)
        yield True
