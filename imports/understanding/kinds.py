"""What kind of list a sheet holds, told by its titles."""

import re

from ..enums import ListKind
from ..kinds import NUMBERING, VOCABULARIES
from ..reading import Book, Sheet
from .headers import JOINED, Header, find_header, header_at, texts_above

# Which kind a workbook is of where its sheets are of several.
_FIRST = (ListKind.PRODUCTS, ListKind.ENDINGS, ListKind.USERS, ListKind.PRODUCERS)
_ENDING = re.compile(
    r"thu hồi|(?:hủy|huỷ) bỏ|(?:loại|đưa|rút|xóa|xoá)(?: tên)?(?: ra)? khỏi"
)
# A list of what is left tells of revocation as well.
_LEFT = re.compile(r"đã trừ|trừ các|không (?:bao )?gồm|không tính|sau khi|còn hiệu lực")


def kind_of_sheet(sheet: Sheet) -> ListKind | None:
    """Return the kind of list that a cleaned sheet holds, or None."""
    header = _header(sheet, ListKind.PRODUCTS)
    if header and {"product", "producer"} <= header.names:
        return ListKind.ENDINGS if _ends(sheet, header) else ListKind.PRODUCTS
    if _names_users(sheet):
        return ListKind.USERS
    header = _header(sheet, ListKind.PRODUCERS)
    if header and "producer" in header.names and len(header.names - {NUMBERING}) > 1:
        return ListKind.PRODUCERS
    return None


def _ends(sheet: Sheet, header: Header) -> bool:
    """Say whether a list of products tells why they are recognised no longer.

    A column with the causes says so, or the title above the table.
    """
    other = header_at(sheet, header.first, VOCABULARIES[ListKind.ENDINGS])
    if other is not None and "cause" in other.names:
        return True
    above = [text.casefold() for text in texts_above(sheet, header.first)]
    return any(_ENDING.search(text) and not _LEFT.search(text) for text in above)


def _names_users(sheet: Sheet) -> bool:
    """Say whether a table is about people who sign in.

    A list of producers has names and addresses of people too, below a title of their
    own.
    """
    header = _header(sheet, ListKind.USERS)
    if header is None or "full_name" not in header.names:
        return False
    if header.names & {"username", "role"}:
        return True
    titles = {column.name: column.title for column in header.columns}
    return "email" in titles and JOINED not in titles["full_name"]


def _header(sheet: Sheet, kind: ListKind) -> Header | None:
    return find_header(sheet, VOCABULARIES[kind])


def guess_kind(book: Book) -> ListKind:
    """Return the kind of a cleaned workbook; its visible sheets say it, if any does.

    All its sheets are read as one kind: a list of producers beside that of their
    products says nothing more than this.
    """
    visible = {kind_of_sheet(sheet) for sheet in book.sheets if not sheet.is_hidden}
    found = visible - {None} or {kind_of_sheet(sheet) for sheet in book.sheets}
    return next((kind for kind in _FIRST if kind in found), ListKind.PRODUCTS)
