"""Which decision a row means."""

import datetime
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
        self, known: KnownDecisions, references: References, issuer_id: int | None
    ):
        self.known = known
        self.references = references
        self.issuer_id = issuer_id

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
            row.messages.append(warning("dates_differ", text))
        signed_on = given or printed.signed_on
        if signed_on is None and row.is_day_of_decision:
            signed_on = row.values.get("valid_from")
        return Named(printed.number, signed_on, self._issuer(row, signed_on))

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
        row.messages.append(warning("issuer_unknown", text))
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


def _fits(stored, named) -> bool:
    return stored is None or named is None or stored == named
