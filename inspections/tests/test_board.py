import datetime
import io

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from inspections.enums import Direction, RecommendationStatus
from inspections.models import Recommendation
from tests import factories

from .cast import Cast, move

BOARD = reverse("inspections:follow_up")
ADDRESSEES = reverse("inspections:addressee_list")


def days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(number)


class BoardCase(TestCase):
    """One visit of Lan in Hòa An asks three addressees; another one is elsewhere."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = cast = Cast()
        cls.office = factories.AgencyFactory(name="Phòng Kinh tế", area=cast.hoa_an)
        cls.late = cls.asked(due_on=days(-45))
        cls.soon = cls.asked(due_on=days(5))
        cls.closed = cls.asked(
            status=RecommendationStatus.DONE, closed_on=timezone.localdate()
        )
        cls.local = cls.asked(
            site_check=None,
            visit=cast.visit,
            producer=None,
            agency=cls.office,
            direction=Direction.TO_LOCALITY,
            due_on=days(-1),
        )
        move(cast.visit, "signed")
        cls.elsewhere = factories.RecommendationFactory(
            site_check__site=factories.SiteFactory(place=cast.trung_khanh),
            producer=None,
            agency=cls.office,
            direction=Direction.TO_AGENCY,
            text="Hỗ trợ xúc tiến thương mại.",
        )
        move(cls.elsewhere.visit, "signed")

    @classmethod
    def asked(cls, **fields):
        fields.setdefault("site_check", cls.cast.check)
        return factories.RecommendationFactory(**fields)

    def setUp(self):
        self.client.force_login(self.cast.lan)

    def listed(self, **query) -> set[Recommendation]:
        return set(self.client.get(BOARD, query).context["page"])

    def tabs(self, user=None, **query) -> dict:
        self.client.force_login(user or self.cast.lan)
        found = self.client.get(BOARD, query).context["tabs"]()
        return {tab.label: tab for tab in found}


class TabTests(BoardCase):
    def counts(self, user=None, **query) -> dict[str, int]:
        return {label: tab.count for label, tab in self.tabs(user, **query).items()}

    def test_each_tab_counts_what_it_leads_to(self):
        self.assertEqual(
            self.counts(),
            {
                "Đang mở": 4,
                "Của tôi": 3,
                "Địa bàn tôi phụ trách": 3,
                "Quá hạn": 2,
                "Sắp đến hạn": 1,
                "Chờ xác nhận": 0,
                "Tất cả": 5,
                "Theo nơi nhận": None,
            },
        )
        for label, tab in self.tabs().items():
            if tab.count is not None:
                with self.subTest(label):
                    page = self.client.get(tab.url).context["page"]
                    self.assertEqual(page.paginator.count, tab.count)

    def test_what_is_addressed_to_the_own_agency_is_mine_wherever_it_comes_from(self):
        self.cast.hoa.agency = self.office
        self.cast.hoa.save()
        self.client.force_login(self.cast.hoa)
        self.assertEqual(
            self.listed(pham_vi="toi", tinh_trang="open"), {self.local, self.elsewhere}
        )
        self.assertNotIn(self.elsewhere, self.listed(pham_vi="dia_ban"))

    def test_what_a_colleague_recorded_is_mine(self):
        self.cast.lan.agency = self.cast.hoa.agency
        self.cast.lan.save()
        self.client.force_login(self.cast.hoa)
        mine = {self.late, self.soon, self.closed, self.local}
        self.assertEqual(self.listed(pham_vi="toi"), mine)

    def test_numbers_follow_the_other_filters_and_keep_them(self):
        narrowed = {"huong": "locality", "q": "quy trình", "tinh_trang": "overdue"}
        counts = self.counts(**narrowed)
        self.assertEqual((counts["Quá hạn"], counts["Đang mở"]), (1, 1))
        url = self.tabs(**narrowed)["Sắp đến hạn"].url
        self.assertIn("huong=locality", url)
        self.assertNotIn("overdue", url)

    def test_the_open_tab_is_the_marked_one(self):
        current = [
            t.label for t in self.tabs(tinh_trang="overdue").values() if t.is_current
        ]
        self.assertEqual(current, ["Quá hạn"])

    def test_nobody_counts_what_lies_elsewhere(self):
        self.assertEqual(self.counts(self.cast.minh)["Tất cả"], 1)

    def test_days_are_told_in_words(self):
        page = self.client.get(BOARD)
        for words in ("Quá hạn 45 ngày", "Quá hạn 1 ngày", "còn 5 ngày"):
            self.assertContains(page, words)
        self.assertEqual(self.late.due_words_on(days(-45)), "đến hạn hôm nay")
        self.assertEqual(self.closed.due_words_on(days(0)), "")

    def test_workbook_says_for_how_many_days(self):
        file = self.client.get(BOARD, {"xuat": "xlsx", "tinh_trang": "overdue"})
        data = io.BytesIO(b"".join(file.streaming_content))
        head, *rows = load_workbook(data).worksheets[0].values
        late = head.index("Số ngày quá hạn")
        self.assertEqual([row[late] for row in rows], [45, 1])


class AddresseeTests(BoardCase):
    def rows(self, **query) -> list[tuple]:
        page = self.client.get(ADDRESSEES, query).context["page"]
        return [(row.name, row.open, row.overdue, row.due_soon) for row in page]

    def test_open_ones_are_counted_by_addressee_the_most_overdue_first(self):
        self.asked(
            site_check=self.cast.check, producer=None, addressee_text="các chủ thể"
        )
        self.assertEqual(
            self.rows(),
            [
                ("HKD Nhật", 2, 1, 1),
                ("Phòng Kinh tế", 2, 1, 0),
                ("các chủ thể", 1, 0, 0),
            ],
        )
        self.assertEqual(self.rows(sap_xep="dang_mo")[0][0], "các chủ thể")

    def test_filters_narrow_what_is_counted(self):
        self.assertEqual(self.rows(huong="agency"), [("Phòng Kinh tế", 1, 0, 0)])

    def test_each_number_leads_to_its_rows(self):
        self.asked(producer=None, addressee_text="các chủ thể")
        for row in self.client.get(ADDRESSEES).context["page"]:
            for url, count in (
                (row.open_url, row.open),
                (row.overdue_url, row.overdue),
            ):
                with self.subTest(url):
                    page = self.client.get(url).context["page"]
                    self.assertEqual(page.paginator.count, count)

    def test_an_addressee_out_of_reach_is_told_to_nobody(self):
        secret = factories.ProducerFactory(name="HTX Bí Mật")
        response = self.client.get(BOARD, {"chu_the": secret.pk})
        self.assertEqual(list(response.context["page"]), [])
        self.assertNotContains(response, "Bí Mật")

    def test_query_count_does_not_grow_with_rows(self):
        for extra in (0, 2):
            producers = factories.SiteFactory.create_batch(extra)
            for site in producers:
                self.asked(producer=site.producer)
            with self.subTest(extra=extra), self.assertNumQueries(6):
                self.client.get(ADDRESSEES)
