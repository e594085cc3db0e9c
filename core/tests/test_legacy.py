from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from core.legacy import TCVN3, VNI, decode_as, decode_legacy, is_garbled, is_syllable

SAMPLES = [
    # Unicode, TCVN3, VNI
    ("Hợp tác xã Nông nghiệp", "Hîp t¸c x· N«ng nghiÖp", "Hôïp taùc xaõ Noâng nghieäp"),
    ("Rượu gạo Cao Bằng", "R­îu g¹o Cao B»ng", "Röôïu gaïo Cao Baèng"),
    ("Bún khô Cô Luyến", "Bón kh« C« LuyÕn", "Buùn khoâ Coâ Luyeán"),
    ("Trà xanh Tài Hồ Sìn", "Trµ xanh Tµi Hå S×n", "Traø xanh Taøi Hoà Sìn"),
    ("Tên sản phẩm", "Tªn s¶n phÈm", "Teân saûn phaåm"),
    ("Xã Đức Long", "X· §øc Long", "Xaõ Ñöùc Long"),
]  # fmt: skip


class LegacyTests(SimpleTestCase):
    def test_old_fonts_are_recognised_and_decoded(self):
        for text, tcvn3, vni in SAMPLES:
            with self.subTest(text=text):
                self.assertEqual(decode_legacy(tcvn3), (text, TCVN3))
                self.assertEqual(decode_legacy(vni), (text, VNI))

    def test_real_text_is_left_alone(self):
        for text in (
            *(text for text, _, _ in SAMPLES),
            "Hòa An",
            "Lê Thúy",
            "Trà Ô long",
            "Cà phê",
            "Quả óc chó",
            "Café Trùng Khánh",
            "Crème brûlée",
            "Nhãn hiệu ABC®",
            "gói 100 g ± 5, 25 °C, 20 µm",
            "HTX 19/5",
            "Chai ½ lít",
            "Hộp 10×20",
            "½ kg",
            "Trà «Xanh»",
            "Ðào Tây Ðô",
        ):
            with self.subTest(text=text):
                self.assertIsNone(decode_legacy(text))

    def test_a_text_that_could_be_either_follows_its_sheet(self):
        self.assertIsNone(decode_legacy("HTX Ba BÓ"))
        self.assertEqual(decode_as(TCVN3, "HTX Ba BÓ"), "HTX Ba Bể")

    def test_short_texts_are_told_apart(self):
        for text, tcvn3, vni in (
            ("Tâm", "T©m", "Taâm"),
            ("Chè", "ChÌ", "Cheø"),
            ("Nông sản", "N«ng s¶n", "Noâng saûn"),
            ("Mật ong", "MËt ong", "Maät ong"),
        ):
            with self.subTest(text=text):
                self.assertEqual(decode_legacy(tcvn3), (text, TCVN3))
                self.assertEqual(decode_legacy(vni), (text, VNI))
        self.assertEqual(decode_legacy("OÂng Nguyeãn"), ("Ông Nguyễn", VNI))

    def test_capitals_typed_over_small_marks_come_out_as_capitals(self):
        self.assertEqual(decode_legacy("HîP T¸C X·"), ("HỢP TÁC XÃ", TCVN3))
        self.assertEqual(decode_legacy("HTX Hµ"), ("HTX Hà", TCVN3))

    def test_words_of_an_old_font_among_real_ones_are_decoded(self):
        self.assertEqual(decode_legacy("Hợp t¸c x· (HTX)"), ("Hợp tác xã (HTX)", TCVN3))
        self.assertEqual(decode_legacy("Röôïu vang đỏ"), ("Rượu vang đỏ", VNI))

    def test_what_could_be_two_things_is_garbled(self):
        for text in ("deâ", "Thuû", "Rượu x¸¸"):
            with self.subTest(text=text):
                self.assertIsNone(decode_legacy(text))
                self.assertTrue(is_garbled(text))
        for text in ("Dê", "Nhãn hiệu ABC®", "m²", "gạo¹", "20 µm", "Chai ½ lít"):
            with self.subTest(text=text):
                self.assertFalse(is_garbled(text))

    def test_syllables(self):
        for word in ("nghiêng", "khuya", "Thuở", "quý", "ươm", "oái", "Đắk"):
            with self.subTest(word=word):
                self.assertTrue(is_syllable(word))
        for word in ("hîp", "t¸c", "strudel", "taõm", "tổnh", "maọt", "thũt"):
            with self.subTest(word=word):
                self.assertFalse(is_syllable(word))

    @given(st.text())
    def test_any_text_can_be_looked_at(self, text):
        decoded = decode_legacy(text)
        self.assertNotEqual(decoded and decoded[0], text)
