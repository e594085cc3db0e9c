"""Making the plan: each row is understood whole before anything is taken of it."""

from collections.abc import Callable
from dataclasses import dataclass

from core.cells import CellError
from products.cells import read_grade

from ..enums import ListKind, OnMatch, Outcome
from ..reading import Book
from ..understanding.tables import BookLayout
from .attached import AttachedDecisions
from .base import Choices, ListPlanner, RowPlanner
from .decisions import DecisionPlan, Named
from .ending_list import EndingListPlanner
from .known import KnownDecisions, KnownProducts
from .parsing import RowReading, Skipped, read_rows
from .plan import Plan, RowResult
from .producer_list import ProducerListPlanner
from .products import Award, ProductPlan, award_of, drop_settled_notes
from .records import Record
from .scope import Scope
from .user_list import UserListPlanner

Tick = Callable[[int, int], None]
TICK_ROWS = 500


def say_nothing(done: int, of: int) -> None:
    """Take note of the progress where nobody watches."""


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
    plan = Plan(scope)
    lines = list(read_rows(book, layout))
    rows = [line for line in lines if isinstance(line, RowReading)]
    planner = _PLANNERS[layout.list_kind](plan, rows, scope, choices, lock=lock)
    for number, line in enumerate(lines):
        if number % TICK_ROWS == 0:
            tick(number, len(lines))
        is_data = isinstance(line, RowReading)
        plan.rows.append(planner.result(line) if is_data else _skipped(line))
    plan.settle()
    return plan


def _skipped(line: Skipped) -> RowResult:
    return RowResult(line.sheet, line.row, Outcome.SKIPPED, "", "", line.text)


class _ProductListPlanner(ListPlanner):
    """Plans products and their awards, with the producers and decisions they name."""

    def __init__(self, plan: Plan, rows, scope: Scope, choices: Choices, *, lock: bool):
        super().__init__(plan, rows, scope, choices, lock=lock)
        references = self.references
        products = KnownProducts(self.known, lock=lock)
        decisions = KnownDecisions(products, lock=lock)
        self.products = ProductPlan(scope, products, references, choices.regime)
        issuer_id = choices.issuer_id
        self.decisions = DecisionPlan(decisions, references, issuer_id, rows)
        self.attached = AttachedDecisions(references)
        # Rows that tell of each product, with what they told.
        self.told: dict[Record, list[tuple[RowReading, _Meant]]] = {}

    def _understand(self, row: RowReading) -> _Meant | None:
        """Return what a row means, or None where it must be refused."""
        if not row.has_grade_column:
            _take_grade_of_sections(row)
        if not row.tells_when:
            self.attached.give(row)
        named = self.decisions.named_by(row) if row.values.get("grade") else None
        decision = self._found(row, self.decisions.find(named)) if named else None
        award = award_of(row, self._signed_on(named, decision))
        drop_settled_notes(row, award)
        location = self._place(row, award and award.valid_from)
        producer = self._found(row, self.producers.find(row, location))
        if row.is_rejected:
            return None
        product = self.products.find(row, producer)
        if row.is_rejected:
            return None
        return _Meant(award, location, producer, product, named, decision)

    def _signed_on(self, named: Named | None, decision: Record | None):
        """Return the day of the decision, as the row gives it or as it is known."""
        if named is None:
            return None
        return named.signed_on or (decision and decision["signed_on"])

    def _take(self, row: RowReading, meant: _Meant, result: RowResult) -> None:
        """Plan what a row asks for, and say what it comes to."""
        if self._is_left(row, meant.product, result):
            return
        if same := self._told_before(meant):
            self._is_told(row, same, result)
            return
        producer = self.producers.plan(row, meant.producer)
        site = self._site(row, meant, producer)
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
            self._changed(row, given, result)

    def _site(self, row: RowReading, meant: _Meant, producer: Record) -> Record:
        """Return the site of a row; where only gaps are filled a product stays."""
        product = meant.product
        if product is None or product.is_new or row.on_match == OnMatch.UPDATE:
            return self.producers.plan_site(row, producer, meant.location)
        return self.producers.plan_address(row, product.links["site"])

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


_PLANNERS: dict[ListKind, type[RowPlanner]] = {
    ListKind.PRODUCTS: _ProductListPlanner,
    ListKind.PRODUCERS: ProducerListPlanner,
    ListKind.ENDINGS: EndingListPlanner,
    ListKind.USERS: UserListPlanner,
}


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
