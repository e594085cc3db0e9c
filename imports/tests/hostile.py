"""Files that mean harm or are no lists at all; every one must get its own answer."""

import io
import warnings
import zipfile

import openpyxl

from imports.reading.archive import CHUNK
from imports.reading.marks import column_letters

from . import hostile_formats
from .swollen import swollen
from .workbooks import rewritten, with_part, workbook

SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
PLAIN = hostile_formats.PLAIN


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


def bomb(**options) -> bytes:
    """Return a workbook whose styles unpack to 300 MB of blanks."""
    return swollen(workbook(PLAIN), STYLES, 300, before=b"</styleSheet>", **options)


def replaced(old: bytes, new: bytes) -> bytes:
    """Return a plain workbook with a text in its sheet replaced once."""
    return rewritten(workbook(PLAIN), SHEET, lambda xml: xml.replace(old, new, 1))


def rows_added(rows: bytes) -> bytes:
    return replaced(b"</sheetData>", rows + b"</sheetData>")


def with_doctype(text: bytes) -> bytes:
    return replaced(b"<worksheet", text + b"<worksheet")


def doctype_on_a_seam() -> bytes:
    """Return a workbook whose document type lies across two chunks of unpacking."""
    xml = b'<?xml version="1.0"?>'
    xml = xml.ljust(CHUNK - 4) + b"<!DOCTYPE x><worksheet/>"
    return rewritten(workbook(PLAIN), SHEET, lambda _: xml)


def wide_encoding() -> bytes:
    """Return a workbook whose sheet hides a document type in UTF-16."""
    xml = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><worksheet/>'
    return rewritten(workbook(PLAIN), SHEET, lambda _: xml.encode("utf-16"))


def empty_rows(count: int) -> bytes:
    """Return a workbook with formatted rows to the end, all but the first two empty."""
    return rows_added(
        b"".join(b'<row r="%d" spans="1:2" ht="15"/>' % n for n in range(3, count))
    )


def long_column(count: int) -> bytes:
    """Return a workbook with one value in every row."""
    return rows_added(
        b"".join(
            b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n)
            for n in range(3, count)
        )
    )


def wide_row(count: int) -> bytes:
    """Return a workbook with a row of so many filled cells."""
    cells = b"".join(
        b'<c r="%s3"><v>1</v></c>' % column_letters(n).encode() for n in range(count)
    )
    return rows_added(b'<row r="3">' + cells + b"</row>")


def many_errors(rows: int, columns: int) -> bytes:
    cells = b'<c t="e"><v>#N/A</v></c>' * columns
    return rows_added(b"".join(b"<row>%s</row>" % cells for _ in range(rows)))


def tags_never_closed() -> bytes:
    """Return a sheet on which a careless pattern would search for hours."""
    return rows_added(b'<row hidden t="e" <f' + b"<c <row <v " * 300_000)


def many_merges(count: int, height: int = 1000) -> bytes:
    """Return a workbook with ranges that overlap, as no program would merge them."""
    ranges = b"".join(
        b'<mergeCell ref="A%d:B%d"/>' % (n, n + height) for n in range(10, 10 + count)
    )
    return replaced(
        b"</sheetData>", b"</sheetData><mergeCells>" + ranges + b"</mergeCells>"
    )


def many_sheets(count: int) -> bytes:
    """Return a workbook that names its one sheet over and over."""
    names = b"".join(
        b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(count)
    )
    return rewritten(
        workbook(PLAIN),
        "xl/workbook.xml",
        lambda xml: xml.replace(b"</sheets>", names + b"</sheets>"),
    )


