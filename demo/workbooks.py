"""Builds the two lists that the demonstration imports, laid out as offices write them.

The five products named in the report of 15/9/2023 are real; every other product and
every producer is made up and says so with "(mẫu)".
"""

import datetime
from pathlib import Path

import xlsxwriter

DATA = Path(__file__).parent / "data"
HOA_AN = DATA / "phu-luc-hoa-an-2020-2022.xlsx"
PROVINCE = DATA / "danh-sach-ocop-cao-bang.xlsx"

DISTRICT = "huyện Hòa An, tỉnh Cao Bằng"
# product, producer, address, phone as Excel keeps it, star, decision, date, set
HOA_AN_ROWS = [
    ("I. SẢN PHẨM ĐẠT 4 SAO",),
    (
        "Rượu gạo Nhật Cao Bằng",
        "Hộ kinh doanh Nhật Cao Bằng (mẫu)",
        f"Thị trấn Nước Hai, {DISTRICT}",
        900000101,
        "4 sao",
        "1806/QĐ-UBND",
        datetime.date(2020, 9, 16),
        "Rượu trắng",
    ),
    (
        "Bún khô Cô Luyến (bún trắng)",
        "Hợp tác xã Bún khô Cô Luyến (mẫu)",
        f"Xã Hồng Việt, {DISTRICT}",
        "0900 000 102",
        "****",
        "2502/QĐ-UBND",
        "31/12/2021",
        "Chế biến từ gạo, ngũ cốc",
    ),
    (
        "Trà xanh Tài Hồ Sìn",
        "Công ty TNHH Trà Tài Hồ Sìn (mẫu)",
        f"Xã Lê Chung, {DISTRICT}",
        "0900.000.103",
        "Hạng 4 sao",
        "1925/QĐ-UBND",
        "31/12/2022",
        "Chè tươi, chế biến",
    ),
    ("Cộng: 03 sản phẩm",),
    ("II. SẢN PHẨM ĐẠT 3 SAO",),
    (
        "Cơm cháy Huy Hoàng",
        "Cơ sở sản xuất Huy Hoàng (mẫu)",
        f"Thị trấn Nước Hai, {DISTRICT}",
        900000104,
        3,
        "2502/QĐ-UBND",
        datetime.date(2021, 12, 31),
        "Chế biến từ gạo, ngũ cốc",
    ),
    (
        "Mật ong rừng tự nhiên",
        "Tổ hợp tác Nuôi ong Bình Dương (mẫu)",
        f"Xã Bình Dương, {DISTRICT}",
        "900000105; 900000115",
        "3 sao",
        "2502/QĐ-UBND",
        "31/12/2021",
        "Mật ong, các sản phẩm từ mật ong, mật khác",
    ),
    (
        "Gạo nếp hương (mẫu)",
        "HTX Nông nghiệp Hoàng Tung (mẫu)",
        f"Xã Hoàng Tung, {DISTRICT}",
        "'0900000106",
        "***",
        "1806/QĐ-UBND",
        "16/9/2020",
        "Gạo, ngũ cốc",
    ),
    (
        "Lạp sườn hun khói (mẫu)",
        "Hộ kinh doanh Nam Tuấn (mẫu)",
        f"Xã Nam Tuấn, {DISTRICT}",
        900000107,
        "3 sao",
        "1806/QĐ-UBND",
        datetime.date(2020, 9, 16),
        "Chế biến từ thịt, trứng, sữa",
    ),
    (
        "Thịt trâu gác bếp (mẫu)",
        None,
        None,
        None,
        "3 sao",
        "1925/QĐ-UBND",
        datetime.date(2022, 12, 31),
        "Chế biến từ thịt, trứng, sữa",
    ),
    (
        "Miến dong (mẫu)",
        "HTX Đức Long (mẫu)",
        f"Xã Đức Long, {DISTRICT}",
        900000108,
        "★★★",
        "1925/QĐ-UBND",
        datetime.date(2022, 12, 31),
        "Chế biến từ gạo, ngũ cốc",
    ),
    (
        "Dưa chuột bao tử muối (mẫu)",
        "Trang trại Đại Tiến (mẫu)",
        f"Xã Đại Tiến, {DISTRICT}",
        900000109,
        3.0,
        "1925/QĐ-UBND",
        "31/12/2022",
        "Chế biến từ rau, củ, quả, hạt",
    ),
    ("Cộng: 07 sản phẩm",),
    ("TỔNG CỘNG: 10 sản phẩm",),
]

