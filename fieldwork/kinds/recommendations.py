"""What the visit asks of whom; several are several records."""

from typing import Any

from areas.models import Agency
from inspections import services
from inspections.enums import Direction
from inspections.forms.findings import producers_of
from inspections.models import Finding, Recommendation
from producers.models import Producer

from .. import readers
from .base import Kind, Target, reach, validate
from .findings import part_of_visit, placed, visits_of

TEXTS = ("direction", "addressee_text", "text", "due_on")


class RecommendationKind(Kind):
    """``finding`` names the finding it comes from; where that was made by an answer,
    which no device has a name for, ``item`` and ``product`` tell the question.
    """

    name, words = "recommendation", "đề nghị, kiến nghị"
    permission = "inspections.add_recommendation"
    fields = {
        "visit": readers.name(),
        "check": readers.name(),
        "finding": readers.name(),
        "item": readers.key(),
        "product": readers.key(),
        "direction": readers.choice(Direction, required=True),
        "producer": readers.key(),
        "agency": readers.key(),
        "addressee_text": readers.line(),
        "proposed_by": readers.key(),
        "text": readers.block(required=True),
        "due_on": readers.day(),
    }
    fixed = ("visit", "check", "finding", "item", "product")
    may_be_removed = True

    def visits(self, sent):
        return visits_of(Recommendation, sent, self.read(sent))

    def find(self, sent, visit, *, by):
        fields = self.read(sent)
        return part_of_visit(Recommendation, sent, visit, fields, self, by=by)

    def version(self, target):
        return target.instance.version if target.instance else 0

    def stored(self, target):
        row = target.instance
        if row is None:
            return self.blank()
        result = row.finding and row.finding.item_result
        return {
            **placed(target),
            "finding": row.finding and str(row.finding.uuid),
            "item": result and result.item_id,
            "product": result and result.product_id,
            "direction": row.direction,
            "producer": row.producer_id,
            "agency": row.agency_id,
            "addressee_text": row.addressee_text,
            "proposed_by": row.proposed_by_id,
            "text": row.text,
            "due_on": row.due_on and row.due_on.isoformat(),
        }

    def write(self, target, changes, *, by):
        row = target.instance or Recommendation(
            uuid=target.sent.record,
            visit=target.visit,
            site_check=target.check,
            finding=_finding(target, changes),
        )
        self._address(row, changes, by)
        for name, value in self.python(changes).items():
            if name in TEXTS:
                setattr(row, name, value)
        validate(row, TEXTS, {})
        if target.instance is None:
            [stored] = services.recommend([row], by=by)
        else:
            stored = services.save_recommendation(row, by=by)
        return target.holding(stored)

    def _address(self, row: Recommendation, changes: dict[str, Any], by) -> None:
        """Set who is asked, and who asks, from what the person may name."""
        for name in ("agency", "proposed_by"):
            key = changes.get(name, getattr(row, f"{name}_id"))
            if key != getattr(row, f"{name}_id"):
                agencies = Agency.objects.valid_on(row.visit.starts_on)
                setattr(row, name, key and reach(agencies, pk=key))
        key = changes.get("producer", row.producer_id)
        if key != row.producer_id:
            seen = Producer.objects.visible_to(by).values("pk")
            producers = producers_of(row.visit).filter(pk__in=seen)
            row.producer = key and reach(producers, pk=key)

    def remove(self, target, *, by):
        services.remove_recommendation(target.instance, by=by)


def _finding(target: Target, changes: dict[str, Any]) -> Finding | None:
    """Return the finding of the same visit that a recommendation comes from."""
    findings = Finding.objects.filter(visit=target.visit)
    if changes.get("finding"):
        return reach(findings, uuid=changes["finding"])
    if not changes.get("item") or target.check is None:
        return None
    return findings.filter(
        site_check=target.check,
        item_result__item=changes["item"],
        item_result__product=changes.get("product"),
    ).first()
