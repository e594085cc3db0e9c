"""Tables whose headers, sub-headings and ends are hard to tell from their rows."""

from ..workbooks import Formula
from .pages import Page, Workbook
from .parts import letterhead

# fmt: off

IN_QUANG_UYEN = "Thị trấn Quảng Uyên, Huyện Quảng Hòa"


def wide_economics() -> Workbook:
    page = Page("Biểu 01", is_landscape=True)
    letterhead(page, "UBND HUYỆN QUẢNG HÒA", "PHÒNG NN&PTNT", last="N")
    page.title("BIỂU TỔNG HỢP CHỦ THỂ VÀ SẢN PHẨM OCOP NĂM 2022", merge="A:N")
    page.line(*[None] * 11, "ĐVT: triệu đồng")
    page.head(["STT", "Chủ thể", None, None, None, "Sản phẩm", None, None,
              "Kết quả SXKD", None, None, None, "Giấy chứng nhận ATTP", None], [None,
              "Tên chủ thể", "Loại hình", "Người đại diện", None, "Tên sản phẩm",
              "Quy cách", "Xếp\nhạng", "Sản lượng\n(tấn/năm)", "Doanh thu năm",
              "Lợi nhuận/năm\n(triệu đồng)", "Số\nlao động", "Số", "Ngày cấp"], [None,
              None, None, "Họ tên", "Số điện thoại", None, None, None, None, None, None,
              None, None, None],
              columns="B producer, C legal_kind, D representative, E phones, F product,"
              " G variant, H grade",
              merges="A1:A3 B1:E1 B2:B3 C2:C3 D2:E2 F1:H1 F2:F3 G2:G3 H2:H3 I1:L1 I2:I3"
              " J2:J3 K2:K3 L2:L3 M1:N1 M2:M3 N2:N3")
    page.aside("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)",
               "(11)=(9)x(10)", "(12)", "(13)", "(14)")
    page.aside(None, None, None, None, None, None, "(cm)", None, "(tấn)", "(tr.đ)")
    sen = {"producer": "HTX rèn Phúc Sen", "kind": "cooperative",
           "representative": "Nông Văn Lâm", "phones": "0944555666",
           "place": "Tỉnh Cao Bằng"}
    page.data(1, "HTX rèn Phúc Sen", "HTX", "Nông Văn Lâm", 944555666, "Dao Phúc Sen",
              "30 cm", "4 sao", 12, 1500, 320.5, 12, "05/2021/ATTP", "12/3/2021",
              says="place_missing", product="Dao Phúc Sen", variant="30 cm", grade="4",
              **sen)
    page.data(2, "HTX rèn Phúc Sen", "HTX", "Nông Văn Lâm", "944555666", "Dao Phúc Sen",
              "25 cm", "3 sao", 8, "950", "120,5", None, None, None,
              product="Dao Phúc Sen", variant="25 cm", grade="3", **sen)
    page.aside("Tổng", None, None, None, None, None, None, None,
               Formula("=SUM(I12)", 20), Formula("=SUM(J12)", 2450),
               Formula("=SUM(K12)", 441), 12)
    return Workbook("quang-hoa-kinh-te.xlsx",
                    "tiêu đề ba dòng, cột kinh tế, đơn vị tính trong tiêu đề,"
                    " tổng bằng công thức",
                    [page])


