from django.test import SimpleTestCase

from core.cells import CellError
from products.causes import read_causes, read_end_kind
from products.enums import EndReason

WORDINGS = {
    "a": ["a", "Điểm a", "a) ", "Hồ sơ giả mạo", "Kê khai không trung thực"],
    "b": ["điểm b khoản 1 Điều 8", "Không còn đáp ứng tiêu chí", "Không đạt yêu cầu"],
    "c": ["c", "Vi phạm ATTP", "Vi phạm ghi nhãn hàng hóa", "Vi phạm nghiêm trọng"],
    "d": ["d", "Sử dụng sai nhãn hiệu OCOP trên bao bì", "Dùng logo OCOP sai"],
    "đ": ["đ", "ĐIỂM Đ", "Không còn sản xuất", "Ngừng hoạt động", "HTX đã giải thể"],
    "e": ["điểm e", "Theo kết luận của cơ quan có thẩm quyền"],
    "not_renewed": [
        "Hết hạn, không đăng ký đánh giá lại",
        "Giấy chứng nhận hết hiệu lực",
        "Chủ thể không nộp hồ sơ đánh giá lại",
    ],
}


class CauseTests(SimpleTestCase):
    def test_usual_wordings_and_letters(self):
        for reason, texts in WORDINGS.items():
            for text in texts:
                with self.subTest(text=text):
                    self.assertEqual(read_causes(text).value, (EndReason(reason),))

    def test_the_labels_of_the_portal_are_read_exactly(self):
        for reason in EndReason:
            with self.subTest(reason=reason):
                reading = read_causes(reason.label)
                self.assertEqual((reading.value, reading.printed), ((reason,), ""))

    def test_several_in_one_cell(self):
        for text, letters in (
            ("a; đ", "ađ"),
            ("điểm a, c và đ khoản 1 Điều 8", "acđ"),
            ("- Không còn sản xuất\n- Vi phạm môi trường", "đc"),
        ):
            with self.subTest(text=text):
                reading = read_causes(text)
                self.assertEqual([str(reason) for reason in reading.value], [*letters])

    def test_free_words_are_kept_as_printed(self):
        self.assertEqual(
            read_causes("Ngừng sản xuất 2024").printed, "Ngừng sản xuất 2024"
        )

    def test_what_names_no_ground_is_refused(self):
        for text in (
            "Tự nguyện xin rút",
            "Tạm dừng sản xuất",
            "điểm a; lý do khác",
            "?",
        ):
            with self.subTest(text=text), self.assertRaises(CellError) as caught:
                read_causes(text)
            self.assertEqual(caught.exception.code, "cause_unreadable")

    def test_a_blank_says_nothing(self):
        for raw in (None, "", "-", "không"):
            with self.subTest(raw=raw):
                self.assertIsNone(read_causes(raw).value)


class EndKindTests(SimpleTestCase):
    def test_revoked_or_removed(self):
        for text, kind in (
            ("Thu hồi", "revoke"),
            ("thu hồi giấy chứng nhận", "revoke"),
            ("Loại khỏi danh sách", "remove"),
            ("Đưa ra khỏi danh sách", "remove"),
            (None, None),
        ):
            with self.subTest(text=text):
                self.assertEqual(read_end_kind(text).value, kind)

    def test_anything_else_is_refused(self):
        with self.assertRaises(CellError) as caught:
            read_end_kind("nhắc nhở")
        self.assertEqual(caught.exception.code, "end_kind_unreadable")
