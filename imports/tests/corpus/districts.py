"""Lists of districts and of the province from before 1/7/2025."""

from .pages import Page, Workbook, day
from .parts import ends, letterhead

# fmt: off

ONE_ROW = ["STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Điện thoại", "Hạng sao",
           "Số quyết định", "Ngày quyết định"]
ONE_ROW_COLUMNS = (
    "B product, C producer, D address, E phones, F grade, G decision, H decision_date"
)
D16 = {"decision": "1806/QĐ-UBND", "on": "16/09/2020"}


def hoa_an_2020() -> Workbook:
    page = Page("Hòa An", widths=(5, 25, 30, 30, 14, 10, 16, 12))
    letterhead(page, "UBND HUYỆN HÒA AN", "PHÒNG NÔNG NGHIỆP VÀ PTNT", last="H")
    page.title("DANH SÁCH SẢN PHẨM OCOP NĂM 2020",
               "(Kèm theo Báo cáo số 215/BC-PNN ngày 28/12/2020)", merge="A:H")
    page.blank()
    page.head(ONE_ROW, columns=ONE_ROW_COLUMNS)
    page.aside("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)")
    tung = {"producer": "HTX Nông nghiệp Hoàng Tung", "phones": "0912345678",
            "place": "Xã Hoàng Tung, Huyện Hòa An",
            "address": "Xóm Bó Mạ, xã Hoàng Tung, huyện Hòa An"}
    page.data(1, "Rượu gạo Hoàng Tung", tung["producer"], tung["address"], 912345678,
              "4 sao", "1806/QĐ-UBND", day("16/9/2020"), product="Rượu gạo Hoàng Tung",
              grade="4", **tung, **D16)
    page.data(2, "Miến dong", tung["producer"], tung["address"], "0912.345.678", 3,
              "1806/QĐ-UBND", "16/9/2020", product="Miến dong", grade="3", **tung,
              **D16)
    page.data(3, "Lạp sườn hun khói", "Hộ KD Nông Thị Hoa", "TT Nước Hai, Hòa An",
              "ĐT: 0987 654 321", "***", "QĐ số 1806/QĐ/UBND", "16/09/20",
              product="Lạp sườn hun khói", producer="Hộ KD Nông Thị Hoa", grade="3",
              address="TT Nước Hai, Hòa An", phones="0987654321",
              place="Thị trấn Nước Hai, Huyện Hòa An", **D16)
    page.reject(4, "Bánh khảo", None, "Xã Đức Long, Hòa An", None, "3 sao",
                "1806/QĐ-UBND", "16/9/2020", says="missing_producer C")
    page.reject(5, None, "HTX Đại Tiến", "Xã Đại Tiến, Hòa An", None, "3 sao",
                "1806/QĐ-UBND", "16/9/2020", says="missing_product B")
    page.aside("Tổng cộng: 05 sản phẩm", merge="A:H")
    page.aside("Danh sách này có 05 sản phẩm./.", merge="A:H")
    ends(page, "H", left="Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.", right="TRƯỞNG PHÒNG")
    return Workbook("hoa-an-2020.xlsx",
                    "danh sách huyện, một dòng tiêu đề, dòng (1)(2), tổng cộng,"
                    " nơi nhận, chữ ký",
                    [page])