def deep_header() -> Workbook:
    page = Page("Phụ lục")
    letterhead(page, "ỦY BAN NHÂN DÂN", "TỈNH CAO BẰNG", last="F")
    page.title("QUYẾT ĐỊNH", "Về việc công nhận sản phẩm OCOP năm 2021", merge="A:F")
    for number in range(1, 22):
        page.line(f"Căn cứ Quyết định số {number}/2021/QĐ-UBND của UBND tỉnh;")
    page.title("PHỤ LỤC DANH SÁCH SẢN PHẨM", merge="A:F")
    page.blank()
    page.head(["TT", "TÊN SẢN PHẨM", "CHỦ THỂ SẢN XUẤT", "ĐỊA CHỈ",
              "KẾT QUẢ\nPHÂN HẠNG", "TỔNG ĐIỂM\n(100)"],
              columns="B product, C producer, D address, E grade, F score")
    page.data("01", "Miến dong Phja Đén", "HTX Phja Đén", "Xã Thành Công, Nguyên Bình",
              "3 sao", 75.4, product="Miến dong Phja Đén", producer="HTX Phja Đén",
              grade="3", score="75,4", address="Xã Thành Công, Nguyên Bình",
              place="Xã Thành Công, Huyện Nguyên Bình")
    page.data("02", "Chè xanh Kolia", "Công ty TNHH Kolia",
              "Xã Thành Công, Nguyên Bình", "4 SAO", "86,25", product="Chè xanh Kolia",
              producer="Công ty TNHH Kolia", grade="4", score="86,25",
              address="Xã Thành Công, Nguyên Bình",
              place="Xã Thành Công, Huyện Nguyên Bình")
    page.aside(None, None, None, "TM. ỦY BAN NHÂN DÂN")
    page.aside(None, None, None, "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH")
    page.aside(None, None, None, "Hoàng Xuân Ánh")
    return Workbook("quyet-dinh-tieu-de-sau.xlsx",
                    "tiêu đề bảng ở dòng 30, sau phần căn cứ; chữ ký ngay dưới bảng",
                    [page])


def stars_as_headings() -> Workbook:
    page = Page("Thạch An")
    page.title("UBND HUYỆN THẠCH AN", "SẢN PHẨM OCOP THEO HẠNG SAO", merge="A:D")
    page.head(["STT", "Tên sản phẩm", "Tên cơ sở", "Địa chỉ sản xuất"],
              columns="B product, C producer, D address")
    khe = {"address": "TT Đông Khê, huyện Thạch An",
           "place": "Thị trấn Đông Khê, Huyện Thạch An"}
    page.aside("A. 4 sao", merge="A:D")
    page.data(1, "Thạch đen Thạch An", "HTX 3 Sạch", khe["address"],
              product="Thạch đen Thạch An", producer="HTX 3 Sạch", grade="4", **khe)
    page.aside("B", "Sản phẩm đạt 3 sao")
    page.aside(None, "I. Nhóm thực phẩm")
    page.data(2, "Lạp sườn", "Cơ sở Bà Lý", khe["address"], product="Lạp sườn",
              producer="Cơ sở Bà Lý", grade="3", **khe)
    page.data(3, "Khâu nhục", "Cơ sở Bà Lý", khe["address"], product="Khâu nhục",
              producer="Cơ sở Bà Lý", grade="3", **khe)
    page.aside(None, "II. Nhóm đồ uống")
    page.data(4, "Rượu men lá", "Hộ SXKD Đàm Văn Ngọc", khe["address"],
              product="Rượu men lá", producer="Hộ SXKD Đàm Văn Ngọc", grade="3", **khe)
    page.aside("C. Tiềm năng 5 sao")
    page.data(5, "Miến dong 3 Sạch", "HTX 3 Sạch", khe["address"],
              product="Miến dong 3 Sạch", producer="HTX 3 Sạch", grade="4+", **khe)
    page.aside("D. Đề xuất 5 sao")
    page.data(6, "Chè đắng", "HTX 3 Sạch", khe["address"], product="Chè đắng",
              producer="HTX 3 Sạch", **khe)
    return Workbook("thach-an-theo-sao.xlsx",
                    "hạng sao ở tiêu đề con, không có cột sao; nhóm trong nhóm", [page])


