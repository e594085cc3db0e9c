import datetime

from django.test import TestCase

from areas.agencies import load_agencies
from areas.models import Agency
from tests.factories import AreaFactory
from tests.places import FORMER, TODAY, load_cao_bang, unit


class LoadAgenciesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.count = load_agencies("04")

    def test_holds_the_provincial_list_and_a_committee_for_each_unit(self):
        # 11 provincial, 10 former districts, 56 communes of today
        self.assertEqual(self.count, 77)
        self.assertEqual(Agency.objects.count(), 77)

    def test_a_department_ends_and_has_a_successor(self):
        old = Agency.objects.get(short_code="SNN")
        self.assertEqual(old.valid_to, datetime.date(2025, 2, 28))
        self.assertEqual(old.successor.short_code, "SNNMT")
        self.assertEqual(str(old.superior), "UBND tỉnh Cao Bằng")

    def test_committees_live_as_long_as_their_units(self):
        district = Agency.objects.get(name="UBND huyện Hòa An")
        self.assertEqual(district.area, unit("051", FORMER))
        self.assertEqual(district.valid_to, FORMER)
        commune = Agency.objects.get(name="UBND xã Hòa An")
        self.assertEqual(commune.valid_from, TODAY)
        self.assertFalse(Agency.objects.filter(name__contains="Nước Hai").exists())

    def test_a_second_run_adds_nothing_and_keeps_keys(self):
        before = set(Agency.objects.values_list("pk", flat=True))
        Agency.objects.filter(short_code="VPĐP").update(short_code="sai")
        load_agencies("04")
        self.assertEqual(set(Agency.objects.values_list("pk", flat=True)), before)
        self.assertTrue(Agency.objects.filter(short_code="VPĐP").exists())

    def test_another_province_gets_no_agency_of_this_one(self):
        hanoi = AreaFactory(province=True, code="01", name="Thành phố Hà Nội")
        AreaFactory(parent=hanoi, name="Phường Ba Đình")
        self.assertEqual(load_agencies("01"), 1)
        committee = Agency.objects.get(area__parent=hanoi)
        self.assertEqual(str(committee), "UBND phường Ba Đình")
        self.assertIsNone(committee.superior)
