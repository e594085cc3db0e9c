"""The checklist on paper, with what is known of a producer filled in."""

import datetime

from django.test import TestCase
from django.urls import reverse

from accounts.models import User
from inspections.blank import blank_sheets
from inspections.enums import Subject
from inspections.services import draft_checklist, publish_checklist
from producers.models import Representative, Site
from tests import factories

from .cast import DAY, Cast, move

LATER = datetime.date(2024, 9, 15)


class BlankCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.site = cls.cast.site
        cls.producer = cls.site.producer

    def setUp(self):
        self.client.force_login(self.cast.lan)

    def page(self, name, key, user=None):
        if user:
            self.client.force_login(user)
        return self.client.get(reverse(f"inspections:{name}", args=[key]))

    def of_producer(self, user=None):
        return self.page("producer_blank", self.producer.pk, user)

    def sheet(self, **fields):
        [sheet] = blank_sheets(
            [self.site],
            checklist=self.cast.checklist,
            day=LATER,
            user=self.cast.lan,
            **fields,
        )
        return sheet


class KnownTests(BlankCase):
    def test_facts_products_and_papers_are_filled_in(self):
        factories.RecognitionFactory(
            product=self.cast.product, valid_to=datetime.date(2099, 5, 20)
        )
        factories.PaperFactory(
            site=self.site, number="15/ATTP", expires_on=datetime.date(2099, 1, 7)
        )
        page = self.of_producer()
        for words in (
            "HKD Nhật",
            "Rượu gạo Nhật",
            "20/05/2099",
            "15/ATTP",
            "07/01/2099",
            "Xã Hòa An",
        ):
            self.assertContains(page, words)

    def test_place_is_not_told_twice(self):
        self.site.address = f"Xóm 3, {self.site.place.full_name}"
        self.site.save()
        page = self.of_producer()
        self.assertContains(page, self.site.address)
        self.assertNotContains(page, f"{self.site.address} –")

    def test_questions_that_apply_have_three_empty_boxes(self):
        page = self.of_producer()
        self.assertContains(page, "Giấy khám sức khỏe", count=1)
        self.assertContains(page, '<td class="blank-box">☐</td>', count=9)

    def test_item_of_other_products_is_not_asked(self):
        wine, craft = (factories.CriteriaSetFactory(number=n) for n in (14, 21))
        draft = draft_checklist(self.cast.checklist, by=None)
        item = factories.ChecklistItemFactory(
            checklist=draft, text="Độ cồn", subject=Subject.PRODUCT
        )
        item.sets.set([wine])
        publish_checklist(draft, by=None)
        for sets, count in [(wine, 1), (craft, 0)]:
            self.cast.product.criteria_set = sets
            self.cast.product.save()
            self.assertContains(self.of_producer(), "Độ cồn", count=count)

    def test_several_products_have_a_row_each(self):
        factories.ProductFactory(site=self.site, name="Rượu ngô")
        self.assertContains(
            self.of_producer(), '<td class="blank-box">☐</td>', count=15
        )

    def test_product_given_up_is_left_out(self):
        factories.ProductFactory(site=self.site, name="Rượu bỏ", state="stopped")
        self.assertNotContains(self.of_producer(), "Rượu bỏ")

    def test_last_results_and_what_is_open_stand_there(self):
        check = self.cast.check
        factories.ItemResultFactory(
            site_check=check,
            item=self.cast.item("suc-khoe"),
            outcome="failed",
            note="Giấy hết hạn tháng 8",
        )
        factories.FindingFactory(site_check=check, text="Nhãn thiếu hạn dùng.")
        factories.RecommendationFactory(
            site_check=check,
            producer=self.producer,
            text="Làm lại nhãn.",
            due_on=datetime.date(2023, 12, 31),
        )
        self.assertIsNone(self.sheet().earlier)  # a draft is nobody's last result
        move(self.cast.visit, "approved")
        self.assertEqual(self.sheet().earlier, check)
        page = self.of_producer()
        for words in (
            "gần nhất ngày 15/09/2023",
            "Lần trước: không đạt: Giấy hết hạn tháng 8",
            "Nhãn thiếu hạn dùng.",
            "Làm lại nhãn.",
            "thời hạn 31/12/2023",
        ):
            self.assertContains(page, words)

    def test_visit_prints_none_of_its_own_findings(self):
        factories.FindingFactory(site_check=self.cast.check, text="Vừa ghi hôm nay.")
        move(self.cast.visit, "approved")
        self.assertEqual(self.sheet(visit=self.cast.visit).findings, [])

    def test_personal_data_needs_the_right(self):
        self.producer.phones = "0912345678"
        self.producer.save()
        Representative.objects.create(producer=self.producer, name="Bế Văn Kín")
        page = self.of_producer()
        self.assertContains(page, "0912345678")
        self.assertContains(page, "Bế Văn Kín")
        viewer = factories.UserFactory(role="viewer", role__area=self.cast.hoa_an)
        page = self.of_producer(viewer)
        self.assertNotContains(page, "0912345678")
        self.assertNotContains(page, "Bế Văn Kín")