CITY = "thành phố Cao Bằng, tỉnh Cao Bằng"
NOW = "tỉnh Cao Bằng"
# product, producer, address, star, decision, date, group
PROVINCE_ROWS = [
    ("A", "Thành phố Cao Bằng (trước 01/7/2025)"),
    ("Hạt dẻ sấy (mẫu)", "Công ty CP Sông Hiến (mẫu)", f"Phường Sông Hiến, {CITY}",
     "4 sao", "1530/QĐ-UBND", "20/11/2024", "Chế biến từ rau, củ, quả, hạt"),
    ("Khẩu sli (mẫu)", "Hộ kinh doanh Hợp Giang (mẫu)", f"Phường Hợp Giang, {CITY}",
     "3 sao", "1530/QĐ-UBND", "20/11/2024", "Chế biến từ gạo, ngũ cốc"),
    ("Tinh dầu hồi (mẫu)", "HTX Tân Giang (mẫu)", f"Phường Tân Giang, {CITY}",
     "3 sao", "96/QĐ-UBND", "17/01/2024", "Tinh dầu và thảo dược khác"),
    ("B", "Huyện Trùng Khánh (trước 01/7/2025)"),
    ("Hạt dẻ Trùng Khánh rang (mẫu)", "HTX Trùng Khánh (mẫu)",
     "Thị trấn Trùng Khánh, huyện Trùng Khánh, tỉnh Cao Bằng",
     "4 sao", "1530/QĐ-UBND", "20/11/2024", "Chế biến từ rau, củ, quả, hạt"),
    ("Vịt quay sấy (mẫu)", "Hộ kinh doanh Đàm Thủy (mẫu)",
     "Xã Đàm Thủy, huyện Trùng Khánh, tỉnh Cao Bằng",
     "3 sao", "2105/QĐ-UBND", "25/12/2023",
     "Chế biến từ thịt, thủy sản, trứng, sữa, các sản phẩm từ mật ong"),
    ("Điểm du lịch cộng đồng Khuổi Ky (mẫu)", "THT Du lịch Đàm Thủy (mẫu)",
     "Xã Đàm Thủy, huyện Trùng Khánh, tỉnh Cao Bằng",
     "4 sao", "2105/QĐ-UBND", "25/12/2023",
     "Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch"),
    ("C", "Các huyện khác (trước 01/7/2025)"),
    ("Hương Phia Thắp (mẫu)", "THT Phúc Sen (mẫu)",
     "Xã Phúc Sen, huyện Quảng Hòa, tỉnh Cao Bằng",
     "3 sao", "2105/QĐ-UBND", "25/12/2023",
     "Thủ công mỹ nghệ gia dụng, trang trí"),
    ("Dao Phúc Sen (mẫu)", "Cơ sở Phúc Sen (mẫu)",
     "Xã Phúc Sen, huyện Quảng Hòa, tỉnh Cao Bằng",
     "4 sao", "96/QĐ-UBND", "17/01/2024",
     "Thủ công mỹ nghệ gia dụng, trang trí"),
    ("Miến dong Phia Đén (mẫu)", "HTX Thành Công (mẫu)",
     "Xã Thành Công, huyện Nguyên Bình, tỉnh Cao Bằng",
     "5 sao", "96/QĐ-UBND", "17/01/2024", "Chế biến từ gạo, ngũ cốc"),
    ("Chè Kolia (mẫu)", "Công ty TNHH Kolia (mẫu)",
     "Xã Thành Công, huyện Nguyên Bình, tỉnh Cao Bằng",
     "Tiềm năng 5 sao", "1530/QĐ-UBND", "20/11/2024", "Chè tươi, chè chế biến"),
    ("Thạch đen (mẫu)", "HTX Thạch An (mẫu)",
     "Thị trấn Đông Khê, huyện Thạch An, tỉnh Cao Bằng",
     "3 sao", "1410/QĐ-UBND", "10/10/2023", "Chế biến từ rau, củ, quả, hạt"),
    ("D", "Xã, phường từ 01/7/2025"),
    ("Mật ong bạc hà (mẫu)", "HTX Ong Bạch Đằng (mẫu)", f"Xã Bạch Đằng, {NOW}",
     "3 sao", "812/QĐ-UBND", "28/6/2026",
     "Mật ong, mật khác và nông sản thực phẩm khác"),
    ("Lê vàng sấy dẻo (mẫu)", "HTX Đông Khê (mẫu)", f"Xã Đông Khê, {NOW}",
     "3 sao", "812/QĐ-UBND", "28/6/2026", "Chế biến từ rau, củ, quả, hạt"),
    ("Rượu men lá (mẫu)", "Hộ kinh doanh Hòa An (mẫu)", f"Xã Hòa An, {NOW}",
     "3 sao", "1688/QĐ-UBND", "15/12/2025", "Rượu trắng"),
    ("Bánh khảo (mẫu)", "Hộ kinh doanh Thục Phán (mẫu)", f"Phường Thục Phán, {NOW}",
     "4 sao", "1688/QĐ-UBND", "15/12/2025", "Chế biến từ gạo, ngũ cốc"),
    ("Gạo nếp Pì Pất (mẫu)", "HTX Nam Tuấn (mẫu)", f"Xã Nam Tuấn, {NOW}",
     "3 sao", "1688/QĐ-UBND", "15/12/2025", "Gạo, ngũ cốc, hạt sơ chế khác"),
    ("Tổng cộng", "16 sản phẩm"),
]  # fmt: skip


def build(directory: Path = DATA) -> list[Path]:
    """Write both workbooks; the same bytes each time. Returns their paths."""
    directory.mkdir(exist_ok=True)
    paths = [directory / HOA_AN.name, directory / PROVINCE.name]
    _build_hoa_an(paths[0])
    _build_province(paths[1])
    return paths


