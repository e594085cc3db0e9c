"""What twenty devices were told, how soon, and how often they had to ask again."""

from collections import Counter
from itertools import chain
from statistics import median, quantiles

from ..measure import Figure
from .phones import Tally

COUNTED = ("5xx", "conflicts", "sent twice", "no answer", "tried again")
TIMED = ("answer", "record", "piece", "photo", "submit")


def line_figures(tallies: list[Tally], spent: float) -> list[Figure]:
    counts = sum((tally.counts for tally in tallies), Counter())
    answers = sum(len(tally.answers) for tally in tallies)
    photos = sum(len(tally.photos) for tally in tallies)
    return [
        Figure("visits sent", sum(len(tally.visits) for tally in tallies)),
        Figure("answers sent", answers),
        Figure("photos sent", photos),
        Figure("time of all", round(spent, 1), "s"),
        Figure("answers a second, photos beside them", round(answers / spent, 1)),
        *(Figure(f"line: {name}", counts[name]) for name in COUNTED),
        *chain.from_iterable(_times(name, tallies) for name in TIMED),
    ]


def _times(name: str, tallies: list[Tally]) -> list[Figure]:
    """Return median, 95 of 100 and the longest of one kind of request."""
    found = sorted(chain.from_iterable(tally.seconds[name] for tally in tallies))
    told = {
        "median": median(found),
        "95 of 100": quantiles(found, n=20)[-1],
        "longest": found[-1],
    }
    return [
        Figure(f"{name}, {words}", round(1000 * value), "ms")
        for words, value in told.items()
    ]
