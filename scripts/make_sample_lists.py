"""Have LibreOffice write the sample lists that the tests of reading are run on.

Needed only to change them: `python scripts/make_sample_lists.py` with `soffice` at
hand writes imports/tests/files anew. The same workbook comes out as .xlsx, .xls, .ods
and .csv, and once more with days counted from 1904.
"""

import datetime
import subprocess
import tempfile
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

FILES = Path(__file__).parent.parent / "imports" / "tests" / "files"
HEAD = ["STT", "Tên sản phẩm", "Tên chủ thể", "Hạng", "Ngày", "Điểm", "Đạt", "Ghi chú"]
DAY = datetime.date(2020, 9, 16)


def main() -> None:
    FILES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "danh-sach.xlsx"
        sample().save(source)
        for kind in ("xlsx", "xls", "ods"):
            convert(source, kind)
        convert(source, "csv:Text - txt - csv (StarCalc):59,34,76,1")
        source = Path(folder) / "tu-1904.xlsx"
        since_1904().save(source)
        for kind in ("xlsx", "xls", "ods"):
            convert(source, kind)


def convert(source: Path, kind: str) -> None:
    command = ["soffice", "--headless", "--convert-to", kind, "--outdir", str(FILES)]
    subprocess.run([*command, str(source)], check=True)
    if kind == "ods":
        drop_picture(FILES / f"{source.stem}.ods")


def drop_picture(path: Path) -> None:
    """Take the picture of the first page out of an archive; it is half of its size."""
    with zipfile.ZipFile(path) as source:
        parts = [
            (part, source.read(part))
            for part in source.infolist()
            if not part.filename.startswith(("Thumbnails", "Configurations2"))
        ]
    with zipfile.ZipFile(path, "w") as target:
        for part, content in parts:
            target.writestr(part, content)


def sample() -> Workbook:
    """Return a list with every kind of cell, hidden rows, and hidden sheets."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    sheet["A1"] = "DANH SÁCH SẢN PHẨM OCOP"
    sheet.merge_cells("A1:H1")
    rows = [
        HEAD,
        [1, "Rượu gạo", "HTX Hoàng Tung", 4, DAY, 85.5, True, "=A4+1"],
        [2, "Miến dong", None, "3 sao", DAY, 70, False, '="đã "&"xét"'],
        [3, "Chè xanh", "HTX Bản Giốc", "=NA()", DAY, "=1/0", True, '=""'],
        [4, "Mật ong", "Hộ ông Nông Văn A", 5, DAY, 90, True, "0912345678"],
        [5, "Hạt dẻ", "CSSX Trùng Khánh", 3, DAY, 72.25, True, "dòng 1\ndòng 2"],
    ]
    for line, row in enumerate(rows, start=3):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(line, column, value)
            if isinstance(value, datetime.date):
                cell.number_format = "dd/mm/yyyy"
    sheet["E8"] = datetime.datetime.combine(DAY, datetime.time(13, 30))
    sheet["E8"].number_format = "dd/mm/yyyy hh:mm"
    sheet["B9"] = CellRichText("Thạch ", TextBlock(InlineFont(b=True), "đen"))
    sheet["E9"] = datetime.time(6, 15)
    sheet["E9"].number_format = "hh:mm"
    sheet["F9"] = 0.5
    sheet["F9"].number_format = "0%"
    sheet.merge_cells("C4:C5")
    sheet.row_dimensions[5].hidden = True
    sheet.auto_filter.ref = "A3:H9"
    sheet.auto_filter.add_filter_column(3, ["4", "3", "#N/A", ""])
    sheet.row_dimensions[7].hidden = True
    for name, state in (
        ("Giá < 5 & > 3", "visible"),
        ("Nháp", "hidden"),
        ("Rất kín", "veryHidden"),
    ):
        other = book.create_sheet(name)
        other["B2"] = name
        other.sheet_state = state
    return book


def since_1904() -> Workbook:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Ngày", DAY])
    book.active["B1"].number_format = "dd/mm/yyyy"
    return book


if __name__ == "__main__":
    main()
