import unicodedata

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from core.text import clean_line, clean_text, file_stem, search_key, settle_tones


class CleanLineTests(SimpleTestCase):
    def test_stores_composed_characters(self):
        typed = unicodedata.normalize("NFD", "Rượu gạo Nhật Cao Bằng")
        self.assertEqual(clean_line(typed), "Rượu gạo Nhật Cao Bằng")

    def test_drops_zero_width_characters_and_doubled_spaces(self):
        self.assertEqual(
            clean_line("\ufeff Cơm\u200b  cháy\u00a0\n Huy Hoàng "),
            "Cơm cháy Huy Hoàng",
        )

    def test_makes_the_icelandic_lookalike_the_vietnamese_letter(self):
        self.assertEqual(clean_line("\u00d0ức Long \u00f0en"), "Đức Long đen")

    @given(st.text())
    def test_cleaning_twice_changes_nothing_more(self, text):
        self.assertEqual(clean_line(clean_line(text)), clean_line(text))


class CleanTextTests(SimpleTestCase):
    def test_keeps_lines_and_one_blank_line(self):
        self.assertEqual(
            clean_text("Đạt \r\n\r\n\r\n\r\n chưa  đạt\r\nhết "),
            "Đạt\n\nchưa đạt\nhết",
        )


class FileStemTests(SimpleTestCase):
    def test_keeps_letters_and_digits_that_every_system_holds(self):
        self.assertEqual(
            file_stem("Sổ văn bản: 01/BB-VPĐP “mới”"), "so-van-ban-01-bb-vpdp-moi"
        )


class SettleTonesTests(SimpleTestCase):
    def test_the_tone_goes_where_it_belongs(self):
        for typed, settled in (
            ("hoà thuỷ khoẻ", "hòa thủy khỏe"),
            ("hòang ngòai míên gíêng", "hoàng ngoài miến giếng"),
            ("qúy qùa gìa của miá", "quý quà già của mía"),
            ("HOÀ Uống rựơu khuỷu", "HÒA Uống rượu khuỷu"),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(settle_tones(typed), settled)
                self.assertEqual(settle_tones(settled), settled)


class SearchKeyTests(SimpleTestCase):
    def test_ignores_case_marks_and_the_letter_with_a_bar(self):
        self.assertEqual(search_key("ĐỒNG Khê, Xã Đức Long"), "dong khe, xa duc long")

    def test_ignores_where_the_tone_mark_stands(self):
        self.assertEqual(search_key("Hoà An"), search_key("Hòa An"))

    def test_reads_decomposed_text_the_same(self):
        typed = unicodedata.normalize("NFD", "Thuỷ sản Đàm Thủy")
        self.assertEqual(search_key(typed), "thuy san dam thuy")
