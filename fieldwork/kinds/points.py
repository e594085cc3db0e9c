"""What was seen of a point of a re-check that no question of a checklist asks about."""

from inspections import services
from inspections.enums import Outcome
from inspections.models import RecheckPoint, Visit
from inspections.rechecks import RELATED

from .. import readers
from ..exceptions import MissingError
from .base import Kind, Target, editable_check, reach


class PointKind(Kind):
    """Named by its check, with the key of the point where an answer names its item."""

    name, words = "point", "nội dung phúc tra"
    permission = "inspections.change_sitecheck"
    fields = {
        "outcome": readers.choice(Outcome),
        "note": readers.line(),
    }

    def visits(self, sent):
        return Visit.objects.filter(site_checks__uuid=sent.record)

    def find(self, sent, visit, *, by):
        if visit is None or sent.item is None:
            raise MissingError
        check = editable_check(by, uuid=sent.record)
        check.visit = visit
        points = RecheckPoint.objects.filter(site_check=check).select_related(*RELATED)
        return Target(sent, visit, reach(points, pk=sent.item), check)

    def version(self, target):
        return target.instance.version

    def stored(self, target):
        point = target.instance
        return {"outcome": point.outcome, "note": point.note}

    def write(self, target, changes, *, by):
        point = target.instance
        seen = self.stored(target) | changes
        told = {point.pk: (seen["outcome"], seen["note"])}
        changed = services.save_points(target.check, told, by=by)
        return target.holding(changed[0] if changed else point)
