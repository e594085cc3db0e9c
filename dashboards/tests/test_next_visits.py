"""Whom to visit next: points from each reason, weights, and the way of a day."""

import datetime
import io

import openpyxl
from django.test import TestCase
from django.urls import reverse

from dashboards.next_visits import WEIGHTS, ranked, way_between
from dashboards.scope import Scope
from inspections.enums import Severity, VisitStatus
from producers.enums import ProducerState
from producers.models import Producer
from tests import factories

URL = reverse("dashboards:next_visits")
PLAN = reverse("dashboards:day_plan")
TODAY = datetime.date(2026, 6, 1)
ON_DAY = {"ngay": "01/06/2026"}
USUAL = {weight.key: weight.usual for weight in WEIGHTS}


class RankCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa_an = factories.AreaFactory(name="Xã Hòa An")
        cls.far = factories.AreaFactory(name="Xã Xa")
        cls.officer = factories.UserFactory(role="officer", role__area=cls.hoa_an)
        cls.recent = cls.producer("HTX Mới Thăm")
        cls.visited(cls.recent, datetime.date(2026, 5, 1))
        cls.never = cls.producer("HTX Chưa Thăm")
        cls.old = cls.producer("HTX Lâu Rồi", valid_to=datetime.date(2026, 9, 1))
        cls.visited(cls.old, datetime.date(2025, 6, 1))
        cls.bad = cls.producer("HTX Vi Phạm")
        cls.found_wanting()
        cls.producer("HTX Xa", area=cls.far)
        cls.producer("HTX Giải Thể", state=ProducerState.DISSOLVED)
        factories.SiteFactory(
            place=cls.hoa_an, area=cls.hoa_an, producer__name="HTX Chưa Có Sao"
        )

    @classmethod
    def producer(cls, name, *, area=None, valid_to=None, state="active"):
        area = area or cls.hoa_an
        site = factories.SiteFactory(
            place=area, area=area, producer__name=name, producer__state=state
        )
        factories.RecognitionFactory(
            product__site=site,
            valid_from=datetime.date(2024, 1, 1),
            valid_to=valid_to or datetime.date(2028, 1, 1),
        )
        return site.producer

    @classmethod
    def visited(cls, producer, day, status=VisitStatus.APPROVED):
        site = producer.sites.get()
        visit = factories.VisitFactory(
            place=site.place, area=site.area, starts_on=day, status=status
        )
        return factories.SiteCheckFactory(site=site, visit=visit)

    @classmethod
    def found_wanting(cls):
        check = cls.visited(cls.bad, datetime.date(2026, 4, 1))
        severe = {"severity": Severity.BREACH}
        factories.FindingFactory(site_check=check, **severe)
        factories.FindingFactory(
            site_check=check,
            severity=Severity.REMIND,
            closed_on=datetime.date(2026, 5, 2),
        )
        factories.FindingFactory(site_check=check, severity=Severity.GOOD)
        factories.RecommendationFactory(
            site_check=check, producer=cls.bad, due_on=datetime.date(2026, 5, 31)
        )
        draft = cls.visited(
            cls.recent, datetime.date(2026, 5, 20), status=VisitStatus.DRAFT
        )
        factories.FindingFactory(site_check=draft, **severe)

    def ranked(self, date=TODAY, **weights):
        scope = Scope(self.officer, self.hoa_an, date)
        rows = ranked(scope, USUAL | weights)
        return [(self.name_of(row), row.points) for row in rows]

    @staticmethod
    def name_of(row):
        return Producer.objects.get(pk=row.pk).name


