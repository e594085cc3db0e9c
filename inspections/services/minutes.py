"""Minutes signed on site: written with the first signature, corrected as a version."""

import datetime
import uuid as uuids
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from core.pictures import BadPictureError, believable, rewrite_signature
from core.scans import rewritten
from core.text import clean_text
from history.enums import Action
from history.services import record

from ..enums import TEAM_SIDES, SignatureKind, SignatureSide, VisitStatus
from ..exceptions import ChangedMinutesError, FrozenError, InspectionError
from ..models import Minutes, MinutesSignature, SiteCheck, Visit
from ..snapshots import content_of_check, digest_of, recorded_in
from .guards import lock_editable, required

VISIT_SIGNED = "Buổi kiểm tra đã ký duyệt, biên bản không nhận thêm chữ ký."
CHANGED = "Nội dung biên bản vừa thay đổi. Hãy đọc lại bản hiện tại rồi ký."
NOTHING_TO_CORRECT = (
    "Biên bản chưa có chữ ký nên cứ sửa phiếu kiểm tra, không cần lập bản sửa đổi."
)
CHANGED_SINCE = (
    "Phiếu kiểm tra đã được sửa khác với bản đã ký. Hãy ghi lại như bản đã ký, hoặc mời"
    " hai bên ký biên bản sửa đổi."
)


@dataclass(frozen=True)
class Signature:
    """How one side signed: a drawn picture, a scan of the signed paper, or a refusal.

    ``signed_at`` is what a device says; now where its clock is not believed.
    """

    side: str
    name: str
    title: str = ""
    picture: bytes = b""
    paper: UploadedFile | None = None
    refusal: str = ""
    witnesses: str = ""
    signed_at: datetime.datetime | None = None


def sign_minutes(
    check: SiteCheck,
    signatures: Iterable[Signature],
    *,
    by,
    uuid: uuids.UUID | None = None,
    seen: str | None = None,
) -> Minutes:
    """Put signatures under the last version of the minutes, the first one writes it.

    ``seen`` is the SHA-256 of the content that was read before signing; another one
    raises ChangedMinutesError. ``uuid`` names the version where it is new. A side that
    has signed already keeps its first signature, so the same act twice is one. Files
    are removed if anything fails. Raises FrozenError once the visit has been signed.
    """
    drawn: list[MinutesSignature] = []
    try:
        for signature in signatures:
            drawn.append(_drawn(signature, by))
        if not drawn:
            raise InspectionError("Chưa có chữ ký nào.")
        minutes, kept = _sign(check, drawn, by=by, uuid=uuid, seen=seen)
    except BaseException:
        _delete_files(drawn)
        raise
    _delete_files([row for row in drawn if row not in kept])
    return minutes


@transaction.atomic
def _sign(check, rows, *, by, uuid, seen) -> tuple[Minutes, list[MinutesSignature]]:
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=check.visit_id)
    if visit.status == VisitStatus.SIGNED:
        raise FrozenError(VISIT_SIGNED)
    minutes = check.minutes.order_by("-number").first()
    if minutes is None:
        minutes = Minutes(site_check=check, uuid=uuid or uuids.uuid4(), made_by=by)
    if not minutes.is_written:
        minutes.content = content_of_check(check)
        minutes.sha256 = digest_of(minutes.content)
    if seen is not None and seen != minutes.sha256:
        raise ChangedMinutesError(CHANGED)
    minutes.save()
    signed = set(minutes.signatures.values_list("side", flat=True))
    new = {row.side: row for row in rows if row.side not in signed}
    kept = list(new.values())
    for row in kept:
        row.minutes = minutes
        row.save()
    if kept:
        names = "; ".join(map(str, kept))
        change = {f"biên bản, phiên bản {minutes.number}": ["", names]}
        record(Action.SIGN, check, by=by, changes=change)
    return minutes, kept


