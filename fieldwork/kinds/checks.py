"""A site check: opened at one site of a visit, and what is written about it."""

from django.db.models import Q

from inspections import services
from inspections.models import SiteCheck, Visit
from inspections.site_choice import sites_for
from producers.enums import ProducerState

from .. import readers
from ..exceptions import InvalidError, MissingError
from .base import Kind, Target, editable_check, reach, validate

TIMES = ("started_at", "ended_at")
TEXTS = (
    "producer_side",
    "producer_state",
    "looked_at",
    "assessment",
    "producer_opinion",
    "conclusion",
    "copies",
)
COPIES, MOST_COPIES = 2, 100


class CheckKind(Kind):
    name, words = "check", "phiếu kiểm tra"
    permission = "inspections.change_sitecheck"
    fields = {
        "visit": readers.name(),
        "site": readers.key(),
        "started_at": readers.clock(),
        "ended_at": readers.clock(),
        "producer_side": readers.line(),
        "producer_state": readers.choice(ProducerState),
        "looked_at": readers.block(),
        "assessment": readers.block(),
        "producer_opinion": readers.block(),
        "conclusion": readers.block(),
        "copies": readers.whole(1, MOST_COPIES, blank=COPIES),
    }
    fixed = ("visit", "site")

    def visits(self, sent):
        here = Q(pk__in=SiteCheck.objects.filter(uuid=sent.record).values("visit"))
        if not sent.base_version and (visit := self.read(sent).get("visit")):
            here |= Q(uuid=visit)
        return Visit.objects.filter(here)

    def find(self, sent, visit, *, by):
        if visit is None:
            raise MissingError
        fields = self.read(sent)
        meant = Q(uuid=sent.record)
        if fields.get("site"):
            # One that was opened before checks were named by their site.
            meant |= Q(site=fields["site"])
        check = visit.site_checks.filter(meant).first()
        if check is not None:
            check = editable_check(by, uuid=check.uuid)
            return Target(sent, visit, check, check)
        if sent.base_version:
            raise MissingError
        reach(Visit.objects.editable_by(by), pk=visit.pk)
        return Target(sent, visit)

    def version(self, target):
        return target.instance.version if target.instance else 0

    def stored(self, target):
        check = target.instance
        if check is None:
            return self.blank()
        return {
            "visit": str(target.visit.uuid),
            "site": check.site_id,
            **{name: _hours(getattr(check, name)) for name in TIMES},
            **{name: getattr(check, name) for name in TEXTS},
        }

    def write(self, target, changes, *, by):
        check = target.instance
        if check is None:
            check = self._opened(target, changes, by)
        texts = {name: changes[name] for name in changes if name not in self.fixed}
        for name, value in self.python(texts).items():
            setattr(check, name, value)
        if check.started_at and check.ended_at and check.ended_at < check.started_at:
            message = "Giờ kết thúc phải sau giờ bắt đầu."
            raise InvalidError(message, {"ended_at": message})
        validate(check, TEXTS, {})
        services.save_site_check(check, by=by)
        return Target(target.sent, target.visit, check, check)

    def _opened(self, target: Target, changes, by) -> SiteCheck:
        site = reach(sites_for(target.visit, by), pk=changes.get("site"))
        if target.sent.record != services.check_uuid(target.visit, site):
            raise InvalidError("Mã phiếu kiểm tra không đúng với cơ sở.")
        return services.add_site_check(target.visit, site, by=by)


def _hours(time) -> str | None:
    return f"{time:%H:%M}" if time else None
