"""The decision that a whole list is attached to, as it says above its table."""

import re
from dataclasses import dataclass

from core.cells import CellError
from products.cells import PrintedDecision, read_decision

from .parsing import RowReading
from .references import References

_ATTACHED = re.compile(r"kèm theo.{0,20}?(?:quyết định|qđ).{0,200}", re.IGNORECASE)
_ISSUER = re.compile(r"\bcủa\s+(?:chủ tịch\s+)?([^().;]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Above:
    decision: PrintedDecision | None = None
    issuer: str = ""


class AttachedDecisions:
    """Lets the decision that a list is attached to stand for one left out."""

    def __init__(self, references: References):
        self.references = references
        self._read: dict[tuple[str, ...], _Above] = {}

    def give(self, row: RowReading) -> None:
        """Give a row that names no decision the one above its table, if there is one.

        Whoever issued it is taken only where the name is known.
        """
        if row.values.get("decision"):
            return
        if row.above not in self._read:
            self._read[row.above] = _read_above(row.above)
        above = self._read[row.above]
        if above.decision is None:
            return
        row.values["decision"] = above.decision
        if self.references.agencies_named(above.issuer):
            row.values.setdefault("issuer", above.issuer)


def _read_above(texts: tuple[str, ...]) -> _Above:
    """Read "(Kèm theo Quyết định số 905/QĐ-UBND ngày 05/6/2026 của UBND tỉnh …)"."""
    attached = _ATTACHED.search(" ".join(texts))
    if attached is None:
        return _Above()
    try:
        decision = read_decision(attached[0]).value
    except CellError:
        return _Above()
    if not isinstance(decision, PrintedDecision) or decision.others:
        return _Above()
    issuer = _ISSUER.search(attached[0])
    return _Above(decision, issuer[1].strip() if issuer else "")
