"""Files of other formats made byte by byte, as no program would write them."""

import io
import struct
import zipfile

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)


def compound(**streams: bytes) -> bytes:
    """Return an OLE file with the given streams, whole and sound."""
    sectors: list[bytes] = []
    chain: list[int] = []
    entries = [_entry("Root Entry", 5, child=1 if streams else -1)]
    for number, (name, content) in enumerate(streams.items(), start=1):
        content = content.ljust(4096, b"\0")  # smaller ones would need a table more
        following = number + 1 if number < len(streams) else -1
        start = _put(content, sectors, chain)
        entries.append(_entry(name, 2, start, len(content), right=following))
    directory = _put(b"".join(entries), sectors, chain)
    count = 1  # of the sectors that hold the table itself
    while count * 128 < len(chain) + count:
        count += 1
    first = len(chain)
    chain += [_TABLE] * count
    chain += [_FREE] * (count * 128 - len(chain))
    table = struct.pack(f"<{len(chain)}I", *chain)
    head = struct.pack(
        "<8s16x5H6x10I",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, count, directory, 0, 4096, _END, 0, _END, 0, first),
    )
    others = [*range(first + 1, first + count), *[_FREE] * (109 - count)]
    head += struct.pack("<108I", *others)
    return head + b"".join(sectors) + table


def _put(content: bytes, sectors: list[bytes], chain: list[int]) -> int:
    """Put a stream into sectors, chain them, and return the first."""
    first = len(sectors)
    for start in range(0, len(content), _SECTOR):
        sectors.append(content[start : start + _SECTOR].ljust(_SECTOR, b"\0"))
        chain.append(len(sectors))
    chain[-1] = _END
    return first


def _entry(name, kind, start=0, size=0, *, right=-1, child=-1) -> bytes:
    text = name.encode("utf-16-le")
    numbers = struct.pack("<HBBiii", len(text) + 2, kind, 1, -1, right, child)
    return text.ljust(64, b"\0") + numbers + bytes(36) + struct.pack("<IQ", start, size)


def record(number: int, content: bytes = b"") -> bytes:
    """Return one record of an .xls."""
    return struct.pack("<HH", number, len(content)) + content


def number(row: int, column: int, value: float) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def label(row: int, column: int, text: str) -> bytes:
    content = struct.pack("<HHHHB", row, column, 0, len(text), 1)
    return record(0x204, content + text.encode("utf-16-le"))


def hidden(row: int) -> bytes:
    """Return the record of a row that is not shown."""
    return record(0x208, struct.pack("<6HI", row, 0, 10, 300, 0, 0, 0x120))


def failed(row: int, column: int) -> bytes:
    """Return a cell that shows #REF!."""
    return record(0x205, struct.pack("<HHHBB", row, column, 0, 0x17, 1))


def biff(*sheets: bytes, extra: bytes = b"") -> bytes:
    """Return the stream of an .xls with sheets of the given records."""
    begin = struct.pack("<HHHHII", 0x600, 5, 4385, 1997, 0, 0x600)
    head = record(0x809, begin) + extra + record(0x42, struct.pack("<H", 1200))
    begin_sheet = struct.pack("<HHHHII", 0x600, 0x10, 4385, 1997, 0, 0x600)
    bodies = [record(0x809, begin_sheet) + sheet + record(0xA) for sheet in sheets]
    names = [f"S{at}".encode() for at, _ in enumerate(sheets)]
    place = len(head) + sum(12 + len(name) for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        head += record(0x85, struct.pack("<IBBBB", place, 0, 0, len(name), 0) + name)
        place += len(body)
    return head + record(0xA) + b"".join(bodies)


def ods(tables: str, *, before: str = "", manifest: str = "<manifest/>") -> bytes:
    """Return an .ods with the given tables; ``before`` goes before the first tag."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        f"<office:document-content {_ODS_NAMES}><office:body><office:spreadsheet>"
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_KIND, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return file.getvalue()


def ods_table(rows: str, name: str = "S") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def ods_row(*texts: str, row: str = "", cell: str = "") -> str:
    """Return a row of texts, with more attributes for it and for its last cell."""
    *others, last = (f"><text:p>{text}</text:p></table:table-cell>" for text in texts)
    cells = "".join(f"<table:table-cell{other}" for other in others)
    cells += f"<table:table-cell {cell}{last}"
    return f"<table:table-row {row}>{cells}</table:table-row>"
