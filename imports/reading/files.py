"""What each kind of file is read by."""

from collections.abc import Callable

from ..exceptions import FileRefusedError
from .archive import Archive
from .content import OLE, TEXT, kind_of
from .delimited import read_delimited
from .ods import is_ods, read_ods
from .sheets import Sheets
from .xls import read_xls
from .xlsx import read_xlsx, workbook_part

XLSX, XLS, ODS, CSV = "xlsx", "xls", "ods", "csv"

_OTHER_OFFICE = {
    "word/document.xml": "tệp Word",
    "ppt/presentation.xml": "tệp PowerPoint",
    "xl/workbook.bin": "bảng tính nhị phân (.xlsb)",
}


def read_sheets(data: bytes, send: Callable[[object], int]) -> None:
    """Send the kind of a file, decided by its content, its sheets, and an end."""
    kind = kind_of(data)
    if kind == TEXT:
        send(("book", CSV))
        read_delimited(data, Sheets(send))
    elif kind == OLE:
        send(("book", XLS))
        read_xls(data, Sheets(send))
    else:
        _read_archive(data, send)
    send(("done",))


def _read_archive(data: bytes, send: Callable[[object], int]) -> None:
    archive = Archive(data)
    if workbook := workbook_part(archive):
        send(("book", XLSX))
        read_xlsx(archive, workbook, data, Sheets(send))
    elif is_ods(archive):
        send(("book", ODS))
        read_ods(archive, Sheets(send))
    else:
        for part, name in _OTHER_OFFICE.items():
            if archive.find(part):
                raise FileRefusedError(
                    "not_a_workbook",
                    f"Đây là {name}. Xin lưu danh sách thành .xlsx rồi tải lên lại.",
                )
        raise FileRefusedError(
            "not_a_workbook",
            "Đây là tệp nén, không phải bảng tính. Xin giải nén rồi tải từng tệp.",
        )
