"""Annexes to decisions, and lists that name decisions as people remember them."""

from .pages import Page, Workbook, day
from .parts import letterhead

# fmt: off

NUOC_HAI = {"place": "Thị trấn Nước Hai, Huyện Hòa An",
            "address": "TT. Nước Hai, H. Hòa An"}
ISSUER = "UBND tỉnh Cao Bằng"


def annex_2022() -> Workbook:
    page = Page("PL kèm QĐ 1925", is_landscape=True)
    letterhead(page, "ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", "", last="J")
    page.title("PHỤ LỤC", "DANH SÁCH SẢN PHẨM ĐƯỢC CÔNG NHẬN OCOP NĂM 2022",
               "(Ban hành kèm theo Quyết định số 1925/QĐ-UBND ngày 31/12/2022)",
               merge="A:J")
    page.head(["STT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Nhóm sản phẩm", "Điểm",
              "Hạng sao", "Số giấy chứng nhận", "Quyết định số", "Thời hạn"],
              columns="B product, C producer, D address, E criteria_set, F score, G"
              " grade, H certificate_number, I decision, J term")
    page.aside(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
    given = {"decision": "1925/QĐ-UBND", "on": "31/12/2022", "issuer": ISSUER,
             "regime": "1048/QĐ-TTg"}
    number = "1925/QĐ-UBND ngày 31/12/2022"
    page.data(1, "Rượu men lá", "HTX Nước Hai", "TT. Nước Hai, H. Hòa An", "Rượu trắng",
              "72,5", "3 sao", "01/2022", number, "36 tháng", product="Rượu men lá",
              producer="HTX Nước Hai", criteria_set="Rượu trắng", score="72,5",
              grade="3", certificate="01/2022", valid_to="31/12/2025", **NUOC_HAI,
              **given)
    page.data(2, "Chè đắng", "HTX Nước Hai", "TT. Nước Hai, H. Hòa An",
              "Chè tươi, chè chế biến", 88, "4 sao", "02/2022", number,
              day("31/12/2025"), product="Chè đắng", producer="HTX Nước Hai",
              criteria_set="Chè tươi, chè chế biến", score="88", grade="4",
              certificate="02/2022", valid_to="31/12/2025", **NUOC_HAI, **given)
    page.data(3, "Du lịch hồ Khuổi Khoán", "HTX Nước Hai", "TT. Nước Hai, H. Hòa An",
              "Dịch vụ du lịch", 90.25, "Tiềm năng 5 sao", None, number,
              "31/12/2022 đến 31/12/2025", says="set_unknown E",
              product="Du lịch hồ Khuổi Khoán", producer="HTX Nước Hai", score="90,25",
              grade="4+", valid_to="31/12/2025", **NUOC_HAI, **given)
    page.reject(4, "Tinh dầu quế", "HTX Nước Hai", "TT. Nước Hai, H. Hòa An", None,
                "105 điểm", "3 sao", None, number, None, says="invalid_score F")
    page.reject(5, "Tinh dầu sả", "HTX Nước Hai", "TT. Nước Hai, H. Hòa An", None, 70,
                "3 sao", None, number, "31/12/2021", says="invalid_date J")
    return Workbook("phu-luc-qd-1925-2022.xlsx",
                    "phụ lục quyết định: điểm, số giấy chứng nhận, thời hạn; cơ quan"
                    " và bộ quy định chọn cho cả tệp",
                    [page], regime="1048/QĐ-TTg", issuer=ISSUER)


def numbers_with_mistakes() -> Workbook:
    page = Page("Tổng hợp")
    page.title("RÀ SOÁT QUYẾT ĐỊNH CÔNG NHẬN SẢN PHẨM OCOP")
    page.head(["Số TT", "Sản phẩm", "Chủ thể", "Xã, phường", "Sao",
              "Quyết định công nhận"],
              columns="B product, C producer, D commune, E grade, F decision")
    base = {"producer": "HTX Bạch Đằng", "place": "Xã Bạch Đằng, Huyện Hòa An",
            "grade": "3"}

    def row(number, product, text, says="", **values):
        page.data(number, product, "HTX Bạch Đằng", "xã Bạch Đằng, huyện Hòa An", 3,
                  text, product=product, says=says, **base, **values)

    row(1, "Gạo nếp", "QĐ số 2008/QĐ/UBND", decision="2008/QĐ-UBND", on="16/09/2023")
    row(2, "Ngô nếp", "Số 2009/QD-UBND, ngày 16/9/2020", decision="2009/QĐ-UBND",
        on="16/09/2020")
    row(3, "Khoai môn", "2010/Q\u00d0-UBND\nngày 5 tháng 9 năm 2023",
        decision="2010/QĐ-UBND", on="05/09/2023")
    row(4, "Lạc đỏ", "Quyết định 2011 ngày 16-9-2020", decision="2011", on="16/09/2020")
    row(5, "Đỗ tương", "2012/QĐ-UBND năm 2020", "date_incomplete F",
        decision="2012/QĐ-UBND", printed="2012/QĐ-UBND năm 2020",
        note="Quyết định như đã ghi: 2012/QĐ-UBND năm 2020")
    row(6, "Vừng", "QĐ của UBND tỉnh", "decision_unreadable F",
        printed="QĐ của UBND tỉnh", note="Quyết định như đã ghi: QĐ của UBND tỉnh")
    row(7, "Mía", "114/QĐ-UBND ngày 15/1/2020; 2008/QĐ-UBND ngày 16/9/2023",
        "several_decisions F", decision="2008/QĐ-UBND", on="16/09/2023",
        note="Quyết định như đã ghi: 114/QĐ-UBND ngày 15/1/2020; 2008/QĐ-UBND ngày"
        " 16/9/2023")
    row(8, "Sắn dây", "chưa có")
    row(9, "Gừng", "Ngày 16/9/2020, số 2009/QĐ-UBND", decision="2009/QĐ-UBND",
        on="16/09/2020")
    page.reject(10, "Nghệ", "HTX Bạch Đằng", "xã Bạch Đằng, huyện Hòa An", 3,
                "2013/QĐ-UBND ngày 31/02/2021", says="invalid_date F")
    return Workbook("so-quyet-dinh-ghi-sai.xlsx",
                    "số quyết định ghi sai, thiếu ngày, nhiều quyết định trong một ô",
                    [page], writer="openpyxl")


def awarded_again() -> Workbook:
    page = Page("Công nhận lại")
    page.title("SẢN PHẨM OCOP CÔNG NHẬN LẠI GIAI ĐOẠN 2020 - 2023", merge="A:G")
    page.head(["STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Quyết định công nhận",
              None, "Phân hạng sao"], [None, None, None, None, "Số", "Ngày", None],
              columns="B product, C producer, D address, E decision, F decision_date,"
              " G grade",
              merges="A1:A2 B1:B2 C1:C2 D1:D2 E1:F1 G1:G2")
    once = {"product": "Miến dong Án Lại", "producer": "HTX Án Lại", "awards": "2",
            **NUOC_HAI}
    first = page.data(1, "Miến dong Án Lại", "HTX Án Lại", "TT. Nước Hai, H. Hòa An",
                      "1806/QĐ-UBND", day("16/9/2020"), "3 sao",
                      decision="1806/QĐ-UBND", on="16/09/2020", grade="3",
                      valid_to="16/09/2023", **once)
    page.data(2, "MIẾN DONG ÁN LẠI", "HTX Án Lại", "TT. Nước Hai, H. Hòa An",
              "1590/QĐ-UBND", "29/9/2023", "4 sao", outcome="changed",
              decision="1590/QĐ-UBND", on="29/09/2023", grade="4",
              valid_to="29/09/2026", **once)
    page.again(3, "Miến dong  Án Lại", "Hợp tác xã Án Lại", "TT. Nước Hai, H. Hòa An",
               "1806/QĐ-UBND", "16/09/2020", "3 sao", of=first)
    page.aside("Tổng: 03 lượt công nhận")
    return Workbook("cong-nhan-lai-2023.xlsx",
                    "một sản phẩm hai lần công nhận, và một dòng lặp lại", [page])


WORKBOOKS = [annex_2022, numbers_with_mistakes, awarded_again]
