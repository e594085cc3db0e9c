"""Making the plan: each row is understood whole before anything is taken of it."""

from collections.abc import Callable
from dataclasses import dataclass

from core.cells import CellError
from producers.identity import match_key
from products.cells import read_grade
from products.models import Regime

from ..enums import Outcome
from ..reading import Book
from ..understanding.tables import BookLayout
from .changes import Words
from .decisions import DecisionPlan, Named
from .known import KnownDecisions, KnownProducers, KnownProducts
from .messages import Message, warning
from .parsing import RowReading, Skipped, read_rows
from .places import RowPlaces
from .plan import Plan, RowResult
from .producers import KEY_LENGTH, ProducerPlan
from .products import Award, ProductPlan, award_of, drop_settled_notes
from .records import Record
from .references import References
from .scope import Scope

Tick = Callable[[int, int], None]
TICK_ROWS = 500


def say_nothing(done: int, of: int) -> None:
    """Take note of the progress where nobody watches."""


@dataclass(frozen=True)
class Choices:
    """What the person chose for the whole file."""

    regime: Regime | None = None
    issuer_id: int | None = None


@dataclass(slots=True)
class _Meant:
    """What a row means, found before anything is planned for it."""

    award: Award | None
    location: object
    producer: Record | None
    product: Record | None
    named: Named | None
    decision: Record | None


def make_plan(
    book: Book,
    layout: BookLayout,
    scope: Scope,
    choices: Choices,
    *,
    lock: bool = False,
    tick: Tick = say_nothing,
) -> Plan:
    """Return what the import of a workbook would do now; writes nothing.

    With ``lock`` everything it matched stays as it is until the transaction ends.
    ``tick`` is told now and then how many rows are done, of how many.
    """
    plan = Plan()
    lines = list(read_rows(book, layout))
    rows = [line for line in lines if isinstance(line, RowReading)]
    planner = _Planner(plan, rows, scope, choices, lock=lock)
    for number, line in enumerate(lines):
        if number % TICK_ROWS == 0:
            tick(number, len(lines))
        is_data = isinstance(line, RowReading)
        plan.rows.append(planner.result(line) if is_data else _skipped(line))
    return plan


def _skipped(line: Skipped) -> RowResult:
    return RowResult(line.sheet, line.row, Outcome.SKIPPED, "", "", line.text)


class _Planner:
    def __init__(self, plan: Plan, rows, scope: Scope, choices: Choices, *, lock: bool):
        self.plan = plan
        usable = [row for row in rows if not row.is_rejected]
        names = {row.values["producer"] for row in usable}
        keys = {name: match_key(name)[:KEY_LENGTH] for name in names}
        codes = {row.values.get("tax_code") or "" for row in usable}
        references = References()
        self.places = RowPlaces(scope)
        self.words = Words(references, self.places)
        plan.units = {
            "place": self.places.units,
            "area": self.places.units,
            "criteria_set": references.sets,
            "regime": references.regimes,
            "issuer": references.agencies,
        }
        known = KnownProducers(scope, codes, set(keys.values()), lock=lock)
        products = KnownProducts(known, lock=lock)
        decisions = KnownDecisions(products, lock=lock)
        self.producers = ProducerPlan(scope, known, self.places, keys)
        self.products = ProductPlan(scope, products, references, choices.regime)
        self.decisions = DecisionPlan(decisions, references, choices.issuer_id)
        # Rows that tell of each product, with what they told.
        self.told: dict[Record, list[tuple[RowReading, _Meant]]] = {}

    def result(self, row: RowReading) -> RowResult:
        result = RowResult(
            row.sheet,
            row.row,
            Outcome.REJECTED,
            str(row.values.get("product") or "")[:200],
            str(row.values.get("producer") or "")[:200],
        )
        if not row.is_rejected and (meant := self._understand(row)):
            self._take(row, meant, result)
        result.messages = row.messages
        return result

    def _understand(self, row: RowReading) -> _Meant | None:
        """Return what a row means, or None where it must be refused."""
        if not row.has_grade_column:
            _take_grade_of_sections(row)
        named = self.decisions.named_by(row) if row.values.get("grade") else None
        decision = self._found(row, self.decisions.find(named)) if named else None
        award = award_of(row, self._signed_on(named, decision))
        drop_settled_notes(row, award)
        placing = self.places.of(row, award and award.valid_from)
        row.messages.extend(placing.messages)
        producer = self._found(row, self.producers.find(row, placing.location))
        if row.is_rejected:
            return None
        product = self.products.find(row, producer)
        if row.is_rejected:
            return None
        return _Meant(award, placing.location, producer, product, named, decision)

    def _found(self, row: RowReading, found: Record | Message | None) -> Record | None:
        """Return what was found, or say why the row is refused."""
        if isinstance(found, Message):
            row.messages.append(found)
            return None
        return found

    def _signed_on(self, named: Named | None, decision: Record | None):
        """Return the day of the decision, as the row gives it or as it is known."""
        if named is None:
            return None
        return named.signed_on or (decision and decision["signed_on"])

    def _take(self, row: RowReading, meant: _Meant, result: RowResult) -> None:
        """Plan what a row asks for, and say what it comes to."""
        if same := self._told_before(meant):
            result.outcome = Outcome.DUPLICATE
            result.same_as = same.row
            text = f"Trùng với dòng {same.row} ({same.sheet}), không nhập lại."
            row.messages.append(warning("duplicate", text))
            return
        producer = self.producers.plan(row, meant.producer)
        site = self.producers.plan_site(row, producer, meant.location)
        product = self.products.plan(row, meant.product, producer, site)
        decision = recognition = None
        if meant.award:
            if meant.named:
                decision = self.decisions.plan(row, meant.named, meant.decision)
            recognition = self.products.plan_recognition(
                row, product, decision, meant.award
            )
        meant.decision = decision
        self.told.setdefault(product, []).append((row, meant))
        person = self.producers.known.representatives.get(producer)
        records = [producer, person, site, decision, product, recognition]
        for record in records:
            self.plan.take(record)
        if product.born is row:
            result.outcome = Outcome.NEW
            result.summary = self.words.summary(site, recognition)
        else:
            given = [record for record in records if record is not None]
            result.changes = self.words.changes(given, row)
            result.outcome = Outcome.CHANGED if result.changes else Outcome.UNCHANGED

    def _told_before(self, meant: _Meant) -> RowReading | None:
        """Return the earlier row that a row repeats.

        A further award of the same product, by another decision or on another day, is
        no repetition.
        """
        earlier = self.told.get(meant.product) if meant.product else None
        if not earlier:
            return None
        award, decision = meant.award, meant.decision
        for row, told in earlier:
            if award is None or told.award is None:
                return row
            is_dated = award.valid_from and told.award.valid_from
            if is_dated and award.valid_from != told.award.valid_from:
                continue
            if (meant.named and told.named) and decision is not told.decision:
                continue
            return row
        return None


def _take_grade_of_sections(row: RowReading) -> None:
    """Take the star from the sub-headings where the table has no column for it."""
    for text in reversed(row.sections):
        try:
            grade = read_grade(text).value
        except CellError:
            continue
        if grade is not None:
            row.values["grade"] = grade
            return
