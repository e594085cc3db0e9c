"""The answer to one item of a check, for the producer or for one product."""

from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from inspections import services
from inspections.enums import Outcome, Severity
from inspections.models import ChecklistItem, Finding, ItemResult, SiteCheck, Visit
from inspections.services import Answer
from products.models import Product

from .. import readers
from ..exceptions import MissingError
from .base import Kind, Target, editable_check, reach


@dataclass(frozen=True)
class Question:
    """What is asked, and the stored answer with its severity if there is one."""

    item: ChecklistItem
    product: Product | None
    result: ItemResult | None
    severity: str


class AnswerKind(Kind):
    name, words = "answer", "kết quả kiểm tra"
    permission = "inspections.change_sitecheck"
    fields = {
        "outcome": readers.choice(Outcome),
        "note": readers.block(),
        "severity": readers.choice(Severity),
    }

    def visits(self, sent):
        return Visit.objects.filter(site_checks__uuid=sent.record)

    def find(self, sent, visit, *, by):
        if visit is None or sent.item is None:
            raise MissingError
        check = editable_check(by, uuid=sent.record)
        check.visit = visit
        items = ChecklistItem.objects.filter(checklist=visit.checklist_id)
        item = reach(items, pk=sent.item)
        product = sent.product and reach(_products(check), pk=sent.product)
        question = _question(check, item, product)
        return Target(sent, visit, question, check)

    def version(self, target):
        result = target.instance.result
        return result.version if result else 0

    def stored(self, target):
        result = target.instance.result
        if result is None:
            return self.blank()
        return {
            "outcome": result.outcome,
            "note": result.note,
            "severity": target.instance.severity,
        }

    def write(self, target, changes, *, by):
        question = target.instance
        values = self.stored(target) | changes
        if "outcome" in changes and "severity" not in changes:
            values["severity"] = ""  # that of another outcome says nothing of this one
        answer = Answer(question.item, question.product, **values)
        changed = services.save_answers(target.check, [answer], by=by)
        [result] = changed or [question.result]
        _, _, severity = answer.cleaned()
        fresh = replace(question, result=result, severity=severity)
        return replace(target, instance=fresh)


def _products(check: SiteCheck) -> QuerySet[Product]:
    """Return what is made at the site, and what was asked about there."""
    asked = check.results.filter(product__isnull=False).values("product")
    return Product.objects.filter(Q(site=check.site_id) | Q(pk__in=asked))


def _question(check: SiteCheck, item, product) -> Question:
    result = check.results.filter(item=item, product=product).first()
    finding = result and Finding.objects.filter(item_result=result).first()
    return Question(item, product, result, finding.severity if finding else "")
