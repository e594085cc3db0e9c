"""Making the plan of a list of producers alone."""

from dataclasses import dataclass

from areas.locating import Location

from ..enums import Outcome
from .base import ListPlanner
from .parsing import RowReading
from .plan import RowResult
from .records import Record


@dataclass(slots=True)
class _Meant:
    producer: Record | None
    location: Location | None


class ProducerListPlanner(ListPlanner):
    """Plans producers, sites and representatives; a row is one producer at a place."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Rows that tell of each producer, with where they say it lies.
        self.told: dict[Record, list[tuple[RowReading, Location | None]]] = {}

    def _understand(self, row: RowReading) -> _Meant | None:
        location = self._place(row, None)
        producer = self._found(row, self.producers.find(row, location))
        return None if row.is_rejected else _Meant(producer, location)

    def _take(self, row: RowReading, meant: _Meant, result: RowResult) -> None:
        if self._is_left(row, meant.producer, result):
            return
        if same := self._told_before(meant):
            self._is_told(row, same, result)
            return
        producer = self.producers.plan(row, meant.producer)
        site = self.producers.plan_site(row, producer, meant.location)
        self.told.setdefault(producer, []).append((row, meant.location))
        person = self.producers.known.representatives.get(producer)
        records = [record for record in (producer, person, site) if record]
        for record in records:
            self.plan.take(record)
        if producer.born is row:
            result.outcome = Outcome.NEW
            result.summary = self.words.name(site)
        else:
            self._changed(row, records, result)

    def _told_before(self, meant: _Meant) -> RowReading | None:
        """Return the earlier row on the same producer, unless it lies elsewhere."""
        if meant.producer is None:
            return None
        for row, location in self.told.get(meant.producer, []):
            if location is None or meant.location is None:
                return row
            if location.place.pk == meant.location.place.pk:
                return row
        return None
