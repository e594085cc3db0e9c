"""Lists typed with the fonts of before Unicode, and Unicode typed in other ways."""

import unicodedata

from .pages import Page, Workbook

# fmt: off

TCVN3 = dict(
             zip("àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
             "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥"
             "¦"
             "§",
             strict=True))
VNI_TONES = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
VNI_HATS = dict(zip("\u0301\u0300\u0309\u0303\u0323", "áàåãä", strict=True))
VNI_BREVES = dict(zip("\u0301\u0300\u0309\u0303\u0323", "éèúüë", strict=True))
VNI_ALONE = {"đ": "ñ", "Đ": "Ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò",
             "ỵ": "î"}

HEAD = ["STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Điện thoại", "Xếp hạng",
        "Ghi chú"]
COLUMNS = "B product, C producer, D address, E phones, F grade, G note"
ROWS = [("Rượu gạo Cao Bằng", "Hợp tác xã Nông nghiệp Đức Long",
        "Xã Đức Long, huyện Hòa An", "bốn sao", "4"), ("Miến dong Nguyễn",
        "Hợp tác xã Nông nghiệp Đức Long", "Xã Đức Long, huyện Hòa An", "3 sao", "3"),
        ("Chè", "Cơ sở sản xuất Bế Thị Mơ", "Thị trấn Nước Hai, huyện Hòa An", "ba sao",
        "3"), ("Bún khô", "Hộ kinh doanh Lê Văn Tám", "Xã Dân Chủ, huyện Hòa An",
        "3 sao", "3"), ("Dao Phúc Sen", "Hộ kinh doanh Lê Văn Tám",
        "Xã Dân Chủ, huyện Hòa An", "★★★", "3"), ("Thịt lợn ướp",
        "Hộ kinh doanh Lê Văn Tám", "Xã Dân Chủ, huyện Hòa An", "3", "3")]
PLACES = {"Xã Đức Long, huyện Hòa An": "Xã Đức Long, Huyện Hòa An",
          "Thị trấn Nước Hai, huyện Hòa An": "Thị trấn Nước Hai, Huyện Hòa An",
          "Xã Dân Chủ, huyện Hòa An": "Xã Dân Chủ, Huyện Hòa An"}


def in_tcvn3(text: str) -> str:
    """Return a text as .VnTime shows it; few capitals have marks there."""
    return "".join(TCVN3.get(c, TCVN3.get(c.lower(), c)) for c in text)


def in_vni(text: str) -> str:
    """Return a text as VNI-Times shows it: each mark a letter of its own."""
    return "".join(map(_vni_letter, text))


def _vni_letter(letter: str) -> str:
    if letter.lower() in VNI_ALONE:
        alone = VNI_ALONE[letter.lower()]
        return alone.upper() if letter.isupper() else alone
    base, *marks = unicodedata.normalize("NFD", letter)
    signs = VNI_TONES
    if "\u031b" in marks:  # the horn
        base = {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}[base]
        marks.remove("\u031b")
    for mark, table, sign in (("\u0302", VNI_HATS, "â"), ("\u0306", VNI_BREVES, "ê")):
        if mark in marks:
            marks.remove(mark)
            signs = {**table, "": sign}
    tone = signs.get(marks[0] if marks else "", "")
    return base + (tone.upper() if base.isupper() else tone)


def _old_font(page: Page, typed) -> None:
    page.title(typed("Danh sách sản phẩm OCOP năm 2020"),
               typed("Đơn vị: Phòng Nông nghiệp"), merge="A:G")
    page.head([typed(title) for title in HEAD], columns=COLUMNS)
    page.aside(typed("Huyện Hòa An"))
    for number, (product, producer, address, star, grade) in enumerate(ROWS, start=1):
        page.data(number, typed(product), typed(producer), typed(address), 912345678,
                  typed(star), None, product=product, producer=producer,
                  address=address, place=PLACES[address], grade=grade,
                  phones="0912345678")
    page.aside(typed("Tổng cộng"), None, None, None, None, 6)
    page.aside(typed("Người lập biểu"))


def tcvn3() -> Workbook:
    page = Page("DS 2020", font=".VnTime")
    _old_font(page, in_tcvn3)
    page.notices = ("Trang tính gõ bằng phông TCVN3 (.VnTime); đã đổi sang Unicode.",)
    return Workbook("phong-vntime.xlsx",
                    "cả trang gõ bằng phông .VnTime (TCVN3), kể cả tiêu đề", [page])


def vni() -> Workbook:
    page = Page("DS 2020", font="VNI-Times")
    _old_font(page, in_vni)
    page.notices = ("Trang tính gõ bằng phông VNI; đã đổi sang Unicode.",)
    return Workbook("phong-vni.xlsx", "cả trang gõ bằng phông VNI, kể cả tiêu đề",
                    [page], writer="openpyxl")


