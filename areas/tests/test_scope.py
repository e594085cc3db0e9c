"""Who sees what across the two eras, on the real units of Cao Bằng."""

from django.test import TestCase

from accounts.enums import Role
from areas.locating import locate, located
from producers.models import Site
from tests.factories import SiteFactory, UserFactory
from tests.places import FORMER, TODAY, load_cao_bang, load_split_commune, unit


class LocateTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()

    def test_a_former_commune_belongs_to_the_one_that_took_it_over(self):
        location = locate(unit("01654", FORMER))
        self.assertEqual(location.area, unit("01654", TODAY))
        self.assertTrue(location.is_sure)

    def test_a_unit_of_today_is_itself(self):
        location = locate(unit("01273", TODAY))
        self.assertEqual((location.place, location.area), (unit("01273"),) * 2)

    def test_a_former_district_leads_to_the_province_alone(self):
        location = locate(unit("051", FORMER))
        self.assertEqual(location.area, unit("04", TODAY))
        self.assertFalse(location.is_sure)


class ScopeAcrossErasTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        former = {
            "nuoc_hai": "01654",  # Hòa An, now xã Hòa An
            "hoang_tung": "01696",  # Hòa An, now phường Thục Phán
            "le_chung": "01714",  # Hòa An, now phường Tân Giang
            "song_hien": "01267",  # the city, now phường Thục Phán
            "tan_giang": "01276",  # the city, now phường Tân Giang
            "trung_khanh": "01477",
        }
        today = {"xa_hoa_an": "01654", "thuc_phan": "01273", "xa_trung_khanh": "01477"}
        cls.sites = {
            **{
                name: SiteFactory(**located(unit(code, FORMER)))
                for name, code in former.items()
            },
            **{
                name: SiteFactory(**located(unit(code, TODAY)))
                for name, code in today.items()
            },
        }

    def seen_from(self, area):
        user = UserFactory(role=Role.OFFICER, role__area=area)
        seen = set(Site.objects.visible_to(user).values_list("pk", flat=True))
        return {name for name, site in self.sites.items() if site.pk in seen}

    def test_the_former_district_sees_what_lay_in_it_and_what_is_surely_its_own(self):
        self.assertEqual(
            self.seen_from(unit("051", FORMER)),
            {"nuoc_hai", "hoang_tung", "le_chung", "xa_hoa_an"},
        )

    def test_the_commune_of_today_sees_what_it_took_over(self):
        self.assertEqual(
            self.seen_from(unit("01654", TODAY)), {"nuoc_hai", "xa_hoa_an"}
        )

    def test_the_former_town_sees_its_own_past_alone(self):
        self.assertEqual(self.seen_from(unit("01654", FORMER)), {"nuoc_hai"})

    def test_a_ward_of_today_sees_both_origins(self):
        self.assertEqual(
            self.seen_from(unit("01273", TODAY)),
            {"hoang_tung", "song_hien", "thuc_phan"},
        )

    def test_another_district_sees_its_own_alone(self):
        self.assertEqual(
            self.seen_from(unit("047", FORMER)), {"trung_khanh", "xa_trung_khanh"}
        )

    def test_the_province_sees_all(self):
        self.assertEqual(self.seen_from(unit("04", TODAY)), set(self.sites))


class SplitCommuneTests(TestCase):
    """Phường Cống Vị went to Ngọc Hà, its main part, and to Giảng Võ."""

    @classmethod
    def setUpTestData(cls):
        load_split_commune()
        cls.split = unit("00007", FORMER)
        cls.main, cls.other = unit("00008", TODAY), unit("00025", TODAY)

    def seen_from(self, area):
        user = UserFactory(role=Role.OFFICER, role__area=area)
        return list(Site.objects.visible_to(user))

    def test_where_it_is_today_is_not_sure(self):
        location = locate(self.split)
        self.assertEqual(location.area, self.main)
        self.assertFalse(location.is_sure)

    def test_without_an_address_its_rows_go_with_the_main_part(self):
        site = SiteFactory(**located(self.split))
        self.assertEqual(self.seen_from(self.main), [site])
        self.assertEqual(self.seen_from(self.other), [])
        self.assertEqual(self.seen_from(self.split), [site])

    def test_a_known_address_decides(self):
        site = SiteFactory(place=self.split, area=self.other)
        self.assertEqual(self.seen_from(self.main), [])
        self.assertEqual(self.seen_from(self.other), [site])
        self.assertEqual(self.seen_from(unit("001", FORMER)), [site])
