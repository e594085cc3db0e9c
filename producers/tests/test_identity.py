import unicodedata

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from producers.identity import match_key


class MatchKeyTests(SimpleTestCase):
    def test_spellings_of_one_name_have_one_key(self):
        for spellings in (
            ("Hợp tác xã (HTX) Nông nghiệp Hoàng Tung", "HTX NN Hoàng Tung",
             "hợp tác xã  nông nghiệp HOÀNG TUNG", "HTX. NN Hoàng Tung"),
            ("Hợp tác xã Hoà An", "HTX Hòa An",
             unicodedata.normalize("NFD", "HTX Hòa An")),
            ("Cty CP TM-DV Sông Hiến",
             "Công ty cổ phần Thương mại và Dịch vụ Sông Hiến",
             "CTCP TM & DV Sông Hiến", "Công ty CP TMDV Sông Hiến"),
            ("Hộ SXKD Nông Thị A", "HKD Nông Thị A", "Hộ KD Nông Thị A",
             "Hộ kinh doanh Nông Thị A", "Hộ sản xuất kinh doanh Nông Thị A"),
            ("Cty TNHH 1TV Kolia", "Công ty TNHH MTV Kolia",
             "Công ty trách nhiệm hữu hạn một thành viên Kolia"),
            ("CSSX Huy Hoàng", "Cơ sở SX Huy Hoàng", "Cơ sở sản xuất Huy Hoàng"),
            ("Rượu gạo 500ml", "rượu gạo, 500 ML"),
            ("HTX Quý Hòang", "H.T.X Qúy Hoàng", "Hợp tác xã Quý Hoàng"),
            ("Hộ sản xuất và kinh doanh Lan", "Hộ SX-KD Lan", "Hộ SX, KD Lan"),
            ("CS SX Bà Lan", "CSSX Bà Lan", "Cơ sở sản xuất Bà Lan"),
            ("Công ty T.N.H.H Sơn Hà", "C.ty TNHH Sơn Hà"),
            ("HTX SXDV NN Thuỷ Hưng", "HTX sản xuất và dịch vụ nông nghiệp Thủy Hưng"),
            ("HTX Ðức Long", "HTX Đức Long"),
        ):  # fmt: skip
            with self.subTest(name=spellings[0]):
                self.assertEqual({match_key(name) for name in spellings}, {
                    match_key(spellings[0])
                })  # fmt: skip

    def test_other_names_have_other_keys(self):
        for one, other in (
            ("HTX Hoàng Tung", "HTX Hoàng Tùng"),
            ("HTX Nam Tuấn", "HTX Nam Tuấn, xã Nam Tuấn"),
            ("Rượu gạo 500 ml", "Rượu gạo 750 ml"),
            ("Cộng đồng và Dịch vụ", "Cộng đồng Dịch vụ"),
            ("THT Đức Long", "HTX Đức Long"),
        ):
            with self.subTest(one=one):
                self.assertNotEqual(match_key(one), match_key(other))

    @given(st.text())
    def test_a_key_is_its_own_key(self, name):
        key = match_key(name)
        self.assertEqual(match_key(key), key)
