import datetime

from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from inspections.enums import VisitStatus
from office.home import counts_for, figures_of
from producers.models import Representative
from tests.factories import (
    AreaFactory,
    AssignmentFactory,
    DossierFactory,
    PaperFactory,
    ProductFactory,
    RecognitionFactory,
    RecommendationFactory,
    SiteCheckFactory,
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
        draft = "Chờ hoàn thiện"
        self.assertEqual(self.titles(self.world.officer), [draft])
        self.assertEqual(self.titles(self.world.lead), [draft, "Chờ duyệt", "Chờ ký"])
        self.assertEqual(self.titles(self.world.viewer), [])
        self.assertEqual(self.titles(self.world.stranger), [])

    def test_drafts_and_returned_visits_lead_to_the_list_of_the_same_rows(self):
        for day in range(1, 7):
            VisitFactory(
                place=self.world.hoa_an,
                starts_on=datetime.date(2023, 10, day),
                status=VisitStatus.RETURNED if day % 2 else VisitStatus.DRAFT,
            )
        self.client.force_login(self.world.officer)
        page = self.client.get(HOME)
        [group] = page.context["waiting"]
        self.assertContains(page, "Chờ hoàn thiện (7)")
        self.assertContains(page, "Xem tất cả", count=1)
        listed = self.client.get(group.url).context["page"]
        self.assertEqual(listed.paginator.count, group.total)
        self.assertEqual(group.rows, list(listed)[:5])
        self.assertEqual(group.rows[0], self.world.visit)

    def test_few_rows_need_no_other_list(self):
        self.client.force_login(self.world.officer)
        page = self.client.get(HOME)
        self.assertContains(page, "Chờ hoàn thiện (1)")
        self.assertContains(page, self.world.campaign)
        self.assertNotContains(page, "Xem tất cả")

    def test_each_count_is_the_total_of_its_list(self):
        self.world.visit.status = VisitStatus.SUBMITTED
        self.world.visit.save(update_fields=["status"])
        today = timezone.localdate()
        elsewhere = SiteFactory(place=self.world.trung_khanh)
        abroad = SiteCheckFactory(site=elsewhere, visit__status=VisitStatus.SUBMITTED)
        for check in (self.world.site_check, abroad):
            for days in (-1, 0, 30, 31):
                due_on = today + datetime.timedelta(days=days)
                RecommendationFactory(site_check=check, due_on=due_on)
            for days in (-1, 0, 60, 120):
                last_day = today + datetime.timedelta(days=days)
                PaperFactory(site=check.site, expires_on=last_day)
                product = ProductFactory(site=check.site)
                RecognitionFactory(product=product, valid_to=last_day)
        PaperFactory(site=elsewhere, product=product, expires_on=today.replace(2020))
        for person, counts in (
            (self.world.officer, [1, 2, 2, 1, 1, 1, 1, 1, 1]),
            (self.world.provincial, [2, 4, 4, 2, 3, 2, 1, 1, 1]),
        ):
            self.assertEqual(self.counts(person), counts)
            for count in self.client.get(HOME).context["counts"]:
                with self.subTest(person=person, count=count.label):
                    listed = self.client.get(count.url).context["page"]
                    self.assertEqual(listed.paginator.count, count.value)

    def test_a_product_that_runs_on_is_not_running_out(self):
        today = datetime.date(2026, 10, 1)
        product = ProductFactory(place=self.world.hoa_an)
        last_day = datetime.date(2026, 7, 1)
        RecognitionFactory(product=product, valid_to=last_day)
        DossierFactory(product=product, received_on=datetime.date(2026, 5, 1))
        counts = counts_for(self.world.officer, today)
        self.assertEqual([count.value for count in counts][:4], [0, 0, 0, 0])

    def test_leads_to_the_figures_of_the_own_units(self):
        url = reverse("dashboards:home")
        hoa_an = ("Xã Hòa An", f"{url}?dia_ban={self.world.hoa_an.pk}")
        self.assertEqual(figures_of(self.world.viewer), [hoa_an])
        officer = self.world.officer
        AssignmentFactory(user=officer, area=self.world.trung_khanh)
        AssignmentFactory(user=officer, area=self.world.hoa_an, role=Role.LEAD)
        self.client.force_login(officer)
        pages = self.client.get(HOME).context["figures"]
        trung_khanh = ("Xã Trùng Khánh", f"{url}?dia_ban={self.world.trung_khanh.pk}")
        self.assertEqual(pages[0], ("Toàn bộ địa bàn được giao", url))
        self.assertCountEqual(pages[1:], [hoa_an, trung_khanh])
        for _, address in pages:
            self.assertEqual(self.client.get(address).status_code, 200)

    @override_settings(DEMO_MODE=True)
    def test_the_tour_is_offered_to_those_who_see_its_district(self):
        tour = "xem số liệu huyện Hòa An"
        provincial = self.world.provincial
        self.client.force_login(provincial)
        self.assertNotContains(self.client.get(HOME), tour)
        AreaFactory(district=True, code="051", parent=self.world.province)
        page = self.client.get(HOME)
        self.assertContains(page, tour)
        figures = self.client.get(page.context["tour"])
        self.assertEqual(figures.status_code, 200)
        for person in (self.world.officer, self.world.stranger, UserFactory()):
            self.client.force_login(person)
            with self.subTest(person=person):
                self.assertNotContains(self.client.get(HOME), tour)

    def test_each_role_is_said_once_with_its_areas(self):
        officer = self.world.officer
        AssignmentFactory(user=officer, area=self.world.trung_khanh)
        self.client.force_login(officer)
        page = self.client.get(HOME)
        words = "Cán bộ: Xã Hòa An, Xã Trùng Khánh"
        self.assertContains(page, words, count=2)  # the lead line and the user menu
        self.assertContains(page, "<small>cán bộ, Xã Hòa An</small>", html=True)

    def test_acts_are_offered_to_those_who_may(self):
        write, grow, take_in = "Ghi buổi kiểm tra", "Thêm chủ thể", 'href="/nhap'
        for person, offered in (
            (self.world.viewer, []),
            (self.world.officer, [write, grow]),
            (self.world.provincial, [write, grow, take_in]),
            (self.world.admin, [take_in]),
        ):
            self.client.force_login(person)
            page = self.client.get(HOME).content.decode()
            actions = page.partition('class="page-actions"')[2].partition("</div>")[0]
            with self.subTest(person=person):
                shown = [act for act in (write, grow, take_in) if act in actions]
                self.assertEqual(shown, offered)

    def test_counts_the_own_area_alone(self):
        self.world.visit.status = VisitStatus.SUBMITTED
        self.world.visit.save(update_fields=["status"])
        RecommendationFactory(
            site_check=self.world.site_check, due_on=datetime.date(2023, 12, 1)
        )
        PaperFactory(site=self.world.product.site, expires_on=datetime.date(2024, 1, 1))
        self.assertEqual(self.counts(self.world.officer), [1, 0, 0, 0, 1, 0, 1, 1, 1])
        self.assertEqual(self.counts(self.world.stranger), [0] * 9)

    def test_a_person_without_an_area_is_told_so(self):
        self.client.force_login(UserFactory())
        self.assertContains(
            self.client.get(HOME), "Tài khoản chưa được phân công địa bàn nào."
        )

    def test_query_count_does_not_grow_with_rows(self):
        self.client.force_login(self.world.lead)
        for extra in (0, 2):
            VisitFactory.create_batch(extra, place=self.world.hoa_an)
            with self.subTest(extra=extra), self.assertNumQueries(17):
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
            with self.subTest(extra=extra), self.assertNumQueries(22):
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
