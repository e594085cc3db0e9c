"""Lists over both eras: the communes of today, and those of before 1/7/2025."""

from .pages import Page, Workbook, day
from .parts import letterhead

# fmt: off

HEAD = ["STT", "Tên sản phẩm", "Tên chủ thể", "Xã/Phường", "Huyện", "Hạng sao",
        "Ngày công nhận"]
COLUMNS = "B product, C producer, D commune, E district, F grade, G valid_from"


def commune_2025() -> Workbook:
    page = Page("Xã Hòa An")
    letterhead(page, "UBND XÃ HÒA AN", "PHÒNG KINH TẾ", last="F")
    page.title("DANH SÁCH SẢN PHẨM OCOP TRÊN ĐỊA BÀN XÃ",
               "(sau sắp xếp đơn vị hành chính từ 01/7/2025)", merge="A:F")
    page.head(["TT", "Tên sản phẩm", "Chủ thể", "Địa chỉ (xóm)", "Đạt hạng",
              "Ngày cấp"],
              columns="B product, C producer, D address, E grade, F valid_from")
    page.aside("I", "XÃ HÒA AN, TỈNH CAO BẰNG (từ 01/7/2025)")
    page.data(1, "Bún ngũ sắc", "HTX Hòa An Xanh", "Xóm Bản Sẩy, xã Hòa An", "3 sao",
              day("20/11/2025"), product="Bún ngũ sắc", producer="HTX Hòa An Xanh",
              grade="3", valid_from="20/11/2025", address="Xóm Bản Sẩy, xã Hòa An",
              place="Xã Hòa An")
    page.data(2, "Bánh áp chao", "Hộ KD Nông Thị Vui", "Xóm Bản Sẩy", "3 sao",
              day("20/11/2025"), product="Bánh áp chao", producer="Hộ KD Nông Thị Vui",
              grade="3", valid_from="20/11/2025", address="Xóm Bản Sẩy",
              place="Xã Hòa An")
    page.aside("Tổng cộng", "02 sản phẩm")
    page.aside(None, None, "TM. ỦY BAN NHÂN DÂN XÃ")
    return Workbook("xa-hoa-an-2025.xlsx",
                    "danh sách của xã mới sau 1/7/2025, địa bàn theo tiêu đề con",
                    [page])


def both_eras() -> Workbook:
    page = Page("Hai thời kỳ")
    page.title("DANH MỤC SẢN PHẨM OCOP TỈNH CAO BẰNG 2019 - 2025", merge="A:G")
    page.head(HEAD, columns=COLUMNS)
    base = {"grade": "3"}
    rows = [("Xã Đức Long", "Hòa An", "16/9/2020", "Xã Đức Long, Huyện Hòa An"),
            ("Đức Long", "Huyện Thạch An", "16/9/2020", "Xã Đức Long, Huyện Thạch An"),
            ("Xã Đức Long", None, "20/11/2025", "Xã Đức Long"),
            ("P. Thục Phán", None, "20/11/2025", "Phường Thục Phán"),
            ("Phường Hợp Giang", "TP Cao Bằng", "16/9/2020",
            "Phường Hợp Giang, Thành phố Cao Bằng"), ("Sông Hiến", "Cao Bằng",
            "16/9/2020", "Phường Sông Hiến, Thành phố Cao Bằng"),
            ("TT Nước Hai", None, "16/9/2020", "Thị trấn Nước Hai, Huyện Hòa An"),
            ("Bảo Lạc", "Bảo Lạc", "16/9/2020", "Thị trấn Bảo Lạc, Huyện Bảo Lạc"),
            ("Quang Trung", "Trùng Khánh", "16/9/2020",
            "Xã Quang Trung, Huyện Trùng Khánh"),
            ("Xã Hoàng Tung (cũ)", None, "20/11/2025", "Xã Hoàng Tung, Huyện Hòa An"),
            ("xa Dam Thuy", "Trung Khanh", "16/9/2020",
            "Xã Đàm Thủy, Huyện Trùng Khánh")]
    for number, (commune, district, on, place) in enumerate(rows, start=1):
        owner = f"HTX Hai Thời {number}"
        page.data(number, "Gạo", owner, commune, district, 3, on, product="Gạo",
                  producer=owner, valid_from=_day(on), place=place, **base)
    return Workbook("hai-thoi-ky-dia-gioi.xlsx",
                    "tên xã cũ và mới, cùng tên ở hai huyện, cột huyện không ghi chữ"
                    " huyện",
                    [page])


