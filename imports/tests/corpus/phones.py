"""Phones, tax codes and the people behind a producer."""

from .pages import Page, Workbook

# fmt: off

HEAD = ["STT", "Tên chủ thể", "Mã số thuế", "Người đại diện", "Giới tính", "Dân tộc",
        "ĐT liên hệ", "Email", "Tên sản phẩm", "Hạng sao", "Địa chỉ"]
COLUMNS = (
    "B producer, C tax_code, D representative, E sex, F ethnicity, G phones, H email,"
    " I product, J grade, K address"
)
HERE = {"address": "Xã Cách Linh, huyện Quảng Hòa",
        "place": "Xã Cách Linh, Huyện Quảng Hòa", "grade": "3"}

READ = {"0912345678": [912345678, 912345678.0, "912345678", "0912 345 678",
        "0912.345.678", "0912-345-678", "'0912345678", "ĐT: 0912345678",
        "+84 912 345 678", "84 912 345 678", "(+84) 912345678", "0912345678 (anh Nam)"],
        "0912345678; 02063852123": ["0912.345.678 - 0206 3852 123",
        "0912345678/02063852123", "0912345678\n0206.3852.123",
        "DĐ: 0912345678; CĐ: 0206 3852 123", "0912345678 hoặc 02063852123"],
        "01682345678": ["0168 234 5678", 1682345678],
        "02063852123": [2063852123, "(0206) 3852 123"]}
UNREADABLE = ["12345", "liên hệ UBND xã", "091234567", "0912 345 6789"]


def phones() -> Workbook:
    page = Page("Liên hệ", is_landscape=True)
    page.title("DANH BẠ CHỦ THỂ OCOP HUYỆN QUẢNG HÒA", merge="A:K")
    page.head(HEAD, columns=COLUMNS)
    number = 0
    for stored, notations in READ.items():
        for text in notations:
            number += 1
            name = f"Hộ Lục Văn Số {number}"
            page.data(number, name, None, None, None, None, text, None, "Mía đường", 3,
                      HERE["address"], product="Mía đường", producer=name,
                      phones=stored, **HERE)
    for text in UNREADABLE:
        number += 1
        name = f"Hộ Lục Văn Số {number}"
        page.data(number, name, None, None, None, None, text, None, "Mía đường", 3,
                  HERE["address"], says="phone_unreadable G", product="Mía đường",
                  producer=name, **HERE)
    name = "Hộ Lục Văn Hai"
    page.data(99, name, None, None, None, None, "0912345678, 12345", None, "Mía đường",
              3, HERE["address"], says="phone_unreadable G", product="Mía đường",
              producer=name, phones="0912345678", **HERE)
    return Workbook("danh-ba-dien-thoai.xlsx",
                    "số điện thoại mất số 0, dấu cách, +84, hai số một ô, không đọc"
                    " được",
                    [page])


def people_and_codes() -> Workbook:
    page = Page("Chủ thể")
    page.title("DANH SÁCH CHỦ THỂ OCOP CÓ MÃ SỐ THUẾ", merge="A:K")
    page.head(HEAD, columns=COLUMNS)
    address = HERE["address"]
    page.data(1, "HTX Mía Cách Linh", 4800123456, "Nông Thị Lan", "Nữ", "Tày",
              912345678, "htx@vidu.vn", "Đường phên", 3, address, product="Đường phên",
              producer="HTX Mía Cách Linh", tax_code="4800123456",
              representative="Nông Thị Lan", sex="female", ethnicity="Tày",
              phones="0912345678", email="htx@vidu.vn", **HERE)
    page.data(2, "Công ty TNHH Hoà Bình", "0100109106-001", "Đàm Văn Tú", "nam", "Nùng",
              None, "không có", "Mật mía", 3, address, product="Mật mía",
              producer="Công ty TNHH Hoà Bình", tax_code="0100109106-001",
              representative="Đàm Văn Tú", sex="male", ethnicity="Nùng", **HERE)
    page.data(3, "Công ty TNHH Hòa Bình", "4800999888", None, None, None, None,
              "sai địa chỉ", "Mật mía", 3, address, says="email_unreadable H",
              product="Mật mía", producer="Công ty TNHH Hòa Bình",
              tax_code="4800999888", **HERE)
    page.data(4, "Hộ Kinh Doanh Lý Thị Mai", "MST: 100109106", "Lý Thị Mai", "Nữ",
              "Kinh", None, None, "Bánh chè lam", 3, address, product="Bánh chè lam",
              producer="Hộ Kinh Doanh Lý Thị Mai", tax_code="0100109106",
              representative="Lý Thị Mai", sex="female", ethnicity="Kinh", **HERE)
    page.reject(5, "Hộ KD Lý Văn Ba", "48001", None, None, None, None, None,
                "Bánh khẩu sli", 3, address, says="invalid_tax_code C")
    return Workbook("chu-the-ma-so-thue.xlsx",
                    "mã số thuế, người đại diện, thư điện tử; hai mã số thuế khác"
                    " nhau là hai chủ thể",
                    [page])


WORKBOOKS = [phones, people_and_codes]
