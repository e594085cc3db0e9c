import unicodedata

from django.test import TestCase

from areas.locating import locate
from areas.naming import Gazetteer
from tests.factories import AreaFactory
from tests.places import FORMER, TODAY, load_cao_bang, unit


class GazetteerTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.gazetteer = Gazetteer(unit("04"))

    def found(self, text, **hints):
        area = self.gazetteer.find(text, **hints).area
        return area and (area.code, area.is_current)

    def candidates(self, text, **hints):
        found = self.gazetteer.find(text, **hints)
        self.assertIsNone(found.area)
        self.assertEqual(found.alike, ())
        return sorted((area.name, area.is_current) for area in found.candidates)

    def doubted(self, text):
        """Return what the text names and speaks against."""
        found = self.gazetteer.find(text)
        self.assertEqual((found.area, found.candidates), (None, ()))
        return sorted((area.name, area.is_current) for area in found.alike)

    def test_a_district_in_the_address_means_the_former_unit(self):
        for text in (
            "Xóm 3, xã Nam Tuấn, huyện Hòa An, tỉnh Cao Bằng",
            "Nam Tuấn, Hòa An, Cao Bằng",
            "X. Nam Tuấn - H. Hoà An",
            "XÃ NAM TUẤN, HUYỆN HÒA AN (Cao Bằng)",
            unicodedata.normalize("NFD", "xã Nam Tuấn, huyện Hòa An"),
            "nam tuan, hoa an",
        ):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), ("01660", False))

    def test_short_forms_stand_for_the_kind(self):
        self.assertEqual(self.found("TT Nước Hai, H. Hòa An"), ("01654", False))
        self.assertEqual(self.found("TT.Nước Hai"), ("01654", False))
        self.assertEqual(self.found("P. Sông Hiến, TP. Cao Bằng"), ("01267", False))

    def test_a_name_of_one_era_is_sure(self):
        self.assertEqual(self.found("Phường Thục Phán, tỉnh Cao Bằng"), ("01273", True))
        self.assertEqual(self.found("xã Hòa An"), ("01654", True))
        self.assertEqual(self.found("huyện Hòa An"), ("051", False))
        self.assertEqual(self.found("tỉnh Cao Bằng"), ("04", True))

    def test_a_name_of_both_eras_needs_a_hint(self):
        self.assertEqual(
            self.candidates("xã Nam Tuấn, tỉnh Cao Bằng"),
            [("Xã Nam Tuấn", False), ("Xã Nam Tuấn", True)],
        )
        self.assertEqual(self.found("xã Nam Tuấn", former=False), ("01660", True))
        self.assertEqual(self.found("xã Nam Tuấn", former=True), ("01660", False))

    def test_hoa_an_without_a_kind_may_be_the_district_or_the_commune(self):
        self.assertEqual(
            self.candidates("Hòa An"), [("Huyện Hòa An", False), ("Xã Hòa An", True)]
        )

    def test_what_stands_without_commas_is_cut_before_the_kind_of_unit(self):
        for text in (
            "xóm 3 xã Nam Tuấn huyện Hòa An tỉnh Cao Bằng",
            "xóm 3 X. Nam Tuấn H. Hòa An",
            "xom 3 xa Nam Tuan huyen Hoa An",
            "Nam Tuấn-Hòa An-Cao Bằng",
            "Nam Tuấn/Hòa An",
        ):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), ("01660", False))

    def test_the_province_may_stand_first(self):
        self.assertEqual(
            self.found("tỉnh Cao Bằng, huyện Hòa An, xã Nam Tuấn"), ("01660", False)
        )

    def test_what_ended_may_be_called_so(self):
        for text in (
            "xã Nam Tuấn cũ",
            "Xã Nam Tuấn (cũ), tỉnh Cao Bằng",
            unit("01660", FORMER).full_name,
        ):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), ("01660", False))

    def test_a_hamlet_may_bear_the_name_of_another_commune(self):
        found = self.gazetteer.find("Nam Tuấn, xã Đại Tiến, huyện Hòa An")
        self.assertEqual(found.area, unit("01666", FORMER))
        self.assertEqual(found.unread, ("Nam Tuấn",))
        self.assertEqual(self.candidates("Bản Nam Tuấn"), [])

    def test_a_district_that_does_not_hold_the_commune_is_never_overlooked(self):
        both = [("Xã Nam Tuấn", False), ("Xã Nam Tuấn", True)]
        town = [("Thị trấn Nước Hai", False)]
        for text, doubted in {
            "xã Nam Tuấn, huyện Trùng Khánh": both,
            "xã Nam Tuấn, huyện Không Có": both,
            "Xã Nam Tuấn, Hà Nội": both,
            "thị trấn Nước Hai, huyện Bảo Yên, tỉnh Lào Cai": town,
            "thị trấn Nước Hai, Lào Cai": town,
            "thị trấn Nước Hai (huyện Trùng Khánh)": town,
            "xã Không Có, huyện Hòa An": [("Huyện Hòa An", False)],
        }.items():
            with self.subTest(text=text):
                self.assertEqual(self.doubted(text), doubted)

    def test_another_kind_of_commune_needs_its_district(self):
        self.assertEqual(self.doubted("xã Nước Hai"), [("Thị trấn Nước Hai", False)])
        self.assertEqual(self.found("xã Nước Hai, huyện Hòa An"), ("01654", False))

    def test_a_commune_of_today_in_a_former_district_is_in_doubt(self):
        self.assertEqual(
            self.doubted("xã Trùng Khánh, huyện Trùng Khánh"),
            [("Thị trấn Trùng Khánh", False), ("Xã Trùng Khánh", True)],
        )

    def test_the_city_is_not_the_province(self):
        self.assertEqual(self.found("TP. Cao Bằng"), ("040", False))
        self.assertEqual(
            self.found("P. Tân Giang, TP Cao Bằng, tỉnh Cao Bằng"), ("01276", False)
        )
        self.assertEqual(
            self.candidates("P. Tân Giang, tỉnh Cao Bằng"),
            [("Phường Tân Giang", False), ("Phường Tân Giang", True)],
        )

    def test_a_kind_that_does_not_fit_finds_the_name_under_no_other_kind(self):
        self.assertEqual(self.candidates("huyện Nam Tuấn"), [])

    def test_parts_that_name_no_unit_are_given_back(self):
        found = self.gazetteer.find("Tổ dân phố 5, thị trấn Nước Hai, huyện Hòa An")
        self.assertEqual(found.area, unit("01654", FORMER))
        self.assertEqual(found.unread, ("Tổ dân phố 5",))

    def test_nothing_named(self):
        self.assertEqual(self.candidates(""), [])
        self.assertEqual(self.candidates("chợ trung tâm"), [])

    def test_any_number_of_names_costs_no_query(self):
        with self.assertNumQueries(0):
            for number in range(100):
                found = self.gazetteer.find(f"Xóm {number}, Nước Hai, H. Hòa An")
                self.gazetteer.locate(found.area)

    def test_knows_where_its_units_are_today_as_the_tables_do(self):
        for code, date in [
            ("01654", FORMER),
            ("01273", TODAY),
            ("051", FORMER),
            ("04", FORMER),
        ]:
            with self.subTest(code=code):
                place = unit(code, date)
                self.assertEqual(self.gazetteer.locate(place), locate(place))


