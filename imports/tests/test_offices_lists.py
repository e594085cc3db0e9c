"""The two lists of the demonstration, laid out as offices write them."""

from collections import Counter
from pathlib import Path

from django.conf import settings
from django.test import TestCase

from areas.agencies import load_agencies
from areas.models import Agency, Area
from imports.services import (
    change_layout,
    commit_import,
    load_book,
    preview_import,
    start_import,
)
from producers.models import Producer
from products.models import Decision, Product, Recognition, Regime
from products.regimes import load_regimes
from tests.places import FORMER, load_cao_bang, unit

LISTS = Path(settings.BASE_DIR) / "demo" / "data"


class OfficesListsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_regimes()
        load_agencies("04")

    def imported(self, name, regime):
        run = start_import((LISTS / name).read_bytes(), name, by=None)
        _, layout = load_book(run)
        change_layout(
            run,
            layout,
            regime=Regime.objects.get(number=regime),
            issuer=Agency.objects.get(name="UBND tỉnh Cao Bằng"),
        )
        preview_import(run, by=None)
        return commit_import(run, by=None)

    def test_the_annex_of_hoa_an(self):
        run = self.imported("phu-luc-hoa-an-2020-2022.xlsx", "1048/QĐ-TTg")
        counts = run.counts
        self.assertEqual(
            (counts["new"], counts["rejected"], counts["warning"]), (10, 0, 0)
        )
        self.assertEqual((Producer.objects.count(), Product.objects.count()), (9, 10))
        awards = Recognition.objects.all()
        self.assertEqual(Counter(a.grade for a in awards), {"4": 3, "3": 7})
        self.assertEqual({str(a.regime) for a in awards}, {"1048/QĐ-TTg"})
        self.assertTrue(all(award.criteria_set for award in awards))
        self.assertEqual(
            sorted(str(decision) for decision in Decision.objects.all()),
            [
                "1806/QĐ-UBND ngày 16/09/2020",
                "1925/QĐ-UBND ngày 31/12/2022",
                "2502/QĐ-UBND ngày 31/12/2021",
            ],
        )
        district = Area.objects.filter(pk=unit("051", FORMER).pk)
        self.assertEqual(Product.objects.in_areas(district).count(), 10)

    def test_phones_of_the_annex_in_every_notation(self):
        self.imported("phu-luc-hoa-an-2020-2022.xlsx", "1048/QĐ-TTg")
        phones = Producer.objects.order_by("phones").values_list("phones", flat=True)
        self.assertEqual(phones[0], "0900000101")
        self.assertEqual(phones[4], "0900000105; 0900000115")

    def test_the_list_of_the_province_over_both_eras(self):
        run = self.imported("danh-sach-ocop-cao-bang.xlsx", "148/QĐ-TTg")
        self.assertEqual((run.counts["new"], run.counts["rejected"]), (16, 0))
        self.assertEqual(Product.objects.count(), 16)
        awards = Recognition.objects.all()
        self.assertEqual(
            Counter(a.grade for a in awards), {"3": 9, "4": 5, "5": 1, "4+": 1}
        )
        places = Product.objects.filter(site__place__valid_to__isnull=True)
        self.assertEqual(places.count(), 5)

    def test_either_list_again_changes_nothing(self):
        for name, regime in (
            ("phu-luc-hoa-an-2020-2022.xlsx", "1048/QĐ-TTg"),
            ("danh-sach-ocop-cao-bang.xlsx", "148/QĐ-TTg"),
        ):
            with self.subTest(name=name):
                rows = self.imported(name, regime).counts["rows"]
                self.assertEqual(self.imported(name, regime).counts["unchanged"], rows)
