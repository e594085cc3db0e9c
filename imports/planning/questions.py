"""What a plan leaves open, gathered while it is made; nothing is settled here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from areas.models import Area

from ..enums import Asked
from ..models import Answer
from .alike import Known, Pair, alike_pairs
from .answers import Answers
from .known import KnownProducers
from .parsing import RowReading
from .places import Doubt, RowPlaces
from .records import Record
from .scope import Scope
from .sides import Sides, side_of

if TYPE_CHECKING:
    from .plan import Plan

MOST = 200  # of a kind, in one preview


@dataclass(slots=True)
class Question:
    """One thing to ask: sides to compare, or candidates for a place."""

    kind: str
    key: str
    text: str
    other_key: str = ""
    other_text: str = ""
    score: int | None = None
    sides: list[dict] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)
    rows: int = 0
    first_row: str = ""
    answer: Answer | None = None

    def add(self, row: RowReading) -> None:
        self.rows += 1
        self.first_row = self.first_row or f"{row.sheet}, dòng {row.row}"


class Questions:
    """Gathers what to ask about one file, and what was answered about it before."""

    def __init__(
        self,
        scope: Scope,
        places: RowPlaces,
        known: KnownProducers,
        answers: Answers,
    ):
        self.scope = scope
        self.places = places
        self.answers = answers
        self.known = known
        self.names: dict[str, tuple[str, Record]] = {}  # by key, as first written
        self.more = 0
        self._rows: Counter = Counter()  # by key
        self._places: dict[str, Question] = {}
        self._two_places: dict[str, Question] = {}

    # While the plan is made

    def name(self, key: str, name: str, producer: Record) -> None:
        """Take note of the producer that a name of the file came to."""
        self._rows[key] += 1
        self.names.setdefault(key, (name, producer))

    def doubt(self, row: RowReading, doubt: Doubt) -> None:
        """Ask which unit a text means."""
        question = self._places.get(doubt.key)
        if question is None:
            keys = [area.pk for area in doubt.candidates]
            question = Question(Asked.PLACE, doubt.key, doubt.text, candidates=keys)
            self._places[doubt.key] = question
        question.add(row)

    def two_places(
        self, row: RowReading, producer: Record, held: list[Record], place: Area
    ) -> None:
        """Ask whether one name in two communes is one producer."""
        key = producer["match_key"]
        question = self._two_places.get(key)
        if question is None:
            question = Question(Asked.TWO_PLACES, key, producer["name"])
            question.sides = [
                side_of(producer, self.place_name(site), is_known=not site.is_new)
                for site in held
            ]
            self._two_places[key] = question
        question.sides.append(side_of(producer, place.full_name, is_known=False))
        question.add(row)

    def place_name(self, site: Record) -> str:
        place = self.places.units.get(site["place_id"])
        return place.full_name if place else ""

    # When it is made

    def answered(self) -> list[Answer]:
        """Return the answers that the plan heeded; part of what it comes to."""
        return self.answers.about(self.names.keys(), self._places.keys())

    def listed(self, plan: Plan) -> list[Question]:
        """Return everything to ask, at most so many of a kind, then what is answered.

        A constant number of queries; ``more`` tells how many are left out.
        """
        stored = self._stored() if self.names else []
        keys = {*self.names, *(one.key for one in stored)}
        said = [one for one in self.answered() if self._may_show(one, keys)]
        answered = [self._answered(one) for one in said]
        done = {(one.kind, one.key, one.other_key) for one in answered}
        kinds = [
            self._alike_names(plan, stored),
            list(self._two_places.values()),
            list(self._places.values()),
        ]
        listed = []
        for found in kinds:
            still = [q for q in found if (q.kind, q.key, q.other_key) not in done]
            listed += still[:MOST]
            self.more += max(0, len(still) - MOST)
        for question in listed:
            if question.kind == Asked.PLACE and not question.candidates:
                near = self.places.suggested(question.text)
                question.candidates = [area.pk for area in near]
        return listed + answered[:MOST]

    def _answered(self, answer: Answer) -> Question:
        question = Question(answer.kind, answer.key, answer.text, answer=answer)
        question.other_key, question.other_text = answer.other_key, answer.other_text
        if asked := self._places.get(answer.key):
            question.candidates = asked.candidates
            question.rows, question.first_row = asked.rows, asked.first_row
        return question

    def _may_show(self, answer: Answer, keys: Container[str]) -> bool:
        """Say whether all that an answer names lies in the scope or in the file.

        One given for a larger unit may name what does not.
        """
        if answer.kind == Asked.PLACE:
            area = self.places.units.get(answer.place_id)
            return area is not None and self.places.holds(area)
        return all(key in keys for key in (answer.key, answer.other_key) if key)

    def _alike_names(self, plan: Plan, stored: list[Known]) -> list[Question]:
        """Return the questions on names that are much alike."""
        pairs = self.find_alike(stored)
        self.more += max(0, len(pairs) - MOST)
        sides = Sides(self, plan, pairs[:MOST])
        return [self._alike(pair, sides) for pair in pairs[:MOST]]

    def _alike(self, pair: Pair, sides: Sides) -> Question:
        one, other = pair.one, pair.other
        return Question(
            Asked.ALIKE,
            one.key,
            one.name,
            other.key,
            other.name,
            int(pair.score),
            [sides.of(one), sides.of(other)],
            rows=self._rows[one.key] + self._rows[other.key],
        )

    def _stored(self) -> list[Known]:
        return [
            Known(name, key, code, pk) for pk, name, key, code in self.known.names()
        ]

    def find_alike(self, stored: list[Known]) -> list[Pair]:
        """Compare the names of the file with one another and with those stored."""
        names = [
            Known(name, key, record["tax_code"] or "", record.pk or record)
            for key, (name, record) in self.names.items()
        ]
        settled = self.answers.settled
        return alike_pairs(names, stored, self.places.is_place, settled)