def unclear_places() -> Workbook:
    page = Page("Chưa rõ địa bàn")
    page.title("DANH SÁCH CHƯA RÕ ĐỊA BÀN", merge="A:G")
    page.head(HEAD, columns=COLUMNS)
    rows = [("Xã Không Có", None, "place_unknown D, place_missing", "Tỉnh Cao Bằng"),
            ("Xã Quang Trung", None, "place_ambiguous D, place_missing",
            "Tỉnh Cao Bằng"),
            ("Xã Đức Long", None, "place_ambiguous D, place_missing", "Tỉnh Cao Bằng"),
            ("Xã Đức Long", "Bảo Lạc", "place_unknown D, place_missing",
            "Tỉnh Cao Bằng"), (None, "Hòa An", "place_incomplete E", "Huyện Hòa An"),
            (None, None, "place_missing", "Tỉnh Cao Bằng"), ("Mường Lát", "Thanh Hóa",
            "place_unknown D, place_missing", "Tỉnh Cao Bằng")]
    for number, (commune, district, says, place) in enumerate(rows, start=1):
        owner = f"HTX Chưa Rõ {number}"
        page.data(number, "Gạo", owner, commune, district, 3, None, says=says,
                  product="Gạo", producer=owner, place=place, grade="3")
    return Workbook("chua-ro-dia-ban.xlsx",
                    "địa bàn không có, trùng tên, ngoài tỉnh: lưu ý, không đoán",
                    [page], writer="openpyxl")


def by_group_2025() -> Workbook:
    page = Page("Theo nhóm", is_landscape=True)
    letterhead(page, "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "VĂN PHÒNG ĐIỀU PHỐI NTM",
               last="H")
    page.title("SẢN PHẨM OCOP CÒN HIỆU LỰC THEO NHÓM, ĐẾN 31/10/2025", merge="A:H")
    page.head(["TT", "Sản phẩm, chủ thể", None, "Địa chỉ sau 01/7/2025", None,
              "Kết quả", None, "Ghi chú"], [None, "Tên sản phẩm", "Tên chủ thể", "Xóm",
              "Xã, phường", "Hạng sao", "Quyết định", None],
              columns="B product, C producer, D address, E commune, F grade, G"
              " decision, H note",
              merges="A1:A2 B1:C1 D1:E1 F1:G1 H1:H2")
    given = {"decision": "1712/QĐ-UBND", "on": "28/10/2025"}
    written = "1712/QĐ-UBND ngày 28/10/2025"
    page.aside("I. NHÓM THỰC PHẨM", None, None, None, None, None, None, 2)
    page.data(1, "Miến dong", "HTX Phan Thanh", "Bản Chang", "Xã Phan Thanh", "4 sao",
              written, "Lần đầu", product="Miến dong", producer="HTX Phan Thanh",
              address="Bản Chang", place="Xã Phan Thanh", grade="4", note="Lần đầu",
              **given)
    page.data(2, "Chè Phja Đén", "Công ty TNHH Kolia", None, "Thành Công", "3 sao",
              written, None, product="Chè Phja Đén", producer="Công ty TNHH Kolia",
              place="Xã Thành Công", grade="3", **given)
    page.aside("II. NHÓM ĐỒ UỐNG", None, None, None, None, None, None, "1")
    page.data(3, "Rượu Tà Lùng", "HTX Phục Hòa", "Tổ 3", "Phục Hòa", "3 sao", written,
              None, product="Rượu Tà Lùng", producer="HTX Phục Hòa", address="Tổ 3",
              place="Xã Phục Hòa", grade="3", **given)
    page.aside("III. NHÓM DỊCH VỤ DU LỊCH")
    page.data(4, "Làng du lịch Khuổi Ky", "Hợp tác xã Du lịch Khuổi Ky", "Khuổi Ky",
              "Đàm Thủy", "4 sao", written, None, product="Làng du lịch Khuổi Ky",
              producer="Hợp tác xã Du lịch Khuổi Ky", address="Khuổi Ky",
              place="Xã Đàm Thủy", grade="4", **given)
    page.aside("CỘNG (I + II + III): 04 sản phẩm")
    page.aside("Nơi nhận: Như trên; Lưu: VT, VPĐP.", None, None, None, None,
               "KT. GIÁM ĐỐC")
    return Workbook("theo-nhom-2025.xlsx",
                    "danh sách theo nhóm sau 1/7/2025, tiêu đề con có số đếm", [page])


def _day(text: str) -> str:
    return f"{day(text):%d/%m/%Y}"


WORKBOOKS = [commune_2025, both_eras, unclear_places, by_group_2025]
