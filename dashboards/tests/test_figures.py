"""Exact numbers, and that every number is the total of the list it links to."""

import datetime

from django.test import TestCase
from django.urls import reverse

from dashboards.figures import board_of, share
from dashboards.scope import Scope
from inspections.enums import Indicator, VisitStatus
from inspections.models import Visit
from tests.factories import AssignmentFactory

from .cast import DAY, Cast
from .pages import figures_in

HOME = reverse("dashboards:home")


class BoardTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def board(self, user=None, area=None, date=DAY):
        scope = Scope(user or self.cast.provincial, area or self.cast.district, date)
        return board_of(scope)

    def figures(self, **asked):
        return {
            figure.label: figure.value
            for section in self.board(**asked).sections
            for figure in section.figures
        }

    def chart(self, number, **asked):
        bars = self.board(**asked).charts[number].bars
        return {bar.label: bar.value for bar in bars if bar.value}

    def compared(self, **asked):
        rows = self.board(**asked).reported.comparisons
        return [(str(row.label), row.reported, row.computed, row.words) for row in rows]

    def test_counts_of_the_day_in_the_former_district(self):
        self.assertEqual(
            self.figures(),
            {
                "Sản phẩm có hiệu lực": 4,
                "Chủ thể có sản phẩm có hiệu lực": 3,
                "Lượt kiểm tra cơ sở trong năm 2023": 1,
                "Hết hạn trong 3 tháng tới": 2,
                "Hết hạn trong 6 tháng tới": 3,
                "Hết hạn trong 12 tháng tới": 3,
                "Kéo dài theo Điều 12": 0,
                "Hết hạn": 1,
                "Chưa từng được kiểm tra": 1,
                "Lần gần nhất đã quá 12 tháng": 1,
                "Được kiểm tra trong 12 tháng qua": 1,
                "Đợt kiểm tra năm 2023": 1,
                "Buổi kiểm tra dự kiến năm 2023": 3,
                "Buổi đã thực hiện": 1,
                "Buổi đã qua ngày, chưa nộp": 1,
                "Đang mở": 3,
                "Quá hạn": 1,
                "Không đặt thời hạn": 1,
                "Chủ thể do nữ đại diện": 1,
                "Chủ thể do người dân tộc thiểu số đại diện": 1,
            },
        )

    def test_the_commune_of_today_and_the_district_it_came_from_agree(self):
        today = self.figures(user=self.cast.lead, area=self.cast.today)
        former = self.figures(user=self.cast.officer, area=self.cast.district)
        self.assertEqual(today, former)

    def test_products_are_parted_by_stars_kind_group_and_status(self):
        self.assertEqual(self.chart(0), {"3 sao": 2, "4 sao": 1, "5 sao": 1})
        kinds = {"hợp tác xã": 2, "cơ sở sản xuất, hộ kinh doanh": 2}
        self.assertEqual(self.chart(1), kinds)
        self.assertEqual(
            self.chart(2),
            {"Đồ uống có cồn": 2, "Thực phẩm thô, sơ chế": 1, "chưa phân nhóm": 1},
        )
        self.assertEqual(
            self.chart(3),
            {
                "còn hiệu lực": 1,
                "sắp hết hạn": 3,
                "hết hạn": 1,
                "đã thu hồi": 1,
                "chưa đủ căn cứ xác định": 1,
            },
        )
        self.assertEqual(self.chart(4), {"đề nghị đối với chủ thể": 3})

    def table(self, number, **asked):
        """Return {line: what its columns say}, the total first."""
        return {
            line.head.label: [
                cell.words or cell.count for cell in [line.head, *line.cells]
            ]
            for line in self.board(**asked).tables[number].lines
        }

    def test_requests_by_direction_and_how_long_they_took(self):
        self.assertEqual(
            self.table(0),
            {
                "Đề nghị đối với chủ thể": [3, 1, 1, "863,0 ngày"],
                "Đề nghị đối với địa phương": [0, 0, 0, "–"],
                "Kiến nghị với cơ quan chuyên môn, cấp trên": [0, 0, 0, "–"],
                "Tổng cộng": [3, 1, 1, "863,0 ngày"],
            },
        )

    def test_findings_by_group_and_severity(self):
        heads = self.board().tables[1].heads
        self.assertEqual(
            heads, ["Tổng cộng", "Ghi nhận", "Nhắc nhở", "Yêu cầu khắc phục", "Vi phạm"]
        )
        self.assertEqual(
            self.table(1),
            {
                "Nhãn, bao bì": [1, 0, 0, 1, 0],
                "Ngoài danh mục": [2, 1, 0, 0, 1],
                "Tổng cộng": [3, 1, 0, 1, 1],
            },
        )

    def test_other_years_stand_beside_this_one(self):
        self.assertEqual(
            self.chart(5),
            {"15/09/2023": 4, "15/09/2022": 6, "15/09/2021": 5, "15/09/2020": 1},
        )
        self.assertEqual(self.chart(6), {"năm 2023": 1, "năm 2021": 1})

    def test_only_approved_visits_count_where_it_is_asked(self):
        Visit.objects.filter(pk=self.cast.held.pk).update(status=VisitStatus.SUBMITTED)
        district = {"area": self.cast.district}
        scope = Scope(self.cast.provincial, date=DAY, approved=True, **district)
        board = board_of(scope)
        figures = {
            one.label: one for section in board.sections for one in section.figures
        }
        counts = {label: figure.value for label, figure in figures.items()}
        self.assertEqual(counts["Lượt kiểm tra cơ sở trong năm 2023"], 0)
        self.assertEqual(counts["Chưa từng được kiểm tra"], 2)
        self.assertEqual(counts["Buổi đã thực hiện"], 0)
        self.assertEqual(counts["Đang mở"], 1)
        self.assertEqual(board.tables[1].lines, [])
        self.assertIn("chỉ tính buổi", figures["Đang mở"].rule.lower())
        self.assertNotIn("đã nộp", figures["Đang mở"].rule)
        self.assertIn("đã nộp", self.board().tables[0].rule)

    def test_who_represents_is_counted_for_all_and_named_to_some(self):
        def people(user):
            return self.board(user=user).sections[-1].figures

        women, minority = people(self.cast.provincial)
        self.assertIn("gioi_tinh=female", women.url)
        self.assertIn("dan_toc=minority", minority.url)
        self.assertEqual(women.note, "100% trong số 1 chủ thể đã ghi người đại diện")
        self.assertEqual([one.url for one in people(self.cast.viewer)], ["", ""])

    def test_reported_stand_beside_computed_and_a_mismatch_is_flagged(self):
        self.assertEqual(
            self.compared(),
            [
                ("chủ thể có sản phẩm OCOP", "5", 3, "Lệch: báo cáo nhiều hơn 2"),
                ("sản phẩm được công nhận", "4", 4, "Khớp"),
                ("sản phẩm 3 sao", "3", 2, "Số ước: báo cáo nhiều hơn 1"),
            ],
        )
        tones = [row.tone for row in self.board().reported.comparisons]
        self.assertEqual(tones, ["bad", "good", "warn"])

    def test_a_report_is_compared_as_of_its_own_day(self):
        self.assertEqual(self.compared(date=datetime.date(2024, 6, 1)), self.compared())
        self.assertEqual(self.compared(date=DAY - datetime.timedelta(days=1)), [])

    def test_every_indicator_is_computed(self):
        for indicator in (
            Indicator.PRODUCTS_4,
            Indicator.PRODUCTS_5,
            Indicator.SITES_CHECKED,
        ):
            self.cast.report(indicator, "1.5")
        self.assertEqual(
            [row[1:3] for row in self.compared()[3:]],
            [("1,5", 1), ("1,5", 1), ("1,5", 1)],
        )

    def test_other_reports_within_reach_are_named_with_their_pages(self):
        found = self.board(area=self.cast.province).reported
        self.assertEqual(found.comparisons, [])
        self.assertEqual(
            [(other.words, other.count) for other in found.elsewhere],
            [("Huyện Hòa An (đến 30/06/2025)", 3), ("Xã Trùng Khánh", 1)],
        )
        self.assertIn(f"dia_ban={self.cast.district.pk}", found.elsewhere[0].url)

    def test_a_year_before_stands_beside_the_main_figures(self):
        notes = [figure.note for figure in self.board().sections[0].figures]
        self.assertEqual(
            notes, ["cùng ngày năm trước: 6", "cùng ngày năm trước: 5", ""]
        )

    def test_shares_name_their_denominator(self):
        self.assertEqual(share(1, 3, "chủ thể"), "33% trong số 3 chủ thể")
        self.assertEqual(share(0, 0, "chủ thể"), "không có chủ thể")
        self.assertEqual(share(1, 2000, "buổi"), "0% trong số 2.000 buổi")

    def test_an_inspection_elsewhere_is_an_inspection(self):
        Visit.objects.filter(status=VisitStatus.DRAFT).update(
            status=VisitStatus.SUBMITTED
        )
        figures = self.figures()
        self.assertEqual(figures["Chưa từng được kiểm tra"], 0)
        self.assertEqual(figures["Được kiểm tra trong 12 tháng qua"], 2)


class EveryFigureTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def test_every_figure_is_the_total_of_its_list(self):
        """For each role, in each unit within reach, on two days."""
        units = (self.cast.province, self.cast.district, self.cast.today)
        asked_for = (("15/09/2023", ""), ("20/02/2024", "1"))
        for name, person in self.cast.people.items():
            self.client.force_login(person)
            for unit in units:
                for day, approved in asked_for:
                    asked = {"ngay": day, "dia_ban": unit.pk, "da_duyet": approved}
                    response = self.client.get(HOME, asked)
                    if response.status_code == 200:
                        with self.subTest(person=name, unit=unit, day=day):
                            self.assert_lists_agree(response.content.decode())

    def test_figures_of_all_units_are_the_totals_of_lists_without_a_unit(self):
        AssignmentFactory(user=self.cast.officer, area=self.cast.elsewhere)
        self.client.force_login(self.cast.officer)
        response = self.client.get(HOME, {"ngay": "15/09/2023"})
        self.assert_lists_agree(response.content.decode())

    def assert_lists_agree(self, html):
        figures = figures_in(html)
        self.assertGreater(len(figures), 30)
        for url, number in dict.fromkeys(figures):
            # The changing part of a list counts as the whole page does.
            answer = self.client.get(url, headers={"HX-Request": "true"})
            page = answer.context["page"]
            with self.subTest(url=url):
                self.assertEqual(page.paginator.count, number)

    def test_everybody_meets_some_unit_and_figures_that_are_not_nought(self):
        for name, person in self.cast.people.items():
            self.client.force_login(person)
            response = self.client.get(HOME, {"ngay": "15/09/2023"})
            with self.subTest(person=name):
                figures = figures_in(response.content.decode())
                self.assertGreater(sum(number for _, number in figures), 10)
