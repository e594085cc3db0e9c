"""Looking through a zipped workbook before any parser may touch it.

Parts are inflated here chunk by chunk and counted as they come: the sizes written in
the archive may lie. Only what was really unpacked counts.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from ..exceptions import FileRefusedError
from .limits import damaged, unsafe

MAX_ENTRIES = 3000
MAX_UNPACKED = 200 * 1024 * 1024
CHUNK = 1024 * 1024

_LOCAL_HEADER = struct.Struct("<4s22xHH")  # signature, length of name and of extra
_ENCRYPTED = 0x1
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


class Archive:
    """A zip file whose XML parts can be read within limits."""

    def __init__(self, data: bytes):
        self._data = data
        self._left = MAX_UNPACKED
        try:
            entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, OSError, struct.error):
            raise damaged() from None
        if len(entries) > MAX_ENTRIES:
            raise FileRefusedError(
                "too_many_parts", f"Tệp nén chứa quá nhiều phần ({len(entries)})."
            )
        self.entries = {entry.filename: entry for entry in entries}
        self._by_folded = {name.casefold(): name for name in self.entries}
        if len(self._by_folded) != len(entries):
            raise unsafe("Tệp nén có hai phần trùng tên, không rõ phần nào là thật.")
        for entry in entries:
            _check_entry(entry)

    def names(self) -> set[str]:
        return set(self.entries)

    def find(self, name: str) -> str | None:
        """Return a part as it is really named; readers do not mind capitals."""
        return self._by_folded.get(name.casefold())

    def read(self, name: str, limit: int) -> bytes:
        """Return a whole part that may not be larger than a limit."""
        text = bytearray()
        for chunk in self.chunks(name):
            text += chunk
            if len(text) > limit:
                raise _bomb()
        return bytes(text)

    def look_through(self, name: str) -> None:
        """Unpack a part for what it may hide, and keep nothing."""
        for _ in self.chunks(name):
            pass

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part as it is unpacked; refuse it beyond the limit or if it lies."""
        entry = self.entries[name]
        packed = memoryview(self._data)[self._start(entry) :][: entry.compress_size]
        unpacked = 0
        tail = b""
        for chunk in _inflate(packed, entry.compress_type):
            unpacked += len(chunk)
            self._left -= len(chunk)
            if self._left < 0 or unpacked > entry.file_size:
                raise _bomb()
            _check_markup(tail, chunk, is_first=unpacked == len(chunk))
            tail = chunk[-len(max(_DECLARATIONS, key=len)) :]
            yield chunk
        if unpacked != entry.file_size:
            raise damaged()

    def _start(self, entry: zipfile.ZipInfo) -> int:
        """Return where the packed bytes of an entry begin."""
        try:
            head = _LOCAL_HEADER.unpack_from(self._data, entry.header_offset)
        except struct.error:
            raise damaged() from None
        signature, name_length, extra_length = head
        if signature != b"PK\x03\x04":
            raise damaged()
        return entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/"):
        raise unsafe("Tệp nén có đường dẫn nguy hiểm bên trong, không mở.")
    if entry.flag_bits & _ENCRYPTED:
        raise FileRefusedError(
            "password", "Tệp nén có mật khẩu. Xin bỏ mật khẩu rồi tải lên lại."
        )
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged()


def _inflate(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        for start in range(0, len(packed), CHUNK):
            yield bytes(packed[start : start + CHUNK])
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = packed
    while rest and not inflater.eof:
        try:
            chunk = inflater.decompress(rest, CHUNK)
        except zlib.error:
            raise damaged() from None
        if not chunk and not inflater.eof:
            break
        rest = inflater.unconsumed_tail
        yield chunk
    if not inflater.eof:
        raise damaged()


def _check_markup(tail: bytes, chunk: bytes, *, is_first: bool) -> None:
    """Refuse document types and entities, and encodings that could hide them."""
    if is_first and (chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in chunk[:64]):
        raise unsafe("Tệp dùng bảng mã XML lạ, không mở.")
    seam = tail + chunk[: len(tail)]
    if any(word in chunk or word in seam for word in _DECLARATIONS):
        raise unsafe("Tệp chứa khai báo DTD hoặc thực thể XML, có thể gây hại.")


def _bomb() -> FileRefusedError:
    return FileRefusedError(
        "zip_bomb",
        "Nội dung giải nén lớn bất thường, tệp có thể gây hại."
        " Xin lưu lại từ Excel, chỉ giữ các trang tính cần nhập.",
    )
