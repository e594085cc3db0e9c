import datetime
from collections import Counter

from django.test import TestCase

from areas.enums import Level
from areas.models import Area, AreaCover, AreaSuccession
from areas.units import load_units, read_units
from tests.places import load_cao_bang, unit

OLD, NEW = datetime.date(2025, 6, 30), datetime.date(2025, 7, 1)


class WholeCountryTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_units()

    def test_holds_every_unit_of_both_eras(self):
        counted = Counter(
            (level, ended is None)
            for level, ended in Area.objects.values_list("level", "valid_to")
        )
        self.assertEqual(
            counted,
            {
                (Level.PROVINCE, False): 63,
                (Level.DISTRICT, False): 696,
                (Level.COMMUNE, False): 10_035,
                (Level.PROVINCE, True): 34,
                (Level.COMMUNE, True): 3_321,
            },
        )

    def test_most_codes_stand_in_both_eras(self):
        codes = Counter(Area.objects.values_list("code", flat=True))
        self.assertEqual(sum(times == 2 for times in codes.values()), 3_350)

    def test_every_former_unit_has_a_successor(self):
        orphans = Area.objects.filter(valid_to=OLD, successions=None)
        self.assertEqual(list(orphans), [])

    def test_an_island_district_became_a_special_zone(self):
        island = Area.objects.get(name="Huyện Lý Sơn")
        self.assertEqual(str(island.successors.get()), "Đặc khu Lý Sơn")

    def test_a_split_commune_goes_with_its_main_part(self):
        split = Area.objects.get(code="00007", valid_to=OLD)
        self.assertEqual(str(split), "Phường Cống Vị")
        steps = [(step.new.code, step.is_main) for step in split.successions.all()]
        self.assertEqual(steps, [("00008", True), ("00025", False)])
        covering = Area.objects.current().filter(covers__descendant=split)
        self.assertEqual(
            sorted(covering.values_list("code", flat=True)), ["00008", "01"]
        )

    def test_a_second_run_changes_nothing(self):
        before = set(AreaCover.objects.values_list("pk", flat=True))
        self.assertEqual(load_units(), 14_149)
        self.assertEqual(set(AreaCover.objects.values_list("pk", flat=True)), before)


class MendingTests(TestCase):
    def test_a_renamed_unit_is_mended_and_keeps_its_key(self):
        load_cao_bang()
        area = unit("01654", NEW)
        Area.objects.filter(pk=area.pk).update(name="sai", search_key="sai")
        load_cao_bang()
        area.refresh_from_db()
        self.assertEqual((area.name, area.search_key), ("Xã Hòa An", "xa hoa an"))

    def test_a_step_that_went_missing_is_mended(self):
        load_cao_bang()
        former = unit("01654", OLD)
        former.successions.all().delete()
        load_cao_bang()
        self.assertEqual(former.successors.get(), unit("01654", NEW))

    def test_a_unit_under_the_wrong_parent_is_mended(self):
        load_cao_bang()
        Area.objects.filter(pk=unit("01654", OLD).pk).update(parent=unit("047", OLD))
        load_cao_bang()
        self.assertEqual(unit("01654", OLD).parent, unit("051", OLD))

    def test_the_data_file_is_read_with_real_dates(self):
        first = read_units()[0]
        self.assertEqual(first["valid_from"], datetime.date(1, 1, 1))
        self.assertEqual(first["valid_to"], OLD)


class CoverTests(TestCase):
    """Which unit takes in which, on the real units of Cao Bằng."""

    @classmethod
    def setUpTestData(cls):
        load_cao_bang()

    def covered(self, code, date):
        areas = Area.objects.covered_by([unit(code, date)])
        return {(area.name, area.is_current) for area in areas}

    def test_a_former_district_covers_what_came_wholly_from_it(self):
        today = {name for name, current in self.covered("051", OLD) if current}
        self.assertEqual(today, {"Xã Hòa An", "Xã Nam Tuấn", "Xã Nguyễn Huệ"})

    def test_a_former_district_covers_its_own_communes_alone(self):
        former = {name for name, current in self.covered("051", OLD) if not current}
        self.assertEqual(len(former), 16)
        self.assertIn("Thị trấn Nước Hai", former)
        self.assertNotIn("Phường Sông Hiến", former)

    def test_many_communes_became_one(self):
        self.assertEqual(
            self.covered("01654", NEW),
            {
                ("Xã Hòa An", True),
                ("Thị trấn Nước Hai", False),
                ("Xã Đại Tiến", False),
                ("Xã Hồng Việt", False),
            },
        )

    def test_the_same_code_means_another_extent_in_another_era(self):
        self.assertEqual(self.covered("01654", OLD), {("Thị trấn Nước Hai", False)})

    def test_the_province_of_today_covers_all_former_units(self):
        province = Area.objects.covered_by([unit("04", NEW)])
        self.assertEqual(province.count(), Area.objects.count())
        self.assertIn(unit("051", OLD), province)
        self.assertIn(unit("04", OLD), province)
        self.assertEqual(AreaSuccession.objects.filter(old__code="04").count(), 1)
