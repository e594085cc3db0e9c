"""Pictures taken on site."""

import datetime
import hashlib
import uuid

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from core.pictures import MAX_BYTES, BadPictureError, Picture, believable, rewrite
from core.turns import in_turn
from history.services import delete_recorded, save_recorded

from ..exceptions import FrozenError, InspectionError
from ..models import ItemResult, Photo, SiteCheck
from ..positions import Position
from .guards import FROZEN, lock_editable, lock_unsigned

LONG_SIDE = 2048
THUMBNAIL_SIDE = 320
MOST_PER_CHECK = 200


def add_photo(
    check: SiteCheck,
    upload: UploadedFile,
    *,
    by,
    caption: str = "",
    item_result: ItemResult | None = None,
    position: Position | None = None,
    taken_at: datetime.datetime | None = None,
    name: uuid.UUID | None = None,
    is_awaited: bool = False,
) -> Photo:
    """Store a picture rewritten and shrunk, with a small rendition beside it.

    The same file again is not stored twice: the picture that is there is returned,
    whatever ``name`` a device has given it.
    Where and when the device says so goes before what stands in the file. Pictures
    are drawn before the database is locked; files are removed if anything fails.
    One that ``is_awaited`` was announced before the visit was handed in, or its minutes
    signed on site, and is part of them: it is taken until the reviewer signs.
    """
    if not (is_awaited or check.visit.is_editable):
        raise FrozenError(FROZEN)
    data = _read(upload)
    digest = hashlib.sha256(data).hexdigest()
    existing = check.photos.filter(sha256=digest).first()
    if existing is not None:
        return existing
    picture, small = _drawn(data)
    position = position or _position_in(picture)
    photo = Photo(
        uuid=name or uuid.uuid4(),
        site_check=check,
        item_result=item_result,
        caption=caption,
        sha256=digest,
        taken_at=believable(taken_at) or picture.taken_at,
        **(position._asdict() if position else {}),
        uploaded_by=by,
    )
    return _filed(photo, picture, small, is_awaited, by=by)


def _filed(
    photo: Photo, picture: Picture, small: Picture, is_awaited: bool, *, by
) -> Photo:
    """Store files and row; the files go where the row is not theirs."""
    try:
        _write(photo.image, picture)
        _write(photo.thumbnail, small)
        with in_turn():
            stored = _store(photo, is_awaited, by=by)
    except BaseException:
        _delete_files(photo)
        raise
    if stored is not photo:
        _delete_files(photo)
    return stored


def _write(file: FieldFile, picture: Picture) -> None:
    """Put a picture into storage; a full disk leaves no part of it behind."""
    name = f"{uuid.uuid4().hex}.jpg"
    try:
        file.save(name, ContentFile(picture.data), save=False)
    except BaseException:
        file.storage.delete(file.field.generate_filename(file.instance, name))
        raise


def _read(upload: UploadedFile) -> bytes:
    if (upload.size or 0) > MAX_BYTES:
        raise InspectionError("Ảnh quá lớn: mỗi ảnh tối đa 20 MB.")
    return upload.read()


def _drawn(data: bytes) -> tuple[Picture, Picture]:
    try:
        picture = rewrite(data, LONG_SIDE)
        return picture, rewrite(picture.data, THUMBNAIL_SIDE)
    except BadPictureError as error:
        raise InspectionError(str(error)) from error


def _position_in(picture: Picture) -> Position | None:
    if picture.latitude is None or picture.longitude is None:
        return None
    return Position(picture.latitude, picture.longitude)


@transaction.atomic
def _store(photo: Photo, is_awaited: bool, *, by) -> Photo:
    """Write the row, or return that of the same file sent twice at once."""
    if is_awaited:
        lock_unsigned(photo.site_check.visit)
    else:
        lock_editable(photo.site_check.visit, photo.site_check)
    photos = photo.site_check.photos
    existing = photos.filter(sha256=photo.sha256).first()
    if existing is not None:
        return existing
    if photos.count() >= MOST_PER_CHECK:
        raise InspectionError(f"Mỗi phiếu kiểm tra có tối đa {MOST_PER_CHECK} ảnh.")
    save_recorded(photo, by=by)
    return photo


@transaction.atomic
def caption_photo(
    photo: Photo, *, caption: str, by, position: Position | None = None
) -> Photo:
    """Change the words under a picture of a draft, and where it was taken.

    A device may know its position only after it has sent the picture; None leaves
    the one that is stored.
    """
    lock_editable(photo.site_check.visit, photo.site_check)
    photo.caption = caption
    for column, value in (position._asdict() if position else {}).items():
        setattr(photo, column, value)
    save_recorded(photo, by=by)
    return photo


@transaction.atomic
def remove_photo(photo: Photo, *, by) -> None:
    """Take a picture out of a draft; its files go once that has been committed."""
    lock_editable(photo.site_check.visit, photo.site_check)
    delete_recorded(photo, by=by)
    delete_files_after_commit(photo)


def delete_files_after_commit(photo: Photo) -> None:
    transaction.on_commit(lambda: _delete_files(photo))


def _delete_files(photo: Photo) -> None:
    for file in (photo.image, photo.thumbnail):
        if file.name:
            file.storage.delete(file.name)