def _open(path: Path):
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)})
    font = {"font_name": "Times New Roman", "font_size": 13, "valign": "vcenter"}
    title = book.add_format({**font, "bold": True, "align": "center"})
    head = book.add_format(
        {**font, "bold": True, "align": "center", "border": 1, "text_wrap": True}
    )
    cell = book.add_format({**font, "border": 1, "text_wrap": True})
    date = book.add_format({**font, "border": 1, "num_format": "dd/mm/yyyy"})
    return book, title, head, cell, date


def _build_hoa_an(path: Path) -> None:
    """Write an annex: title block, two-row merged header, sub-headings, totals."""
    book, title, head, cell, date = _open(path)
    sheet = book.add_worksheet("Phụ lục")
    _write_hoa_an_head(sheet, title, head)
    line = 10
    count = 0
    for row in HOA_AN_ROWS:
        if len(row) == 1:
            sheet.merge_range(line, 0, line, 9, row[0], head)
        else:
            count += 1
            _write_row(sheet, line, count, row, cell, date)
        line += 1
    _merge_owner(sheet, cell)
    sheet.write(line + 1, 1, "Ghi chú: Danh sách tính đến ngày 31/12/2022.")
    sheet.write(line + 3, 7, "NGƯỜI LẬP BIỂU", title)
    sheet.set_column("A:A", 5)
    sheet.set_column("B:D", 30)
    sheet.set_column("E:J", 16)
    book.close()


def _write_hoa_an_head(sheet, title, head) -> None:
    sheet.set_landscape()
    sheet.merge_range("A1:D1", "UBND HUYỆN HÒA AN", title)
    sheet.merge_range("E1:J1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", title)
    sheet.merge_range("E2:J2", "Độc lập - Tự do - Hạnh phúc", title)
    sheet.merge_range("A4:J4", "PHỤ LỤC", title)
    sheet.merge_range(
        "A5:J5", "DANH SÁCH SẢN PHẨM OCOP HUYỆN HÒA AN GIAI ĐOẠN 2020-2022", title
    )
    sheet.merge_range(
        "A6:J6",
        "(Dữ liệu trình diễn; tên chủ thể, số điện thoại và số quyết định là ví dụ)",
        title,
    )
    sheet.merge_range("A8:A9", "TT", head)
    sheet.merge_range("B8:B9", "Tên sản phẩm", head)
    sheet.merge_range("C8:E8", "Chủ thể OCOP", head)
    sheet.write_row("C9", ["Tên chủ thể", "Địa chỉ", "Điện thoại\nliên hệ"], head)
    sheet.merge_range("F8:F9", "Xếp hạng\nsao OCOP", head)
    sheet.merge_range("G8:H8", "Quyết định công nhận", head)
    sheet.write_row("G9", ["Số quyết định", "Ngày công nhận"], head)
    sheet.merge_range("I8:I9", "Bộ sản phẩm", head)
    sheet.merge_range("J8:J9", "Ghi chú", head)
    sheet.write_row("A10", [f"({n})" for n in range(1, 11)], head)


def _write_row(sheet, line, count, row, cell, date) -> None:
    sheet.write(line, 0, count, cell)
    for column, value in enumerate(row, start=1):
        if isinstance(value, datetime.date):
            sheet.write_datetime(
                line,
                column,
                datetime.datetime.combine(value, datetime.time(), tzinfo=None),
                date,
            )
        else:
            sheet.write(line, column, value, cell)
    sheet.write(line, 9, None, cell)


def _merge_owner(sheet, cell) -> None:
    """Merge the owner cells of the producer that stands beside two products."""
    index = next(i for i, row in enumerate(HOA_AN_ROWS) if len(row) > 1 and not row[1])
    for column, value in enumerate(HOA_AN_ROWS[index - 1][1:4], start=2):
        sheet.merge_range(9 + index, column, 10 + index, column, value, cell)


def _build_province(path: Path) -> None:
    """Write a plain provincial list: one header row, letters as sub-headings."""
    book, title, head, cell, _ = _open(path)
    sheet = book.add_worksheet("Danh sách")
    sheet.merge_range("A1:H1", "DANH SÁCH SẢN PHẨM OCOP TỈNH CAO BẰNG", title)
    sheet.merge_range("A2:H2", "(Dữ liệu trình diễn, mọi tên đều là ví dụ)", title)
    sheet.write_row(
        "A4",
        [
            "STT",
            "Tên sản phẩm",
            "Chủ thể",
            "Địa chỉ sản xuất",
            "Hạng sao",
            "Số QĐ công nhận",
            "Ngày QĐ",
            "Nhóm sản phẩm",
        ],
        head,
    )
    count = 0
    for line, row in enumerate(PROVINCE_ROWS, start=4):
        if len(row) == 2:
            sheet.write_row(line, 0, row, head)
            continue
        count += 1
        sheet.write(line, 0, count, cell)
        sheet.write_row(line, 1, row, cell)
    sheet.set_column("A:A", 5)
    sheet.set_column("B:D", 34)
    sheet.set_column("E:H", 18)
    book.close()
