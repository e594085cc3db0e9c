"""The peak memory of one import, each in a process of its own.

What counts is the growth from the moment the work begins, with what its child
processes hold at the same time, looked at every two milliseconds (Linux only).
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from django.db import connection

from ..alone import OURS, STOCK
from ..handed import DATABASE
from ..measure import Figure
from ..memory import children, read, resident

INTERVAL = 0.002


def figures(titled: bytes, plain: bytes, slow_rounds: int) -> list[Figure]:
    """Return the peaks; that of stock only where stock is to be measured."""
    ways = [(OURS, titled), *([(STOCK, plain)] if slow_rounds else [])]
    return [
        Figure(f"peak memory, {way}", round(_peak(way, data) / 1e6, 1), "MB")
        for way, data in ways
    ]


def _peak(way: str, data: bytes) -> int:
    """Return by how many bytes a process grows while it imports."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.alone", way, file.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, DATABASE: str(connection.settings_dict["NAME"])},
        )
        process.stdout.readline()  # it is ready
        start = highest = resident(process.pid)
        process.stdin.write(b"\n")
        process.stdin.flush()
        while process.poll() is None:
            highest = max(highest, sum(map(resident, _family(process.pid))))
            time.sleep(INTERVAL)
    assert process.returncode == 0, process.returncode
    return highest - start


def _family(pid: int) -> Iterator[int]:
    """Yield a process and its children; not one that is still a copy of its parent."""
    yield pid
    own = read(pid, "cmdline")
    for child in children(pid):
        if read(child, "cmdline") not in ("", own):
            yield child
