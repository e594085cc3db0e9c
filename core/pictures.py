"""Uploaded pictures are drawn anew; nothing of the received file is served."""

import datetime
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
# A signature is a few strokes: what a screen draws is far smaller than this.
SIGNATURE_BYTES = 400 * 1024
SIGNATURE_PIXELS = 4_000_000
SIGNATURE_SIZE = (600, 240)
SIGNATURE_MARGIN = 8
INK = 160  # darker than this on white is a stroke
# What a clock that was never set says lies outside, and breaks some databases.
YEARS = range(2000, 2101)


class BadPictureError(Exception):
    """The file is not a picture the portal takes; the message is for the user."""


@dataclass(frozen=True)
class Picture:
    """A JPEG without metadata, and what the original said about where and when."""

    data: bytes
    taken_at: datetime.datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def rewrite(data: bytes, long_side: int) -> Picture:
    """Return the picture upright, at most ``long_side`` pixels, as a fresh JPEG.

    Size and number of pixels are checked before anything is decoded. Raises
    BadPictureError.
    """
    if len(data) > MAX_BYTES:
        raise BadPictureError("Ảnh quá lớn: mỗi ảnh tối đa 20 MB.")
    try:
        received = Image.open(io.BytesIO(data), formats=FORMATS)
        if received.width * received.height > MAX_PIXELS:
            raise BadPictureError("Ảnh có quá nhiều điểm ảnh: tối đa 60 triệu.")
        exif = received.getexif()
        taken_at, position = _taken_at(exif), _position(exif)
        received.draft("RGB", (long_side, long_side))
        image = ImageOps.exif_transpose(received).convert("RGB")
        image.thumbnail((long_side, long_side))
    except UnidentifiedImageError as error:
        raise BadPictureError(
            "Tệp không phải ảnh JPEG, PNG hoặc WebP. Ảnh HEIC: hãy chọn định dạng"
            " “Tương thích nhất” trong cài đặt máy ảnh rồi chụp lại."
        ) from error
    except (
        OSError,
        SyntaxError,
        TypeError,  # a tag of another type than its name tells
        ValueError,
        Image.DecompressionBombError,
    ) as error:
        raise BadPictureError("Ảnh bị hỏng, không đọc được.") from error
    fresh = Image.new("RGB", image.size)
    fresh.paste(image)
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), taken_at, *position)


def rewrite_signature(data: bytes) -> bytes:
    """Return a drawn signature as a fresh PNG in black and white, cut to its strokes.

    Size and number of pixels are checked before anything is decoded. Raises
    BadPictureError for what is no PNG, and where nothing has been drawn.
    """
    if len(data) > SIGNATURE_BYTES:
        raise BadPictureError("Chữ ký quá lớn: tối đa 400 kB.")
    try:
        received = Image.open(io.BytesIO(data), formats=["PNG"])
        if received.width * received.height > SIGNATURE_PIXELS:
            raise BadPictureError("Chữ ký có quá nhiều điểm ảnh: tối đa 4 triệu.")
        strokes = received.convert("RGBA")
    except UnidentifiedImageError as error:
        raise BadPictureError("Chữ ký phải là ảnh PNG.") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadPictureError("Chữ ký bị hỏng, không đọc được.") from error
    paper = Image.new("RGBA", strokes.size, "white")
    grey = Image.alpha_composite(paper, strokes).convert("L")
    drawn = grey.point(lambda shade: 255 if shade < INK else 0).getbbox()
    if drawn is None:
        raise BadPictureError("Khung chữ ký còn trống.")
    cut = ImageOps.expand(grey.crop(drawn), SIGNATURE_MARGIN, fill=255)
    cut.thumbnail(SIGNATURE_SIZE)
    out = io.BytesIO()
    cut.save(out, "PNG", optimize=True)
    return out.getvalue()


def _taken_at(exif) -> datetime.datetime | None:
    text = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    try:
        naive = datetime.datetime.strptime(str(text), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 -- made aware below
    except ValueError:
        return None
    return believable(timezone.make_aware(naive))


def believable(moment: datetime.datetime | None) -> datetime.datetime | None:
    """Return the moment that a device tells, or None if its clock was not set."""
    return moment if moment and moment.year in YEARS else None


def _position(exif) -> tuple[Decimal | None, Decimal | None]:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, 90)
    longitude = _degrees(
        gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, 180
    )
    if latitude is None or longitude is None:
        return None, None
    return latitude, longitude


def _degrees(gps, tag, reference, limit) -> Decimal | None:
    try:
        degrees, minutes, seconds = (float(part) for part in gps[tag])
        value = degrees + minutes / 60 + seconds / 3600
        if gps.get(reference) in ("S", "W"):
            value = -value
        # A device that knows no place yet writes 0/0, which is no number.
        is_place = abs(value) <= limit
        return Decimal(value).quantize(Decimal("0.000001")) if is_place else None
    except (KeyError, TypeError, ValueError, ZeroDivisionError, InvalidOperation):
        return None
