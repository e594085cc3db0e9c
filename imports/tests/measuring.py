"""Reads files one after another and tells what came of each, and at what cost.

Run as a program of its own by test_hostile.py, with a folder: what the tests have in
memory would hide what reading takes.
"""

import json
import os
import resource
import sys
from pathlib import Path

from imports.exceptions import FileRefusedError
from imports.reading import read_file


def peak() -> int:
    """Return the most memory this process has had, in kB."""
    status = Path("/proc/self/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1])


def processor_seconds() -> float:
    """Return what this process and its children have worked, not waited."""
    return sum(os.times()[:4])


def measure(data: bytes) -> dict:
    start = processor_seconds()
    code, tops = None, []
    try:
        tops = [sheet.rows[:2] for sheet in read_file(data).sheets]
    except FileRefusedError as refusal:
        code = refusal.code
    return {
        "code": code,
        "tops": tops,
        "seconds": processor_seconds() - start,
        "peak": peak(),
        "peak_of_child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
    }


if __name__ == "__main__":
    outcomes = {"start": peak()}
    for path in sorted(Path(sys.argv[1]).iterdir()):
        outcomes[path.name] = measure(path.read_bytes())
    json.dump(outcomes, sys.stdout)
