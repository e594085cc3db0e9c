"""Where a picture was taken, and how far that is from where the site should be."""

from dataclasses import dataclass
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS = 6_371_008  # metres, mean
# A workshop with its yard and fields fits in; further away asks for a look.
NEAR = 1_000
MOST_INACCURATE = 20_000_000  # metres; half the way round the earth


class Position(NamedTuple):
    """A point as a device tells it; ``accuracy`` in metres, None where it says none."""

    latitude: Decimal
    longitude: Decimal
    accuracy: int | None = None


@dataclass(frozen=True)
class Distance:
    """The metres between two points, and how far the first of them may be out."""

    metres: int
    accuracy: int | None

    @property
    def is_unsure(self) -> bool:
        """Say whether the device may have been off by more than the distance."""
        return self.accuracy is not None and self.accuracy > self.metres

    @property
    def is_far(self) -> bool:
        """Say whether the point lies beyond doubt outside the site."""
        return self.metres - (self.accuracy or 0) > NEAR

    @property
    def words(self) -> str:
        return length_in_words(self.metres)


def distance_between(here: Position, there: Position) -> Distance:
    """Return the way over the globe from a taken position to a registered one."""
    lat1, lon1, lat2, lon2 = (
        radians(degrees)
        for degrees in (here.latitude, here.longitude, there.latitude, there.longitude)
    )
    chord = sin((lat2 - lat1) / 2) ** 2
    chord += cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    metres = round(2 * EARTH_RADIUS * asin(min(1, sqrt(chord))))
    return Distance(metres, here.accuracy)


def length_in_words(metres: int) -> str:
    """Return "850 m" or "12,3 km", as people say it."""
    if metres < 1_000:
        return f"{metres} m"
    if metres < 100_000:
        return f"{metres / 1_000:.1f} km".replace(".", ",")
    return f"{round(metres / 1_000):,} km".replace(",", ".")
