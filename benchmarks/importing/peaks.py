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
from pathlib import Path

from django.db import connection

from ..alone import DATABASE, OURS, STOCK
from ..measure import Figure

PAGE = os.sysconf("SC_PAGE_SIZE")
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
        start = highest = _resident(process.pid)
        process.stdin.write(b"\n")
        process.stdin.flush()
        while process.poll() is None:
            highest = max(highest, sum(map(_resident, _family(process.pid))))
            time.sleep(INTERVAL)
    assert process.returncode == 0, process.returncode
    return highest - start


def _family(pid: int) -> Iterator[int]:
    """Yield a process and its children; not one that is still a copy of its parent."""
    yield pid
    own = _read(pid, "cmdline")
    for task in Path(f"/proc/{pid}/task").glob("*"):
        for child in _read(pid, f"task/{task.name}/children").split():
            if _read(int(child), "cmdline") not in ("", own):
                yield int(child)


def _resident(pid: int) -> int:
    """Return the bytes of memory a process holds; none where it has just ended."""
    fields = _read(pid, "statm").split()
    return int(fields[1]) * PAGE if fields else 0


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return ""
