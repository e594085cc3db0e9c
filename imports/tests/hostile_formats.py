"""Files of the other formats that mean harm, as hostile.py has them of Excel's."""

import functools
import struct
from pathlib import Path

from .containers import biff, compound, label, ods, ods_row, ods_table, record
from .swollen import swollen

PLAIN = [["Tên sản phẩm", "Tên chủ thể"], ["Rượu gạo", "HTX Hoàng Tung"]]
SAMPLE = (Path(__file__).parent / "files" / "danh-sach.xls").read_bytes()
CELLS = b"".join(
    label(row, column, text)
    for row, texts in enumerate(PLAIN)
    for column, text in enumerate(texts)
)
ROWS = "".join(ods_row(*texts) for texts in PLAIN)
CSV = "\n".join(";".join(texts) for texts in PLAIN).encode()
SHEET_OF_MANY = 10_000
FILEPASS = record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))


def xls(cells: bytes = CELLS, *more: bytes, extra: bytes = b"") -> bytes:
    return compound(Workbook=biff(cells, *more, extra=extra))


def looped_chain() -> bytes:
    """Return an .xls whose streams never end: every sector leads to the first."""
    data = bytearray(SAMPLE)
    [table] = struct.unpack_from("<I", data, 76)
    struct.pack_into("<128I", data, 512 * (table + 1), *[0] * 128)
    return bytes(data)


def lying_strings() -> bytes:
    """Return an .xls whose table of strings claims two thousand million of them."""
    return xls(extra=record(0xFC, struct.pack("<ii", 2**31 - 1, 2**31 - 1) + b"\3"))


def lying_size() -> bytes:
    return xls(record(0x200, struct.pack("<IIHHH", 0, 2**32 - 1, 0, 65535, 0)) + CELLS)


def xls_merges(count: int) -> bytes:
    """Return an .xls with that many merged ranges, a thousand in a record."""
    ranges = [struct.pack("<4H", row, row + 9, 0, 1) for row in range(10, 1010)]
    merged = record(0xE5, struct.pack("<H", 1000) + b"".join(ranges))
    return xls(CELLS + merged * (count // 1000))


def blank_cells() -> bytes:
    """Return an .xls of 2 million formatted cells with nothing in them."""
    rows = (
        record(0xBE, struct.pack("<HH", row, 0) + bytes(512) + struct.pack("<H", 255))
        for row in range(2, 8_000)
    )
    return biff(CELLS + b"".join(rows))


def repeated(*, rows: int = 1, columns: int = 1, text: str = "x") -> bytes:
    """Return an .ods with a cell that says how often it stands there."""
    row = ods_row(
        text,
        row=f'table:number-rows-repeated="{rows}"',
        cell=f'table:number-columns-repeated="{columns}"',
    )
    return ods(ods_table(ROWS + row))


def spanning() -> bytes:
    cell = 'table:number-rows-spanned="1048576" table:number-columns-spanned="16384"'
    return ods(ods_table(ROWS + ods_row("ghi chú", cell=cell)))


def nested() -> bytes:
    """Return an .ods with a text inside a hundred thousand elements."""
    inside = "<text:span>" * 100_000 + "sâu" + "</text:span>" * 100_000
    return ods(ods_table(ROWS + ods_row(inside)))


def entities() -> bytes:
    lines = ['<!ENTITY e0 "aaaaaaaaaa">']
    lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)]
    return ods(ods_table(ods_row("&e9;")), before=f"<!DOCTYPE x [{''.join(lines)}]>")


XLS_REFUSED = {
    "xls cut short": (lambda: SAMPLE[:5000], "damaged", "chưa tải xong"),
    "xls whose chain of sectors loops": (looped_chain, "damaged", "Tệp bị hỏng"),
    "xls whose strings lie": (lying_strings, "damaged", "Tệp bị hỏng"),
    "xls of noise": (
        lambda: compound(Workbook=b"\x09\x08" + bytes(range(256)) * 40),
        "damaged",
        "Tệp bị hỏng",
    ),
    "xls with a password": (lambda: xls(extra=FILEPASS), "password", "Tệp có mật khẩu"),
    "xls with a far row": (
        lambda: xls(CELLS + label(65_535, 0, "x")),
        "too_many_rows",
        "quá 60000 dòng",
    ),
    "xls with 10,000 sheets": (
        lambda: xls(CELLS, *[b""] * SHEET_OF_MANY),
        "too_many_sheets",
        "quá 300 trang tính",
    ),
    "locked xlsx": (
        lambda: compound(EncryptionInfo=b"\4\0\4\0", EncryptedPackage=bytes(9000)),
        "password",
        "Tệp có mật khẩu",
    ),
    "word of 2003": (lambda: compound(WordDocument=b"x"), "not_a_workbook", "tệp Word"),
    "an empty container": (compound, "damaged", "không phải bảng tính Excel"),
}

