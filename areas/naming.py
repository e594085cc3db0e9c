"""Finding the unit that a text means, without ever guessing.

A ``Gazetteer`` is built once from the units of one province, in two queries, and then
answers any number of names from memory.
"""

from collections import defaultdict
from dataclasses import dataclass

from .enums import Level
from .locating import Location, location_of
from .models import Area, AreaSuccession
from .wording import (
    IGNORED,
    Reading,
    bare_key,
    is_hamlet,
    is_level,
    kind_of,
    name_key,
    pieces,
    readings,
    split_before_kinds,
    split_dashes,
    split_kind,
)

LEVELS = {
    "xã": {Level.COMMUNE},
    "phường": {Level.COMMUNE},
    "thị trấn": {Level.COMMUNE},
    "đặc khu": {Level.COMMUNE},
    "huyện": {Level.DISTRICT},
    "quận": {Level.DISTRICT},
    "thị xã": {Level.DISTRICT},
    "thành phố": {Level.DISTRICT, Level.PROVINCE},
    "tỉnh": {Level.PROVINCE},
    "cấp xã": {Level.COMMUNE},
    "cấp huyện": {Level.DISTRICT},
}


@dataclass(frozen=True)
class Found:
    """What a text came to: one unit, several candidates, or nothing.

    ``alike`` holds units of that name where something else in the text speaks against
    each of them: good to ask about, never to take. ``unread`` holds the parts of the
    text that name no unit (a hamlet, a street).
    """

    area: Area | None = None
    candidates: tuple[Area, ...] = ()
    alike: tuple[Area, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Part:
    """One part of an address: ``units`` of the kind written, ``alike`` of any kind."""

    text: str
    kind: str | None = None
    units: tuple[Area, ...] = ()
    alike: tuple[Area, ...] = ()

    @property
    def is_commune(self) -> bool:
        return self.kind is not None and LEVELS[self.kind] == {Level.COMMUNE}


class Gazetteer:
    """The units of one province in both eras, by name."""

    def __init__(self, province: Area):
        self.province = province
        areas = Area.objects.covered_by([province])
        self.units = {area.pk: area for area in areas}
        for area in self.units.values():
            if area.parent_id in self.units:
                area.parent = self.units[area.parent_id]  # full names, no queries
        self._steps: dict[int, list[AreaSuccession]] = defaultdict(list)
        steps = AreaSuccession.objects.filter(old__in=areas.values("pk")).order_by()
        for step in steps:
            self._steps[step.old_id].append(step)
        self._exact: dict[str, list[Area]] = defaultdict(list)
        self._bare: dict[str, list[Area]] = defaultdict(list)
        for area in self.units.values():
            _, name = split_kind(area.name.casefold())
            self._exact[name_key(name)].append(area)
            self._bare[bare_key(name)].append(area)

    def locate(self, place: Area) -> Location:
        """Return where one of these units is today."""
        steps = self._steps[place.pk]
        main = next((step.new_id for step in steps if step.is_main), None)
        heir = None if main is None else self.units[main]
        return location_of(place, heir, len(steps), self.province)

    def find(self, text: str, *, former: bool | None = None) -> Found:
        """Return the finest unit named by an address or by joined columns.

        ``former`` says the era where the reader knows it; "cũ" in the text says it
        too. Otherwise a district in the text means the units before 1/7/2025, and a
        name that stands in both eras without any other hint is ambiguous. A part
        that names nothing is a hamlet before the unit, and a doubt after it.
        """
        texts, says_former = pieces(text)
        former = True if says_former else former
        parts = _without_hamlets([p for piece in texts for p in self._parts(piece)])
        unread = tuple(part.text for part in parts if not part.units)
        if len(unread) == len(parts):
            return Found(unread=unread)
        fitting, is_clear = self._resolve(parts, former)
        if not is_clear and all(map(is_hamlet, unread)):
            # Some sheets write the province first.
            fitting_back, is_clear = self._resolve(parts[::-1], former)
            fitting = fitting_back if is_clear else fitting
        if not is_clear:
            finest = next(part for part in parts if part.units)
            return Found(alike=tuple(fitting or finest.alike), unread=unread)
        if len(fitting) == 1:
            return Found(area=fitting[0], unread=unread)
        return Found(candidates=tuple(fitting), unread=unread)

    def _parts(self, piece: str) -> list[_Part]:
        """Return the parts of a piece between commas, cut no finer than it must be."""
        whole = self._read(piece)
        if whole.units:
            return [whole]
        for split in (split_dashes, split_before_kinds):
            smaller = split(piece)
            if len(smaller) > 1:
                return [part for small in smaller for part in self._parts(small)]
        return [whole]

    def _read(self, text: str) -> _Part:
        for reading in readings(text):
            alike = self._named(reading)
            if alike and not (reading.kind is None and is_hamlet(text)):
                exact = [area for area in alike if kind_of(area) == reading.kind]
                kind = None if is_level(reading.kind) else reading.kind
                return _Part(text, kind, tuple(exact or alike), tuple(alike))
        kind = None if is_hamlet(text) else split_kind(text.casefold())[0]
        kind = "xã" if is_level(kind) else kind  # a name that must be a unit
        return _Part(text, kind)

    def _named(self, reading: Reading) -> list[Area]:
        index = self._bare if reading.is_bare else self._exact
        named = index.get(reading.key, [])
        if reading.kind is None:
            return named
        return [area for area in named if area.level in LEVELS[reading.kind]]

    def _resolve(
        self, parts: list[_Part], former: bool | None
    ) -> tuple[list[Area], bool]:
        """Return the units of the finest part that fit the rest, and if nothing doubts.

        The finest part stands first.
        """
        first = next(index for index, part in enumerate(parts) if part.units)
        finest, above = parts[first], parts[first + 1 :]
        fitting = [unit for unit in finest.units if self._fits(unit, above, former)]
        if fitting and all(unit.level == Level.PROVINCE for unit in fitting):
            fitting = [unit for unit in fitting if unit.is_current] or fitting
        doubtful = [part for part in parts[:first] if part.kind]
        doubtful += [part for part in above if not part.units]
        kinds = {None, *map(kind_of, fitting)}
        as_written = finest.kind in kinds or _names_a_district(above)
        return fitting, bool(fitting) and not doubtful and as_written

    def _fits(self, unit: Area, above: list[_Part], former: bool | None) -> bool:
        if former is not None and unit.is_current is former:
            return False
        return all(
            any(self._is_in(unit, other) for other in part.units)
            for part in above
            if part.units
        )

    def _is_in(self, unit: Area, other: Area) -> bool:
        """Return whether a unit lies in another of its era, or in its province."""
        area: Area | None = unit
        while area is not None:
            if area.pk == other.pk:
                return True
            area = self.units.get(area.parent_id) if area.parent_id else None
        return other.pk == self.province.pk and unit.level != Level.PROVINCE


def _without_hamlets(parts: list[_Part]) -> list[_Part]:
    """Return the parts, those unread that only name a hamlet like a commune.

    In "Nam Tuấn, xã Đại Tiến" the commune is Đại Tiến, whatever stands before it
    without saying what it is.
    """
    first = next(
        (i for i, part in enumerate(parts) if part.is_commune and part.units), 0
    )
    if any(part.kind for part in parts[:first]):
        return parts
    hamlets = [_Part(part.text) for part in parts[:first]]
    known = [part for part in parts[first:] if bare_key(part.text) not in IGNORED]
    return hamlets + known


def _names_a_district(parts: list[_Part]) -> bool:
    return any(unit.level == Level.DISTRICT for part in parts for unit in part.units)
