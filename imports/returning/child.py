"""The child process of service.py: an order on standard input, a workbook out."""

import pickle
import resource
import sys

MEMORY = 300 * 1024 * 1024  # of address space
CPU_SECONDS = 50
TOO_LARGE = 4


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from .building import built  # noqa: PLC0415 -- within the limits
    from .package import patched  # noqa: PLC0415 -- within the limits

    content, orders = pickle.load(sys.stdin.buffer)
    try:
        work = patched if isinstance(content, bytes) else built
        sys.stdout.buffer.write(work(content, orders) or b"")
    except MemoryError:
        return TOO_LARGE
    return 0
