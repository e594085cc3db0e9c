"""Uploaded scans: decided by content, named by the server, bounded in size."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db.models.fields.files import FieldFile
from django.forms import FileField
from django.http import FileResponse, Http404

from .pictures import BadPictureError, rewrite
from .text import file_stem

MAX_BYTES = 20 * 1024 * 1024
LONG_SIDE = 2400  # a photographed A4 page stays legible
PDF_HEAD, PDF_TAIL = b"%PDF-", b"%%EOF"
# A PDF is kept as it came, so nothing in it may act under the address of the portal,
# should a browser show it after all.
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
# A picture gets another name when it is another one.
KEPT_BY_BROWSER = "private, max-age=86400, immutable"
HEAD_LIES_WITHIN = TAIL_LIES_WITHIN = 1024


class ScanField(FileField):
    """A PDF, or a picture that is drawn anew; the sent name is not kept."""

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "help_text", "PDF hoặc ảnh chụp (JPEG, PNG, WebP), tối đa 20 MB."
        )
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ".pdf,image/jpeg,image/png,image/webp"

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        is_new = file and file is not initial
        return rewritten(file) if is_new else file


def rewritten(file: File) -> ContentFile:
    """Return the scan as it is stored; raises ValidationError with what is wrong."""
    if file.size > MAX_BYTES:
        raise ValidationError("Tệp quá lớn: tối đa 20 MB.", code="too_large")
    data = file.read()
    if PDF_HEAD in data[:HEAD_LIES_WITHIN]:
        if PDF_TAIL not in data[-TAIL_LIES_WITHIN:]:
            raise ValidationError("Tệp PDF bị cắt cụt, không đọc được.", code="broken")
        return ContentFile(data, "scan.pdf")
    try:
        picture = rewrite(data, LONG_SIDE)
    except BadPictureError:
        raise ValidationError(
            "Chỉ nhận tệp PDF hoặc ảnh JPEG, PNG, WebP còn nguyên vẹn.", code="kind"
        ) from None
    return ContentFile(picture.data, "scan.jpg")


def show(
    file: FieldFile,
    content_type: str = "image/jpeg",
    gone: str = "Ảnh không còn trong kho lưu.",
) -> FileResponse:
    """Answer with a stored picture, which the browser of this person may keep.

    One that was never stored, or is lost, is 404 with the words of ``gone``.
    """
    try:
        stored = file.open()
    except (FileNotFoundError, ValueError):
        raise Http404(gone) from None
    headers = {"Cache-Control": KEPT_BY_BROWSER}
    return FileResponse(stored, content_type=content_type, headers=headers)


def download(file: FieldFile, name: str) -> FileResponse:
    """Answer with a stored scan under a name that every file system can hold.

    It is saved, never shown in the page, and may do nothing where it is shown.
    """
    suffix = (file.name or "").rpartition(".")[2]
    try:
        stored = file.open()
    except FileNotFoundError:
        raise Http404("Tệp không còn trong kho lưu.") from None
    filename = f"{file_stem(name)}.{suffix}"
    return FileResponse(
        stored,
        as_attachment=True,
        filename=filename,
        headers={"Content-Security-Policy": SANDBOX},
    )
