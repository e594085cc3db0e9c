"""What processes hold, looked at from outside (Linux only)."""

import os
from collections.abc import Iterator
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")


def resident(pid: int) -> int:
    """Return the bytes of memory a process holds; none where it has just ended."""
    fields = read(pid, "statm").split()
    return int(fields[1]) * PAGE if fields else 0


def children(pid: int) -> Iterator[int]:
    """Yield the processes that a process started."""
    for task in Path(f"/proc/{pid}/task").glob("*"):
        for child in read(pid, f"task/{task.name}/children").split():
            yield int(child)


def read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return ""
