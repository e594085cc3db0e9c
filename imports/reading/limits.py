"""How large a list can be, and the words for what is larger."""

from ..exceptions import FileRefusedError

MAX_SHEETS = 300
MAX_ROWS = 60_000
MAX_COLUMNS = 400
MAX_CELLS = 1_500_000  # filled ones, of all sheets
MAX_AREA = 3_000_000  # places in the rectangle of a sheet, empty ones included
MAX_TEXT = 32_767  # signs in one cell, as in Excel
MAX_MERGES = 200_000
MAX_TROUBLES = 200_000  # errors and uncounted formulas
MAX_CONTENT = 80 * 1024 * 1024  # bytes of all that the cells say


def damaged() -> FileRefusedError:
    return FileRefusedError(
        "damaged",
        "Tệp bị hỏng hoặc chưa tải xong. Xin mở bằng Excel, lưu lại rồi tải lên.",
    )


def locked() -> FileRefusedError:
    return FileRefusedError(
        "password",
        "Tệp có mật khẩu. Xin mở bằng Excel, bỏ mật khẩu rồi lưu và tải lên lại.",
    )


def unsafe(reason: str) -> FileRefusedError:
    return FileRefusedError("unsafe", reason)


def too_large(name: str = "") -> FileRefusedError:
    what = f"Trang tính “{name}”" if name else "Bảng tính"
    return FileRefusedError(
        "too_large",
        f"{what} lớn hoặc trải rộng quá mức của một danh sách. Xin xóa các dòng, cột,"
        " trang tính thừa hoặc chia nhỏ danh sách rồi tải lên lại.",
    )


def too_many_sheets() -> FileRefusedError:
    return FileRefusedError(
        "too_many_sheets",
        f"Bảng tính có quá {MAX_SHEETS} trang tính. Xin chỉ giữ các trang cần nhập.",
    )


def too_many_rows(name: str, place: str = "") -> FileRefusedError:
    where = f" có nội dung ở ô {place}," if place else ""
    return FileRefusedError(
        "too_many_rows",
        f"Trang tính “{name}”{where} quá {MAX_ROWS} dòng."
        " Xin chia nhỏ danh sách rồi tải lên lại.",
    )


def too_many_columns(name: str, place: str = "") -> FileRefusedError:
    where = f" có nội dung ở ô {place}," if place else ""
    return FileRefusedError(
        "too_many_columns",
        f"Trang tính “{name}”{where} quá {MAX_COLUMNS} cột."
        " Xin xóa các cột thừa rồi tải lên lại.",
    )


def too_many_merges(name: str) -> FileRefusedError:
    return FileRefusedError(
        "too_many_merges", f"Trang tính “{name}” có quá {MAX_MERGES} vùng ô gộp."
    )


def too_many_troubles(name: str) -> FileRefusedError:
    return FileRefusedError(
        "too_many_errors",
        f"Trang tính “{name}” có quá {MAX_TROUBLES} ô báo lỗi hoặc ô công thức chưa có"
        " giá trị. Xin mở bằng Excel, tính lại, lưu rồi tải lên lại.",
    )


def too_long_text() -> FileRefusedError:
    return FileRefusedError(
        "cell_too_long", f"Tệp có ô dài quá {MAX_TEXT} ký tự, không phải danh sách."
    )
