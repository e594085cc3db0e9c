import datetime

from django.test import TestCase
from django.urls import reverse

from documents.services import freeze_minutes
from history.services import history_of
from inspections.models import SiteCheck
from tests import factories

from .cast import DAY, Cast, move


class SiteChoiceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.visit = cls.cast.visit
        cls.rice = factories.ProductFactory(
            name="Cơm cháy",
            place=cls.cast.hoa_an,
            site__producer__name="CSSX Huy Hoàng",
        ).site
        cls.foreign = factories.SiteFactory(
            place=cls.cast.trung_khanh, producer__name="HTX Nơi Khác"
        )
        cls.url = reverse("inspections:visit_sites", args=[cls.visit.uuid])

    def setUp(self):
        self.client.force_login(self.cast.lan)

    def listed(self, **query):
        return list(self.client.get(self.url, query).context["page"])

    def chosen(self):
        return [check.site for check in self.visit.site_checks.order_by("pk")]

    def test_sites_of_the_place_are_listed_and_no_others(self):
        response = self.client.get(self.url)
        self.assertEqual(list(response.context["page"]), [self.rice, self.cast.site])
        self.assertNotContains(response, "HTX Nơi Khác")
        self.assertContains(response, "Đã có trong buổi kiểm tra")

    def test_search_finds_producers_and_products_without_marks(self):
        self.assertEqual(self.listed(q="huy hoang"), [self.rice])
        self.assertEqual(self.listed(q="com chay"), [self.rice])
        self.assertEqual(self.listed(q="CƠM huy"), [self.rice])
        self.assertEqual(self.listed(q="noi khac"), [])

    def test_the_last_check_is_told_and_sorts_the_list(self):
        for days, status in ((0, "signed"), (-30, "approved"), (90, "draft")):
            visit = factories.VisitFactory(
                place=self.cast.hoa_an, starts_on=DAY + datetime.timedelta(days)
            )
            factories.SiteCheckFactory(visit=visit, site=self.rice)
            move(visit, status)
        self.assertEqual(self.listed(sap_xep="lan_cuoi"), [self.cast.site, self.rice])
        rice, ruou = self.listed(sap_xep="-lan_cuoi")
        self.assertEqual((rice, rice.last_checked_on), (self.rice, DAY))
        self.assertEqual((ruou, ruou.last_checked_on), (self.cast.site, None))

    def test_several_sites_are_added_at_once(self):
        other = factories.SiteFactory(place=self.cast.hoa_an)
        response = self.client.post(self.url, {"co_so": [self.rice.pk, other.pk]})
        self.assertRedirects(response, self.visit.get_absolute_url())
        self.assertEqual(set(self.chosen()), {self.cast.site, self.rice, other})

    def test_a_site_sent_twice_is_checked_once_and_choosing_may_go_on(self):
        for _ in range(2):
            response = self.client.post(self.url, {"co_so": self.rice.pk, "tiep": 1})
            self.assertRedirects(response, self.url)
        self.assertEqual(self.chosen(), [self.cast.site, self.rice])

    def test_foreign_and_broken_keys_add_nothing(self):
        for key in (self.foreign.pk, "9" * 26, "²", "x", ""):
            with self.subTest(key):
                response = self.client.post(
                    self.url, {"co_so": [self.rice.pk, key]}, follow=True
                )
                self.assertContains(response, "Có cơ sở không thuộc danh sách")
                self.assertNotContains(response, "HTX Nơi Khác")
        response = self.client.post(self.url, {}, follow=True)
        self.assertContains(response, "Hãy chọn ít nhất một cơ sở.")
        self.assertEqual(self.chosen(), [self.cast.site])

    def test_what_was_ticked_stays_ticked_through_a_search(self):
        response = self.client.get(
            self.url, {"q": "nhat", "co_so": [self.rice.pk, self.foreign.pk]}
        )
        self.assertEqual(response.context["ticked"], [])
        response = self.client.get(self.url, {"q": "nhat", "co_so": self.rice.pk})
        self.assertContains(response, "CSSX Huy Hoàng")
        self.assertContains(response, "checked", count=1)
        response = self.client.get(self.url, {"co_so": "9" * 26})
        self.assertEqual(response.context["ticked"], [])

    def test_query_count_does_not_grow_with_sites(self):
        for extra in (0, 2):
            for _ in range(extra):
                factories.ProductFactory(place=self.cast.hoa_an)
            with self.subTest(extra=extra), self.assertNumQueries(8):
                self.client.get(self.url)

    def test_a_thousand_sites_come_by_the_page(self):
        producers = factories.ProducerFactory.build_batch(1000)
        type(producers[0]).objects.bulk_create(producers)
        place = self.cast.hoa_an
        sites = [
            factories.SiteFactory.build(producer=producer, place=place, area=place)
            for producer in producers
        ]
        type(sites[0]).objects.bulk_create(sites)
        response = self.client.get(self.url, {"trang": 41})
        self.assertEqual(response.context["page"].paginator.count, 1002)
        self.assertEqual(len(response.context["page"]), 2)


class RemoveSiteTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.url = reverse("inspections:site_check_remove", args=[cls.cast.check.uuid])

    def test_a_site_is_taken_out_and_the_history_keeps_it(self):
        self.client.force_login(self.cast.lan)
        check = self.cast.check
        response = self.client.post(self.url)
        self.assertRedirects(response, self.cast.visit.get_absolute_url())
        self.assertFalse(SiteCheck.objects.filter(pk=check.pk).exists())
        self.assertEqual(history_of(check).first().action, "delete")

    def test_people_from_elsewhere_take_nothing_out(self):
        self.client.force_login(self.cast.minh)
        self.assertEqual(self.client.post(self.url).status_code, 404)
        self.assertTrue(SiteCheck.objects.filter(pk=self.cast.check.pk).exists())

    def test_a_site_with_minutes_in_the_register_stays(self):
        freeze_minutes(self.cast.visit, site_check=self.cast.check, by=None)
        self.client.force_login(self.cast.lan)
        response = self.client.post(self.url, follow=True)
        self.assertContains(response, "đã có biên bản")
        self.assertTrue(SiteCheck.objects.filter(pk=self.cast.check.pk).exists())
        self.assertEqual(history_of(self.cast.check).count(), 0)
