"""From the places a row names to a unit, and to the unit of today."""

from collections.abc import Mapping
from dataclasses import dataclass

from areas.locating import Location
from areas.models import Area
from areas.naming import Gazetteer
from areas.wording import without_levels
from core.cells import Note

SHOWN_CANDIDATES = 4


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """Where a row lies; ``location`` is None where nothing sure is said.

    ``candidates`` are the units it may mean then, good to ask about.
    """

    location: Location | None = None
    notes: tuple[Note, ...] = ()
    candidates: tuple[Area, ...] = ()


class PlaceReader:
    """Finds the unit that an address means, in either era, without guessing.

    Two queries when made; then it answers from memory.
    """

    def __init__(self, province: Area):
        self.province = province
        self._gazetteer = Gazetteer(province)
        self._known: dict[tuple, PlaceReading] = {}

    def read(self, *parts: str, former: bool | None = None) -> PlaceReading:
        """Return the place that the given parts name together, the finest first.

        ``former`` says the era where something else tells it.
        """
        parts = tuple(part for part in parts if part)
        key = (parts, former)
        if key not in self._known:
            self._known[key] = self._read(", ".join(parts), former)
        return self._known[key]

    def location_of(self, area: Area) -> Location:
        """Return where a unit of the province is today."""
        return self._gazetteer.locate(area)

    @property
    def units(self) -> Mapping[int, Area]:
        """Return the units of the province, of both eras, by their keys."""
        return self._gazetteer.units

    def _read(self, marked: str, former: bool | None) -> PlaceReading:
        if not marked:
            return PlaceReading()
        found = self._gazetteer.find(marked, former=former)
        text = without_levels(marked)
        if found.area is not None:
            return PlaceReading(self._gazetteer.locate(found.area))
        if not found.candidates:
            message = f"Không tìm thấy địa bàn “{text}” trong danh mục."
            return PlaceReading(None, (Note("place_unknown", message),), found.alike)
        return self._same_today(found.candidates) or _ambiguous(text, found.candidates)

    def _same_today(self, candidates: tuple[Area, ...]) -> PlaceReading | None:
        """Return the unit of today where every candidate lies in it, all of it."""
        locations = [self._gazetteer.locate(area) for area in candidates]
        if len({location.area.pk for location in locations}) > 1:
            return None
        if not all(location.is_sure for location in locations):
            return None
        today = locations[0].area
        return PlaceReading(Location(today, today, is_sure=True))


def _ambiguous(text: str, candidates: tuple[Area, ...]) -> PlaceReading:
    names = [area.full_name for area in candidates[:SHOWN_CANDIDATES]]
    if len(candidates) > SHOWN_CANDIDATES:
        names.append("…")
    message = f"“{text}” có thể là: {'; '.join(names)}. Xin ghi rõ hơn."
    return PlaceReading(None, (Note("place_ambiguous", message),), candidates)
