"""The pages of score sheets: who writes what, and nothing typed is lost."""

import gzip

from django.urls import reverse

from products.criteria import load_criteria
from products.enums import SheetKind
from products.models import CriteriaSet, ScoreSheet
from products.regimes import load_regimes
from tests.criteria_factories import ScoreSheetFactory, short_set
from tests.factories import DossierFactory

from .cast import Places


class SheetPageTests(Places):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.row = short_set()
        cls.dossier = DossierFactory(product=cls.product)
        cls.sheet = ScoreSheetFactory(
            product=cls.product, criteria_set=cls.row, points={"1.1": 30}
        )
        cls.member = ScoreSheetFactory(
            product=cls.product,
            criteria_set=cls.row,
            kind=SheetKind.MEMBER,
            dossier=cls.dossier,
            points={"1.1": 40, "4.1": 2, "8": 35},
        )
        cls.create = reverse("products:sheet_create", args=[cls.product.pk])

    def send(self, url, data, person=None):
        self.client.force_login(person or self.lan)
        return self.client.post(url, data)

    def address(self, page, sheet=None):
        return reverse(f"products:{page}", args=[(sheet or self.sheet).pk])

    def head(self, **given):
        known = {"kind": SheetKind.SELF, "criteria_set": self.row.pk, "dossier": ""}
        known |= {"scorer": "", "scorer_title": "", "scored_on": "01/10/2026"}
        return known | given

    def points(self, **given):
        """Return what the page sends for options by points; missing ones wait."""
        data = {"version": "1", "opinion": "", "eliminated_for": ""}
        for criterion in self.row.criteria.all():
            points = given.get(f"c{criterion.code.replace('.', '_')}")
            option = criterion.options.filter(points=points).first()
            chosen = option.pk if option else ("" if points is None else "0")
            data[f"tc-{criterion.pk}"] = chosen
        return data

    def test_an_officer_records_a_self_assessment(self):
        response = self.send(self.create, self.head())
        sheet = ScoreSheet.objects.latest("pk")
        self.assertRedirects(response, sheet.get_scoring_url())
        response = self.send(sheet.get_scoring_url(), self.points(c1_1=30, c4_1=0))
        page = self.client.get(response.url)
        self.assertContains(page, "Đã lưu bảng chấm điểm, còn 1 tiêu chí chưa chấm.")
        self.assertContains(page, "30 điểm, còn 1 tiêu chí chưa chấm")
        self.assertContains(page, "Không đáp ứng mức nào")

    def test_officers_are_not_offered_sheets_of_a_council(self):
        page = self.page(self.create)
        self.assertNotContains(page, "thành viên hội đồng</option>")
        data = self.head(kind="member", scorer="Mai", dossier=self.dossier.pk)
        self.assertEqual(self.send(self.create, data).status_code, 200)
        response = self.send(self.create, data, self.hoa)
        self.assertEqual(response.status_code, 302)

    def test_officers_read_the_sheets_of_a_council_and_do_not_write_them(self):
        page = self.page(self.address("sheet_detail", self.member))
        self.assertNotContains(page, self.address("sheet_score", self.member))
        for name in ("sheet_edit", "sheet_score", "sheet_delete"):
            url = self.address(name, self.member)
            with self.subTest(name):
                self.assertEqual(self.send(url, {}).status_code, 403)
        self.assertEqual(
            self.page(self.address("sheet_score", self.member), self.hoa).status_code,
            200,
        )

    def test_an_incomplete_set_is_refused_at_its_field(self):
        CriteriaSet.objects.filter(pk=self.row.pk).update(is_complete=False)
        response = self.send(self.create, self.head(scorer="Cô Lan"))
        self.assertContains(response, "chưa đủ tiêu chí trong cổng")
        self.assertContains(response, "Cô Lan")

    def test_a_choice_that_does_not_exist_loses_nothing_else(self):
        data = self.points(c1_1=40, c4_1=25) | {"opinion": "Đóng gói chưa đẹp"}
        wrong = self.row.criteria.get(code="8")
        data[f"tc-{wrong.pk}"] = "999999"
        response = self.send(self.address("sheet_score"), data)
        self.assertContains(response, "Mức điểm này không có.")
        self.assertContains(response, "Đóng gói chưa đẹp")
        self.assertContains(response, "<strong><span data-ocop-score-total>65</span>")
        self.assertEqual(self.sheet.lines.count(), 1)

    def test_a_lost_update_shows_both_choices(self):
        url = self.address("sheet_score")
        self.send(url, self.points(c1_1=40), self.hoa)
        response = self.send(url, self.points(c1_1=10))
        self.assertEqual(response.status_code, 409)
        self.assertContains(response, "Mức 40 (40 điểm)", status_code=409)
        self.assertContains(response, 'name="version" value="2"', status_code=409)
        again = self.points(c1_1=10) | {"version": "2"}
        self.assertEqual(self.send(url, again).status_code, 302)

    def test_the_product_page_explains_the_stars_beside_the_dossier(self):
        page = self.page(self.product.get_absolute_url())
        words = "77 điểm nhưng thiếu 4.1 ≥ 3: hạng 3 sao"
        self.assertContains(page, words, count=2)
        self.assertContains(page, "Trung bình 1 thành viên hội đồng")

    def test_a_deleted_sheet_is_gone(self):
        response = self.send(self.address("sheet_delete"), {})
        self.assertRedirects(response, self.product.get_absolute_url())
        self.assertEqual(self.page(self.address("sheet_detail")).status_code, 404)

    def test_the_product_page_asks_as_often_for_three_sheets_as_for_one(self):
        url = self.product.get_absolute_url()
        self.page(url)
        for extra in (0, 2):
            for _ in range(extra):
                ScoreSheetFactory(
                    product=self.product,
                    criteria_set=self.row,
                    kind=SheetKind.MEMBER,
                    dossier=self.dossier,
                    points={"1.1": 40, "4.1": 2, "8": 20},
                )
            with self.subTest(extra=extra), self.assertNumQueries(22):
                self.client.get(url)

    def test_a_large_sheet_is_light_and_asks_no_more(self):
        load_regimes()
        load_criteria()
        large = CriteriaSet.objects.get(regime__number="26/2026/QĐ-TTg", number=13)
        sheet = ScoreSheetFactory(product=self.product, criteria_set=large)
        self.page(sheet.get_scoring_url())
        for one in (self.sheet, sheet):
            with self.subTest(one), self.assertNumQueries(9):
                page = self.client.get(one.get_scoring_url())
        self.assertLess(len(gzip.compress(page.content)), 30_000)
