from decimal import Decimal

from django.test import TestCase
from django.urls import reverse

from history.services import history_of
from inspections.models import Participant, ReportedFigure, TeamMember
from inspections.services import save_participants, save_reported_figures, save_team
from tests import factories

from .cast import DAY, Cast


def lines(*rows, base=None, **more) -> dict:
    """Return what the browser sends for lines, each a dict by field."""
    data = {"dong-TOTAL_FORMS": len(rows), "dong-INITIAL_FORMS": 0, **more}
    for index, row in enumerate(rows):
        data |= {f"dong-{index}-{name}": value for name, value in row.items()}
    return data if base is None else data | {"base": base}


class RowsTestCase(TestCase):
    name = ""

    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.visit = cls.cast.visit

    def setUp(self):
        self.client.force_login(self.cast.lan)
        self.url = reverse(f"inspections:{self.name}", args=[self.visit.uuid])
        self.base = self.client.get(self.url).context["form"].base

    def send(self, *rows, base=None, **more):
        base = self.base if base is None else base
        return self.client.post(self.url, lines(*rows, base=base, **more))

    def assert_refused(self, words, *rows, **more):
        response = self.send(*rows, **more)
        self.assertContains(response, words)
        return response


class TeamTests(RowsTestCase):
    name = "visit_team"

    def seat(self, **changes):
        agency = str(self.cast.head.agency)
        return {"role": "head", "title": "Trưởng đoàn", "agency": agency} | changes

    def stored(self):
        return [(one.role, str(one)) for one in self.visit.team.all()]

    def test_the_form_holds_the_stored_seats_and_a_few_blank_lines(self):
        form = self.client.get(self.url).context["form"]
        self.assertEqual([row.is_blank for row in form], [False, True, True, True])
        self.assertEqual(form[0]["name"].value(), "Nguyễn Văn Hà")
        self.assertEqual(form[0]["agency"].value(), str(self.cast.head.agency))

    def test_seats_are_replaced_in_the_order_typed(self):
        response = self.send(
            self.seat(name="Bà Hoa"),
            {"role": "member"},
            self.seat(role="secretary", title="Chuyên viên", name=" "),
        )
        self.assertRedirects(response, self.visit.get_absolute_url())
        self.assertEqual(
            self.stored(), [("head", "Bà Hoa"), ("secretary", "Chuyên viên")]
        )
        self.assertEqual(history_of(self.visit).first().action, "update")

    def test_a_seat_is_dropped_by_its_box_whatever_else_it_says(self):
        self.send(
            self.seat(),
            self.seat(role="deputy", agency="không có nơi này", DELETE="on"),
        )
        self.assertEqual(self.stored(), [("head", "Trưởng đoàn")])

    def test_a_team_has_exactly_one_head(self):
        self.assert_refused(
            "Hãy chọn một người làm trưởng đoàn.", self.seat(role="member")
        )
        self.assert_refused(
            "Đoàn chỉ có một trưởng đoàn; đang chọn 2 người.", self.seat(), self.seat()
        )
        self.assertEqual(self.stored(), [("head", "Nguyễn Văn Hà")])

    def test_a_seat_without_name_and_title_or_agency_is_told_at_its_line(self):
        response = self.assert_refused(
            "Nhập họ tên hoặc chức vụ.", self.seat(title=""), self.seat(role="member")
        )
        self.assertContains(response, "Thành viên 1: Nhập họ tên hoặc chức vụ.")
        self.assert_refused("Thành viên 1, Cơ quan: ", self.seat(agency=""))

    def test_agencies_of_the_day_are_offered_and_found(self):
        factories.AgencyFactory(name="Sở Nông nghiệp cũ", valid_to="2023-09-14")
        factories.AgencyFactory(name="Sở Y tế tỉnh")
        response = self.client.get(self.url)
        self.assertContains(response, '<option value="Sở Y tế tỉnh"></option>')
        self.assertNotContains(response, "Sở Nông nghiệp cũ")
        self.assert_refused(
            "Không có “so nong nghiep”", self.seat(agency="so nong nghiep")
        )
        self.send(self.seat(agency="so y te"))
        self.assertEqual(self.visit.head.agency.name, "Sở Y tế tỉnh")

    def test_agencies_of_one_name_are_told_apart_by_their_place(self):
        for place in (self.cast.hoa_an, self.cast.trung_khanh):
            factories.AgencyFactory(name="Trạm Thú y", area=place)
        self.assert_refused(
            "Trạm Thú y (Xã Hòa An); Trạm Thú y (Xã Trùng Khánh)",
            self.seat(agency="trạm thú y"),
        )
        self.send(self.seat(agency="Trạm Thú y (Xã Trùng Khánh)"))
        self.assertEqual(self.visit.head.agency.area, self.cast.trung_khanh)

    def test_the_account_of_a_person_stays_with_the_seat(self):
        TeamMember.objects.update(user=self.cast.hoa)
        base = self.client.get(self.url).context["form"].base
        self.send(self.seat(name="Nguyễn Văn Hà", title="Chức mới"), base=base)
        self.assertEqual(self.visit.head.user, self.cast.hoa)

    def test_a_later_save_sees_both_teams_and_may_go_on(self):
        other = TeamMember(role="head", name="Ông Khác", agency=self.cast.head.agency)
        save_team(self.visit, [other], by=self.cast.hoa)
        response = self.send(self.seat(name="Bà Của Tôi"))
        self.assertContains(response, "Ông Khác", status_code=409)
        self.assertContains(response, "Bà Của Tôi", status_code=409)
        self.assertEqual(self.stored(), [("head", "Ông Khác")])
        self.send(self.seat(name="Bà Của Tôi"), base=response.context["form"].base)
        self.assertEqual(self.stored(), [("head", "Bà Của Tôi")])

    def test_the_same_team_sent_twice_is_accepted_and_logged_once(self):
        for _ in range(2):
            response = self.send(self.seat(name="Bà Hoa"))
            self.assertRedirects(response, self.visit.get_absolute_url())
        self.assertEqual(history_of(self.visit).count(), 1)

    def test_without_its_base_a_team_overwrites_nothing(self):
        response = self.client.post(self.url, lines(self.seat(name="Bà Hoa")))
        self.assertEqual(response.status_code, 409)
        self.assertEqual(self.stored(), [("head", "Nguyễn Văn Hà")])

    def test_broken_sendings_are_refused_in_words(self):
        for data in ({}, {"dong-TOTAL_FORMS": "²"}, {"dong-TOTAL_FORMS": "9" * 26}):
            with self.subTest(data):
                response = self.client.post(self.url, data)
                self.assertEqual(response.status_code, 200)
        self.assertEqual(self.stored(), [("head", "Nguyễn Văn Hà")])

    def test_query_count_does_not_grow_with_seats(self):
        for extra in (0, 2):
            factories.TeamMemberFactory.create_batch(
                extra, visit=self.visit, role="member"
            )
            with self.subTest(extra=extra), self.assertNumQueries(6):
                self.client.get(self.url)


