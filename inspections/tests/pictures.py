"""Pictures as phones send them, small enough to make in a test."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

HANOI_TIME = "2023:09:15 09:30:00"


def picture(kind="JPEG", size=(64, 48), colour="red", **save) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **save)
    return out.getvalue()


def upload(data: bytes, name="IMG_0001.jpg", kind="image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, kind)


def jpeg(colour="red", **save) -> SimpleUploadedFile:
    return upload(picture(colour=colour, **save))


def located_jpeg(taken_at=HANOI_TIME, latitude=(22.0, 45.0, 0.0)) -> SimpleUploadedFile:
    """Return a picture that says when and where it was taken, and by whom."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Nguyễn Văn Bí Mật"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken_at
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = latitude
    gps[ExifTags.GPS.GPSLongitudeRef] = "E"
    gps[ExifTags.GPS.GPSLongitude] = (106.0, 15.0, 0.0)
    return jpeg(exif=exif.tobytes(), comment=b"so dien thoai 0900000000")
