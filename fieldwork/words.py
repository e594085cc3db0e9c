"""The words of the choices that the workbench offers, each written once, in Django."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.text import capfirst

from inspections.enums import (
    Direction,
    Indicator,
    Outcome,
    ParticipantKind,
    Severity,
    SignatureKind,
    SignatureSide,
    TeamRole,
    VisitStatus,
)
from inspections.forms.findings import DAYS_TO_REMEDY
from producers.enums import ProducerState

KINDS: dict[str, type[TextChoices]] = {
    "outcome": Outcome,
    "severity": Severity,
    "direction": Direction,
    "team_role": TeamRole,
    "participant": ParticipantKind,
    "indicator": Indicator,
    "producer_state": ProducerState,
    "visit_status": VisitStatus,
    "signature_side": SignatureSide,
    "signature_kind": SignatureKind,
}


@dataclass(frozen=True)
class Choice:
    """One choice; ``days`` is the time that is suggested to remedy a finding."""

    value: str
    words: str
    days: int | None = None


def words() -> dict[str, list[Choice]]:
    """Return the choices of every kind in their order, as sentences begin."""
    return {
        name: [
            Choice(value, capfirst(label), DAYS_TO_REMEDY.get(value))
            for value, label in kind.choices
        ]
        for name, kind in KINDS.items()
    }
