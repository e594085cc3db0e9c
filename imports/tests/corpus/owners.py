"""Who is the same producer, what is the same product."""

from .pages import Page, Workbook
from .parts import letterhead

# fmt: off

HEAD = ["STT", "Tên chủ thể OCOP", "Địa chỉ", "SĐT", "Tên sản phẩm OCOP", "Quy cách",
        "Phân hạng"]
COLUMNS = "B producer, C address, D phones, E product, F variant, G grade"
SPELLINGS = [["Hợp tác xã Nông nghiệp Quý Hoà", "HTX NN Quý Hòa",
             "Hợp tác xã (HTX) nông nghiệp Quý Hoà", "HTX. Nông nghiệp QUÝ HÒA",
             "H.T.X Nông nghiệp Quí Hòa".replace("Quí", "Qúy")],
             ["Công ty Cổ phần Thương mại và Dịch vụ Bản Giốc", "Cty CP TM-DV Bản Giốc",
             "CTCP TM & DV Bản Giốc", "Công ty CP TMDV Bản Giốc"],
             ["Hộ kinh doanh Nông Văn Thuỷ", "HKD Nông Văn Thủy", "Hộ KD Nông Văn Thuỷ",
             "Hộ SXKD Nông Văn Thủy", "Hộ sản xuất, kinh doanh Nông Văn Thuỷ"],
             ["Công ty TNHH Một thành viên Đông Á", "Cty TNHH MTV Đông Á",
             "Công ty trách nhiệm hữu hạn 1 thành viên Đông Á"],
             ["CSSX Khoẻ Xanh", "Cơ sở sản xuất Khỏe Xanh", "Cơ sở SX “Khoẻ Xanh”"]]
OTHERS = ["HTX Nông nghiệp Quý Hoa", "HTX Quý Hòa", "THT Nông nghiệp Quý Hòa",
          "HTX NN Quý Hòa, xã Chí Viễn", "Công ty TNHH Đông Á", "Hộ KD Nông Văn Thuý"]
HERE = {"address": "Xã Chí Viễn, huyện Trùng Khánh",
        "place": "Xã Chí Viễn, Huyện Trùng Khánh"}


def spellings() -> Workbook:
    page = Page("Tên chủ thể")
    page.title("DANH SÁCH CHỦ THỂ GHI NHIỀU CÁCH", merge="A:G")
    page.head(HEAD, columns=COLUMNS)
    number = 0
    for names in SPELLINGS:
        for name in names:
            number += 1
            product = f"Nông sản số {number}"
            page.data(number, name, HERE["address"], None, product, None, 3,
                      product=product, producer=names[0], grade="3", **HERE)
    for name in OTHERS:
        number += 1
        page.data(number, name, HERE["address"], None, "Nông sản số 1", None, 3,
                  product="Nông sản số 1", producer=name, grade="3", **HERE)
    return Workbook("ten-chu-the-nhieu-cach.xlsx",
                    "HTX, Cty, HKD, dấu thanh, dấu câu: cùng một chủ thể; khác một"
                    " chữ thì không",
                    [page])


def merged_or_not() -> Workbook:
    page = Page("Gộp ô")
    letterhead(page, "UBND HUYỆN HÀ QUẢNG", "", last="G")
    page.title("DANH SÁCH CHỦ THỂ VÀ SẢN PHẨM OCOP", merge="A:G")
    page.head(HEAD, columns=COLUMNS)
    place = {"address": "Xã Trường Hà, huyện Hà Quảng",
             "place": "Xã Trường Hà, Huyện Hà Quảng"}
    owner = {"producer": "HTX Pác Bó", "phones": "0977888999", **place}
    first = page.data(1, "HTX Pác Bó", place["address"], 977888999, "Cá chép", None, 3,
                      product="Cá chép", grade="3", **owner)
    page.data(None, None, None, None, "Gạo nếp", "túi 5 kg", 4, product="Gạo nếp",
              variant="túi 5 kg", grade="4", **owner)
    last = page.data(None, None, None, None, "Gạo nếp", "túi 10 kg", 4,
                     product="Gạo nếp", variant="túi 10 kg", grade="4", **owner)
    page.merge_down("ABCD", first, last)
    page.data(2, "Hộ bà Hoàng Thị Dèn", place["address"], None, "Thổ cẩm", None, 3,
              product="Thổ cẩm", producer="Hộ bà Hoàng Thị Dèn", grade="3", **place)
    page.reject(None, None, None, None, "Khăn thổ cẩm", None, 3,
                says="missing_producer B")
    page.reject(None, None, None, None, "Túi thổ cẩm", None, "3 sao",
                says="missing_producer B")
    top = page.data(3, "Cơ sở Lạc Hồng", place["address"], None, "Lạc rang", None, 3,
                    product="Lạc rang", producer="Cơ sở Lạc Hồng", grade="3", **place)
    under = page.data(4, None, place["address"], None, "Lạc đỏ", None, "4 sao",
                      product="Lạc đỏ", producer="Cơ sở Lạc Hồng", grade="4", **place)
    page.merge_down("B", top, under)
    page.reject(5, None, place["address"], None, "Đỗ đen", None, "4 sao",
                says="missing_producer B")
    return Workbook("o-gop-va-o-trong.xlsx",
                    "ô gộp dọc thì giá trị dùng cho mọi dòng; ô trống không gộp thì"
                    " loại dòng",
                    [page])


