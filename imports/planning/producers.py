"""Which producer and which of its sites a row means, and what it says of them."""

from collections.abc import Iterable

from areas.enums import Level
from areas.locating import Location
from areas.models import Area
from core.text import clean_text
from producers.enums import LegalKind
from producers.identity import kind_of_name
from producers.models import Producer, Representative, Site

from .known import KnownProducers
from .messages import Message, error, warning
from .parsing import RowReading
from .places import RowPlaces
from .questions import Questions
from .records import Record
from .scope import Scope

KEY_LENGTH = 200
_GIVEN = ("registration_number", "phones", "email", "website", "state")
PERSON = {"representative": "name", "sex": "sex", "ethnicity": "ethnicity"}


class ProducerPlan:
    """Finds or plans the producers, sites and representatives of a file."""

    def __init__(
        self,
        scope: Scope,
        known: KnownProducers,
        places: RowPlaces,
        keys: dict[str, str],
        questions: Questions,
        rows: Iterable[RowReading],
    ):
        self.scope = scope
        self.known = known
        self.places = places
        self.keys = keys  # of every name in the file
        self.questions = questions
        self.answers = questions.answers
        self.called = self._called(rows)

    def _called(self, rows: Iterable[RowReading]) -> dict[str, Record | None]:
        """Return the stored producers by the new names that the file gives them.

        By their tax codes; so it makes no difference whether a row that has the name
        alone stands before or after. None where one name is given to several.
        """
        called: dict[str, Record | None] = {}
        for row in rows:
            producer = self.known.by_code.get(row.values.get("tax_code") or "")
            key = self.keys[row.values["producer"]]
            if producer is not None and self._is_renamed(producer, key):
                is_one = called.setdefault(key, producer) is producer
                called[key] = producer if is_one else None
        return called

    def find(
        self, row: RowReading, location: Location | None
    ) -> Record | Message | None:
        """Return the producer a row means, None for a new one, or why it is refused.

        Equal tax codes are the same, two different ones never are; without them the
        name decides, or one that a person said is the same, and the place among
        producers of one name.
        """
        code = row.values.get("tax_code") or ""
        if code in self.known.by_code:
            return self.known.by_code[code]
        if code in self.known.codes_elsewhere:
            text = "Mã số thuế này thuộc một chủ thể ngoài địa bàn bạn được nhập."
            return error("producer_out_of_scope", text)
        named = self._named(self.keys[row.values["producer"]])
        if code:
            named = [record for record in named if not record["tax_code"]]
        if _is_exact(location):
            named = [record for record in named if self._may_stand_in(record, location)]
        if len(named) > 1 and location is not None:
            near = [r for r in named if self._stands_in(r, location)]
            named = near or named
        if len(named) > 1:
            text = f"Có {len(named)} chủ thể cùng tên; cần mã số thuế để phân biệt."
            return error("producer_ambiguous", text)
        if not named:
            return None
        if self.keys[row.values["producer"]] == named[0]["match_key"]:
            self._ask_about_place(row, named[0], location)
        return named[0]

    def _named(self, key: str) -> list[Record]:
        """Return the producers of a name, else those of names said to be the same.

        Else the one that the file gives this name.
        """
        found = self.known.by_key.get(key, [])
        for other in () if found else sorted(self.answers.same_as(key)):
            found = found + self.known.by_key.get(other, [])
        if not found and (called := self.called.get(key)):
            return [called]
        return found

    def _may_stand_in(self, producer: Record, location: Location) -> bool:
        """Say no where every commune is said to have a producer of its own."""
        key = producer["match_key"]
        return not self.answers.is_one_each(key) or self._stands_in(producer, location)

    def _ask_about_place(
        self, row: RowReading, producer: Record, location: Location | None
    ) -> None:
        """Ask whether a name that the file puts into another commune is one producer.

        So it is taken until somebody says otherwise.
        """
        held = self._held(producer)
        if not held or not _is_exact(location):
            return
        if any(self._may_be_site(site, location) for site in held):
            return
        self.questions.two_places(row, producer, held, location.place)

    def _may_be_site(self, site: Record, location: Location) -> bool:
        above = self._above(location.place)
        return self._is_same_place(site, location) or site["place_id"] in above

    def _held(self, producer: Record) -> list[Record]:
        sites = self.known.sites[producer]
        return [s for s in sites if self.scope.holds(s["area_id"], s["place_id"])]

    def _stands_in(self, producer: Record, location: Location) -> bool:
        return any(
            site["area_id"] == location.area.pk for site in self.known.sites[producer]
        )

    def plan(self, row: RowReading, producer: Record | None) -> Record:
        """Take up what a row says of its producer; returns it, new if need be."""
        name = row.values["producer"]
        if producer is None:
            producer = Record(Producer, born=row)
            producer.hear("match_key", self.keys[name], row)
            producer.hear("name", name, row)
        elif self._is_renamed(producer, self.keys[name]):
            self._rename(row, producer, name)
        self._hear(row, producer, "legal_kind", self._kind(row, producer, name))
        for column in _GIVEN:
            self._hear(row, producer, column, row.values.get(column))
        if code := row.values.get("tax_code"):
            self._hear(row, producer, "tax_code", code)
            self.known.by_code[code] = producer
        if producer.born is row:
            self.known.by_key[self.keys[name]].append(producer)
        self.questions.name(self.keys[name], name, producer)
        self._plan_person(row, producer)
        return producer

    def _is_renamed(self, producer: Record, key: str) -> bool:
        stored = producer["match_key"]
        return key != stored and key not in self.answers.same_as(stored)

    def _rename(self, row: RowReading, producer: Record, name: str) -> None:
        """Take a new name for a known tax code, and keep the old one."""
        old = producer["name"]
        self._hear(row, producer, "name", name)
        if producer.said.get("name") is row:
            names = clean_text(f"{producer['earlier_names'] or ''}\n{old}")
            producer.hear("earlier_names", names, row)
            producer.hear("match_key", self.keys[name], row)
            self.known.by_key[self.keys[name]].append(producer)

    def _kind(self, row: RowReading, producer: Record, name: str) -> str:
        """Return the kind given, or for a new producer the one its name says."""
        given = row.values.get("legal_kind")
        if given or not producer.is_new or "legal_kind" in producer.said:
            return given or ""
        return kind_of_name(name) or LegalKind.UNKNOWN

    def _plan_person(self, row: RowReading, producer: Record) -> None:
        given = {
            column: row.values.get(name)
            for name, column in PERSON.items()
            if row.values.get(name)
        }
        person = self.known.representatives.get(producer)
        if not given or (person is None and "name" not in given):
            return
        if person is None:
            person = Record(Representative, born=row)
            person.links["producer"] = producer
            self.known.representatives[producer] = person
        for column, value in given.items():
            self._hear(row, person, column, value)

    def _hear(self, row: RowReading, record: Record, column: str, value) -> None:
        """Ask for a value; where an earlier row said another, say so."""
        earlier = record.hear(column, value, row)
        if earlier is not None:
            label = record.model._meta.get_field(column).verbose_name
            text = f"Ghi {label} khác dòng {earlier.row}; giữ theo dòng {earlier.row}."
            row.messages.append(warning("row_disagrees", text))

    # Sites

    def plan_site(
        self, row: RowReading, producer: Record, location: Location | None
    ) -> Record:
        """Return the site a row means; a producer has one for each place it names."""
        sites = self.known.sites[producer]
        site = self._site_at(row, self._held(producer), location)
        if site is None:
            if sites and not self.answers.is_one(producer["match_key"]):
                row.messages.append(_other_place(location))
            elif location is None and not sites:
                row.messages.append(self._no_place())
            site = self._new_site(row, producer, location, is_main=not sites)
            sites.append(site)
        return self.plan_address(row, site)

    def plan_address(self, row: RowReading, site: Record) -> Record:
        """Take up what a row says of a site that is found already."""
        self._hear(row, site, "address", row.values.get("address"))
        return site

    def _no_place(self) -> Message:
        place = self.scope.default_place.full_name
        text = f"Chưa rõ địa bàn của chủ thể; tạm ghi nhận ở {place}."
        return warning("place_missing", text)

    def _new_site(self, row, producer: Record, location, *, is_main: bool) -> Record:
        location = location or self.places.location_of(self.scope.default_place)
        site = Record(Site, born=row)
        site.links["producer"] = producer
        site.wanted = {
            "place_id": location.place.pk,
            "area_id": location.area.pk,
            "is_main": is_main,
        }
        return site

    def _site_at(
        self, row: RowReading, sites: list[Record], location: Location | None
    ) -> Record | None:
        if location is None:
            return min(sites, key=lambda s: not s["is_main"], default=None)
        for site in sites:
            if self._is_same_place(site, location):
                return site
        for site in sites:
            if site["place_id"] in self._above(location.place):
                # Until now only the district or the province was known.
                site.hear("place_id", location.place.pk, row)
                site.hear("area_id", location.area.pk, row)
                return site
        return None

    def _is_same_place(self, site: Record, location: Location) -> bool:
        """Say whether a place is where a site stands, as far as both are known."""
        if site["place_id"] == location.place.pk:
            return True
        if site["area_id"] == location.area.pk:
            return location.place.is_current or site["place_id"] == site["area_id"]
        stands = self.places.units.get(site["place_id"])
        return stands is not None and location.place.pk in self._above(stands)

    def _above(self, area: Area) -> set[int]:
        """Return the units above a unit, its own era and the province of today."""
        units = {self.scope.province.pk}
        while area.parent_id:
            units.add(area.parent_id)
            area = area.parent
        return units


def _is_exact(location: Location | None) -> bool:
    return location is not None and location.place.level == Level.COMMUNE


def _other_place(location: Location | None) -> Message:
    place = f" tại {location.place.full_name}" if location else ""
    text = f"Chủ thể đã có cơ sở ở nơi khác; thêm cơ sở{place}. Xin kiểm tra."
    return warning("producer_other_place", text)