class ParticipantTests(RowsTestCase):
    name = "visit_participants"

    def test_twelve_producers_counted_are_one_line(self):
        self.send(
            {"kind": "leader", "title": "Lãnh đạo huyện"},
            {"kind": "producer", "headcount": "12"},
            {"kind": "other"},
        )
        self.assertEqual(
            list(self.visit.participants.values_list("kind", "title", "headcount")),
            [("leader", "Lãnh đạo huyện", None), ("producer", "", 12)],
        )
        page = self.client.get(self.visit.get_absolute_url())
        self.assertContains(page, "Số người: 12 chủ thể OCOP")
        self.assertContains(page, "(12 người)")

    def test_a_producer_of_the_place_is_found_by_name(self):
        producer = self.cast.site.producer
        self.send({"kind": "producer", "name": "Bà Nhật", "producer": "hkd nhat"})
        self.assertEqual(self.visit.participants.get().producer, producer)

    def test_producers_out_of_reach_are_neither_offered_nor_taken(self):
        factories.SiteFactory(
            place=self.cast.trung_khanh, producer__name="HTX Nơi Khác"
        )
        self.assertNotContains(self.client.get(self.url), "HTX Nơi Khác")
        self.assert_refused(
            "Không có “HTX Nơi Khác” trong danh sách",
            {"kind": "producer", "producer": "HTX Nơi Khác"},
        )
        self.assertFalse(self.visit.participants.exists())

    def test_numbers_that_count_nobody_are_refused(self):
        for number, words in (
            ("0", "Số người phải từ 1."),
            ("-3", "Số người phải từ 1."),
            ("10001", "Thành phần 1, Số người: Số người không được quá 10.000."),
            ("²", "Thành phần 1, Số người: "),
        ):
            with self.subTest(number):
                self.assert_refused(words, {"kind": "producer", "headcount": number})
        self.assert_refused(
            "Người có tên thì số người là 1.",
            {"kind": "leader", "name": "Ông Hà", "headcount": "3"},
        )

    def test_lines_in_any_order_sent_twice_are_logged_once(self):
        rows = [
            {"kind": "unit", "title": "Phòng Kinh tế"},
            {"kind": "leader", "title": "Lãnh đạo huyện"},
        ]
        for _ in range(2):
            self.assertRedirects(self.send(*rows), self.visit.get_absolute_url())
        self.assertEqual(history_of(self.visit).count(), 1)

    def test_a_later_save_sees_both_lists(self):
        other = Participant(kind="other", title="Báo Cao Bằng")
        save_participants(self.visit, [other], by=self.cast.hoa)
        response = self.send({"kind": "producer", "headcount": "12"})
        self.assertContains(response, "Báo Cao Bằng", status_code=409)
        self.assertEqual(str(self.visit.participants.get()), "Báo Cao Bằng")

    def test_query_count_does_not_grow_with_lines(self):
        for extra in (1, 2):
            for _ in range(extra):
                producer = factories.SiteFactory(place=self.cast.hoa_an).producer
                self.visit.participants.create(kind="producer", producer=producer)
            with self.subTest(extra=extra), self.assertNumQueries(10):
                self.client.get(self.url)


