"""From points to stars, as 26/2026/QĐ-TTg puts it: the band, held down by the minima.

Nothing is rounded: the law says nothing of rounding, so means stay fractions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..models import Regime
from .minima import STARS, Minimum, asked_for

# Rules of provinces: members further apart than this discuss and score again.
WIDEST_SPREAD = 10
BELOW_MINIMA = STARS[0] - 1  # stars that ask for no minimum


@dataclass(frozen=True)
class Shortfall:
    """A minimum that the points do not reach."""

    minimum: Minimum
    got: Fraction


@dataclass(frozen=True)
class Reckoned:
    """What points add up to: their band, and the stars that the minima leave of it.

    ``stars`` and ``band`` are None where the printed bands leave a gap. ``missed`` is
    what the next star up asks for in vain, ``missed_of_band`` what the band would.
    """

    total: Fraction
    band: int | None
    stars: int | None
    missed: list[Shortfall]
    missed_of_band: list[Shortfall]


def mean_points(sheets: Sequence[Mapping[int, int]]) -> dict[int, Fraction]:
    """Return the mean of each criterion over sheets of {criterion: points}.

    A minimum is read over several members like the total: by their mean.
    """
    criteria = {criterion for sheet in sheets for criterion in sheet}
    return {
        criterion: Fraction(sum(sheet.get(criterion, 0) for sheet in sheets))
        / len(sheets)
        for criterion in criteria
    }


def band_of(total: Fraction, regime: Regime) -> int | None:
    """Return the stars of the band that the total lies in, None in a gap.

    Bands include their beginning and not their end, but for the last. Where they are
    printed in whole points, what lies between two of them lies in none.
    """
    *lower, last = regime.star_bands
    for begin, end, stars in lower:
        if begin <= total and (
            total <= end - 1 if regime.bands_are_whole else total < end
        ):
            return stars
    begin, end, stars = last
    return stars if begin <= total <= end else None


def shortfalls(
    minima: Iterable[Minimum], stars: int, points: Mapping[int, Fraction]
) -> list[Shortfall]:
    """Return the minima of this many stars that the points do not reach."""
    return [
        Shortfall(one, points.get(one.criterion, Fraction(0)))
        for one in asked_for(minima, stars)
        if points.get(one.criterion, 0) < one.points
    ]


def reckon(
    regime: Regime, minima: Sequence[Minimum], points: Mapping[int, Fraction]
) -> Reckoned:
    """Return the stars that points in the criteria give, and what holds them down."""
    total = Fraction(sum(points.values()))
    band = band_of(total, regime)
    if band is None:
        return Reckoned(total, None, None, [], [])
    reached = BELOW_MINIMA
    missed: list[Shortfall] = []
    for stars in STARS:
        missed = shortfalls(minima, stars, points)
        if missed:
            break
        reached = stars
    held_down = reached < band
    return Reckoned(
        total=total,
        band=band,
        stars=min(band, reached),
        missed=missed if held_down else [],
        missed_of_band=shortfalls(minima, band, points) if held_down else [],
    )


def spread(totals: Sequence[int]) -> int:
    """Return how far the lowest and the highest total lie apart."""
    return max(totals) - min(totals) if totals else 0
