"""Dates as real dates, as serial numbers, and as people type them."""

import datetime

from .pages import Page, Workbook, day

# fmt: off

HEAD = ["STT", "Tên sản phẩm", "Tên chủ thể", "Xã, phường, thị trấn", "Hạng sao",
        "Ngày công nhận", "Ngày hết hạn"]
COLUMNS = "B product, C producer, D commune, E grade, F valid_from, G term"
HERE, PLACE = "TT Thanh Nhật, huyện Hạ Lang", "Thị trấn Thanh Nhật, Huyện Hạ Lang"
OWNER = "HTX Hạ Lang"

HALF_PAST_TEN = datetime.datetime.combine(day("16/9/2020"), datetime.time(10, 30))
DAYS = [day("16/9/2020"), HALF_PAST_TEN, 44090, 44090.5,
        "44090", "16/9/2020", "16/09/20", "16.9.2020", "16-9-2020", "16–9–2020",
        " 16 / 9 / 2020 ", "ngày 16 tháng 9 năm 2020", "Ngày 16/9/2020",
        "16 tháng 9, 2020", "2020-09-16", "16/9/2020 00:00"]
INCOMPLETE = ["2022", 2022, "năm 2022", "tháng 12/2022", "12/2022", "T12/2022",
              "Quý IV/2022", "Đợt 2 năm 2022"]
IMPOSSIBLE = ["31/02/2022", "13/2022", "tháng 12", "tháng 13/2022", "12/25/2022",
              "0/0/2022", "16/9", "29/2/2021", "ngày 31 tháng 6 năm 2022", "l6/9/2020",
              "chờ quyết định", 5, "16/9/2020 và 17/9/2021"]


def full() -> Workbook:
    page = Page("Ngày đủ")
    page.title("UBND HUYỆN HẠ LANG", "DANH SÁCH SẢN PHẨM OCOP CÔNG NHẬN NĂM 2020",
               merge="A:G")
    page.head(HEAD, columns=COLUMNS)
    for number, written in enumerate(DAYS, start=1):
        name = f"Mắc khén gói {number}"
        page.data(number, name, OWNER, HERE, 3, written, "16/9/2023", product=name,
                  producer=OWNER, place=PLACE, grade="3", valid_from="16/09/2020",
                  valid_to="16/09/2023")
    name = "Mắc khén gói 100"
    page.data(100, name, OWNER, HERE, 3, "05/09/2023", None, product=name,
              producer=OWNER, place=PLACE, grade="3", valid_from="05/09/2023",
              valid_to="05/09/2026")
    return Workbook("ngay-thang-day-du.xlsx",
                    "ngày thật, số ngày, ngày gõ bằng chữ; ngày đứng trước tháng",
                    [page])


def incomplete() -> Workbook:
    page = Page("Chỉ có năm")
    page.title("UBND HUYỆN HẠ LANG", "DANH SÁCH SẢN PHẨM OCOP THEO NĂM", merge="A:G")
    page.head(HEAD, columns=COLUMNS)
    for number, written in enumerate(INCOMPLETE, start=1):
        name = f"Hạt dổi gói {number}"
        page.data(number, name, OWNER, HERE, "4 sao", written, None,
                  says="date_incomplete F", product=name, producer=OWNER, place=PLACE,
                  grade="4", printed=str(written))
    name = "Hạt dổi gói 50"
    page.data(50, name, OWNER, HERE, "4 sao", "2022", "2025",
              says="date_incomplete F, date_incomplete G", product=name, producer=OWNER,
              place=PLACE, grade="4", printed="2022; 2025")
    return Workbook("chi-ghi-nam-thang.xlsx",
                    "chỉ ghi năm hoặc tháng và năm: giữ nguyên, không đoán ngày",
                    [page], writer="openpyxl")


def impossible() -> Workbook:
    page = Page("Ngày sai")
    page.title("DANH SÁCH CẦN KIỂM TRA NGÀY CÔNG NHẬN", merge="A:G")
    page.head(HEAD, columns=COLUMNS)
    for number, written in enumerate(IMPOSSIBLE, start=1):
        page.reject(number, f"Thảo quả gói {number}", OWNER, HERE, 3, written, None,
                    says="invalid_date F")
    page.reject(50, "Thảo quả gói 50", OWNER, HERE, "9 sao", "31/4/2022", "30/02/2025",
                says="invalid_star E, invalid_date F, invalid_date G")
    return Workbook("ngay-khong-co-that.xlsx",
                    "ngày không có thật, tháng không có năm: loại dòng, nêu hết các"
                    " lỗi",
                    [page])


WORKBOOKS = [full, incomplete, impossible]