class FigureTests(RowsTestCase):
    name = "visit_figures"

    def figure(self, **changes):
        return {"indicator": "producers", "as_of": "15/09/2023", **changes}

    def test_each_indicator_has_one_line_ready(self):
        form = self.client.get(self.url).context["form"]
        self.assertEqual(
            [row.heading for row in form],
            [
                "Chủ thể có sản phẩm OCOP",
                "Sản phẩm được công nhận",
                "Sản phẩm 3 sao",
                "Sản phẩm 4 sao",
                "Sản phẩm 5 sao",
                "Cơ sở được kiểm tra",
            ],
        )

    def test_what_was_reported_is_kept_as_it_was_said(self):
        self.send(
            self.figure(value="12", text="12 chủ thể"),
            self.figure(indicator="products", value="1.234,5", is_approximate="on"),
            self.figure(indicator="products_5", value=""),
        )
        found = self.visit.reported_figures.values_list(
            "indicator", "value", "text", "is_approximate", "as_of"
        )
        self.assertEqual(
            list(found),
            [
                ("producers", Decimal("12"), "12 chủ thể", False, DAY),
                ("products", Decimal("1234.5"), "", True, DAY),
            ],
        )
        form = self.client.get(self.url).context["form"]
        self.assertContains(self.client.get(self.url), 'value="1.234,5"')
        self.assertEqual(form[0]["value"].value(), 12)
        page = self.client.get(self.visit.get_absolute_url())
        self.assertContains(page, "<strong>12</strong>")
        self.assertContains(page, "<strong>1.234,50</strong>")

    def test_the_same_figures_sent_twice_are_logged_once(self):
        rows = [
            self.figure(indicator="products", value="10"),
            self.figure(value="12"),
        ]
        for _ in range(2):
            self.assertRedirects(self.send(*rows), self.visit.get_absolute_url())
        self.assertEqual(history_of(self.visit).count(), 1)

    def test_day_and_source_of_a_stored_figure_stay(self):
        figure = ReportedFigure(
            indicator="producers", value=12, as_of="2022-12-31", source="Báo cáo 45"
        )
        save_reported_figures(self.visit, [figure], by=None)
        base = self.client.get(self.url).context["form"].base
        self.send(self.figure(value="13", as_of="31/12/2022"), base=base)
        stored = self.visit.reported_figures.get()
        self.assertEqual((stored.value, stored.source), (13, "Báo cáo 45"))
        self.assertEqual(str(stored.as_of), "2022-12-31")

    def test_a_cleared_line_takes_the_figure_away(self):
        self.send(self.figure(value="12"))
        base = self.client.get(self.url).context["form"].base
        self.send(self.figure(value=""), base=base)
        self.assertFalse(self.visit.reported_figures.exists())

    def test_what_is_no_number_is_refused_and_kept(self):
        for value in ("mười hai", "-1", "9" * 26, "NaN", "1e400", "²"):
            with self.subTest(value):
                response = self.send(self.figure(value=value))
                self.assertEqual(response.status_code, 200)
                self.assertContains(response, value)
        self.assert_refused("Hãy ghi con số được báo cáo.", self.figure(text="nhiều"))
        self.assert_refused(
            "Mỗi chỉ tiêu chỉ ghi một số.",
            self.figure(value="12"),
            self.figure(value="13"),
        )
        self.assertFalse(self.visit.reported_figures.exists())

    def test_a_later_save_sees_both_lists(self):
        other = ReportedFigure(indicator="producers", value=10, text="mười chủ thể")
        save_reported_figures(self.visit, [other], by=None)
        response = self.send(self.figure(value="12"))
        self.assertContains(response, "mười chủ thể", status_code=409)
        self.assertEqual(self.visit.reported_figures.get().value, 10)

    def test_query_count_does_not_grow_with_figures(self):
        for keys in (["producers"], ["products", "products_3"]):
            for key in keys:
                figure_of(self.visit, key)
            with self.subTest(keys), self.assertNumQueries(5):
                self.client.get(self.url)


def figure_of(visit, key):
    return visit.reported_figures.create(
        indicator=key, value=1, as_of=DAY, place=visit.place, area=visit.area
    )
