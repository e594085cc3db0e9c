"""Timing a piece of work against its floor, in turns, in one process.

Absolute times say more about the machine than about the code; the ratio of two
things timed in turns holds when the machine's speed drifts.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Rounds:
    """How many rounds count; ``slow`` is for what takes minutes, and may be none."""

    usual: int
    slow: int


@dataclass(frozen=True)
class Figure:
    """One number that needs no comparing: statements, bytes."""

    name: str
    value: float
    unit: str = ""

    def as_json(self) -> dict:
        return asdict(self)

    def __str__(self):
        return f"{self.name}: {self.value:,} {self.unit}".rstrip()


@dataclass(frozen=True)
class Result:
    """What one benchmark came to; times are medians in milliseconds.

    ``ratio`` is the median of the ratios round by round, with the lowest and the
    highest of them beside it.
    """

    name: str
    work: str
    floor: str
    rounds: int
    work_ms: float
    floor_ms: float
    ratio: float
    lowest: float
    highest: float

    def as_json(self) -> dict:
        return asdict(self)

    def __str__(self):
        return (
            f"{self.name}: × {self.ratio:.1f} ({self.lowest:.1f}–{self.highest:.1f},"
            f" {self.rounds} rounds)\n"
            f"  {self.work}: {self.work_ms:.1f} ms\n"
            f"  {self.floor}: {self.floor_ms:.1f} ms"
        )


def paired(
    name: str,
    work: tuple[str, Callable],
    floor: tuple[str, Callable],
    rounds: Rounds,
    *,
    warm_up: int = 1,
) -> Result:
    """Run both in turns and return their ratio; the first turns are not counted.

    Each is given as words and a callable that returns the seconds it took, so that
    what prepares or clears away a round need not count.
    """
    for _ in range(warm_up):
        work[1]()
        floor[1]()
    pairs = [(work[1](), floor[1]()) for _ in range(rounds.usual)]
    return compared(name, work[0], floor[0], pairs)


def compared(
    name: str, work: str, floor: str, pairs: list[tuple[float, float]]
) -> Result:
    """Return the ratio of two things timed in turns, given their seconds by round."""
    ratios = sorted(mine / least for mine, least in pairs)
    return Result(
        name=name,
        work=work,
        floor=floor,
        rounds=len(pairs),
        work_ms=1000 * median(mine for mine, _ in pairs),
        floor_ms=1000 * median(least for _, least in pairs),
        ratio=median(ratios),
        lowest=ratios[0],
        highest=ratios[-1],
    )


def seconds(call: Callable, *args) -> float:
    """Return how long a call takes, garbage of earlier rounds cleared away first."""
    gc.collect()
    begun = time.perf_counter()
    call(*args)
    return time.perf_counter() - begun
