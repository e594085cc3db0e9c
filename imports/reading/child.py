"""The child process of parser.py: a file on standard input, its cells on output.

What reads a file of strangers works here, within limits of memory and time: native
code may end the process, and a crafted file may ask for more than there is.
"""

import pickle
import resource
import sys
import traceback

from ..exceptions import FileRefusedError

MEMORY = 272 * 1024 * 1024  # of address space; a list of 1.2 million cells needs 210
CPU_SECONDS = 30


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from .files import read_sheets  # noqa: PLC0415 -- within the limits

    data = sys.stdin.buffer.read()
    try:
        read_sheets(data, _send)
    except FileRefusedError as refusal:
        _send(("refused", refusal.code, refusal.message))
    except MemoryError:
        return 1
    except Exception:  # told to the portal, which keeps it in its log
        _send(("failed", traceback.format_exc()))
    return 0


def _send(message: object) -> int:
    """Print one message and return its size."""
    text = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return sys.stdout.buffer.write(text)
