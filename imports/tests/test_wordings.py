"""Every header wording known from real lists is understood as its field."""

import unicodedata

from django.test import SimpleTestCase

from imports.kinds import counts_rows
from imports.reading import Book, Sheet
from imports.understanding.tables import understand

WORDINGS = {
    "product": ["Tên sản phẩm", "Tên sản phẩm OCOP", "Sản phẩm",
                "Tên sản phẩm/dịch vụ",
            "Tên SP OCOP", "Tên SP/DV", "Tên gọi sản phẩm",
            "Danh mục sản phẩm", "Tên sản phẩm công nhận"],
    "producer": ["Tên chủ thể", "Chủ thể", "Chủ thể OCOP", "Chủ thể sản xuất",
                 "Tên chủ thể sản xuất", "Chủ thể SXKD", "Tên cơ sở",
                 "Tên cơ sở sản xuất", "Cơ sở sản xuất", "Đơn vị", "Tên đơn vị",
                 "Nhà sản xuất",
            "Tổ chức, cá nhân", "Tên HTX, DN, hộ KD", "Tên HTX",
            "Chủ thể tham gia", "Chủ thể (HTX, DN, hộ)", "Đơn vị thực hiện",
            "Tên chủ thể/địa chỉ"],
    "legal_kind": ["Loại hình", "Loại chủ thể", "Loại hình tổ chức",
                   "Loại hình tổ chức sản xuất"],
    "representative": ["Người đại diện", "Đại diện cơ sở", "Đại diện pháp luật",
                       "Họ tên người đại diện", "Họ tên người đại diện (pháp lý)",
                       "Chủ cơ sở", "Giám đốc"],
    "phones": ["Điện thoại", "Số điện thoại", "SĐT", "ĐT liên hệ",
               "Điện thoại liên hệ",
            "Số ĐT", "ĐTDĐ", "Điện thoại/Zalo"],
    "address": ["Địa chỉ", "Địa chỉ cơ sở", "Địa chỉ sản xuất"],
    "commune": ["Xã/Phường"],
    "district": ["Huyện/TP", "Huyện"],
    "grade": ["Hạng sao", "Số sao", "Xếp hạng", "Phân hạng", "Xếp hạng sao OCOP",
              "Xếp hạng OCOP", "Đạt sao", "Kết quả phân hạng",
            "Xếp loại", "Số sao đạt", "Sao OCOP", "Hạng sản phẩm",
            "Kết quả công nhận", "Hạng sao đạt được"],
    "score": ["Điểm", "Điểm trung bình", "Tổng điểm",
            "Điểm số", "Tổng số điểm", "Kết quả chấm điểm"],
    "decision": ["Số quyết định", "Số QĐ công nhận", "Quyết định công nhận", "QĐ số",
                 "QĐ số...", "Quyết định phê duyệt"],
    "valid_from": ["Ngày công nhận", "Ngày cấp", "Năm công nhận", "Năm đánh giá",
                   "Đợt"],
    "decision_date": ["Ngày QĐ"],
    "term": ["Ngày hết hạn", "Thời hạn", "Hiệu lực đến"],
    "criteria_set": ["Nhóm sản phẩm", "Nhóm", "Phân nhóm", "Bộ sản phẩm",
                     "Ngành hàng", "Ngành nghề sản xuất/kinh doanh"],
    "tax_code": ["Mã số thuế"],
    "registration_number": ["Số ĐKKD"],
    "website": ["Website"],
    "state": ["Tình trạng HĐ", "Trạng thái", "Tình trạng"],
    "note": ["Ghi chú"],  # some lists put the state there, in free words
}  # fmt: skip

# Columns of real lists that the portal has no field for. Papers are kept with number
# and file on the producer's page; sales and figures are taken at inspections.
LEFT_OUT = ["Giấy chứng nhận ATTP", "Sàn TMĐT", "Kênh tiêu thụ", "Sản lượng",
            "Doanh thu năm", "Chi phí/năm (triệu đồng)",
            "Chi phí/năm \n(triệu đồng)", "Thu nhập/năm",
            "Lợi nhuận/năm(triệu đồng)", "Số thành viên", "Diện tích (ha)"]  # fmt: skip


def understood(*titles: str, field: str | None = None) -> dict[str, str | None]:
    """Return {title: field} of columns beside those that every list needs."""
    needed = {"product": "Tên sản phẩm", "producer": "Tên chủ thể"}
    beside = [title for name, title in needed.items() if name != field]
    head = ["", *beside, *titles]
    book = Book("xlsx", [Sheet("Danh sách", [head, ["1"] * len(head)])])
    [table] = understand(book).sheets[0].tables
    first = 1 + len(beside)
    return {
        title: table.columns.get(index)
        for index, title in enumerate(titles, start=first)
    }


class WordingTests(SimpleTestCase):
    def test_every_known_wording_is_understood_as_its_field(self):
        for name, titles in WORDINGS.items():
            for title in titles:
                with self.subTest(title=title):
                    self.assertEqual(understood(title, field=name), {title: name})

    def test_case_line_breaks_marks_and_signs_do_not_matter(self):
        for name, titles in WORDINGS.items():
            for title in titles:
                for typed in (
                    title.upper(),
                    f" {title.replace(' ', chr(10))}  :",
                    f"{title} (*)",
                    unicodedata.normalize("NFD", title),
                ):
                    with self.subTest(typed=typed):
                        self.assertEqual(understood(typed, field=name), {typed: name})

    def test_columns_that_count_rows_hold_nothing(self):
        for title in ("STT", "TT", "Số TT"):
            with self.subTest(title=title):
                self.assertTrue(counts_rows(title))
                self.assertEqual(understood(title), {title: None})

    def test_columns_without_a_field_are_left_out(self):
        for title in LEFT_OUT:
            with self.subTest(title=title):
                self.assertEqual(understood(title), {title: None})

    def test_the_day_of_another_paper_is_not_that_of_the_recognition(self):
        self.assertEqual(
            understood("Giấy chứng nhận ATTP", "Ngày cấp"),
            {"Giấy chứng nhận ATTP": None, "Ngày cấp": None},
        )
