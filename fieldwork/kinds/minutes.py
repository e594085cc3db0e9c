"""Minutes signed on a device: signatures put down, or a correction begun."""

import base64
import binascii
import datetime
from typing import Any

from core.templatetags.portal import vn_time
from inspections import services
from inspections.enums import SignatureSide
from inspections.exceptions import ChangedMinutesError
from inspections.models import Minutes, MinutesSignature, SiteCheck, Visit
from inspections.services import Signature

from .. import readers
from ..exceptions import InvalidError, MissingError
from ..readers import Reader
from .base import Kind, Target, reach
from .rows import TeamKind
from .visits import VisitKind

MOST_PICTURE = 700_000  # characters of base64; the service bounds what is in it


def _picture() -> Reader:
    def read(value):
        if not isinstance(value, str) or len(value) > MOST_PICTURE:
            raise InvalidError("Chữ ký quá lớn hoặc không đọc được.")
        try:
            base64.b64decode(value, validate=True)
        except binascii.Error:
            raise InvalidError("Chữ ký không đọc được.") from None
        return value

    return Reader(read, python=base64.b64decode, blank="")


SIGNATURE = {
    "side": readers.choice(SignatureSide, required=True),
    "name": readers.line(required=True),
    "title": readers.line(),
    "png": _picture(),
    "refusal": readers.block(),
    "witnesses": readers.line(),
    "signed_at": readers.moment(),
}
OF_VISIT = ("campaign", "place", "host", "starts_on", "ends_on")
READ = ("versions", "facts", "team")
CHANGED = (
    "Nội dung đã khác với lúc người ký đọc, nên chưa nhận chữ ký. Hãy tải lại dữ liệu,"
    " đọc lại biên bản rồi ký."
)
SIGNED_BEFORE = (
    "{side} đã ký biên bản này trên máy khác: {name}, {moment}. Chữ ký sau không được"
    " nhận."
)


class MinutesKind(Kind):
    """``reason`` without signatures begins a correction; it is named by the record.

    ``versions``, ``facts`` of the visit and ``team`` say what the signer read, as the
    server told it to the device. Taken wherever the visit stands: its services say
    what may still be signed.
    """

    name, words = "minutes", "biên bản tại cơ sở"
    permission = "inspections.add_minutes"
    fields = {
        "check": readers.name(required=True),
        "content_sha256": readers.line(),
        "signatures": Reader(readers.rows(SIGNATURE).read, blank=[]),
        "reason": readers.block(),
        "versions": readers.versions(),
        "facts": readers.part({name: VisitKind.fields[name] for name in OF_VISIT}),
        "team": TeamKind.fields["rows"],
    }
    fixed = ("check",)
    unspoken = ("content_sha256", *READ)
    counts_versions = False
    is_step = True

    def visits(self, sent):
        checks = SiteCheck.objects.filter(uuid=self.read(sent).get("check"))
        return Visit.objects.filter(pk__in=checks.values("visit"))

    def find(self, sent, visit, *, by):
        if visit is None:
            raise MissingError
        rows = SiteCheck.objects.permitted_to(by, self.permission)
        check = reach(
            rows.select_related("site__producer", "site__place"),
            uuid=self.read(sent)["check"],
        )
        check.visit = visit
        return Target(sent, visit, check.minutes.last(), check)

    def version(self, target):
        return target.instance.number if target.instance else 0

    def stored(self, target):
        """Return nothing that what is sent could meet: signatures only come along."""
        return self.blank() | {"check": str(target.check.uuid)}

    def told(self, target):
        minutes = target.instance
        return {
            "minutes": str(minutes.uuid),
            "number": minutes.number,
            "content_sha256": minutes.sha256,
            "reason": minutes.reason,
            "signed": sorted(row.side for row in minutes.signatures.all()),
            "signatures": [_told_of(row) for row in minutes.signatures.all()],
        }

    def write(self, target, changes, *, by):
        fields = self.read(target.sent)
        return target.holding(_written(target, fields, by))


def _written(target: Target, fields: dict[str, Any], by) -> Minutes:
    check, record = target.check, target.sent.record
    signatures = fields.get("signatures", [])
    if fields.get("reason") and not signatures:
        reason = fields["reason"]
        return services.correct_minutes(check, by=by, reason=reason, uuid=record)
    _refuse_unread(target, fields)
    _refuse_second(target, signatures)
    try:
        return services.sign_minutes(
            check,
            [_signature(row) for row in signatures],
            by=by,
            uuid=record,
            seen=fields.get("content_sha256") or None,
        )
    except ChangedMinutesError as error:
        raise InvalidError(str(error), {"content_sha256": str(error)}) from error


def _refuse_second(target: Target, rows: list[dict[str, Any]]) -> None:
    """Raise InvalidError where a side has signed already, with another signature."""
    stored = target.instance.signatures.all() if target.instance else ()
    signed = {row.side: row for row in stored}
    for row in rows:
        first = signed.get(row["side"])
        if first and not _is_same(first, row):
            message = SIGNED_BEFORE.format(
                side=first.get_side_display(),
                name=first.name,
                moment=vn_time(first.signed_at),
            )
            raise InvalidError(message, {"signatures": message})


def _is_same(first: MinutesSignature, row: dict[str, Any]) -> bool:
    at = row["signed_at"]
    is_then = not at or datetime.datetime.fromisoformat(at) == first.signed_at
    return is_then and row["name"] == first.name


def _refuse_unread(target: Target, fields: dict[str, Any]) -> None:
    """Raise InvalidError where the check says something else than the signer read."""
    if not any(fields.get(name) for name in READ):
        return
    facts = VisitKind().stored(target.holding(target.visit))
    team = TeamKind()
    now = {
        "versions": _versions(target.check),
        "facts": {name: facts[name] for name in OF_VISIT},
        "team": [team.told_of(row) for row in team.rows(target.visit)],
    }
    changed = [name for name in READ if name in fields and fields[name] != now[name]]
    if changed:
        raise InvalidError(CHANGED, dict.fromkeys(changed, CHANGED))


def _versions(check: SiteCheck) -> dict[str, int]:
    """Return the version of all that the minutes tell, under the names of devices.

    A picture has none: it counts by its hash. A finding of an answer is told by the
    answer.
    """
    found = {"check": check.version}
    answers = check.results.exclude(version=0)
    for item, product, version in answers.values_list("item", "product", "version"):
        found[f"answer|{item}|{product or ''}"] = version
    points = check.recheck_points.exclude(version=0)
    for point, version in points.values_list("pk", "version"):
        found[f"point|{point}"] = version
    for name, rows in (
        ("finding", check.findings.filter(item_result=None)),
        ("recommendation", check.recommendations.all()),
        ("sample", check.samples.all()),
    ):
        for uuid, version in rows.values_list("uuid", "version"):
            found[f"{name}|{uuid}"] = version
    for digest in check.photos.values_list("sha256", flat=True):
        found[f"photo|{digest}"] = 1
    return found


def _told_of(row: MinutesSignature) -> dict[str, Any]:
    return {
        "side": row.side,
        "name": row.name,
        "title": row.title,
        "kind": row.kind,
        "refusal": row.refusal,
        "witnesses": row.witnesses,
        "signed_at": row.signed_at.isoformat(),
    }


def _signature(row: dict[str, Any]) -> Signature:
    return Signature(
        side=row["side"],
        name=row["name"],
        title=row["title"],
        picture=base64.b64decode(row["png"]),
        refusal=row["refusal"],
        witnesses=row["witnesses"],
        signed_at=row["signed_at"]
        and datetime.datetime.fromisoformat(row["signed_at"]),
    )
