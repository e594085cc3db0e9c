"""Every way in which offices write a star, and what is none."""

from ..workbooks import Failed
from .pages import Page, Workbook

# fmt: off

HEAD = ["STT", "Tên sản phẩm", "Tên chủ thể", "Xã/Phường", "Xếp hạng sao OCOP"]
COLUMNS = "B product, C producer, D commune, E grade"
HERE = "xã Nam Tuấn, huyện Hòa An"
PLACE = "Xã Nam Tuấn, Huyện Hòa An"

READ = {"3": [3, "3", "3 sao", "3sao", "***", "* * *", "3*", "★★★", "★★★☆☆", "ba sao",
        "III sao", "Đạt chuẩn 3 sao", "03 sao", "3 sao cấp huyện năm 2024",
        "3 sao (công nhận lại)"], "4": [4.0, "4,0", "4 SAO", "Hạng 4 sao", "****", "4*",
        "★★★★", "bốn sao", "IV sao", "Hạng IV", "4 (bốn) sao",
        "OCOP 4 sao (QĐ 114/QĐ-UBND, 15/1/2020)", "4 Sao (năm 2022)",
        "Đạt 4 sao cấp tỉnh", "SP OCOP 4 sao", "4 sao (82,5 điểm)"],
        "5": [5, "5 sao", "*****", "năm sao", "V sao", "5 sao quốc gia"],
        "4+": ["Tiềm năng 5 sao", "5 sao (tiềm năng)", "TIỀM NĂNG 5*",
        "tiềm năng năm sao"]}
REFUSED = [0, "0", 6, "6 sao", 2, "1 sao", "**", 3.5, "3,5 sao", "3-4 sao",
           "3 đến 4 sao", "4/5", "3 sao, 4 sao", "Không đạt", "Chưa xếp hạng",
           "Không đạt 3 sao", "x", "3 sao (đề nghị 4 sao)", "4 (ba) sao",
           "tiềm năng 4 sao", "2022", "Đạt", "4 sao (đã thu hồi)",
           "nâng hạng từ 3 sao lên 4 sao", "30 sao", "82 điểm"]
PROPOSED = ["đề xuất 5 sao", "Đề nghị công nhận 4 sao", "dự kiến 3 sao",
            "5 sao (đề xuất)", "Đang trình Trung ương công nhận 5 sao"]


def read() -> Workbook:
    page = Page("Hạng sao")
    page.title("TỔNG HỢP KẾT QUẢ PHÂN HẠNG SẢN PHẨM OCOP", merge="A:E")
    page.head(HEAD, columns=COLUMNS)
    number = 0
    for grade, notations in READ.items():
        for text in notations:
            number += 1
            name = f"Gạo nếp hương loại {number}"
            page.data(number, name, "HTX Nam Tuấn", HERE, text, product=name,
                      producer="HTX Nam Tuấn", place=PLACE, grade=grade)
    page.aside("Cộng", None, None, None, number)
    return Workbook("cach-ghi-hang-sao.xlsx",
                    "mọi cách ghi 3, 4, 5 sao và tiềm năng 5 sao", [page])


def refused() -> Workbook:
    page = Page("Hạng sao")
    page.title("DANH SÁCH SẢN PHẨM CHƯA RÕ HẠNG", merge="A:E")
    page.head(HEAD, columns=COLUMNS)
    for number, text in enumerate(REFUSED, start=1):
        page.reject(number, f"Gạo tẻ loại {number}", "HTX Nam Tuấn", HERE, text,
                    says="invalid_star E")
    page.reject(90, "Gạo tẻ", "HTX Nam Tuấn", HERE, Failed("#REF!"),
                says="formula_error E")
    return Workbook("hang-sao-khong-doc-duoc.xlsx",
                    "những ô hạng sao phải loại dòng, không lấy chữ số đầu tiên",
                    [page])


def proposed_and_blank() -> Workbook:
    page = Page("Đề xuất", is_landscape=True)
    page.title("DANH SÁCH SẢN PHẨM ĐỀ NGHỊ ĐÁNH GIÁ, PHÂN HẠNG NĂM 2023", merge="A:E")
    page.head(HEAD, columns=COLUMNS)
    for number, text in enumerate([*PROPOSED, None, "-", "…", " "], start=1):
        name = f"Ngô nếp loại {number}"
        code = "star_proposed E" if number <= len(PROPOSED) else "star_missing E"
        page.data(number, name, "HTX Nam Tuấn", HERE, text, says=code, product=name,
                  producer="HTX Nam Tuấn", place=PLACE)
    page.aside("Danh sách gồm 09 sản phẩm./.")
    return Workbook("de-xuat-va-de-trong.xlsx",
                    "đề xuất không phải là công nhận; ô sao để trống được nhận kèm"
                    " lưu ý",
                    [page])


WORKBOOKS = [read, refused, proposed_and_blank]
