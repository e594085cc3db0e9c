import datetime

from django.test import TestCase
from django.urls import reverse

from inspections.enums import VisitStatus
from producers.models import Representative
from tests.factories import (
    PaperFactory,
    ProductFactory,
    RecognitionFactory,
    RecommendationFactory,
    SiteFactory,
    UserFactory,
    VisitFactory,
)
from tests.world import build_world

HOME = reverse("office:home")


class HomeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()

    def titles(self, person):
        self.client.force_login(person)
        return [group.title for group in self.client.get(HOME).context["waiting"]]

    def counts(self, person):
        self.client.force_login(person)
        counts = self.client.get(HOME).context["counts"]
        return [count.value for count in counts]

    def test_each_role_sees_what_waits_for_it(self):
        VisitFactory(place=self.world.hoa_an, status=VisitStatus.SUBMITTED)
        VisitFactory(place=self.world.hoa_an, status=VisitStatus.APPROVED)
        draft = "Nháp và bị trả lại, chờ hoàn thiện"
        self.assertEqual(self.titles(self.world.officer), [draft])
        self.assertEqual(self.titles(self.world.lead), [draft, "Chờ duyệt", "Chờ ký"])
        self.assertEqual(self.titles(self.world.viewer), [])
        self.assertEqual(self.titles(self.world.stranger), [])

    def test_counts_the_own_area_alone(self):
        self.world.visit.status = VisitStatus.SUBMITTED
        self.world.visit.save(update_fields=["status"])
        RecommendationFactory(
            site_check=self.world.site_check, due_on=datetime.date(2023, 12, 1)
        )
        PaperFactory(site=self.world.product.site, expires_on=datetime.date(2024, 1, 1))
        self.assertEqual(self.counts(self.world.officer), [1, 0, 0, 1])
        self.assertEqual(self.counts(self.world.stranger), [0, 0, 0, 0])

    def test_a_person_without_an_area_is_told_so(self):
        self.client.force_login(UserFactory())
        self.assertContains(
            self.client.get(HOME), "Tài khoản chưa được phân công địa bàn nào."
        )

    def test_query_count_does_not_grow_with_rows(self):
        self.client.force_login(self.world.lead)
        for extra in (0, 2):
            VisitFactory.create_batch(extra, place=self.world.hoa_an)
            with self.subTest(extra=extra), self.assertNumQueries(10):
                self.client.get(HOME)


class PassportTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()
        cls.producer = cls.world.producer
        cls.producer.phones = "0912 345 678"
        cls.producer.save()
        Representative.objects.create(producer=cls.producer, name="Nông Thị Mẫu")
        cls.url = reverse("office:producer", args=[cls.producer.pk])

    def page(self, person, **query):
        self.client.force_login(person)
        return self.client.get(self.url, query)

    def test_tells_the_stars_on_the_chosen_date(self):
        for date, words in (
            ("15/09/2023", '<span class="status" data-tone="good">Còn hiệu lực</span>'),
            ("01/06/2025", '<span class="status" data-tone="bad">Hết hạn</span>'),
        ):
            with self.subTest(date=date):
                page = self.page(self.world.officer, ngay=date)
                self.assertContains(page, words, count=2, html=True)

    def test_a_viewer_reads_no_personal_data(self):
        page = self.page(self.world.viewer)
        self.assertNotContains(page, "0912 345 678")
        self.assertNotContains(page, "Nông Thị Mẫu")
        self.assertContains(page, "không hiển thị với vai trò này")
        seen = self.page(self.world.officer)
        self.assertContains(seen, "0912 345 678")
        self.assertContains(seen, "Nông Thị Mẫu")

    def test_products_of_a_site_elsewhere_are_left_out(self):
        site = SiteFactory(
            producer=self.producer, place=self.world.trung_khanh, is_main=False
        )
        ProductFactory(site=site, name="Sản phẩm nơi khác")
        self.assertNotContains(self.page(self.world.officer), "Sản phẩm nơi khác")
        self.assertContains(self.page(self.world.provincial), "Sản phẩm nơi khác")

    def test_a_paper_says_where_it_stands(self):
        PaperFactory(site=self.world.product.site, expires_on=datetime.date(2024, 1, 1))
        page = self.page(self.world.officer, ngay="22/12/2023")
        self.assertContains(page, "Còn 10 ngày")

    def test_an_impossible_date_is_told_and_today_is_shown(self):
        page = self.page(self.world.officer, ngay="31/02/2023")
        self.assertContains(page, "Ngày phải có dạng dd/mm/yyyy")

    def test_query_count_does_not_grow_with_rows(self):
        self.client.force_login(self.world.officer)
        self.client.get(self.url)  # content types are read once a process
        for extra in (0, 2):
            for product in ProductFactory.create_batch(
                extra, site=self.world.product.site
            ):
                RecognitionFactory(product=product)
                PaperFactory(site=product.site, product=product)
            with self.subTest(extra=extra), self.assertNumQueries(18):
                self.client.get(self.url)


class SearchTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()

    def found(self, person, text):
        self.client.force_login(person)
        hits = self.client.get(reverse("office:search"), {"q": text}).context["hits"]
        return {hit.title: [str(row) for row in hit.rows] for hit in hits}

    def test_finds_without_accents_within_the_own_area(self):
        found = self.found(self.world.officer, "ruou gao")
        self.assertEqual(found, {"Sản phẩm": ["Rượu gạo thử"]})
        self.assertEqual(self.found(self.world.stranger, "ruou gao"), {})

    def test_nothing_typed_finds_nothing(self):
        self.assertEqual(self.found(self.world.officer, " "), {})
