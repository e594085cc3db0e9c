"""Signatures as a screen draws them, small enough to make in a test."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from inspections.services import Signature


def drawn_png(size=(300, 120), ink="black", strokes=((20, 20, 120, 80),)) -> bytes:
    """Return strokes on transparent ground."""
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    for stroke in strokes:
        pen.line(stroke, fill=ink, width=3)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def signature(side="producer", name="Lý Thị Nhật", **options) -> Signature:
    return Signature(side, name, **{"picture": drawn_png(), **options})


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("bien ban.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")


def both_sides(on_paper=()) -> list[Signature]:
    """Return what completes minutes; the sides named sign on paper."""
    strokes = ((20, 80, 140, 20),)
    return [
        signature(**({"paper": paper()} if "producer" in on_paper else {})),
        signature("head", "Nguyễn Văn Hà", picture=drawn_png(strokes=strokes)),
    ]
