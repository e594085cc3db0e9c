"""Photographs of the size that the workbench sends, no two of them the same bytes."""

import io
import uuid

from PIL import Image

SIZE, GRAIN, QUALITY = (2048, 1536), (1024, 768), 80
MARKER, COMMENT = b"\xff\xd8", b"\xff\xfe"


class Pictures:
    """One picture, drawn once; each copy bears another comment."""

    def __init__(self):
        grain = Image.effect_noise(GRAIN, 40).resize(SIZE, Image.Resampling.BICUBIC)
        out = io.BytesIO()
        Image.merge("RGB", (grain, grain.rotate(180), grain)).save(
            out, "JPEG", quality=QUALITY
        )
        self.rest = out.getvalue().removeprefix(MARKER)

    def next(self) -> bytes:
        words = uuid.uuid4().bytes
        length = (len(words) + 2).to_bytes(2, "big")
        return MARKER + COMMENT + length + words + self.rest
