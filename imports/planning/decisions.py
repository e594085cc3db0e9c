"""Which decision a row means."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from products.cells import PrintedDecision, decision_key
from products.models import Decision

from .known import KnownDecisions
from .messages import Message, error, warning
from .parsing import RowReading
from .records import Record
from .references import References


@dataclass(frozen=True)
class Named:
    """A decision as a row names it, over its three columns."""

    number: str
    signed_on: datetime.date | None
    issuer_id: int | None


class DecisionPlan:
    """Finds or plans the decisions of a file: issuer, number and date make one."""

    def __init__(
        self,
        known: KnownDecisions,
        references: References,
        issuer_id: int | None,
        rows: Iterable[RowReading],
    ):
        self.known = known
        self.references = references
        self.issuer_id = issuer_id
        self.days = _days_named(rows)

    def named_by(self, row: RowReading) -> Named | None:
        """Return what a row says of its decision; a doubtful issuer is a warning."""
        printed: PrintedDecision | None = row.values.get("decision")
        if printed is None:
            return None
        given = row.values.get("decision_date")
        if given and printed.signed_on and given != printed.signed_on:
            text = (
                f"Ngày quyết định ghi hai chỗ khác nhau; lấy {given:%d/%m/%Y}"
                f" theo cột ngày, không lấy {printed.signed_on:%d/%m/%Y}."
            )
            row.say("decision_date", warning("dates_differ", text))
        signed_on = _day_named(row) or self._only_day(printed.number)
        return Named(printed.number, signed_on, self._issuer(row, signed_on))

    def _only_day(self, number: str) -> datetime.date | None:
        """Return the day that other rows give a decision, if they agree on one.

        So it makes no difference whether the row that gives the day stands before or
        after those that do not, or was imported already.
        """
        days = self.days.get(decision_key(number), ())
        return next(iter(days)) if len(days) == 1 else None

    def _issuer(self, row: RowReading, signed_on: datetime.date | None) -> int | None:
        name = row.values.get("issuer")
        if not name:
            return self.issuer_id
        agencies = self.references.agencies_named(name)
        if len(agencies) > 1 and signed_on:
            agencies = [
                agency
                for agency in agencies
                if agency.valid_from <= signed_on
                and (agency.valid_to is None or signed_on <= agency.valid_to)
            ]
        if len(agencies) == 1:
            return agencies[0].pk
        text = f"Không xác định được cơ quan ban hành “{name}”."
        row.say("issuer", warning("issuer_unknown", text))
        return self.issuer_id

    def find(self, named: Named) -> Record | Message | None:
        """Return the decision that is meant, None for a new one, or the refusal.

        What a row leaves out may be filled in by the one decision it fits; where it
        fits several, the row is refused rather than tied to any of them.
        """
        fitting = [
            record
            for record in self.known.by_key.get(decision_key(named.number), [])
            if _fits(record["issuer_id"], named.issuer_id)
            and _fits(record["signed_on"], named.signed_on)
        ]
        exact = [
            record
            for record in fitting
            if (record["issuer_id"], record["signed_on"])
            == (named.issuer_id, named.signed_on)
        ]
        fitting = exact or fitting
        if len(fitting) > 1:
            text = (
                f"Có {len(fitting)} quyết định mang số {named.number}; cần ngày ký"
                " hoặc cơ quan ban hành để phân biệt."
            )
            return error("decision_ambiguous", text)
        return fitting[0] if fitting else None

    def plan(self, row: RowReading, named: Named, decision: Record | None) -> Record:
        """Return the decision of a row, new if need be, with what was not known."""
        if decision is None:
            decision = Record(Decision, born=row)
            decision.hear("number", named.number, row)
            self.known.by_key[decision_key(named.number)].append(decision)
        decision.hear("signed_on", named.signed_on, row)
        decision.hear("issuer_id", named.issuer_id, row)
        return decision


def _day_named(row: RowReading) -> datetime.date | None:
    """Return the day of the decision that a row names, over its columns."""
    printed: PrintedDecision = row.values["decision"]
    day = row.values.get("decision_date") or printed.signed_on
    if day is None and row.is_day_of_decision:
        return row.values.get("valid_from")
    return day


def _days_named(rows: Iterable[RowReading]) -> dict[str, set[datetime.date]]:
    """Return the days that the rows of a file give each decision."""
    days: dict[str, set[datetime.date]] = defaultdict(set)
    for row in rows:
        if row.is_rejected or not row.values.get("decision"):
            continue
        if day := _day_named(row):
            days[decision_key(row.values["decision"].number)].add(day)
    return days


def _fits(stored, named) -> bool:
    return stored is None or named is None or stored == named
