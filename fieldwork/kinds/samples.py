"""A sample taken at a site under seal, for a laboratory."""

from areas.models import Agency
from inspections import services
from inspections.models import Sample, SiteCheck, Visit

from .. import readers
from ..exceptions import MissingError
from .base import Kind, Target, editable_check, reach, validate
from .findings import product_at

LINES = ("code", "seal_number", "quantity", "lab_text", "indicators", "note")


class SampleKind(Kind):
    name, words = "sample", "mẫu kiểm nghiệm"
    permission = "inspections.add_sample"
    fields = {
        "check": readers.name(),
        "product": readers.key(),
        "code": readers.line(required=True),
        "seal_number": readers.line(),
        "quantity": readers.line(required=True),
        "taken_on": readers.day(),
        "lab": readers.key(),
        "lab_text": readers.line(),
        "indicators": readers.block(),
        "note": readers.block(),
    }
    fixed = ("check",)
    may_be_removed = True

    def visits(self, sent):
        checks = SiteCheck.objects.filter(samples__uuid=sent.record)
        if check := self.read(sent).get("check"):
            checks |= SiteCheck.objects.filter(uuid=check)
        return Visit.objects.filter(pk__in=checks.values("visit"))

    def find(self, sent, visit, *, by):
        sample = Sample.objects.filter(uuid=sent.record, site_check__visit=visit)
        found = visit and sample.select_related("site_check").first()
        if found is None and sent.removes:
            return Target(sent, None)
        if visit is None or (found is None and sent.base_version):
            raise MissingError
        uuid = found.site_check.uuid if found else self.read(sent).get("check")
        check = editable_check(by, uuid=uuid)
        check.visit = visit
        if found:
            found.site_check = check
        return Target(sent, visit, found, check)

    def version(self, target):
        return target.instance.version if target.instance else 0

    def stored(self, target):
        sample = target.instance
        if sample is None:
            return self.blank()
        return {
            "check": str(target.check.uuid),
            "product": sample.product_id,
            "lab": sample.lab_id,
            "taken_on": sample.taken_on.isoformat(),
            **{name: getattr(sample, name) for name in LINES},
        }

    def write(self, target, changes, *, by):
        sample = target.instance or Sample(
            uuid=target.sent.record,
            site_check=target.check,
            taken_on=target.visit.starts_on,
        )
        values = self.python(changes)
        for name in LINES:
            setattr(sample, name, values.get(name, getattr(sample, name)))
        sample.taken_on = values.get("taken_on") or sample.taken_on
        if "product" in values and values["product"] != sample.product_id:
            sample.product = product_at(target, values["product"])
        if "lab" in values and values["lab"] != sample.lab_id:
            sample.lab = values["lab"] and reach(Agency.objects, pk=values["lab"])
        validate(sample, LINES, {})
        return target.holding(services.save_sample(sample, by=by))

    def remove(self, target, *, by):
        services.remove_sample(target.instance, by=by)