def with_twin() -> bytes:
    """Return a workbook that holds its sheet twice, with different contents."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return with_part(workbook(PLAIN), SHEET, b"<worksheet/>")


def long_strings(megabytes: int) -> bytes:
    """Return a workbook whose table of strings is long, however few are used."""
    return swollen(
        workbook(PLAIN),
        "xl/sharedStrings.xml",
        megabytes,
        before=b"</sst>",
        fill=b"<si><t>" + b"a" * 1009 + b"</t></si>",
    )


XLSX_REFUSED = {
    # what it is: (maker of the file, code of the refusal, words of its message)
    "picture": (
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
        "not_a_workbook",
        "Đây là ảnh PNG",
    ),
    "pdf": (lambda: b"%PDF-1.7\n", "not_a_workbook", "Đây là tệp PDF"),
    "html": (lambda: b"<html><table><tr><td>a</td></tr></table>", "html", "trang web"),
    "xml spreadsheet": (
        lambda: b'<?xml version="1.0"?><Workbook/>',
        "html",
        "trang web hoặc XML",
    ),
    "word": (
        lambda: archive(**{"word__document.xml": b"<x/>"}),
        "not_a_workbook",
        "Đây là tệp Word. Xin lưu danh sách thành .xlsx",
    ),
    "zip": (lambda: archive(readme=b"hello"), "not_a_workbook", "tệp nén"),
    "workbook in a zip": (
        lambda: archive(**{"ds.xlsx": workbook(PLAIN)}),
        "not_a_workbook",
        "Xin giải nén",
    ),
    "truncated": (lambda: workbook(PLAIN)[:-200], "damaged", "Tệp bị hỏng"),
    "cut in half": (lambda: workbook(PLAIN)[:1500], "damaged", "Tệp bị hỏng"),
    "no sheets": (
        lambda: rewritten(workbook(PLAIN), SHEET, lambda _: b"<worksheet/>"),
        "empty",
        "Bảng tính không có ô nào",
    ),
    "far corner": (
        lambda: far_cell("XFD1048576"),
        "too_many_columns",
        "ô XFD1048576, quá 400 cột",
    ),
    "far corner no pattern finds": (
        lambda: rewritten(
            far_cell("XFD1048576"),
            SHEET,
            lambda xml: xml.replace(b'r="XFD1048576"', b'r = "XFD1048576"'),
        ),
        "too_large",
        "trải rộng quá mức",
    ),
    "far column": (lambda: far_cell("XFD1"), "too_many_columns", "ô XFD1, quá 400 cột"),
    "far row": (
        lambda: far_cell("A1048576"),
        "too_many_rows",
        "ô A1048576, quá 60000 dòng",
    ),
    "16,384 columns": (lambda: wide_row(16_384), "too_many_columns", "quá 400 cột"),
    "1,048,576 rows of one value": (
        lambda: long_column(1_048_576),
        "too_many_rows",
        "quá 60000 dòng",
    ),
    "10,000 sheets": (
        lambda: many_sheets(10_000),
        "too_many_sheets",
        "quá 300 trang tính",
    ),
    "300,000 errors": (
        lambda: many_errors(3000, 100),
        "too_many_errors",
        "quá 200000 ô báo lỗi",
    ),
    "cell of 40,000 signs": (
        lambda: rows_added(
            b'<row r="3"><c r="A3" t="str"><v>' + b"a" * 40_000 + b"</v></c></row>"
        ),
        "cell_too_long",
        "ô dài quá 32767 ký tự",
    ),
    "endless row": (
        lambda: swollen(workbook(PLAIN), SHEET, 30, before=b"</row>"),
        "too_large",
        "lớn hoặc trải rộng quá mức",
    ),
    "tags never closed": (tags_never_closed, "damaged", "Tệp bị hỏng"),
}

ARCHIVES_REFUSED = {
    "bomb": (
        bomb,
        "zip_bomb",
        "giải nén lớn bất thường",
    ),
    "lying bomb": (
        lambda: bomb(told=1000),
        "zip_bomb",
        "giải nén lớn bất thường",
    ),
    "doctype": (lambda: with_doctype(b"<!DOCTYPE x>"), "unsafe", "khai báo DTD"),
    "doctype on a seam": (doctype_on_a_seam, "unsafe", "khai báo DTD"),
    "entity bomb": (
        lambda: with_doctype(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
        "unsafe",
        "thực thể XML",
    ),
    "external entity": (
        lambda: with_doctype(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
        "unsafe",
        "thực thể XML",
    ),
    "utf-16 part": (wide_encoding, "unsafe", "bảng mã XML lạ"),
    "path traversal": (
        lambda: with_part(workbook(PLAIN), "../../x.xml", b""),
        "unsafe",
        "đường dẫn nguy hiểm",
    ),
    "backslashes": (
        lambda: with_part(workbook(PLAIN), "..\\x.xml", b""),
        "unsafe",
        "đường dẫn nguy hiểm",
    ),
    "a part twice": (with_twin, "unsafe", "hai phần trùng tên"),
    "many parts": (
        lambda: archive(**{f"p{number}": b"" for number in range(3500)}),
        "too_many_parts",
        "quá nhiều phần (3500)",
    ),
}

OTHERS_REFUSED = {
    "empty": (lambda: b"", "empty", "Tệp rỗng"),
    "blanks": (lambda: b" \n\n", "empty", "Tệp rỗng"),
    "plain text": (
        lambda: "Kính gửi ông bà".encode(),
        "not_a_workbook",
        "Tệp là văn bản",
    ),
    "mail": (lambda: b"MIME-Version: 1.0\n", "not_a_workbook", "Tệp là văn bản"),
}

REFUSED = {
    **OTHERS_REFUSED,
    **XLSX_REFUSED,
    **ARCHIVES_REFUSED,
    **hostile_formats.REFUSED,
}

READ_SAFELY = {
    "a million empty rows": lambda: empty_rows(1_048_576),
    "a dimension that lies": lambda: replaced(b'ref="A1:B2"', b'ref="A1:XFD1048576"'),
    "50,000 merged ranges": lambda: many_merges(50_000),
    "ranges over all rows": lambda: many_merges(5_000, 1_000_000),
    "150 MB of strings": lambda: long_strings(150),
    "names that are formulas": lambda: workbook(
        [*PLAIN, ["=HYPERLINK(1)", "<script>alert(1)</script>"]]
    ),
    "a zip inside": lambda: with_part(
        workbook(PLAIN), "xl/embeddings/a.zip", archive(a=bytes(10 * CHUNK))
    ),
    **hostile_formats.READ_SAFELY,
}
