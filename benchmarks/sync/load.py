"""Twenty devices that send all their visits at once, and what the server holds then."""

import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from ..measure import Figure
from .held import held_figures
from .lines import line_figures
from .phones import Phone, Tally
from .pictures import Pictures
from .plans import Officer
from .server import Server, running

EACH, LEAST = 5, 2  # visits of one officer
MOMENTS = ("before", "after half of it", "at the end")


def measure(officers: list[Officer], scale: float) -> list[Figure]:
    """Return figures about the line, the server's memory, and what was lost.

    Below scale 1 there are fewer visits, of as many officers.
    """
    visits = max(LEAST, round(EACH * scale))
    with running() as server:
        phones = _phones(officers, server)
        memory = [server.memory()]
        begun = time.perf_counter()
        for part in (range(visits // 2), range(visits // 2, visits)):
            _send(phones, part, server)
            memory.append(server.memory())
        spent = time.perf_counter() - begun
        tallies = [phone.tally for phone in phones]
        return [
            *line_figures(tallies, spent),
            *_memory_figures(memory),
            *held_figures(tallies, server.media),
        ]


def _phones(officers: Iterable[Officer], server: Server) -> list[Phone]:
    """Return devices that have sent one visit, so that the server knows all it does."""
    pictures = Pictures()
    phones = [Phone(officer, server.port, pictures) for officer in officers]
    for phone in phones:
        phone.sign_in()
    _send(phones, range(1), server)
    for phone in phones:
        phone.tally = Tally()
    return phones


def _send(phones: list[Phone], visits: range, server: Server) -> None:
    """Let all devices send so many of their visits at once."""

    def work(phone: Phone) -> None:
        for number in visits:
            phone.record(phone.officer.places[number])

    with ThreadPoolExecutor(len(phones)) as pool:
        list(pool.map(work, phones))
    if any(phone.tally.counts["5xx"] for phone in phones):
        print(server.log.read_text(), file=sys.stderr)


def _memory_figures(memory: list[int]) -> list[Figure]:
    return [
        Figure(f"memory of the server {moment}", round(size / 1e6, 1), "MB")
        for moment, size in zip(MOMENTS, memory, strict=True)
    ]