class NoChecklistTests(TestCase):
    def test_without_a_published_checklist_it_says_so(self):
        product = factories.ProductFactory()
        user = factories.UserFactory(role="viewer", role__area=product.site.area)
        self.client.force_login(user)
        url = reverse("inspections:producer_blank", args=[product.producer_id])
        answer = self.client.get(url)
        self.assertContains(answer, "Chưa có danh mục kiểm tra nào được công bố")


class PagesTests(BlankCase):
    def test_visit_keeps_its_version_and_without_one_it_is_the_latest(self):
        draft = draft_checklist(self.cast.checklist, by=None)
        factories.ChecklistItemFactory(checklist=draft, text="Câu hỏi mới")
        publish_checklist(draft, by=None)
        for name, key, count in [
            ("visit_blank", self.cast.visit.uuid, 0),
            ("site_check_blank", self.cast.check.uuid, 0),
            ("producer_blank", self.producer.pk, 1),
        ]:
            with self.subTest(name):
                self.assertContains(self.page(name, key), "Câu hỏi mới", count=count)

    def test_visit_prints_every_site_the_person_sees(self):
        other = factories.SiteCheckFactory(
            visit=self.cast.visit,
            site=factories.SiteFactory(
                place=self.cast.hoa_an, producer__name="HTX Thứ Hai"
            ),
        )
        page = self.page("visit_blank", self.cast.visit.uuid)
        self.assertEqual(
            [sheet.site for sheet in page.context["sheets"]], [self.site, other.site]
        )
        alone = self.page("site_check_blank", other.uuid)
        self.assertContains(alone, "HTX Thứ Hai")
        self.assertNotContains(alone, "HKD Nhật")

    def test_what_lies_elsewhere_is_not_found(self):
        for name, key in [
            ("visit_blank", self.cast.visit.uuid),
            ("site_check_blank", self.cast.check.uuid),
            ("producer_blank", self.producer.pk),
        ]:
            answer = self.page(name, key, self.cast.minh)
            self.assertContains(answer, "Không tìm thấy", status_code=404)
            self.assertNotContains(answer, "HKD Nhật", status_code=404)

    def test_passport_visit_and_check_lead_here(self):
        for page, name, key in [
            (self.producer.get_absolute_url(), "producer_blank", self.producer.pk),
            (self.cast.visit.get_absolute_url(), "visit_blank", self.cast.visit.uuid),
            (
                self.cast.check.get_absolute_url(),
                "site_check_blank",
                self.cast.check.uuid,
            ),
        ]:
            self.assertContains(
                self.client.get(page), reverse(f"inspections:{name}", args=[key])
            )

    def test_query_count_does_not_grow_with_sites_products_or_what_is_known(self):
        for number in (1, 3):
            for _ in range(number):
                self.add_site()
            sites = Site.objects.for_display()
            user = User.objects.get(pk=self.cast.lan.pk)
            with self.subTest(number=number), self.assertNumQueries(11):
                blank_sheets(sites, checklist=self.cast.checklist, day=LATER, user=user)

    def add_site(self):
        product = factories.ProductFactory(
            place=self.cast.hoa_an, criteria_set=factories.CriteriaSetFactory()
        )
        factories.RecognitionFactory(product=product)
        factories.PaperFactory(site=product.site)
        Representative.objects.create(producer=product.producer, name="Lý Văn A")
        visit = factories.VisitFactory(
            place=self.cast.hoa_an, checklist=self.cast.checklist, starts_on=DAY
        )
        check = factories.SiteCheckFactory(visit=visit, site=product.site)
        item = self.cast.item("suc-khoe")
        factories.ItemResultFactory(site_check=check, item=item, outcome="failed")
        factories.FindingFactory(site_check=check)
        factories.RecommendationFactory(site_check=check, producer=product.producer)
        move(visit, "approved")
