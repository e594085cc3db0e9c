"""The one way from an upload to cells."""

import posixpath
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ..exceptions import FileRefusedError
from .archive import Archive, damaged
from .book import Book, Marks, Sheet
from .content import OLE, TEXT, kind_of
from .delimited import read_delimited
from .marks import MAX_COLUMNS, MAX_ROWS, scan_sheet
from .parser import parse

XLSX, XLS, ODS, CSV = "xlsx", "xls", "ods", "csv"

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_BINARY = (".bin", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tiff", ".bmp")
_OTHER_OFFICE = {
    "word/document.xml": "tệp Word",
    "ppt/presentation.xml": "tệp PowerPoint",
    "xl/workbook.bin": "bảng tính nhị phân (.xlsb)",
}


def read_file(data: bytes) -> Book:
    """Return the sheets of an upload; FileRefusedError says why it is none.

    Nothing is believed but the content: neither the name of the file nor the sizes
    written in it.
    """
    kind = kind_of(data)
    if kind == TEXT:
        return Book(CSV, [read_delimited(data)])
    if kind == OLE:
        return _checked(Book(XLS, parse(data)))
    archive = Archive(data)
    if _WORKBOOK in archive.names():
        return _read_xlsx(archive, data)
    if "content.xml" in archive.names() and "mimetype" in archive.names():
        return _read_ods(archive, data)
    for part, name in _OTHER_OFFICE.items():
        if part in archive.names():
            raise FileRefusedError(
                "not_a_workbook",
                f"Đây là {name}. Xin lưu danh sách thành .xlsx rồi tải lên lại.",
            )
    raise FileRefusedError("not_a_workbook", "Đây là tệp nén, không phải bảng tính.")


def _read_xlsx(archive: Archive, data: bytes) -> Book:
    sheet_parts = _sheet_parts(archive)
    marks: dict[str, Marks] = {}
    for part in archive.names():
        if part in sheet_parts:
            marks[sheet_parts[part]] = scan_sheet(
                sheet_parts[part], archive.chunks(part)
            )
        elif not part.lower().endswith(_BINARY):
            for _ in archive.chunks(part):  # looked through, not kept
                pass
    sheets = parse(data)
    for sheet in sheets:
        sheet.marks = marks.get(sheet.name, sheet.marks)
    return _checked(Book(XLSX, sheets))


def _sheet_parts(archive: Archive) -> dict[str, str]:
    """Return the name of each sheet by the part of the archive that holds it."""
    if _RELATIONS not in archive.names():
        raise damaged()
    targets = {
        element.get("Id"): _part_name(element.get("Target", ""))
        for element in _elements(archive.read(_RELATIONS), "Relationship")
    }
    parts = {}
    for element in _elements(archive.read(_WORKBOOK), "sheet"):
        keys = [value for key, value in element.items() if key.endswith("}id")]
        part = targets.get(keys[0]) if keys else None
        if part in archive.names():
            parts[part] = element.get("name", "")
    return parts


def _part_name(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _elements(xml: bytes, name: str):
    try:
        root = ElementTree.fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise damaged() from None
    return [element for element in root.iter() if element.tag.endswith(f"}}{name}")]


def _read_ods(archive: Archive, data: bytes) -> Book:
    if b"opendocument.spreadsheet" not in archive.read("mimetype"):
        raise FileRefusedError(
            "not_a_workbook", "Đây là tệp văn bản OpenDocument, không phải bảng tính."
        )
    for part in archive.names():
        if part.lower().endswith(".xml"):
            for _ in archive.chunks(part):
                pass
    return _checked(Book(ODS, parse(data)))


def _checked(book: Book) -> Book:
    """Refuse a workbook without cells, and sheets beyond what a list can be."""
    for sheet in book.sheets:
        width = max(map(len, sheet.rows), default=0)
        if len(sheet.rows) > MAX_ROWS or width > MAX_COLUMNS:
            raise FileRefusedError(
                "too_large",
                f"Trang tính “{sheet.name}” quá {MAX_ROWS} dòng hoặc {MAX_COLUMNS} cột."
                " Xin chia nhỏ danh sách.",
            )
    if not any(sheet.rows for sheet in book.sheets):
        raise FileRefusedError("empty", "Bảng tính không có ô nào ghi nội dung.")
    return book


def visible(book: Book) -> list[Sheet]:
    """Return the sheets a person sees on opening the workbook."""
    return [sheet for sheet in book.sheets if not sheet.is_hidden]