def stray_cells() -> Workbook:
    page = Page("Chép từ nhiều nơi")
    page.title("DANH SÁCH TỔNG HỢP TỪ CÁC XÃ", merge="A:G")
    page.head(HEAD, columns=COLUMNS)
    here = {"address": "Xã Ngũ Lão, huyện Hòa An", "place": "Xã Ngũ Lão, Huyện Hòa An"}
    page.data(1, "Gạo nếp", "HTX Ngũ Lão", here["address"], None, "3 sao",
              "Đã kiểm tra", product="Gạo nếp", producer="HTX Ngũ Lão", grade="3",
              note="Đã kiểm tra", **here)
    page.data(2, in_tcvn3("Mật ong rừng"), "HTX Ngũ Lão", here["address"], None,
              "3 sao", None, says="legacy_converted B", product="Mật ong rừng",
              producer="HTX Ngũ Lão", grade="3", **here)
    page.data(3, "Lạp sườn", in_vni("Hợp tác xã Ngũ Lão"), here["address"], None,
              "4 sao", None, says="legacy_converted C", product="Lạp sườn",
              producer="HTX Ngũ Lão", grade="4", **here)
    page.data(4, "Hợp t¸c làm mứt gừng", "HTX Ngũ Lão", here["address"], None, "4 sao",
              in_tcvn3("Đang chờ giấy"), says="legacy_converted B, legacy_converted G",
              product="Hợp tác làm mứt gừng", producer="HTX Ngũ Lão", grade="4",
              note="Đang chờ giấy", **here)
    page.reject(5, "deâ", "HTX Ngũ Lão", here["address"], None, "3 sao", None,
                says="legacy_encoding B")
    page.reject(6, "Rượu x¸¸q đặc biệt", "HTX Ngũ Lão", here["address"], None, "3 sao",
                None, says="legacy_encoding B")
    copied = {"product": "Dao Phúc Sen", "producer": "HTX Ngũ Lão", "grade": "3"}
    page.data(7, in_tcvn3("Dao Phúc Sen"), in_tcvn3("Hợp tác xã Ngũ Lão"),
              in_tcvn3(here["address"]), None, "3 sao", None, **copied, **here)
    page.notices = ("Có 1 dòng gõ bằng phông TCVN3 (.VnTime); đã đổi sang Unicode.",)
    page.data(8, "Chai ½ lít «Xanh»", "HTX Ngũ Lão", here["address"], None, "3 sao",
              "Café® 5 µg, 30 °C", product="Chai ½ lít «Xanh»", producer="HTX Ngũ Lão",
              grade="3", note="Café® 5 µg, 30 °C", **here)
    return Workbook("o-le-phong-cu.xlsx",
                    "vài ô lẻ gõ phông cũ giữa trang Unicode: đổi có báo, không chắc"
                    " thì loại dòng",
                    [page])


def nfd(text: str) -> str:
    """Return a text with its marks apart, as some systems type it."""
    return unicodedata.normalize("NFD", text)


def other_unicode() -> Workbook:
    page = Page("Unicode tổ hợp")
    page.title(nfd("DANH SÁCH GÕ BẰNG UNICODE TỔ HỢP"), merge="A:G")
    page.head([nfd(title) for title in HEAD], columns=COLUMNS)
    page.aside(nfd("I. HUYỆN HÒA AN"))
    here = {"address": "Xã Đại Tiến", "place": "Xã Đại Tiến, Huyện Hòa An"}
    first = page.data(1, nfd("Rượu nếp Hoà An"), nfd("Hợp tác xã Hoà An"),
                      nfd("Xã Đại Tiến"), None, nfd("Bốn sao"), None,
                      product="Rượu nếp Hoà An", producer="Hợp tác xã Hoà An",
                      grade="4", **here)
    page.again(2, "RƯỢU NẾP HÒA AN", "HTX Hòa An", "Xã Đại Tiến", None, "4 sao", None,
               of=first)
    page.data(3, "\ufeffMiến\u200b dong\xa0\xa0Hoà  An ", " HTX\u200c Hòa\u2060 An\n",
              "Xã\tĐại Tiến", None, "3\xa0sao", None, product="Miến dong Hoà An",
              producer="Hợp tác xã Hoà An", grade="3", **here)
    page.data(4, "Bánh \u00d0ại Tiến", "HTX \u00d0ại Tiến", "Xã \u00d0ại Tiến", None,
              "3 sao", None, product="Bánh Đại Tiến", producer="HTX Đại Tiến",
              grade="3", **here)
    page.aside("\u200b", nfd("Tổng cộng: 03 sản phẩm"))
    return Workbook("unicode-to-hop.xlsx",
                    "chữ NFD, dấu cách lạ, ký tự không rộng, chữ Ð giống Đ", [page])


WORKBOOKS = [tcvn3, vni, stray_cells, other_unicode]
