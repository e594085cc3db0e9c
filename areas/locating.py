"""From the place a record names to the unit of today."""

from dataclasses import dataclass

from .enums import Level
from .models import Area


@dataclass(frozen=True)
class Location:
    """A place as it was given, and the unit of today it belongs to.

    ``is_sure`` is False where the former commune was split and nothing but its main
    part is known, or where only a former district is known: then ``area`` is the
    province.
    """

    place: Area
    area: Area
    is_sure: bool


def location_of(place: Area, heir: Area | None, parts: int, province: Area) -> Location:
    """Return where a place is today: itself, its one heir, or else the province.

    ``parts`` is the number of units that the former one went to.
    """
    if place.is_current:
        return Location(place, place, is_sure=True)
    if heir is None:
        return Location(place, province, is_sure=False)
    return Location(place, heir, is_sure=parts == 1)


def locate(place: Area) -> Location:
    """Return where a place is today; up to four queries for a former unit."""
    if place.is_current:
        return Location(place, place, is_sure=True)
    steps = list(place.successions.select_related("new"))
    heir = next((step.new for step in steps if step.is_main), None)
    return location_of(place, heir, len(steps), heir or _province_of_today(place))


def _province_of_today(place: Area) -> Area:
    while place.level != Level.PROVINCE:
        place = place.parent
    return place.successions.get(is_main=True).new


def located(place: Area) -> dict[str, Area]:
    """Return the ``place`` and ``area`` fields of a row for a place."""
    return {"place": place, "area": locate(place).area}
