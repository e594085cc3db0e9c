"""What the team concludes, beside the answers."""

from django.db.models import Q

from inspections import services
from inspections.enums import Severity
from inspections.models import Finding, Visit
from products.models import Product

from .. import readers
from ..exceptions import InvalidError, MissingError
from .base import Kind, Target, editable_check, reach


class FindingKind(Kind):
    name, words = "finding", "nhận định"
    permission = "inspections.add_finding"
    fields = {
        "visit": readers.name(),
        "check": readers.name(),
        "product": readers.key(),
        "severity": readers.choice(Severity, required=True),
        "text": readers.block(required=True),
    }
    fixed = ("visit", "check")
    may_be_removed = True

    def visits(self, sent):
        return visits_of(Finding, sent, self.read(sent))

    def find(self, sent, visit, *, by):
        return part_of_visit(Finding, sent, visit, self.read(sent), self, by=by)

    def version(self, target):
        return target.instance.version if target.instance else 0

    def stored(self, target):
        finding = target.instance
        if finding is None:
            return self.blank()
        return {
            **placed(target),
            "product": finding.product_id,
            "severity": finding.severity,
            "text": finding.text,
        }

    def write(self, target, changes, *, by):
        finding = target.instance or Finding(
            uuid=target.sent.record, visit=target.visit, site_check=target.check
        )
        if "product" in changes and changes["product"] != finding.product_id:
            finding.product = product_at(target, changes["product"])
        finding.severity = changes.get("severity", finding.severity)
        finding.text = changes.get("text", finding.text)
        if not finding.text or not finding.severity:
            raise InvalidError("Hãy ghi mức độ và nội dung nhận định.")
        if target.instance is None:
            [stored] = services.add_findings([finding], by=by)
        else:
            stored = services.save_finding(finding, by=by)
        return target.holding(stored)

    def remove(self, target, *, by):
        services.remove_finding(target.instance, by=by)


def visits_of(model, sent, fields):
    """Return the visit of a record that hangs on one, or that a new one names."""
    here = Q(pk__in=model.objects.filter(uuid=sent.record).values("visit"))
    if fields.get("visit"):
        here |= Q(uuid=fields["visit"])
    return Visit.objects.filter(here)


def part_of_visit(model, sent, visit, fields, kind: Kind, *, by) -> Target:
    """Return a finding or recommendation, or where a new one belongs.

    What concerns one site follows that site; what concerns the whole visit may be
    written where it was hosted.
    """
    if visit is None:
        return _absent(sent)
    row = model.objects.filter(uuid=sent.record, visit=visit).first()
    if row is not None:
        row = reach(model.objects.editable_by(by), pk=row.pk)
        check = row.site_check
    elif model.objects.filter(uuid=sent.record).exists():
        raise MissingError  # it belongs to another visit
    elif sent.base_version or sent.removes:
        return _absent(sent)
    elif fields.get("check"):
        check = editable_check(by, uuid=fields["check"])
        if check.visit_id != visit.pk:
            raise MissingError
    else:
        reach(Visit.objects.permitted_to(by, kind.permission), pk=visit.pk)
        check = None
    if row is not None:
        row.visit = visit
    return Target(sent, visit, row, check)


def _absent(sent) -> Target:
    """Accept that what is to be taken out is not there; nothing else may be."""
    if not sent.removes:
        raise MissingError
    return Target(sent, None)


def placed(target: Target) -> dict[str, str | None]:
    """Return where a record hangs, as devices name it."""
    check = target.check
    return {"visit": str(target.visit.uuid), "check": check and str(check.uuid)}


def product_at(target: Target, pk: int | None) -> Product | None:
    """Return a product of the checked site; raises MissingError for another."""
    if pk is None:
        return None
    if target.check is None:
        raise MissingError
    return reach(Product.objects.filter(site=target.check.site_id), pk=pk)
