"""What the planners of all lists that name producers share."""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from areas.locating import Location
from producers.identity import match_key
from products.models import Regime

from ..enums import OnMatch, Outcome
from .answers import Answers
from .changes import Words
from .known import KnownProducers
from .messages import Message, warning
from .parsing import RowReading
from .places import RowPlaces
from .plan import Plan, RowResult
from .producers import KEY_LENGTH, PERSON, ProducerPlan
from .questions import Questions
from .records import Record
from .references import References
from .scope import Scope


@dataclass(frozen=True)
class Choices:
    """What the person chose for the whole file, for single rows, and answered.

    ``rows`` holds exceptions from ``on_match`` by row and sheet, which is named as
    ImportRow names it.
    """

    regime: Regime | None = None
    issuer_id: int | None = None
    on_match: str = OnMatch.UPDATE
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    answers: Answers = field(default_factory=Answers)

    def of_row(self, row: RowReading) -> str:
        """Return the exception a person made for a row, if any."""
        return self.rows.get(row.sheet[:100], {}).get(str(row.row), "")


class RowPlanner(ABC):
    """Understands each row whole before anything is taken of it.

    A subclass says with ``_understand`` what a row means (None where it is refused)
    and with ``_take`` what comes of it.
    """

    # The values that a row is shown by: what it is about, and whose that is.
    shown = ("product", "producer")
    words: Words

    def __init__(self, plan: Plan, choices: Choices):
        self.plan = plan
        self.choices = choices

    def result(self, row: RowReading) -> RowResult:
        """Return what a row comes to, with its records in the plan."""
        result = RowResult(
            row.sheet,
            row.row,
            Outcome.REJECTED,
            *(str(row.values.get(name) or "")[:200] for name in self.shown),
        )
        if not row.is_rejected:
            meant = self._understand(row)
            if meant is not None and not row.is_rejected:
                self._take(row, meant, result)
        result.messages = row.messages
        return result

    @abstractmethod
    def _understand(self, row: RowReading) -> Any: ...

    @abstractmethod
    def _take(self, row: RowReading, meant: Any, result: RowResult) -> None: ...

    def _is_left(
        self, row: RowReading, matched: Record | None, result: RowResult
    ) -> bool:
        """Say whether a person wants a row to do nothing, and what it may do else.

        What holds for the file is about rows that match a stored record; what was
        chosen for the row itself holds in any case.
        """
        chosen = self.choices.of_row(row)
        row.on_match = chosen or self.choices.on_match
        is_stored = matched is not None and not matched.is_new
        if row.on_match != OnMatch.SKIP or not (chosen or is_stored):
            return False
        result.outcome = Outcome.LEFT
        return True

    def _found(self, row: RowReading, found: Record | Message | None) -> Record | None:
        """Return what was found, or say why the row is refused."""
        if isinstance(found, Message):
            row.messages.append(found)
            return None
        return found

    def _is_told(self, row: RowReading, same: RowReading, result: RowResult) -> None:
        """Say that an earlier row has told the same."""
        result.outcome = Outcome.DUPLICATE
        result.same_as = same.row
        text = f"Trùng với dòng {same.row} ({same.sheet}), không nhập lại."
        row.messages.append(warning("duplicate", text))

    def _changed(
        self, row: RowReading, records: list[Record], result: RowResult
    ) -> None:
        """Say what a row changes in what is stored already."""
        result.changes = self.words.changes(records, row)
        result.outcome = Outcome.CHANGED if result.changes else Outcome.UNCHANGED


class ListPlanner(RowPlanner):
    """Plans rows that name producers."""

    def __init__(self, plan: Plan, rows, scope: Scope, choices: Choices, *, lock: bool):
        super().__init__(plan, choices)
        answers = choices.answers
        usable = [row for row in rows if not row.is_rejected]
        names = {row.values["producer"] for row in usable}
        keys = {name: match_key(name)[:KEY_LENGTH] for name in names}
        codes = {row.values.get("tax_code") or "" for row in usable} - {""}
        self.references = References()
        self.places = RowPlaces(scope, answers.places)
        self.words = Words(self.references, self.places)
        plan.units = {
            "place": self.places.units,
            "area": self.places.units,
            "criteria_set": self.references.sets,
            "regime": self.references.regimes,
            "issuer": self.references.agencies,
        }
        named = set(keys.values()).union(*map(answers.same_as, keys.values()))
        speaks_of_people = any(row.values.keys() & PERSON.keys() for row in usable)
        self.known = KnownProducers(
            scope, codes, named, with_people=speaks_of_people, lock=lock
        )
        questions = Questions(scope, self.places, self.known, answers)
        self.questions = plan.questions = questions
        self.producers = ProducerPlan(
            scope, self.known, self.places, keys, self.questions, usable
        )

    def _place(
        self, row: RowReading, awarded_on: datetime.date | None
    ) -> Location | None:
        """Return where a row lies, and ask where its words leave that open."""
        placing = self.places.of(row, awarded_on)
        row.messages.extend(map(row.at_place, placing.messages))
        if placing.doubt:
            self.questions.doubt(row, placing.doubt)
        return placing.location
