"""The bytes of pictures, piece by piece, until they are all there and unharmed."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from core.turns import in_turn
from inspections.exceptions import FrozenError, InspectionError
from inspections.models import Photo
from inspections.services import add_photo, answer_row

from .models import Upload

FOLDER = "uploads"
LARGEST_PIECE = 512 * 1024
# Pieces of a picture that nobody goes on sending; the device still has all of it.
IDLE_DAYS = 7
ORPHAN_HOURS = 24


class WrongOffsetError(Exception):
    """A piece that does not follow what is there."""


class DamagedError(Exception):
    """All bytes came and are not those that were told; none of them is kept."""


def receive_piece(upload: Upload, offset: int, piece: bytes, *, by) -> Photo | None:
    """Keep the next bytes; returns the picture once they are the last.

    The last piece is not kept by itself: whatever goes wrong with the whole, it is
    asked for again. Raises WrongOffsetError, DamagedError, and InspectionError for
    what is no picture or came after the visit was signed. A full disk is an OSError
    and leaves nothing behind.
    """
    if offset != upload.offset or offset + len(piece) > upload.size or not piece:
        raise WrongOffsetError
    if offset + len(piece) < upload.size:
        _keep(upload, piece)
        return None
    try:
        data = _read(upload.pieces) + piece
    except FileNotFoundError as error:
        # A twin of this request has made the picture of them meanwhile.
        raise WrongOffsetError from error
    return _finish(upload, data, by=by)


def _keep(upload: Upload, piece: bytes) -> None:
    """Store a piece, if nobody else has sent another one meanwhile."""
    name = f"{FOLDER}/{upload.uuid.hex}-{uuid.uuid4().hex}"
    try:
        default_storage.save(name, ContentFile(piece))
        kept = Upload.objects.filter(pk=upload.pk, offset=upload.offset).update(
            offset=upload.offset + len(piece),
            pieces=[*upload.pieces, name],
            touched_at=timezone.now(),
        )
    except BaseException:
        default_storage.delete(name)
        raise
    if not kept:
        default_storage.delete(name)
        raise WrongOffsetError
    upload.refresh_from_db()


def _finish(upload: Upload, data: bytes, *, by) -> Photo:
    if hashlib.sha256(data).hexdigest() != upload.sha256:
        _begin_again(upload)
        raise DamagedError
    try:
        photo = _drawn(upload, data, by)
    except FrozenError:
        raise
    except InspectionError as error:
        Upload.objects.filter(pk=upload.pk).update(refusal=str(error))
        _begin_again(upload)
        raise
    pieces = upload.pieces
    Upload.objects.filter(pk=upload.pk).update(
        photo=photo, is_done=True, offset=upload.size, pieces=[]
    )
    _delete(pieces)
    return photo


def _drawn(upload: Upload, data: bytes, by) -> Photo:
    """Return the picture; it was told of when the visit was open, and is awaited."""
    check, row = upload.site_check, None
    if upload.item:
        with in_turn():
            row = answer_row(check, upload.item, upload.product, is_awaited=True)
    return add_photo(
        check,
        SimpleUploadedFile("photo", data),
        by=by,
        caption=upload.caption,
        item_result=row,
        position=upload.position,
        taken_at=upload.taken_at,
        name=upload.uuid,
        is_awaited=True,
    )


def _begin_again(upload: Upload) -> None:
    """Forget the bytes that are there."""
    pieces = upload.pieces
    rows = Upload.objects.unfinished().filter(pk=upload.pk)
    rows.update(offset=0, pieces=[])
    _delete(pieces)


def drop(upload: Upload) -> None:
    """Forget an upload with its bytes; the files go once that has been committed."""
    pieces = upload.pieces
    upload.delete()
    transaction.on_commit(lambda: _delete(pieces))


@dataclass(frozen=True)
class Forgotten:
    """How many uploads were put back to their beginning, and files without one."""

    uploads: int
    files: int


def forget_idle() -> Forgotten:
    """Delete the bytes that nobody goes on sending; their uploads begin again.

    The rows stay, so that a device that comes back sends the picture from the start.
    Files that no upload names go after a day.
    """
    idle_since = timezone.now() - timedelta(days=IDLE_DAYS)
    idle = Upload.objects.unfinished().filter(offset__gt=0, touched_at__lt=idle_since)
    uploads = list(idle)
    for upload in uploads:
        _begin_again(upload)
    orphans = _orphans()
    _delete(orphans)
    return Forgotten(len(uploads), len(orphans))


def _orphans() -> list[str]:
    if not default_storage.exists(FOLDER):
        return []
    rows = Upload.objects.unfinished().values_list("pieces", flat=True)
    named = {name for pieces in rows for name in pieces}
    before = timezone.now() - timedelta(hours=ORPHAN_HOURS)
    found = (f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1])
    return [
        name
        for name in found
        if name not in named and default_storage.get_modified_time(name) < before
    ]


def _read(names: Iterable[str]) -> bytes:
    parts = []
    for name in names:
        with default_storage.open(name) as file:
            parts.append(file.read())
    return b"".join(parts)


def _delete(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)
