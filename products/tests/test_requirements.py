"""Papers that must be there for the stars a product bears, and those that are not."""

import datetime
import io

import openpyxl
from django.test import SimpleTestCase
from django.urls import reverse

from core.filtering import unfiltered
from products.enums import LackState, PaperKind
from products.models import CriteriaSet
from products.regimes import load_regimes
from products.requirements import (
    BY_KEY,
    NEEDS,
    lacking_producers,
    lacks_of,
    load_lacks,
    with_lacks,
)
from tests.factories import PaperFactory, ProductFactory, RecognitionFactory

from .cast import DAY, Places

NEWEST, BEFORE, FIRST = "26/2026/QĐ-TTg", "148/QĐ-TTg", "1048/QĐ-TTg"
ON = DAY(2026, 10, 1)


class RuleTests(Places):
    """Each test asks of one product, in force from 2/6/2026 to 2/6/2029."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        load_regimes()

    def award(self, regime, number, grade="3", **given):
        given = {"product__site": self.site, "valid_from": DAY(2026, 6, 2), **given}
        found = CriteriaSet.objects.get(regime__number=regime, number=number)
        return RecognitionFactory(
            criteria_set=found, regime=found.regime, grade=grade, **given
        ).product

    def lacks(self, date=ON):
        found = load_lacks(self.fresh(), self.lan, date)
        return [(lack.need.key, lack.state) for lack in found]

    def keys(self, date=ON):
        return [key for key, _ in self.lacks(date)]

    def paper(self, kind, **given):
        return PaperFactory(site=self.site, kind=kind, **given)

    def test_what_is_asked_of_each_kind_of_product_and_star(self):
        food = ["dkkd", "attp", "cong_bo", "kiem_nghiem"]
        for regime, number, grade, keys in (
            (FIRST, 1, "4", food),
            (FIRST, 20, "3", ["dkkd", "cong_bo", "kiem_nghiem"]),
            (FIRST, 23, "3", ["dkkd"]),
            (FIRST, 26, "4", ["dkkd"]),
            (BEFORE, 14, "4", food),
            (BEFORE, 18, "3", food),
            (BEFORE, 19, "3", ["dkkd", "cong_bo", "kiem_nghiem"]),
            (BEFORE, 22, "4", ["dkkd", "cong_bo"]),
            (NEWEST, 1, "3", [*food, "shtt"]),
            (NEWEST, 10, "3", food),
            (
                NEWEST,
                1,
                "4",
                [*food, "shtt", "moi_truong", "ma_vach_txng", "qlcl"],
            ),
            (NEWEST, 21, "3", ["dkkd", "cong_bo", "shtt"]),
            (
                NEWEST,
                21,
                "4+",
                ["dkkd", "cong_bo", "shtt", "moi_truong", "ma_vach_txng"],
            ),
            (NEWEST, 23, "4", ["dkkd", "shtt", "moi_truong"]),
            (NEWEST, 26, "4", ["dkkd", "shtt"]),
        ):
            product = self.award(regime, number, grade)
            with self.subTest(regime=regime, number=number, grade=grade):
                self.assertEqual(self.keys(), keys)
            product.recognitions.all().delete()

    def test_without_a_set_only_what_everybody_needs_is_asked(self):
        RecognitionFactory(product__site=self.site, valid_from=DAY(2026, 6, 2))
        self.assertEqual(self.keys(), ["dkkd"])

    def test_the_set_of_the_product_stands_in(self):
        found = CriteriaSet.objects.get(regime__number=BEFORE, number=14)
        RecognitionFactory(
            product__site=self.site,
            product__criteria_set=found,
            valid_from=DAY(2026, 6, 2),
        )
        self.assertEqual(self.keys(), ["dkkd", "attp", "cong_bo", "kiem_nghiem"])

    def test_who_shows_no_stars_needs_no_papers_for_them(self):
        self.award(BEFORE, 14)
        self.assertEqual(self.keys(DAY(2026, 6, 1)), [])
        self.assertEqual(self.keys(DAY(2029, 6, 3)), [])
        self.assertEqual(len(self.keys(DAY(2029, 6, 2))), 4)

    def test_a_pledge_does_for_a_certificate(self):
        self.award(BEFORE, 14)
        self.paper(PaperKind.FOOD_PLEDGE)
        self.assertNotIn("attp", self.keys())

    def test_a_paper_counts_from_its_first_to_its_last_day(self):
        self.award(BEFORE, 14)
        self.paper("attp", issued_on=DAY(2026, 7, 1), expires_on=DAY(2026, 9, 30))
        for date, told in (
            (DAY(2026, 6, 30), [("attp", LackState.MISSING)]),
            (DAY(2026, 7, 1), []),
            (DAY(2026, 9, 30), []),
            (DAY(2026, 10, 1), [("attp", LackState.EXPIRED)]),
        ):
            with self.subTest(date):
                found = [line for line in self.lacks(date) if line[0] == "attp"]
                self.assertEqual(found, told)
        self.paper("attp")
        self.assertNotIn("attp", self.keys())

    def test_what_is_asked_of_each_product_is_told_of_each(self):
        rice = self.award(BEFORE, 14, product__name="Rượu gạo tẻ")
        maize = self.award(BEFORE, 14, product__name="Rượu ngô")
        told = load_lacks(self.fresh(), self.lan, ON)
        declared = [one.product for one in told if one.need.key == "cong_bo"]
        self.assertEqual(declared, [rice, maize])
        self.assertEqual([one.need.key for one in told].count("dkkd"), 1)
        PaperFactory(site=self.site, product=rice, kind="cong_bo")
        told = load_lacks(self.fresh(), self.lan, ON)
        declared = [one.product for one in told if one.need.key == "cong_bo"]
        self.assertEqual(declared, [maize])
        PaperFactory(site=self.site, kind="cong_bo")
        self.assertNotIn(
            "cong_bo", [one.need.key for one in load_lacks(self.fresh(), self.lan, ON)]
        )

    def fresh(self):
        return type(self.site.producer).objects.get(pk=self.site.producer_id)

    def test_the_list_holds_who_lacks_something(self):
        self.award(BEFORE, 14)
        producer = self.site.producer
        for needs, state, found in (
            (NEEDS, None, [producer]),
            ([BY_KEY["attp"]], None, [producer]),
            ([BY_KEY["attp"]], LackState.EXPIRED, []),
            ([BY_KEY["shtt"]], None, []),
        ):
            with self.subTest(state=state):
                rows = lacking_producers(self.lan, ON, needs, state)
                self.assertEqual(list(rows), found)
        for kind in ("dkkd", "attp", "cong_bo", "kiem_nghiem"):
            self.paper(kind)
        self.assertEqual(list(lacking_producers(self.lan, ON)), [])

    def test_the_list_and_its_lines_agree(self):
        for number in range(1, 27):
            product = ProductFactory(place=self.hoa_an)
            self.award(NEWEST, number, "4", product__site=product.site)
            for need in NEEDS[: number % 9]:
                PaperFactory(site=product.site, kind=need.kinds[0])
        everybody = type(self.site.producer).objects.visible_to(self.lan)
        told = {one.pk for one in with_lacks(everybody, self.lan, ON) if lacks_of(one)}
        listed = lacking_producers(self.lan, ON).values_list("pk", flat=True)
        self.assertEqual(set(listed), told)
        self.assertTrue(0 < len(told) < 26)


class RuleWordTests(SimpleTestCase):
    def test_alternatives_are_named_together(self):
        self.assertEqual(
            BY_KEY["attp"].label,
            "Giấy chứng nhận đủ điều kiện an toàn thực phẩm hoặc bản cam kết sản xuất"
            " thực phẩm an toàn",
        )

    def test_no_rule_names_a_decree(self):
        for need in NEEDS:
            with self.subTest(need.key):
                self.assertNotRegex(need.label + need.why, r"\d/|NĐ|QĐ")


class LackListTests(Places):
    url = reverse("products:lack_list")

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.recognition.criteria_set = cls.product.criteria_set
        cls.recognition.valid_to = DAY(2030, 1, 15)
        cls.recognition.save()
        RecognitionFactory(product=cls.foreign, valid_to=DAY(2030, 1, 15))
        PaperFactory(site=cls.site, expires_on=DAY(2023, 9, 1))

    def rows(self, person=None, **query):
        return list(self.page(self.url, person, **query).context["page"])

    def test_filters(self):
        mine = [self.site.producer]
        for query, found in (
            ({}, mine),
            ({"giay_to": "attp"}, mine),
            ({"giay_to": "attp", "ngay": "01/09/2023"}, []),
            ({"giay_to": "attp", "tinh_trang": "expired"}, mine),
            ({"giay_to": "attp", "tinh_trang": "missing"}, []),
            ({"tinh_trang": "missing"}, mine),
            ({"giay_to": "qlcl"}, []),
            ({"q": "do xuan"}, mine),
            ({"q": "trung khanh"}, []),
            ({"ngay": "14/01/2021"}, []),
            ({"giay_to": "x"}, []),
        ):
            with self.subTest(query):
                self.assertEqual(self.rows(**query), found)

    def test_scope(self):
        self.assertEqual(len(self.rows(self.hoa)), 2)

    def test_says_what_is_needed_and_why(self):
        page = self.page(self.url)
        self.assertContains(page, "Bản công bố chất lượng")
        self.assertContains(page, "sản phẩm phải công bố chất lượng")
        self.assertContains(page, "Đã hết hạn")

    def test_the_page_of_the_producer_tells_the_same(self):
        page = self.page(self.site.producer.get_absolute_url())
        self.assertContains(page, "Cần bổ sung")
        self.assertContains(page, "sản phẩm phải công bố chất lượng")

    def test_workbook_holds_what_is_seen(self):
        page = self.page(self.url, xuat="xlsx")
        book = openpyxl.load_workbook(io.BytesIO(b"".join(page.streaming_content)))
        _, row = book["Danh sách"].values
        self.assertEqual(row[0], "HTX Đỗ Xuân")
        self.assertEqual(row[3], 4)
        told = "Phiếu kết quả kiểm nghiệm (Rượu gạo (chai 500 ml)): chưa có"
        self.assertIn(told, row[4])

    def test_home_counts_them(self):
        page = self.page(reverse("office:home"))
        url = unfiltered(self.url)
        [count] = [one for one in page.context["counts"] if one.url == url]
        self.assertEqual(count.value, 1)

    def test_query_count_does_not_grow_with_rows(self):
        self.client.force_login(self.lan)
        for extra in (0, 2):
            for product in ProductFactory.create_batch(extra, place=self.hoa_an):
                far = datetime.date(2030, 1, 15)
                RecognitionFactory(product=product, valid_to=far)
            with self.subTest(extra=extra), self.assertNumQueries(13):
                self.client.get(self.url)