class RankTests(RankCase):
    def test_points_come_from_what_is_known(self):
        self.assertEqual(
            self.ranked(),
            [
                ("HTX Chưa Thăm", 40),
                ("HTX Vi Phạm", 25 + 6 + 8),
                ("HTX Lâu Rồi", 20 + 15),
                ("HTX Mới Thăm", 0),
            ],
        )

    def test_weights_turn_the_order(self):
        first, *_ = self.ranked(chua_tung=0, da_lau=90)
        self.assertEqual(first, ("HTX Lâu Rồi", 105))

    def test_each_bound_is_a_day(self):
        before = dict(self.ranked(datetime.date(2026, 5, 31)))
        self.assertEqual(before["HTX Lâu Rồi"], 15)  # visited less than 12 months ago
        self.assertEqual(before["HTX Vi Phạm"], 25 + 6)  # due today is not overdue
        early = dict(self.ranked(datetime.date(2026, 2, 28)))
        self.assertEqual(early["HTX Lâu Rồi"], 0)  # six months later is 28/8

    def test_many_findings_count_up_to_five(self):
        check = self.visited(self.old, datetime.date(2025, 5, 1))
        factories.FindingFactory.create_batch(
            7, site_check=check, severity=Severity.REMIND
        )
        self.assertEqual(dict(self.ranked())["HTX Lâu Rồi"], 20 + 15 + 5 * 6)

    def test_reasons_are_told_in_words(self):
        rows = ranked(Scope(self.officer, self.hoa_an, TODAY), USUAL)
        self.assertEqual(
            {self.name_of(row): row.reasons_on(TODAY) for row in rows},
            {
                "HTX Chưa Thăm": ["chưa từng được kiểm tra"],
                "HTX Vi Phạm": [
                    "có vi phạm trong 24 tháng qua",
                    "1 nhận định chưa khắc phục",
                    "1 đề nghị quá hạn",
                ],
                "HTX Lâu Rồi": [
                    "kiểm tra gần nhất 01/06/2025",
                    "hạng sao hết hạn 01/09/2026",
                ],
                "HTX Mới Thăm": [],
            },
        )


class PageTests(RankCase):
    def setUp(self):
        self.client.force_login(self.officer)

    def names(self, **query):
        page = self.client.get(URL, ON_DAY | query).context["page"]
        return [row.name for row in page]

    def test_only_the_own_area(self):
        self.assertEqual(len(self.names()), 4)
        self.assertNotContains(self.client.get(URL), "HTX Xa")

    def test_weights_of_the_address_are_taken(self):
        self.assertEqual(self.names(da_lau=99)[0], "HTX Lâu Rồi")

    def test_a_weight_that_is_none_is_said_and_the_usual_taken(self):
        for wrong in ("101", "-1", "x", "1,5"):
            with self.subTest(wrong):
                page = self.client.get(URL, ON_DAY | {"da_lau": wrong})
                self.assertTrue(page.context["form"].errors["da_lau"])
                self.assertContains(page, f'value="{wrong}"')
                self.assertEqual(self.names(da_lau=wrong)[0], "HTX Chưa Thăm")

    def test_workbook_names_the_points_of_each_reason(self):
        answer = self.client.get(URL, ON_DAY | {"xuat": "xlsx", "da_lau": "99"})
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        self.assertEqual(book["Danh sách"]["A2"].value, "HTX Lâu Rồi")
        told = {row[0]: row[1] for row in book["Điều kiện lọc"].values}
        self.assertEqual(told["Quá 12 tháng chưa kiểm tra lại"], "99 điểm")

    def test_query_count_does_not_grow_with_rows(self):
        self.names()
        for extra in (0, 2):
            for number in range(extra):
                self.producer(f"HTX {number}")
            with self.subTest(extra=extra), self.assertNumQueries(15):
                self.names()


class DayPlanTests(RankCase):
    def setUp(self):
        self.client.force_login(self.officer)
        for producer, latitude in (
            (self.never, 22.70),
            (self.bad, 22.90),
            (self.recent, 22.75),
        ):
            site = producer.sites.get()
            site.latitude, site.longitude = latitude, 106
            site.save()

    def test_the_nearest_comes_next_and_what_has_no_place_last(self):
        rows = [self.old, self.never, self.bad, self.recent]
        stops = way_between(Producer.objects.for_list().get(pk=row.pk) for row in rows)
        told = [(stop.producer.name, stop.way and stop.way.words) for stop in stops]
        self.assertEqual(
            told,
            [
                ("HTX Chưa Thăm", None),
                ("HTX Mới Thăm", "5,6 km"),
                ("HTX Vi Phạm", "16,7 km"),
                ("HTX Lâu Rồi", None),
            ],
        )

    def test_page_sums_up_and_leaves_out_what_is_not_seen(self):
        other = Producer.objects.get(name="HTX Xa")
        chosen = [self.never.pk, self.recent.pk, other.pk, "x", "9" * 30]
        page = self.client.get(PLAN, {"chon": chosen})
        self.assertContains(page, "<strong>5,6 km</strong>")
        self.assertNotContains(page, "HTX Xa")

    def test_nothing_chosen_says_what_to_do(self):
        self.assertContains(self.client.get(PLAN), "Chưa chọn chủ thể nào.")
