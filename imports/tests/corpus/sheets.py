"""Several sheets in one file, hidden ones, formulas and errors."""

from ..workbooks import Failed, Formula
from .pages import Page, Workbook

# fmt: off

HEAD = ["STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Hạng sao", "Ghi chú"]
COLUMNS = "B product, C producer, D address, E grade, F note"
HERE = {"address": "Xã Canh Tân, huyện Thạch An",
        "place": "Xã Canh Tân, Huyện Thạch An"}


def several_sheets() -> Workbook:
    summary = Page("Tổng hợp", is_used=False)
    summary.title("TỔNG HỢP THEO NĂM", merge="A:C")
    summary.line("Năm", "Số sản phẩm", "Số chủ thể")
    summary.line(2021, 1, 1)
    summary.line(2022, 1, 1)
    first, second = Page("Năm 2021"), Page("Năm 2022")
    for page, product in ((first, "Trám đen"), (second, "Trám trắng")):
        page.title(f"DANH SÁCH {page.name.upper()}")
        page.head(HEAD, columns=COLUMNS)
        page.data(1, product, "HTX Canh Tân", HERE["address"], 3, None, product=product,
                  producer="HTX Canh Tân", grade="3", **HERE)
    second.again(2, "TRÁM ĐEN", "HTX Canh Tân", HERE["address"], 3, None, of=3)
    hidden = Page("Nháp", is_hidden=True, is_used=False)
    hidden.head(HEAD, columns=COLUMNS)
    hidden.line(1, "Sản phẩm nháp", "HTX Nháp", HERE["address"], 3, None)
    blank = Page("Sheet3", is_used=False)
    return Workbook("nhieu-trang-tinh.xlsx",
                    "nhiều trang tính, trang tổng hợp, trang ẩn không chọn, trang"
                    " trống",
                    [summary, first, second, hidden, blank])


def formulas() -> Workbook:
    page = Page("Công thức")
    page.title("DANH SÁCH CÓ CÔNG THỨC")
    page.head(HEAD, columns=COLUMNS)
    row = ["Trám đen", "HTX Canh Tân", HERE["address"], 3]
    base = {"product": "Trám đen", "producer": "HTX Canh Tân", "grade": "3", **HERE}
    page.data(Formula("=ROW()-2", 1), *row, None, **base)
    page.data(Formula("=A3+1", 2), Formula('=UPPER("trám")', "TRÁM"), "HTX Canh Tân",
              HERE["address"], Formula("=2+2", 4), None,
              **{**base, "product": "TRÁM", "grade": "4"})
    page.reject(3, "Trám muối", Failed("#N/A"), HERE["address"], 3, None,
                says="formula_error C")
    page.reject(4, Failed("#REF!"), "HTX Canh Tân", HERE["address"], Failed("#DIV/0!"),
                None, says="formula_error B, formula_error E")
    page.reject(5, "Trám kho", "HTX Canh Tân", Failed("#NAME?"), 3, None,
                says="formula_error D")
    page.data(Failed("#VALUE!"), "Trám sấy", "HTX Canh Tân", HERE["address"], 3, None,
              **{**base, "product": "Trám sấy"})
    page.aside("Tổng cộng", None, None, None, Failed("#REF!"))
    return Workbook("cong-thuc-va-loi.xlsx",
                    "ô công thức lấy giá trị đã lưu; ô báo lỗi thì loại dòng", [page])


def formulas_never_counted() -> Workbook:
    page = Page("Chưa tính")
    page.title("DANH SÁCH XUẤT TỪ PHẦN MỀM")
    page.head(HEAD, columns=COLUMNS)
    page.reject(1, "Măng", Formula('="HTX "&"Canh Tân"'), HERE["address"], 3, None,
                says="formula_without_value C")
    page.reject(2, Formula('=UPPER("măng")'), "HTX Canh Tân", HERE["address"],
                Formula("=1+2"), None,
                says="formula_without_value B, formula_without_value E")
    page.data(3, "Măng khô", "HTX Canh Tân", HERE["address"], "3 sao", None,
              product="Măng khô", producer="HTX Canh Tân", grade="3", **HERE)
    page.reject(4, "Măng ớt", "HTX Canh Tân", HERE["address"], 3, Failed("#N/A"),
                says="formula_error F")
    return Workbook("cong-thuc-chua-tinh.xlsx",
                    "công thức chưa có giá trị (tệp do phần mềm xuất): loại dòng",
                    [page], writer="openpyxl")


def hidden_and_blank_rows() -> Workbook:
    page = Page("Dòng ẩn")
    page.title("DANH SÁCH ĐÃ LỌC")
    page.head(HEAD, columns=COLUMNS)
    owner = {"producer": "HTX Canh Tân", "grade": "3", **HERE}
    page.data(1, "Cam", "HTX Canh Tân", HERE["address"], 3, None, product="Cam",
              **owner)
    page.blank(2)
    hidden = page.data(2, "Quýt", "HTX Canh Tân", HERE["address"], 3, None,
                       product="Quýt", **owner)
    wrong = page.reject(3, "Bưởi", "HTX Canh Tân", HERE["address"], "8 sao", None,
                        says="invalid_star E")
    page.hide(hidden, wrong)
    page.blank(40)
    page.data(4, "Hồng", "HTX Canh Tân", HERE["address"], 3, "x", product="Hồng",
              note="x", **owner)
    page.line("-", "-", "-", "-", "…", "...")
    page.notices = ("Có 2 dòng đang bị ẩn, vẫn được đọc.",)
    return Workbook("dong-an-dong-trong.xlsx",
                    "dòng ẩn vẫn là dữ liệu, dòng trống ở giữa, dòng chỉ có gạch ngang",
                    [page])


WORKBOOKS = [several_sheets, formulas, formulas_never_counted, hidden_and_blank_rows]
