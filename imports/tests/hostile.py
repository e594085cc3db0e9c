"""Files that mean harm or are no lists at all; every one must get its own answer."""

import io
import struct
import zipfile

import openpyxl

from .workbooks import rewritten, with_part, workbook

SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
PLAIN = [["Tên sản phẩm", "Tên chủ thể"], ["Rượu gạo", "HTX Hoàng Tung"]]


def far_cell(reference: str) -> bytes:
    """Return a workbook with cells at A1 and far away, and nothing between."""
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active[reference] = "y"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def bomb() -> bytes:
    """Return a workbook whose styles unpack to 300 MB of blanks."""
    blanks = b" " * (300 * 1024 * 1024)
    return rewritten(workbook(PLAIN), STYLES, lambda xml: xml + blanks)


def endless_row() -> bytes:
    """Return a workbook with one row of 30 MB."""
    blanks = b" " * (30 * 1024 * 1024)
    return rewritten(
        workbook(PLAIN),
        SHEET,
        lambda xml: xml.replace(b"</row>", blanks + b"</row>", 1),
    )


def lying_bomb() -> bytes:
    """Return the bomb with small sizes written in its headers."""
    data = bytearray(bomb())
    for signature, offset, name_at in (
        (b"PK\x03\x04", 22, 30),
        (b"PK\x01\x02", 24, 46),
    ):
        start = 0
        while (start := data.find(signature, start)) != -1:
            if data.startswith(STYLES.encode(), start + name_at):
                struct.pack_into("<I", data, start + offset, 1000)
            start += 4
    return bytes(data)


def with_doctype(text: bytes) -> bytes:
    return rewritten(
        workbook(PLAIN),
        SHEET,
        lambda xml: xml.replace(b"<worksheet", text + b"<worksheet"),
    )


def wide_encoding() -> bytes:
    """Return a workbook whose sheet hides a document type in UTF-16."""
    xml = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><worksheet/>'
    return rewritten(workbook(PLAIN), SHEET, lambda _: xml.encode("utf-16"))


def empty_rows(count: int) -> bytes:
    """Return a workbook with formatted rows to the end, all but the first two empty."""
    rows = b"".join(b'<row r="%d" spans="1:2" ht="15"/>' % n for n in range(3, count))
    return rewritten(
        workbook(PLAIN),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"),
    )


def lying_dimension() -> bytes:
    return rewritten(
        workbook(PLAIN),
        SHEET,
        lambda xml: xml.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'),
    )


def many_merges(count: int) -> bytes:
    ranges = b"".join(
        b'<mergeCell ref="A%d:B%d"/>' % (n, n + 1000) for n in range(10, 10 + count)
    )
    return rewritten(
        workbook(PLAIN),
        SHEET,
        lambda xml: xml.replace(
            b"</sheetData>", b"</sheetData><mergeCells>" + ranges + b"</mergeCells>"
        ),
    )


def compound(*streams: str) -> bytes:
    """Return the head of an OLE file that names the given streams."""
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


REFUSED = {
    # what it is: (maker of the file, code of the refusal)
    "empty": (lambda: b"", "empty"),
    "blanks": (lambda: b" \n\n", "empty"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "not_a_workbook"),
    "pdf": (lambda: b"%PDF-1.7\n", "not_a_workbook"),
    "html": (lambda: b"<html><table><tr><td>a</td></tr></table>", "html"),
    "xml spreadsheet": (lambda: b'<?xml version="1.0"?><Workbook/>', "html"),
    "plain text": (lambda: "Kính gửi ông bà".encode(), "not_a_workbook"),
    "binary text": (lambda: b"a,b\0c\n1,2", "not_a_workbook"),
    "word": (lambda: archive(**{"word__document.xml": b"<x/>"}), "not_a_workbook"),
    "zip": (lambda: archive(readme=b"hello"), "not_a_workbook"),
    "old word": (lambda: compound("WordDocument"), "not_a_workbook"),
    "locked": (lambda: compound("EncryptedPackage"), "password"),
    "broken xls": (lambda: compound("Workbook"), "damaged"),
    "truncated": (lambda: workbook(PLAIN)[:-200], "damaged"),
    "cut in half": (lambda: workbook(PLAIN)[:1500], "damaged"),
    "bomb": (bomb, "zip_bomb"),
    "lying bomb": (lying_bomb, "zip_bomb"),
    "endless row": (endless_row, "too_large"),
    "doctype": (lambda: with_doctype(b"<!DOCTYPE x>"), "unsafe"),
    "entity bomb": (
        lambda: with_doctype(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
        "unsafe",
    ),
    "external entity": (
        lambda: with_doctype(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "unsafe",
    ),
    "utf-16 part": (wide_encoding, "unsafe"),
    "path traversal": (
        lambda: with_part(workbook(PLAIN), "../../x.xml", b""),
        "unsafe",
    ),
    "backslashes": (lambda: with_part(workbook(PLAIN), "..\\x.xml", b""), "unsafe"),
    "many parts": (
        lambda: archive(**{f"p{number}": b"" for number in range(3500)}),
        "too_many_parts",
    ),
    "far corner": (lambda: far_cell("XFD1048576"), "too_many_columns"),
    "far column": (lambda: far_cell("XFD1"), "too_many_columns"),
    "far row": (lambda: far_cell("A1048576"), "too_many_rows"),
    "no sheets": (
        lambda: rewritten(workbook(PLAIN), SHEET, lambda _: b"<worksheet/>"),
        "empty",
    ),
}

READ_SAFELY = {
    "a million empty rows": lambda: empty_rows(1_048_576),
    "a dimension that lies": lying_dimension,
    "50,000 merged ranges": lambda: many_merges(50_000),
    "names that are formulas": lambda: workbook(
        [*PLAIN, ["=HYPERLINK(1)", "<script>alert(1)</script>"]]
    ),
}
