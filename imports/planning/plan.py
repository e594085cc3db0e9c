"""The plan of an import: what each row comes to, and the records it needs."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models

from accounts.models import Assignment, User
from producers.models import Producer, Representative, Site
from products.models import Decision, Product, Recognition, RecognitionEnd

from ..enums import Outcome
from .messages import Message
from .questions import Question, Questions
from .records import Record
from .scope import Scope

# In the order in which rows must be written: each points only to those before it.
MODELS = (
    Producer,
    Representative,
    Site,
    Decision,
    Product,
    Recognition,
    RecognitionEnd,
    User,
    Assignment,
)
COUNTED = {
    "producers": Producer,
    "sites": Site,
    "products": Product,
    "recognitions": Recognition,
    "decisions": Decision,
    "users": User,
    "assignments": Assignment,
}


@dataclass(slots=True)
class RowResult:
    """What one row comes to; stored, shown, and compared before writing."""

    sheet: str
    row: int
    outcome: Outcome
    product: str
    producer: str
    summary: str = ""
    messages: list[Message] = field(default_factory=list)
    changes: list[dict] = field(default_factory=list)
    same_as: int | None = None

    @property
    def has_warnings(self) -> bool:
        return any(message.is_warning for message in self.messages)

    def fingerprint(self) -> tuple:
        """Return what must still hold when the row is written."""
        codes = [(message.code, message.column) for message in self.messages]
        outcome = self.outcome.value
        return (self.sheet, self.row, outcome, self.summary, codes, self.changes)


@dataclass
class Plan:
    """Everything an import would do: rows of the file, records by model.

    ``scope`` is what it may match and change. ``units`` are loaded rows that records
    may point to, by name of the column and key.
    ``questions`` gathers what is left open; ``asked`` is that, once it is listed.
    """

    scope: Scope | None = None
    units: dict[str, Mapping[int, models.Model]] = field(default_factory=dict)
    rows: list[RowResult] = field(default_factory=list)
    records: dict[type[models.Model], dict[Record, None]] = field(
        default_factory=lambda: {model: {} for model in MODELS}
    )

    questions: Questions | None = None
    asked: list[Question] = field(default_factory=list)

    def take(self, record: Record | None) -> None:
        if record is not None:
            self.records[record.model][record] = None

    def settle(self) -> None:
        """Let go of the rows of the file, of which the records still tell the place."""
        for found in self.records.values():
            for record in found:
                record.settle()

    def ask(self) -> None:
        """List what is left open; compares names, so it is asked for by itself."""
        if self.questions is not None:
            self.asked = self.questions.listed(self)

    def new(self, model: type[models.Model]) -> list[Record]:
        return [record for record in self.records[model] if record.is_new]

    def changed(self, model: type[models.Model]) -> list[Record]:
        return [record for record in self.records[model] if record.is_changed]

    @property
    def writes_nothing(self) -> bool:
        return not any(self.new(model) or self.changed(model) for model in MODELS)

    @property
    def digest(self) -> str:
        """Return what the plan comes to, with the answers it heeds, as one hash."""
        said = [row.fingerprint() for row in self.rows]
        if self.questions is not None:
            said += [answer.fingerprint() for answer in self.questions.answered()]
        text = json.dumps(said, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def counts(self) -> dict:
        """Return the totals: rows by outcome, and records of each kind."""
        outcomes = Counter(row.outcome for row in self.rows)
        return {
            "rows": len(self.rows) - outcomes[Outcome.SKIPPED],
            **{outcome.value: outcomes[outcome] for outcome in Outcome},
            "warning": sum(row.has_warnings for row in self.rows),
            "writes": not self.writes_nothing,
            "questions": sum(one.answer is None for one in self.asked),
            "more_questions": self.questions.more if self.questions else 0,
            **{name: self._tally(model) for name, model in COUNTED.items()},
        }

    def _tally(self, model: type[models.Model]) -> dict[str, int]:
        new, changed = len(self.new(model)), len(self.changed(model))
        unchanged = len(self.records[model]) - new - changed
        return {"new": new, "changed": changed, "unchanged": unchanged}
