"""A picture: told of first, its bytes follow piece by piece (``uploads``)."""

from decimal import Decimal

from core.pictures import MAX_BYTES
from inspections import services
from inspections.models import ChecklistItem, Photo, SiteCheck, Visit
from inspections.positions import MOST_INACCURATE, Position
from inspections.services.guards import lock_editable

from .. import readers
from ..exceptions import InvalidError, MissingError
from ..models import Upload
from ..uploads import drop
from .base import Kind, Target, editable_check, reach
from .findings import product_at

# Pictures have no version: devices only ask whether there is one.
VERSION = 1
PLACE = ("latitude", "longitude", "accuracy")
MOST_CAPTION = 300


class PhotoKind(Kind):
    name, words = "photo", "ảnh kiểm tra"
    permission = "inspections.add_photo"
    fields = {
        "check": readers.name(),
        "item": readers.key(),
        "product": readers.key(),
        "caption": readers.line(),
        "taken_at": readers.moment(),
        "latitude": readers.degrees(90),
        "longitude": readers.degrees(180),
        "accuracy": readers.whole(0, MOST_INACCURATE),
        "sha256": readers.digest(),
        "size": readers.whole(1, MAX_BYTES),
        "type": readers.line(),
    }
    fixed = ("check", "item", "product", "taken_at", "sha256", "size", "type")
    counts_versions = False
    may_be_removed = True

    def visits(self, sent):
        checks = SiteCheck.objects.filter(photos__uuid=sent.record)
        checks |= SiteCheck.objects.filter(uploads__uuid=sent.record)
        if check := self.read(sent).get("check"):
            checks |= SiteCheck.objects.filter(uuid=check)
        return Visit.objects.filter(pk__in=checks.values("visit"))

    def find(self, sent, visit, *, by):
        if visit is None:
            if sent.removes:
                return Target(sent, None)
            raise MissingError
        known = self._known(sent, visit, by)
        if known is not None:
            check = editable_check(by, uuid=known.site_check.uuid)
            return Target(sent, visit, known, check)
        if sent.removes:
            return Target(sent, None)
        check = editable_check(by, uuid=self.read(sent).get("check"))
        return Target(sent, visit, None, check)

    def _known(self, sent, visit: Visit, by) -> Photo | Upload | None:
        """Return the picture, or what is there of it; an upload is of one person."""
        of_visit = {"uuid": sent.record, "site_check__visit": visit}
        photos = Photo.objects.select_related("site_check", "item_result")
        photo = photos.filter(**of_visit).first()
        upload = Upload.objects.filter(**of_visit).select_related("site_check").first()
        if photo is None and upload is not None and upload.user_id != by.pk:
            raise MissingError
        # One that was there already under another name stands for both.
        return photo or (upload and upload.photo) or upload

    def version(self, target):
        return VERSION if target.instance else 0

    def stored(self, target):
        picture = target.instance
        if picture is None:
            return self.blank()
        result = picture.item_result if isinstance(picture, Photo) else picture
        return {
            "check": str(target.check.uuid),
            "item": result and result.item_id,
            "product": result and result.product_id,
            "caption": picture.caption,
            "taken_at": picture.taken_at and picture.taken_at.isoformat(),
            "latitude": _float(picture.latitude),
            "longitude": _float(picture.longitude),
            "accuracy": picture.accuracy,
            "sha256": picture.sha256,
        }

    def write(self, target, changes, *, by):
        if len(changes.get("caption", "")) > MOST_CAPTION:
            message = f"Chú thích dài quá {MOST_CAPTION} ký tự."
            raise InvalidError(message, {"caption": message})
        if isinstance(target.instance, Photo):
            return target.holding(self._captioned(target.instance, changes, by))
        upload = target.instance or self._begun(target, changes, by)
        upload.caption = changes.get("caption", upload.caption)
        for column, value in _place(changes).items():
            setattr(upload, column, value)
        upload.save()
        return target.holding(upload)

    def _begun(self, target: Target, changes, by) -> Upload:
        """Return the picture to come; what it hangs on must be asked at the check."""
        if not changes.get("sha256") or not changes.get("size"):
            raise InvalidError("Thiếu mã băm hoặc dung lượng của ảnh.")
        lock_editable(target.visit, target.check)
        items = ChecklistItem.objects.filter(checklist=target.visit.checklist_id)
        item = changes.get("item")
        return Upload(
            uuid=target.sent.record,
            user=by,
            site_check=target.check,
            item=item and reach(items, pk=item),
            product=product_at(target, changes.get("product")),
            taken_at=self.fields["taken_at"].python(changes.get("taken_at")),
            sha256=changes["sha256"],
            size=changes["size"],
        )

    def _captioned(self, photo: Photo, changes, by) -> Photo:
        place = _place(changes)
        return services.caption_photo(
            photo,
            caption=changes.get("caption", photo.caption),
            position=Position(**place) if place else None,
            by=by,
        )

    def remove(self, target, *, by):
        if isinstance(target.instance, Photo):
            services.remove_photo(target.instance, by=by)
        for upload in Upload.objects.filter(uuid=target.sent.record):
            drop(upload)


def _place(changes: dict) -> dict:
    """Return a whole position, or nothing: half of one is none."""
    if changes.get("latitude") is None or changes.get("longitude") is None:
        return {}
    return {
        "latitude": Decimal(str(changes["latitude"])),
        "longitude": Decimal(str(changes["longitude"])),
        "accuracy": changes.get("accuracy"),
    }


def _float(value) -> float | None:
    return None if value is None else float(value)