@transaction.atomic
def correct_minutes(
    check: SiteCheck, *, by, reason: str, uuid: uuids.UUID | None = None
) -> Minutes:
    """Open the check again under a new version of its minutes, which tells why.

    The versions before stay as they are. The same correction sent twice (same uuid) is
    one. Raises InspectionError where nothing has been signed yet.
    """
    reason = required(reason, "Sửa biên bản đã ký thì phải ghi lý do.")
    lock_editable(check.visit)
    twin = check.minutes.filter(uuid=uuid).first() if uuid else None
    if twin is not None:
        return twin
    last = check.minutes.order_by("-number").first()
    if last is None or not last.is_written:
        raise InspectionError(NOTHING_TO_CORRECT)
    minutes = Minutes.objects.create(
        uuid=uuid or uuids.uuid4(),
        site_check=check,
        number=last.number + 1,
        reason=reason,
        made_by=by,
    )
    change = {"biên bản": [f"phiên bản {last.number}", f"phiên bản {minutes.number}"]}
    record(Action.REOPEN, check, by=by, changes=change, reason=reason)
    return minutes


@transaction.atomic
def withdraw_correction(check: SiteCheck, *, by, reason: str) -> Minutes:
    """Take a correction back that nobody has signed; what was signed is valid again.

    Returns that version, which is not touched. Raises InspectionError where the check
    was changed meanwhile: it would say something that nobody signed.
    """
    reason = required(reason, "Bỏ biên bản sửa đổi thì phải ghi lý do.")
    lock_editable(check.visit)
    last = check.minutes.order_by("-number").first()
    if last is None or last.is_written:
        raise InspectionError("Không có biên bản sửa đổi nào chưa ký để bỏ.")
    signed = check.minutes.written().get(number=last.number - 1)
    if recorded_in(content_of_check(check)) != recorded_in(signed.content):
        raise InspectionError(CHANGED_SINCE)
    change = {"biên bản": [f"phiên bản {last.number}", f"phiên bản {signed.number}"]}
    record(Action.UPDATE, check, by=by, changes=change, reason=reason)
    last.delete()
    return signed


def _drawn(signature: Signature, by) -> MinutesSignature:
    """Return the row of a signature, its file written; refuse what proves nothing."""
    row = MinutesSignature(
        side=_side(signature),
        name=required(signature.name, "Hãy ghi họ và tên người ký."),
        title=signature.title,
        refusal=clean_text(signature.refusal),
        witnesses=signature.witnesses,
        signed_at=believable(signature.signed_at) or timezone.now(),
        recorded_by=by,
    )
    if row.refusal:
        row.kind = SignatureKind.REFUSED
        row.witnesses = required(signature.witnesses, "Hãy ghi người làm chứng.")
    elif signature.paper:
        row.kind = SignatureKind.PAPER
        row.paper.save(*_scan(signature.paper), save=False)
    elif signature.picture:
        row.kind = SignatureKind.DRAWN
        picture = _rewritten(signature.picture)
        row.picture.save("signature.png", ContentFile(picture), save=False)
    else:
        raise InspectionError("Hãy ký vào khung, hoặc tải bản quét đã ký lên.")
    return row


def _side(signature: Signature) -> str:
    if signature.side not in SignatureSide.values:
        raise InspectionError("Chọn bên ký biên bản.")
    if signature.refusal and signature.side in TEAM_SIDES:
        raise InspectionError("Đoàn kiểm tra không thể từ chối ký biên bản của mình.")
    return signature.side


def _rewritten(data: bytes) -> bytes:
    try:
        return rewrite_signature(data)
    except BadPictureError as error:
        raise InspectionError(str(error)) from error


def _scan(upload: UploadedFile) -> tuple[str, ContentFile]:
    try:
        file = rewritten(upload)
    except ValidationError as error:
        raise InspectionError(" ".join(error.messages)) from error
    return file.name or "scan.pdf", file


def _delete_files(rows: Iterable[MinutesSignature]) -> None:
    for row in rows:
        for file in (row.picture, row.paper):
            if file.name:
                file.storage.delete(file.name)
