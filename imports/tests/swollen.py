"""Archives with a part that unpacks to far more than it looks, quickly made."""

import io
import struct
import zipfile
import zlib

_BLOCK = 1024 * 1024
_PLACES = (
    # signature, and where method, checksum, size and name stand behind it
    (b"PK\x03\x04", 8, 14, 22, 30),
    (b"PK\x01\x02", 10, 16, 24, 46),
)


def swollen(
    data: bytes,
    part: str,
    megabytes: int,
    *,
    before: bytes,
    fill: bytes = b" ",
    told: int | None = None,
) -> bytes:
    """Return an archive with so many megabytes put into a part, before a text of it.

    ``told`` is the size that its headers give, the true one if there is none.
    """
    source = zipfile.ZipFile(io.BytesIO(data))
    content = source.read(part)
    place = content.rindex(before)
    block = fill * (_BLOCK // len(fill))
    pieces = [content[:place], *[block] * megabytes, content[place:]]
    size = sum(map(len, pieces)) if told is None else told
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            if name == part:
                archive.writestr(name, _packed(pieces), zipfile.ZIP_STORED)
            else:
                archive.writestr(name, source.read(name))
    checksum = 0
    for piece in pieces:
        checksum = zlib.crc32(piece, checksum)
    return _relabelled(bytearray(target.getvalue()), part.encode(), size, checksum)


def _packed(pieces: list[bytes]) -> bytes:
    """Return a deflated text: a block that stands alone may be said many times."""
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    head, block, *others, tail = pieces
    text = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    body = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    text += body * (1 + len(others))
    return text + packer.compress(tail) + packer.flush()


def _relabelled(archive: bytearray, part: bytes, size: int, checksum: int) -> bytes:
    """Say in the headers of a part that it is deflated, and what it unpacks to."""
    for signature, method, sum_at, size_at, name in _PLACES:
        start = 0
        while (start := archive.find(signature, start)) != -1:
            if archive.startswith(part, start + name):
                struct.pack_into("<H", archive, start + method, zipfile.ZIP_DEFLATED)
                struct.pack_into("<I", archive, start + sum_at, checksum)
                struct.pack_into("<I", archive, start + size_at, size)
            start += 4
    return bytes(archive)
