"""What a file is, by its content; its name says nothing."""

from ..exceptions import FileRefusedError
from .limits import locked

ZIP, OLE, TEXT = "zip", "ole", "text"

_PICTURES_AND_OTHERS = [
    (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"GIF8", "ảnh GIF"),
    (b"RIFF", "ảnh hoặc âm thanh"),
    (b"%PDF", "tệp PDF"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"\x1f\x8b", "tệp nén GZ"),
    (b"{\\rtf", "tệp văn bản RTF"),
]
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Sheets of Excel 5 to 2003 saved without a container, as some software does.
_BARE_BIFF = (b"\x09\x08\x10\0\0\x06", b"\x09\x08\x08\0\0\x05")
_HEAD = 4096


def kind_of(data: bytes) -> str:
    """Return zip, ole or text; refuse what can never be a list, saying what it is."""
    if not data.strip(b"\0 \t\r\n"):
        raise FileRefusedError("empty", "Tệp rỗng, không có nội dung.")
    for magic, name in _PICTURES_AND_OTHERS:
        if data.startswith(magic):
            raise FileRefusedError(
                "not_a_workbook", f"Đây là {name}, không phải bảng tính Excel."
            )
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        raise FileRefusedError(
            "not_a_workbook", "Đây là ảnh BMP, không phải bảng tính Excel."
        )
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return ZIP
    if data.startswith(_BARE_BIFF):
        return OLE
    if data.startswith(_OLE_MAGIC):
        return _check_ole(data)
    return _check_text(data)


def _check_ole(data: bytes) -> str:
    """Tell an old .xls from a locked workbook and from a Word file."""
    if _stream_name("EncryptedPackage") in data:
        raise locked()
    if _stream_name("Workbook") in data or _stream_name("Book") in data:
        return OLE
    for stream, name in (("WordDocument", "Word"), ("PowerPoint", "PowerPoint")):
        if _stream_name(stream) in data:
            raise FileRefusedError(
                "not_a_workbook", f"Đây là tệp {name}, không phải bảng tính Excel."
            )
    raise FileRefusedError(
        "damaged", "Tệp chưa tải xong, đã hỏng hoặc không phải bảng tính Excel."
    )


def _stream_name(name: str) -> bytes:
    return name.encode("utf-16-le")


def _check_text(data: bytes) -> str:
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<?xml", b"<!doctype", b"<html", b"<table", b"<meta", b"<")):
        raise FileRefusedError(
            "html",
            "Tệp là trang web hoặc XML mang đuôi Excel. Xin mở bằng Excel,"
            " chọn “Lưu thành” định dạng .xlsx rồi tải lên lại.",
        )
    if head.startswith((b"mime-version", b"{", b"[")):
        raise FileRefusedError(
            "not_a_workbook", "Tệp là văn bản, không phải bảng tính Excel."
        )
    return TEXT
