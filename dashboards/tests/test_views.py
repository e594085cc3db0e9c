import io

import openpyxl
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from areas.models import Area
from tests.factories import (
    AssignmentFactory,
    RecommendationFactory,
    SiteCheckFactory,
    SiteFactory,
    UserFactory,
)

from .cast import Cast

HOME = reverse("dashboards:home")
PRODUCERS = reverse("dashboards:producers")


class HomeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def page(self, person=None, **asked):
        self.client.force_login(person or self.cast.provincial)
        return self.client.get(HOME, asked)

    def test_speaks_of_the_own_unit_and_of_today(self):
        scope = self.page(self.cast.officer).context["scope"]
        self.assertEqual(scope.area, self.cast.district)
        self.assertEqual(scope.date, timezone.localdate())
        self.assertEqual(self.page().context["scope"].area, self.cast.province)

    def test_speaks_of_all_units_of_a_person_with_several(self):
        AssignmentFactory(user=self.cast.officer, area=self.cast.elsewhere)
        response = self.page(self.cast.officer, ngay="15/09/2023")
        self.assertContains(response, "Toàn bộ địa bàn được giao")
        products = response.context["board"].sections[0].figures[0]
        self.assertEqual(products.value, 5)

    def test_a_unit_out_of_reach_or_unknown_is_404(self):
        last = Area.objects.order_by("pk").last()
        for person, pk in (
            (self.cast.officer, self.cast.elsewhere.pk),
            (self.cast.officer, self.cast.province.pk),
            (self.cast.stranger, self.cast.district.pk),
            (self.cast.provincial, last.pk + 1),
            (self.cast.provincial, "9" * 26),
            (self.cast.provincial, "²"),
            (self.cast.provincial, "Hòa An"),
        ):
            with self.subTest(pk=pk):
                self.assertEqual(self.page(person, dia_ban=pk).status_code, 404)

    def test_units_of_both_eras_within_reach_are_offered_and_no_others(self):
        response = self.page(self.cast.officer)
        self.assertContains(response, "Huyện Hòa An</option>")
        self.assertContains(response, "Xã Hòa An</option>")
        self.assertNotContains(response, "Xã Trùng Khánh")

    def test_a_unit_that_is_not_offered_is_shown_as_chosen(self):
        former = Area.objects.get(name="Xã Nước Hai")
        response = self.page(dia_ban=former.pk)
        self.assertContains(response, f'<option value="{former.pk}" selected>')

    def test_a_day_that_is_none_is_told_and_today_is_shown(self):
        for day, words in (
            ("31/02/2023", "Ngày phải có dạng dd/mm/yyyy"),
            ("hôm qua", "Ngày phải có dạng dd/mm/yyyy"),
            ("01/01/1999", "Ngày phải từ 01/01/2000 trở đi"),
            ("01/01/2101", "Ngày không được quá 31/12/2100"),
        ):
            with self.subTest(day):
                response = self.page(ngay=day)
                self.assertContains(response, words)
                self.assertContains(response, "Đang xem số liệu của hôm nay.")
                self.assertContains(response, f'value="{day}"')
                scope = response.context["scope"]
                self.assertEqual(scope.date, timezone.localdate())

    def test_the_first_and_the_last_day_can_be_asked_for(self):
        for day in ("01/01/2000", "31/12/2100"):
            with self.subTest(day):
                self.assertNotContains(self.page(ngay=day), "của hôm nay")

    def test_every_figure_says_how_it_is_counted(self):
        response = self.page(ngay="15/09/2023")
        board = response.context["board"]
        figures = [figure for part in board.sections for figure in part.figures]
        self.assertTrue(all(figure.rule for figure in figures))
        shown = len(figures) + len(board.tables) + len(board.charts) + 1
        self.assertContains(response, '<details class="rule">', count=shown)

    def test_a_report_leads_to_the_visit_that_told_it(self):
        response = self.page(dia_ban=self.cast.district.pk, ngay="15/09/2023")
        self.assertContains(response, self.cast.held.get_absolute_url())
        self.assertContains(response, "Lệch: báo cáo nhiều hơn 2")

    def test_htmx_gets_the_changing_part_alone(self):
        self.client.force_login(self.cast.officer)
        response = self.client.get(HOME, headers={"HX-Request": "true"})
        self.assertTemplateUsed(response, "dashboards/_figures.html")
        self.assertNotContains(response, "<html")

    def test_the_workbook_holds_the_whole_page_and_what_was_asked(self):
        response = self.page(
            dia_ban=self.cast.district.pk, ngay="15/09/2023", xuat="xlsx"
        )
        book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        rows = {row[:2]: row[2:] for row in book["Danh sách"].values}
        self.assertEqual(rows["Tình hình chung", "Sản phẩm có hiệu lực"][0], 4)
        self.assertEqual(
            rows["Theo hạng sao", "3 sao"][:3],
            (2, None, "50% trong số 4 sản phẩm có hiệu lực"),
        )
        told = "Số báo cáo ngày 15/09/2023 và số tính"
        self.assertEqual(
            rows[told, "chủ thể có sản phẩm OCOP"][:3],
            (3, 5, "Lệch: báo cáo nhiều hơn 2"),
        )
        board = self.page(dia_ban=self.cast.district.pk, ngay="15/09/2023").context[
            "board"
        ]
        counted = sum(len(part.figures) for part in board.sections)
        drawn = sum(len(chart.bars) for chart in board.charts)
        compared = len(board.reported.comparisons)
        cells = sum(len(table.lines) * len(table.heads) for table in board.tables)
        self.assertEqual(len(rows), 1 + counted + drawn + compared + cells)
        told = rows["Đề nghị, kiến nghị theo hướng", "Tổng cộng: đang mở"]
        self.assertEqual(told[0], 3)
        self.assertEqual(
            list(book["Điều kiện lọc"].values)[2:],
            [
                ("Địa bàn", "Huyện Hòa An (đến 30/06/2025)"),
                ("Tính đến ngày", "15/09/2023"),
                ("Buổi kiểm tra được tính", "đã nộp, đã duyệt, đã ký"),
            ],
        )

    def test_a_person_without_an_area_has_no_figures(self):
        self.assertEqual(self.page(UserFactory()).status_code, 403)

    def test_query_count_does_not_grow_with_rows(self):
        self.client.force_login(self.cast.provincial)
        asked = {"dia_ban": self.cast.district.pk, "ngay": "15/09/2023"}
        for extra in (0, 2):
            for _ in range(extra):
                product = self.cast.product("31/12/2021", "31/12/2024")
                check = SiteCheckFactory(visit=self.cast.held, site=product.site)
                RecommendationFactory(site_check=check)
            with self.subTest(extra=extra), self.assertNumQueries(24):
                self.client.get(HOME, asked)


class ProducerListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def setUp(self):
        self.client.force_login(self.cast.officer)

    def listed(self, **asked):
        page = self.client.get(PRODUCERS, {"ngay": "15/09/2023", **asked})
        return [producer.pk for producer in page.context["page"]]

    def test_tells_when_each_was_last_inspected(self):
        cast = self.cast
        self.assertEqual(self.listed(kiem_tra="never"), [cast.never.producer_id])
        self.assertEqual(self.listed(kiem_tra="long_ago"), [cast.once.producer_id])
        self.assertEqual(self.listed(kiem_tra="recent"), [cast.checked.producer_id])
        response = self.client.get(PRODUCERS, {"ngay": "15/09/2023"})
        self.assertContains(response, "04/05/2021")
        self.assertContains(response, "chưa từng")

    def test_sorts_by_the_last_inspection(self):
        cast = self.cast
        self.assertEqual(
            self.listed(sap_xep="kiem_tra"),
            [
                cast.once.producer_id,
                cast.checked.producer_id,
                cast.never.producer_id,
            ],
        )

    def test_holds_producers_of_the_own_area_with_products_in_force(self):
        foreign = SiteFactory(place=self.cast.elsewhere)
        listed = self.listed()
        self.assertEqual(len(listed), 3)
        self.assertNotIn(foreign.producer_id, listed)
        self.assertNotIn(self.cast.expired.producer_id, listed)
        self.assertEqual(self.listed(dia_ban=self.cast.elsewhere.pk), [])

    def test_broken_addresses_show_no_rows(self):
        for query in ("ngay=31/02/2023", "kiem_tra=x", "dia_ban=x", "loai_hinh=x"):
            with self.subTest(query):
                response = self.client.get(f"{PRODUCERS}?{query}")
                self.assertEqual(response.context["page"].paginator.count, 0)

    def test_workbook_names_the_last_inspection(self):
        query = {"ngay": "15/09/2023", "kiem_tra": "long_ago", "xuat": "xlsx"}
        response = self.client.get(PRODUCERS, query)
        book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        rows = list(book["Danh sách"].values)
        self.assertEqual(rows[1][0], self.cast.once.producer.name)
        self.assertEqual(f"{rows[1][3]:%d/%m/%Y}", "04/05/2021")

    def test_query_count_does_not_grow_with_rows(self):
        for extra in (0, 2):
            for _ in range(extra):
                self.cast.product("31/12/2021", "31/12/2024")
            with self.subTest(extra=extra), self.assertNumQueries(11):
                self.client.get(PRODUCERS, {"ngay": "15/09/2023"})

    def test_nobody_sees_more_than_the_role_gives(self):
        self.client.force_login(
            UserFactory(role=Role.VIEWER, role__area=self.cast.elsewhere)
        )
        self.assertEqual(len(self.listed()), 1)