ODS_REFUSED = {
    "ods of a million rows": (
        lambda: repeated(rows=1_048_576),
        "too_many_rows",
        "quá 60000 dòng",
    ),
    "ods of 16,384 columns": (
        lambda: repeated(columns=16_384),
        "too_many_columns",
        "quá 400 cột",
    ),
    "ods of both": (
        lambda: repeated(rows=1_048_576, columns=16_384),
        "too_many_columns",
        "quá 400 cột",
    ),
    "ods that counts without end": (
        lambda: repeated(rows=999_999_999),
        "too_many_rows",
        "quá 60000 dòng",
    ),
    "ods of 60,000 rows by 400": (
        lambda: repeated(rows=59_000, columns=400),
        "too_large",
        "trải rộng quá mức",
    ),
    "ods entity bomb": (entities, "unsafe", "DTD"),
    "ods external entity": (
        lambda: ods(
            ods_table(ods_row("&x;")),
            before='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
        "unsafe",
        "DTD",
    ),
    "ods bomb": (
        lambda: swollen(ods(ods_table(ROWS)), "content.xml", 300, before=b"</table"),
        "zip_bomb",
        "giải nén lớn bất thường",
    ),
    "ods with a password": (
        lambda: ods(ods_table(ROWS), manifest="<m><encryption-data/></m>"),
        "password",
        "Tệp có mật khẩu",
    ),
    "ods of 10,000 tables": (
        lambda: ods(ods_table(ROWS) * SHEET_OF_MANY),
        "too_many_sheets",
        "quá 300 trang tính",
    ),
    "ods cell of a million signs": (
        lambda: ods(ods_table(ods_row("a" * 1_000_000, "b"))),
        "cell_too_long",
        "ô dài quá 32767 ký tự",
    ),
    "ods of a million blanks": (
        lambda: ods(ods_table(ods_row('<text:s text:c="32767"/>' * 100))),
        "cell_too_long",
        "ô dài quá 32767 ký tự",
    ),
    "ods that breaks off": (
        lambda: ods(ods_table(ROWS) + "<table:table>"),
        "damaged",
        "Tệp bị hỏng",
    ),
}

CSV_REFUSED = {
    "csv with a line of 15 MB": (
        lambda: CSV + b"\n" + b"a" * (15 * 1024 * 1024),
        "cell_too_long",
        "ô dài bất thường",
    ),
    "csv of a million columns": (
        lambda: CSV + b"\n" + b"a;" * 1_000_000,
        "too_many_columns",
        "quá 400 cột",
    ),
    "csv of a million rows": (
        lambda: CSV + b"\na;b" * 1_000_000,
        "too_many_rows",
        "quá 60000 dòng",
    ),
    "csv with an open quote": (
        lambda: CSV + '\n"Chè xanh;HTX Bản Giốc\nMiến;HTX'.encode(),
        "open_quote",
        "dấu ngoặc kép mở mà không đóng",
    ),
    "csv with a quote open for long": (
        lambda: CSV + b'\n"' + CSV * 100_000,
        "cell_too_long",
        "thiếu một dấu ngoặc kép",
    ),
    "csv of quotes": (
        lambda: CSV + b"\n" + b'"' * 4_000_001,
        "cell_too_long",
        "thiếu một dấu ngoặc kép",
    ),
    "csv in an old encoding": (
        lambda: "Tên;Chủ thể\nRượu;Hợp tác xã ở xã Đào".encode("cp1258", "replace"),
        "unknown_encoding",
        "bảng mã UTF-8",
    ),
    "csv with binary inside": (lambda: CSV + b"\n\0;\0", "not_a_workbook", "văn bản"),
}

REFUSED = {**XLS_REFUSED, **ODS_REFUSED, **CSV_REFUSED}

READ_SAFELY = {
    "xls that claims 4 thousand million rows": lying_size,
    "xls of 50,000 merged ranges": functools.partial(xls_merges, 50_000),
    "xls of 2 million blank cells": blank_cells,
    "ods blank to the last cell": functools.partial(
        repeated, rows=1_048_574, columns=16_384, text=""
    ),
    "ods with a merge over everything": spanning,
    "ods with a text very deep inside": nested,
    "ods whose count is no number": lambda: ods(
        ods_table(ROWS + ods_row("x", row='table:number-rows-repeated="-9e99"'))
    ),
    "csv of a million blank rows": lambda: CSV + b"\n;" * 1_000_000,
}