def trung_khanh_2021() -> Workbook:
    page = Page("Sheet1", is_landscape=True)
    letterhead(page, "UBND HUYỆN TRÙNG KHÁNH", "", last="I")
    page.title("BIỂU TỔNG HỢP SẢN PHẨM OCOP GIAI ĐOẠN 2019 - 2021", merge="A:I")
    page.line(None, None, None, None, None, None, None, "Đơn vị tính: triệu đồng")
    page.head(["TT", "Tên chủ thể", "Địa chỉ\n(xã, thị trấn)", "Số\nđiện thoại",
              "Sản phẩm OCOP", None, None, "Quyết định công nhận", None], [None, None,
              None, None, "Tên sản phẩm", "Xếp hạng\nsao", "Điểm", "Số", "Ngày"],
              columns="B producer, C address, D phones, E product, F grade, G score,"
              " H decision, I decision_date",
              merges="A1:A2 B1:B2 C1:C2 D1:D2 E1:G1 H1:I1")
    page.aside("A", "B", 1, 2, 3, 4, 5, 6, 7)
    day_2021 = {"decision": "2502/QĐ-UBND", "on": "31/12/2021"}
    dẻ = {"producer": "HTX Hạt dẻ Trùng Khánh", "phones": "0915222333; 02063826111",
          "address": "Xã Chí Viễn, huyện Trùng Khánh",
          "place": "Xã Chí Viễn, Huyện Trùng Khánh"}
    first = page.data(1, dẻ["producer"], dẻ["address"], "0915222333/ 0206.3826.111",
                      "Hạt dẻ rang", "4 sao", 82.5, "2502/QĐ-UBND", day("31/12/2021"),
                      product="Hạt dẻ rang", grade="4", score="82,5", **dẻ, **day_2021)
    page.data(None, None, None, None, "Bánh hạt dẻ", "3 sao", "71,2", "2502/QĐ-UBND",
              day("31/12/2021"), product="Bánh hạt dẻ", grade="3", score="71,2", **dẻ,
              **day_2021)
    last = page.data(None, None, None, None, "Hạt dẻ sấy\nlạnh", "3 sao", 70,
                     "2502/QĐ-UBND", day("31/12/2021"), product="Hạt dẻ sấy lạnh",
                     grade="3", score="70", **dẻ, **day_2021)
    page.merge_down("ABCD", first, last)
    page.data(2, "Hộ kinh doanh Hoàng Văn Páo", "Xã Đàm Thuỷ, huyện Trùng Khánh", None,
              "Cao gắm", "Hạng 3 sao", None, "2502/QĐ-UBND", "ngày 31/12/2021",
              product="Cao gắm", producer="Hộ kinh doanh Hoàng Văn Páo", grade="3",
              address="Xã Đàm Thuỷ, huyện Trùng Khánh",
              place="Xã Đàm Thủy, Huyện Trùng Khánh", **day_2021)
    page.aside("Cộng: 02 chủ thể", None, None, None, "04 sản phẩm")
    page.aside("Ghi chú: Điểm là điểm trung bình của Hội đồng cấp tỉnh.")
    return Workbook("trung-khanh-2021.xlsx",
                    "tiêu đề hai dòng có ô gộp, chủ thể gộp dọc, TT đếm chủ thể,"
                    " A B 1 2 3",
                    [page])


PROVINCE_2022 = ["TT", "Chủ thể OCOP", "Tên sản phẩm OCOP", "Xã, phường, thị trấn",
                 "Phân hạng", "Năm công nhận"]