def repeated() -> Workbook:
    page = Page("Trùng lặp")
    page.title("TỔNG HỢP TỪ CÁC PHÒNG", merge="A:G")
    page.head(HEAD, columns=COLUMNS)
    address = HERE["address"]
    first = page.data(1, "HTX Trùng Khánh", address, None, "Rượu hạt dẻ 500 ml", None,
                      3, product="Rượu hạt dẻ 500 ml", producer="HTX Trùng Khánh",
                      grade="3", **HERE)
    page.data(2, "HTX Trùng Khánh", address, None, "Rượu hạt dẻ 750 ml", None, 3,
              product="Rượu hạt dẻ 750 ml", producer="HTX Trùng Khánh", grade="3",
              **HERE)
    page.again(3, "Hợp tác xã Trùng Khánh", address, None, "RƯỢU HẠT DẺ 500ML", None, 3,
               of=first)
    page.again(4, "HTX Trùng Khánh", address, None, "Rượu hạt dẻ", "500 ml", "3 sao",
               of=first)
    page.data(5, "HTX Hạt Dẻ", address, None, "Rượu hạt dẻ 500 ml", None, 3,
              product="Rượu hạt dẻ 500 ml", producer="HTX Hạt Dẻ", grade="3", **HERE)
    page.reject(6, "HTX Hỏng Dòng", address, None, "Rượu hạt dẻ 500 ml", None, "7 sao",
                says="invalid_star G")
    page.again(7, "HTX Hạt Dẻ", address, None, " rượu hạt dẻ 500 ml ", None, 3,
               of=first + 4)
    return Workbook("dong-lap-lai.xlsx",
                    "dòng lặp lại, quy cách khác nhau, cùng tên sản phẩm của chủ thể"
                    " khác",
                    [page], writer="openpyxl")


def same_name_elsewhere() -> Workbook:
    page = Page("Cùng tên")
    page.title("CHỦ THỂ CÙNG TÊN Ở HAI XÃ", merge="A:G")
    page.head(HEAD, columns=COLUMNS)
    quang, dam = "Xã Quang Hán, huyện Trùng Khánh", "Xã Đàm Thủy, huyện Trùng Khánh"
    page.data(1, "HTX Thanh Niên", quang, None, "Quýt", None, 3, product="Quýt",
              producer="HTX Thanh Niên", grade="3", address=quang,
              place="Xã Quang Hán, Huyện Trùng Khánh")
    page.data(2, "HTX Thanh Niên", dam, None, "Lê", None, 3,
              says="producer_other_place", product="Lê", producer="HTX Thanh Niên",
              grade="3", address=dam, place="Xã Đàm Thủy, Huyện Trùng Khánh")
    page.data(3, "HTX Thanh niên", None, None, "Mận", None, 3, product="Mận",
              producer="HTX Thanh Niên", grade="3", address=quang,
              place="Xã Quang Hán, Huyện Trùng Khánh")
    return Workbook("cung-ten-hai-xa.xlsx",
                    "một tên ở hai xã vẫn là một chủ thể, nêu để hỏi", [page])


WORKBOOKS = [spellings, merged_or_not, repeated, same_name_elsewhere]
