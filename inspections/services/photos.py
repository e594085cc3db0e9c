"""Pictures taken on site."""

import datetime
import hashlib
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from core.pictures import MAX_BYTES, BadPictureError, Picture, believable, rewrite
from history.services import delete_recorded, save_recorded

from ..exceptions import InspectionError
from ..models import ItemResult, Photo, SiteCheck
from .guards import FROZEN, lock_editable

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
    position: tuple[Decimal, Decimal] | None = None,
    taken_at: datetime.datetime | None = None,
) -> Photo:
    """Store a picture rewritten and shrunk, with a small rendition beside it.

    The same file again is not stored twice: the picture that is there is returned.
    Where and when the device says so goes before what stands in the file. Pictures
    are drawn before the database is locked; files are removed if anything fails.
    """
    if not check.visit.is_editable:
        raise InspectionError(FROZEN)
    data = _read(upload)
    digest = hashlib.sha256(data).hexdigest()
    existing = check.photos.filter(sha256=digest).first()
    if existing is not None:
        return existing
    picture, small = _drawn(data)
    latitude, longitude = position or (picture.latitude, picture.longitude)
    photo = Photo(
        site_check=check,
        item_result=item_result,
        caption=caption,
        sha256=digest,
        taken_at=believable(taken_at) or picture.taken_at,
        latitude=latitude,
        longitude=longitude,
        uploaded_by=by,
    )
    try:
        photo.image.save("photo.jpg", ContentFile(picture.data), save=False)
        photo.thumbnail.save("small.jpg", ContentFile(small.data), save=False)
        stored = _store(photo, by=by)
    except BaseException:
        _delete_files(photo)
        raise
    if stored is not photo:
        _delete_files(photo)
    return stored


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


@transaction.atomic
def _store(photo: Photo, *, by) -> Photo:
    """Write the row, or return that of the same file sent twice at once."""
    lock_editable(photo.site_check.visit)
    photos = photo.site_check.photos
    existing = photos.filter(sha256=photo.sha256).first()
    if existing is not None:
        return existing
    if photos.count() >= MOST_PER_CHECK:
        raise InspectionError(f"Mỗi phiếu kiểm tra có tối đa {MOST_PER_CHECK} ảnh.")
    save_recorded(photo, by=by)
    return photo


@transaction.atomic
def caption_photo(photo: Photo, *, caption: str, by) -> Photo:
    """Change the words under a picture of a draft."""
    lock_editable(photo.site_check.visit)
    photo.caption = caption
    save_recorded(photo, by=by)
    return photo


@transaction.atomic
def remove_photo(photo: Photo, *, by) -> None:
    """Take a picture out of a draft; its files go once that has been committed."""
    lock_editable(photo.site_check.visit)
    delete_recorded(photo, by=by)
    delete_files_after_commit(photo)


def delete_files_after_commit(photo: Photo) -> None:
    transaction.on_commit(lambda: _delete_files(photo))


def _delete_files(photo: Photo) -> None:
    for file in (photo.image, photo.thumbnail):
        if file.name:
            file.storage.delete(file.name)