def province_by_district_2022() -> Workbook:
    page = Page("Toàn tỉnh")
    page.title("TỈNH CAO BẰNG", "VĂN PHÒNG ĐIỀU PHỐI NÔNG THÔN MỚI", merge="A:C")
    page.title("TỔNG HỢP SẢN PHẨM OCOP TOÀN TỈNH ĐẾN 31/12/2022")
    page.head(PROVINCE_2022,
              columns="B producer, C product, D commune, E grade, F valid_from")
    year = {"printed": "2021", "grade": "3"}
    warned = "date_incomplete F"
    page.aside("I. HUYỆN HÒA AN (Cao Bằng)", merge="A:F")
    page.data(1, "HTX Đại Tiến", "Gạo nếp hương", "Đại Tiến", "3 sao", 2021,
              says=warned, product="Gạo nếp hương", producer="HTX Đại Tiến",
              place="Xã Đại Tiến, Huyện Hòa An", **year)
    page.data(2, "HTX Đức Long", "Gạo nếp hương", "Đức Long", "3 sao", "2021",
              says=warned, product="Gạo nếp hương", producer="HTX Đức Long",
              place="Xã Đức Long, Huyện Hòa An", **year)
    page.aside("Cộng huyện Hòa An: 02 sản phẩm")
    page.aside("II. HUYỆN THẠCH AN", merge="A:F")
    page.data(3, "HTX Thạch An", "Thạch đen", "Đức Long", "3 sao", "Năm 2021",
              says=warned, product="Thạch đen", producer="HTX Thạch An",
              place="Xã Đức Long, Huyện Thạch An", **{**year, "printed": "Năm 2021"})
    page.data(4, "HTX Thạch An", "Lạp sườn", "Thị trấn Đông Khê", "3 sao", 2021,
              says=f"{warned}, producer_other_place", product="Lạp sườn",
              producer="HTX Thạch An", place="Thị trấn Đông Khê, Huyện Thạch An",
              **year)
    page.aside(None, "Cộng huyện Thạch An: 02 sản phẩm")
    page.aside("III", "THÀNH PHỐ CAO BẰNG")
    page.data(5, "Công ty TNHH Kolia", "Trà Kolia", "P. Hợp Giang", "4 sao", "12/2022",
              says=warned, product="Trà Kolia", producer="Công ty TNHH Kolia",
              grade="4", printed="12/2022",
              place="Phường Hợp Giang, Thành phố Cao Bằng")
    page.aside("Tổng số", None, "05 sản phẩm")
    page.aside("", "Tổng số toàn tỉnh: 05 sản phẩm, 04 chủ thể")
    return Workbook("toan-tinh-2022.xlsx",
                    "tiêu đề con theo huyện cho biết địa bàn; cùng tên xã ở hai"
                    " huyện; năm công nhận",
                    [page])


def bao_lac_two_tables() -> Workbook:
    page = Page("Bảo Lạc", font="Arial")
    page.title("UBND HUYỆN BẢO LẠC", "DANH SÁCH SẢN PHẨM OCOP", merge="A:E")
    page.line("1. Các sản phẩm công nhận năm 2020")
    page.head(["STT", "Sản phẩm", "Đơn vị", "Huyện/TP", "Số sao"],
              columns="B product, C producer, D district, E grade")
    note = "place_incomplete D"
    page.data(1, "Mật ong bạc hà", "HTX Huy Giáp", "Bảo Lạc", 3, says=note,
              product="Mật ong bạc hà", producer="HTX Huy Giáp", grade="3",
              place="Xã Huy Giáp, Huyện Bảo Lạc", address="Xã Huy Giáp, Bảo Lạc")
    hidden = page.data(2, "Vịt cỏ", "HTX Cô Ba", "Bảo Lạc", "3*", says=note,
                       product="Vịt cỏ", producer="HTX Cô Ba", grade="3",
                       place="Huyện Bảo Lạc")
    page.hide(hidden)
    for _ in range(3):
        page.line(" ", "", "\u200b", "\xa0", "")
    page.aside("2. Các sản phẩm công nhận năm 2022")
    page.head(["STT", "Tên chủ thể", "Tên sản phẩm", "Xếp hạng", "Địa chỉ"],
              columns="B producer, C product, D grade, E address")
    page.data(1, "HTX Huy Giáp", "Lê Đông Khê sấy", "★★★★", "Xã Huy Giáp, Bảo Lạc",
              product="Lê Đông Khê sấy", producer="HTX Huy Giáp", grade="4",
              place="Xã Huy Giáp, Huyện Bảo Lạc", address="Xã Huy Giáp, Bảo Lạc")
    page.notices = ("Có 1 dòng đang bị ẩn, vẫn được đọc.",)
    return Workbook("bao-lac-hai-bang.xlsx",
                    "hai bảng trên một trang, cột khác thứ tự, dòng ẩn, dòng"
                    " trống có định dạng",
                    [page], writer="openpyxl")


WORKBOOKS = [hoa_an_2020, trung_khanh_2021, province_by_district_2022,
             bao_lac_two_tables]
