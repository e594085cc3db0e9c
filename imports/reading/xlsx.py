"""Workbooks of Excel 2007 and later, with macros or without."""

import io
import posixpath
from xml.etree.ElementTree import ParseError

import python_calamine as calamine
from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from . import limits
from .archive import Archive
from .book import Marks
from .marks import scan_sheet
from .sheets import Sheets

_ROOT = "_rels/.rels"
_WORKBOOK = "xl/workbook.xml"
_XML = (".xml", ".rels")
_LARGEST_TABLE_OF_CONTENTS = 8 * 1024 * 1024


def workbook_part(archive: Archive) -> str | None:
    """Return the part that lists the sheets, as the reader finds it, if there is one.

    Some software calls its folder otherwise than Excel does.
    """
    part = archive.find(_WORKBOOK)
    if archive.find(_ROOT):
        for element in _elements(archive, _ROOT, "Relationship"):
            if element.get("Type", "").endswith("/officeDocument"):
                part = archive.find(_part_name("/", element.get("Target", "")))
    if (
        part
        and part.endswith(".xml")
        and "workbook" in posixpath.basename(part).lower()
    ):
        return part
    return None


def read_xlsx(archive: Archive, workbook: str, data: bytes, sheets: Sheets) -> None:
    """Look through each part that is going to be read, then read the cells.

    The others, pictures and documents inside, are left as packed as they are.
    """
    parts = _sheet_parts(archive, workbook)
    folder = posixpath.dirname(workbook) + "/"
    marks: dict[str, Marks] = {}
    for part in archive.names():
        if part in parts:
            marks[parts[part]] = scan_sheet(parts[part], archive.chunks(part))
        elif part.startswith(folder) and part.lower().endswith(_XML):
            archive.look_through(part)
    try:
        _read_cells(calamine.load_workbook(io.BytesIO(data)), marks, sheets)
    except calamine.PasswordError:
        raise limits.locked() from None
    except calamine.CalamineError:
        raise limits.damaged() from None


def _read_cells(book, marks: dict[str, Marks], sheets: Sheets) -> None:
    for index, about in enumerate(book.sheets_metadata):
        if about.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        if sheet.total_height * sheet.total_width > limits.MAX_AREA:
            raise limits.too_large(about.name)
        is_hidden = about.visible is not calamine.SheetVisibleEnum.Visible
        sheets.open(about.name, is_hidden=is_hidden)
        before = [""] * (sheet.start[1] if sheet.start else 0)
        for row in sheet.iter_rows():
            sheets.add(before + row if before else row)
        merges = ((*first, *last) for first, last in sheet.merged_cell_ranges or [])
        sheets.close(merges, marks.get(about.name))


def _sheet_parts(archive: Archive, workbook: str) -> dict[str, str]:
    """Return the name of each sheet by the part of the archive that holds it."""
    folder, name = posixpath.split("/" + workbook)
    relations = _elements(archive, f"{folder}/_rels/{name}.rels"[1:], "Relationship")
    targets = {
        element.get("Id"): archive.find(_part_name(folder, element.get("Target", "")))
        for element in relations
    }
    elements = _elements(archive, workbook, "sheet")
    if len(elements) > limits.MAX_SHEETS:
        raise limits.too_many_sheets()
    parts = {}
    for element in elements:
        keys = [value for key, value in element.items() if key.endswith("}id")]
        part = targets.get(keys[0]) if keys else None
        if part:
            parts[part] = element.get("name", "")
    return parts


def _part_name(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")


def _elements(archive: Archive, part: str, name: str) -> list:
    found = archive.find(part)
    if found is None:
        raise limits.damaged()
    try:
        xml = archive.read(found, _LARGEST_TABLE_OF_CONTENTS)
        root = ElementTree.fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise limits.damaged() from None
    return [element for element in root.iter() if element.tag.endswith(f"}}{name}")]
