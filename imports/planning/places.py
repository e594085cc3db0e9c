"""Where a row of the file lies: its own words, and the sub-headings above it."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from areas.enums import Level
from areas.locating import Location
from areas.models import Area
from areas.wording import at_level, split_kind
from core.text import clean_line
from producers.placing import PlaceReader, PlaceReading

from ..models.questions import KEY_LENGTH
from .messages import Message, error, of_note, warning
from .parsing import RowReading
from .references import name_key
from .scope import Scope

NEAR, SUGGESTED = 75, 6
NEW_ERA = datetime.date(2025, 7, 1)

_SINCE = re.compile(r"(?:từ|sau)\s+(?:ngày\s+)?0?1/0?7/2025|sau (?:sáp nhập|sắp xếp)")
_BEFORE = re.compile(r"trước\s+(?:ngày\s+)?0?1/0?7/2025|trước (?:sáp nhập|sắp xếp)")
# What a sub-heading says beside the place: how many there are, a remark in brackets.
_REMARK = re.compile(
    r"\([^)]*\)|\s*(?:[:–-]|có|gồm)?\s*(?<!\w)\d+\s*(?:sản phẩm|sp|chủ thể|$).*",
    re.IGNORECASE,
)
_OWN_PARTS = ("address", "commune", "district")


@dataclass(frozen=True)
class _Heading:
    """The place a sub-heading gives to the rows under it, and the era it speaks of."""

    text: str = ""
    location: Location | None = None
    is_former: bool | None = None

    @property
    def era(self) -> bool | None:
        """Return whether what lies there is former; None where it may be both."""
        place = self.location.place
        return self.is_former if place.level == Level.PROVINCE else not place.is_current


@dataclass(frozen=True)
class Doubt:
    """A text that names no one unit: as it is compared, as written, what it may mean.

    Candidates lie in the scope.
    """

    key: str
    text: str
    candidates: tuple[Area, ...]


@dataclass(frozen=True)
class Placing:
    """Where a row lies; None where it does not say, or not surely.

    ``doubt`` stays where a person has said which unit is meant.
    """

    location: Location | None = None
    messages: tuple[Message, ...] = ()
    doubt: Doubt | None = None


def _bare_name(area: Area) -> str:
    return name_key(split_kind(area.name.casefold())[1])


def _at_levels(address: str, commune: str, district: str) -> tuple[str, str, str]:
    """Return what a row says of its place, the names held to what their columns say."""
    return (
        address,
        at_level(commune, Level.COMMUNE),
        at_level(district, Level.DISTRICT),
    )


class RowPlaces:
    """Answers where rows lie; equal words are looked up once."""

    def __init__(self, scope: Scope, chosen: Mapping[str, int] | None = None):
        self.scope = scope
        self.chosen = chosen or {}  # units that persons chose, by key of the doubt
        self.reader = PlaceReader(scope.province)
        self._names: dict[int, str] | None = None  # of the communes to suggest
        self._headings: dict[tuple[str, ...], _Heading] = {}
        self._placings: dict[tuple, Placing] = {}

    def of(self, row: RowReading, awarded_on: datetime.date | None) -> Placing:
        """Return where a row lies, or an error where that is out of the scope.

        ``awarded_on`` tells the era of a name that stands in both: what was awarded
        under the new units cannot lie in a former one.
        """
        own = tuple(str(row.values.get(name) or "") for name in _OWN_PARTS)
        is_new = awarded_on is not None and awarded_on >= NEW_ERA
        key = (own, row.sections, is_new)
        if key not in self._placings:
            self._placings[key] = self._checked(self._place(own, row.sections, is_new))
        return self._placings[key]

    def location_of(self, area: Area) -> Location:
        return self.reader.location_of(area)

    @property
    def units(self) -> Mapping[int, Area]:
        """Return the units of the province, of both eras, by their keys."""
        return self.reader.units

    def _place(self, own: tuple, sections: tuple, is_new: bool) -> Placing:
        """Return the place of a row: inside its sub-heading, by itself, or that.

        The sub-heading is sure; where the row's own words are not, it stands in, and
        what was not found is said.
        """
        heading = self._heading(sections)
        if not any(own):
            return Placing(heading.location)
        parts = _at_levels(*own)
        readings = []
        if heading.location:
            readings.append(self.reader.read(*parts, heading.text, former=heading.era))
        readings.append(self.reader.read(*parts, former=heading.is_former))
        if is_new and heading.is_former is None:
            readings.append(self.reader.read(*parts, former=False))
        for reading in readings:
            if reading.location is not None and not reading.notes:
                return Placing(reading.location)
        unclear = self.reader.read(*parts, former=heading.is_former)
        if not unclear.notes:
            return Placing(heading.location)
        doubt = self._doubt(own, heading, unclear)
        if chosen := self._chosen(doubt):
            return Placing(chosen, doubt=doubt)
        return Placing(heading.location, tuple(map(of_note, unclear.notes)), doubt)

    def _doubt(self, own: tuple, heading: _Heading, unclear: PlaceReading) -> Doubt:
        """Return what to ask; the same words under another sub-heading are others."""
        parts = [*own, heading.text if heading.location else ""]
        text = ", ".join(clean_line(part) for part in parts if part)
        candidates = [a for a in unclear.candidates if self.holds(a)]
        return Doubt(name_key(text)[:KEY_LENGTH], text[:300], tuple(candidates))

    def suggested(self, text: str) -> list[Area]:
        """Return communes of the scope whose names come nearest to a text."""
        if self._names is None:
            communes = [a for a in self.units.values() if a.level == Level.COMMUNE]
            self._names = {
                area.pk: _bare_name(area) for area in communes if self.holds(area)
            }
        found = process.extract(
            name_key(text),
            self._names,
            scorer=fuzz.partial_ratio,
            score_cutoff=NEAR,
            limit=SUGGESTED,
        )
        return [self.units[pk] for _, _, pk in found]

    def _chosen(self, doubt: Doubt) -> Location | None:
        """Return what a person said the text means, if it lies in the scope."""
        area = self.units.get(self.chosen.get(doubt.key, 0))
        return self.location_of(area) if area and self.holds(area) else None

    def holds(self, area: Area) -> bool:
        """Say whether a unit lies in the scope."""
        return self.scope.holds_location(self.location_of(area))

    def is_place(self, text: str) -> bool:
        """Say whether a text names any unit, sure or not."""
        reading = self.reader.read(text)
        return bool(reading.location or reading.candidates)

    def _heading(self, sections: tuple[str, ...]) -> _Heading:
        if sections not in self._headings:
            self._headings[sections] = self._read_heading(sections)
        return self._headings[sections]

    def _read_heading(self, sections: tuple[str, ...]) -> _Heading:
        """Return the place of the innermost sub-heading that surely names one."""
        folded = " ".join(sections).casefold()
        is_former = True if _BEFORE.search(folded) else None
        is_former = False if _SINCE.search(folded) else is_former
        names = [_REMARK.sub(" ", text).replace(":", " ") for text in sections]
        for index in reversed(range(len(names))):
            for text in self._ways_to_read(names[: index + 1], is_former):
                reading = self.reader.read(text, former=is_former)
                if reading.location is not None:
                    return _Heading(text, reading.location, is_former)
        return _Heading(is_former=is_former)

    def _ways_to_read(self, names: list[str], former: bool | None) -> Iterator[str]:
        """Yield a sub-heading, and where it may mean several what it lies in."""
        *outer, name = names
        yield name
        doubts = self.reader.read(name, former=former).notes
        if any(note.code == "place_ambiguous" for note in doubts):
            yield from (f"{name}, {around}" for around in reversed(outer))

    def _checked(self, placing: Placing) -> Placing:
        """Refuse a place out of the scope; say where only a coarse one is known."""
        location = placing.location
        if location is None:
            return placing
        if not self.scope.holds_location(location):
            text = f"{location.place.full_name} nằm ngoài địa bàn bạn được nhập."
            return Placing(None, (error("place_out_of_scope", text),))
        if location.place.level == Level.COMMUNE or placing.messages:
            return placing
        text = f"Chưa rõ xã, phường; ghi nhận ở {location.place.full_name}."
        messages = (warning("place_incomplete", text),)
        return Placing(location, messages, placing.doubt)