class NamingElsewhereTests(TestCase):
    """Names that need care, from other provinces."""

    def gazetteer(self, *names):
        province = AreaFactory(province=True)
        for name in names:
            AreaFactory(name=name, parent=province)
        return Gazetteer(province)

    def found(self, gazetteer, text):
        return str(gazetteer.find(text).area)

    def test_a_name_may_begin_or_end_like_a_kind_of_unit(self):
        gazetteer = self.gazetteer("Xã Xa Dung", "Xã Quản Bạ", "Xã Tứ Quận", "Xã Dung")
        for text, name in {
            "Xa Dung": "Xã Xa Dung",
            "Quan Ba": "Xã Quản Bạ",
            "xã Tứ Quận": "Xã Tứ Quận",
        }.items():
            with self.subTest(text=text):
                self.assertEqual(self.found(gazetteer, text), name)

    def test_a_name_may_hold_a_dash_or_an_apostrophe(self):
        gazetteer = self.gazetteer("Phường Lâm Viên - Đà Lạt", "Xã M’Drắk", "Phường 1")
        for text, name in {
            "P. Lâm Viên - Đà Lạt": "Phường Lâm Viên - Đà Lạt",
            "xã M'Drắk": "Xã M’Drắk",
            "MDrak": "Xã M’Drắk",
            "P.1": "Phường 1",
        }.items():
            with self.subTest(text=text):
                self.assertEqual(self.found(gazetteer, text), name)
