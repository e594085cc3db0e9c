"""A visit: its facts, and handing it in."""

from typing import Any

from areas.models import Agency, Area
from inspections import services
from inspections.exceptions import InspectionError
from inspections.forms.visits import HOSTS
from inspections.models import Campaign, Checklist, Visit
from inspections.services.visits import committee_of

from .. import readers
from ..exceptions import InvalidError, MissingError
from .base import Kind, Target, reach, validate

TEXTS = ("session_place", "session_note", "assessment")
DATES = ("starts_on", "ends_on")


class VisitKind(Kind):
    name, words = "visit", "buổi kiểm tra"
    permission = "inspections.change_visit"
    fields = {
        "campaign": readers.key(required=True),
        "place": readers.key(required=True),
        "starts_on": readers.day(required=True),
        "ends_on": readers.day(),
        "host": readers.key(),
        "session_place": readers.line(),
        "session_note": readers.block(),
        "assessment": readers.block(),
        "checklist": readers.whole(1, 32_767),
    }
    fixed = ("checklist",)

    def visits(self, sent):
        return Visit.objects.filter(uuid=sent.record)

    def find(self, sent, visit, *, by):
        if visit is None:
            if sent.base_version:
                raise MissingError
            return Target(sent, None)
        rows = Visit.objects.editable_by(by).select_related(
            "campaign", "host", "place", "checklist"
        )
        return Target(sent, visit, reach(rows, pk=visit.pk))

    def version(self, target):
        return target.instance.version if target.instance else 0

    def stored(self, target):
        visit = target.instance
        if visit is None:
            return self.blank()
        return {
            "campaign": visit.campaign_id,
            "place": visit.place_id,
            "host": visit.host_id,
            "checklist": visit.checklist.number,
            **{name: getattr(visit, name) for name in TEXTS},
            **{name: _iso(getattr(visit, name)) for name in DATES},
        }

    def told(self, target):
        return {"status": target.instance.status}

    def write(self, target, changes, *, by):
        is_new = target.instance is None
        if is_new:
            _require(self, changes)
        visit = target.instance or Visit(uuid=target.sent.record)
        place = self._place(visit, changes, by)
        if "campaign" in changes and changes["campaign"] != visit.campaign_id:
            visit.campaign = reach(
                Campaign.objects.visible_to(by), pk=changes["campaign"]
            )
        for name, value in self.python(changes).items():
            if name in TEXTS or name in DATES:
                setattr(visit, name, value)
        _host(visit, place, changes)
        validate(visit, [*TEXTS, *DATES], {})
        if is_new:
            checklist = _checklist(changes.get("checklist"))
            visit = services.create_visit(
                visit, place=place, by=by, checklist=checklist
            )
        else:
            services.save_visit(visit, place=place, by=by)
        return target.holding(visit)

    def _place(self, visit: Visit, changes: dict[str, Any], by) -> Area:
        """Return the host's unit: one where the person may record visits."""
        if changes.get("place", visit.place_id) == visit.place_id:
            return visit.place
        right = "inspections.change_visit" if visit.pk else "inspections.add_visit"
        units = Area.objects.covered_by(by.areas_with(right))
        return reach(units.filter(level__in=HOSTS), pk=changes["place"])


class SubmitKind(Kind):
    """Handing in; a visit that has been handed in already is left as it is."""

    name, words = "submit", "nộp buổi kiểm tra"
    permission = "inspections.submit_visit"
    counts_versions = False
    is_step = True

    def visits(self, sent):
        return Visit.objects.filter(uuid=sent.record)

    def find(self, sent, visit, *, by):
        if visit is None:
            raise MissingError
        rows = Visit.objects.permitted_to(by, self.permission)
        return Target(sent, visit, reach(rows, pk=visit.pk))

    def version(self, target):
        return target.instance.version

    def stored(self, target):
        return {}

    def told(self, target):
        return {"status": target.instance.status}

    def write(self, target, changes, *, by):
        if not target.instance.is_handed_in:
            services.submit_visit(target.instance, by=by)
        return target


def _require(kind: Kind, changes: dict[str, Any]) -> None:
    """Refuse a new record without what it cannot be without."""
    missing = [
        name
        for name, reader in kind.fields.items()
        if reader.required and changes.get(name) is None
    ]
    if missing:
        words = dict.fromkeys(missing, "Trường này cần được ghi.")
        raise InvalidError("Còn thiếu nội dung bắt buộc.", words)


def _host(visit: Visit, place: Area, changes: dict[str, Any]) -> None:
    """Set the office that receives the team: one that was there on the day."""
    if "host" in changes and changes["host"] != visit.host_id:
        visit.host = changes["host"] and reach(Agency.objects, pk=changes["host"])
    if visit.host is None:
        visit.host = committee_of(place, visit.starts_on)
        return
    if not {"host", "starts_on"} & changes.keys():
        return
    if not Agency.objects.valid_on(visit.starts_on).filter(pk=visit.host.pk).exists():
        message = f"“{visit.host}” không hoạt động vào ngày {visit.starts_on:%d/%m/%Y}."
        raise InvalidError(message, {"host": message})


def _checklist(number: int | None) -> Checklist | None:
    """Return the version that the device used; None for the latest."""
    if number is None:
        return None
    found = Checklist.objects.published().filter(number=number).first()
    if found is None:
        raise InspectionError("Không có phiên bản danh mục kiểm tra này.")
    return found


def _iso(day) -> str | None:
    return day and day.isoformat()