def places_over_the_table() -> Workbook:
    page = Page("Theo địa bàn")
    page.title("DANH MỤC SẢN PHẨM OCOP CẤP TỈNH", merge="A:E")
    page.head(["STT", "Tên chủ thể", "Tên sản phẩm", "Xóm", "Đạt sao"],
              columns="B producer, C product, D address, E grade")
    page.aside("HUYỆN QUẢNG HÒA", merge="A:E")
    page.aside(None, "1. Thị trấn Quảng Uyên", merge="B:E")
    page.data(1, "HTX Đường phên Bó Tờ", "Đường phên", "Xóm Bó Tờ", 3,
              producer="HTX Đường phên Bó Tờ", product="Đường phên", grade="3",
              address="Xóm Bó Tờ", place=IN_QUANG_UYEN)
    page.aside(None, None, "2. Xã Phúc Sen: 02 sản phẩm")
    page.data(2, "Hộ ông Lương Văn Bảo", "Dao phay", "Pác Rằng", 3,
              producer="Hộ ông Lương Văn Bảo", product="Dao phay", grade="3",
              address="Pác Rằng", place="Xã Phúc Sen, Huyện Quảng Hòa")
    page.data(3, "Hộ bà Lương Thị Vân", "Kéo", None, 3, producer="Hộ bà Lương Thị Vân",
              product="Kéo", grade="3", place="Xã Phúc Sen, Huyện Quảng Hòa")
    page.aside("THÀNH PHỐ CAO BẰNG", merge="A:E")
    page.data(4, "Công ty CP Cao Bằng Xanh", "Nước lê", "Số 12, phố Kim Đồng", 4,
              says="place_incomplete D", producer="Công ty CP Cao Bằng Xanh",
              product="Nước lê", grade="4", address="Số 12, phố Kim Đồng",
              place="Thành phố Cao Bằng")
    page.aside("CỘNG TOÀN TỈNH", None, Formula("=COUNTA(C5:C11)", 4))
    return Workbook("danh-muc-theo-dia-ban.xlsx",
                    "tiêu đề con theo huyện rồi xã, gộp ngang cả bảng hoặc nằm ở"
                    " cột bất kỳ",
                    [page])


def notes_and_repeated_headers() -> Workbook:
    page = Page("In nhiều trang")
    head = ["STT", "Tên sản phẩm", "Chủ thể", "Xã/Phường", "Huyện", "Hạng sao"]
    columns = "B product, C producer, D commune, E district, F grade"
    page.title("DANH SÁCH IN NHIỀU TRANG")
    page.head(head, columns=columns)
    page.data(1, "Bún khô", "HTX Ngũ Lão", "Ngũ Lão", "Hòa An", "3 sao",
              product="Bún khô", producer="HTX Ngũ Lão", grade="3",
              place="Xã Ngũ Lão, Huyện Hòa An")
    page.aside("Trang 1/2")
    page.head(head, columns=columns)
    page.data(2, "Phở khô", "HTX Ngũ Lão", "Ngũ Lão", "Hòa An", "3 sao",
              product="Phở khô", producer="HTX Ngũ Lão", grade="3",
              place="Xã Ngũ Lão, Huyện Hòa An")
    page.data(3, "Cộng sinh nấm linh chi", "HTX Tổng Cọt", "Tổng Cọt", "Hà Quảng",
              "3 sao", product="Cộng sinh nấm linh chi", producer="HTX Tổng Cọt",
              grade="3", place="Xã Tổng Cọt, Huyện Hà Quảng")
    page.aside("Cộng: 03 sản phẩm")
    page.aside("Ghi chú:")
    page.aside("- Sản phẩm số 2 đánh giá lại năm 2023;")
    page.aside("- Số liệu tính đến ngày 30/6/2022.")
    page.aside("* Nguồn: Phòng Nông nghiệp và PTNT")
    page.aside("Người lập biểu", None, None, None, "Thủ trưởng đơn vị")
    page.aside("Nông Thị Hồng", None, None, None, "Lý Văn Tuyên")
    return Workbook("in-nhieu-trang.xlsx",
                    "tiêu đề lặp lại mỗi trang in, số trang, ghi chú nhiều dòng,"
                    " tên như chữ 'Cộng'",
                    [page])


WORKBOOKS = [wide_economics, deep_header, stars_as_headings, places_over_the_table,
             notes_and_repeated_headers]
