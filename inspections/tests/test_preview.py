"""A version shown as officers will meet it, and visits that keep theirs."""

import datetime

from django.urls import reverse

from inspections.models import ItemResult, Visit
from inspections.services import (
    create_visit,
    publish_checklist,
    remove_item,
    save_item,
)
from tests import factories

from .test_draft_pages import LABELS, PageCase


class PreviewTests(PageCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        item = factories.ChecklistItemFactory(
            checklist=cls.draft,
            group=LABELS,
            text="Độ cồn trên nhãn",
            subject="product",
        )
        item.sets.set([cls.wine])

    def page(self, **query):
        return self.client.get(self.url("checklist_preview"), query)

    def test_shows_what_is_asked_of_a_product_of_a_set(self):
        page = self.page(bo=self.rice.pk)
        self.assertContains(page, "Mã số mã vạch")
        self.assertNotContains(page, "Độ cồn trên nhãn")
        self.assertContains(self.page(bo=self.wine.pk), "Độ cồn trên nhãn")
        self.assertContains(self.page(), "Độ cồn trên nhãn")  # of an unknown set

    def test_shows_a_site_with_its_products(self):
        self.cast.product.criteria_set = self.rice
        self.cast.product.save()
        page = self.page(co_so=self.cast.site.pk)
        self.assertContains(page, "HKD Nhật")
        self.assertContains(page, "Rượu gạo Nhật")
        self.assertNotContains(page, "Độ cồn trên nhãn")

    def test_is_the_sheet_of_officers_but_takes_nothing(self):
        page = self.page(co_so=self.cast.site.pk)
        self.assertTemplateUsed(page, "inspections/_check_answer.html")
        self.assertContains(page, '<fieldset class="preview" disabled>')
        self.assertNotContains(page, 'method="post"\n        novalidate')
        self.assertNotContains(page, "Thêm ảnh")
        self.assertEqual(ItemResult.objects.count(), 0)

    def test_producers_are_found_by_name_in_the_area_of_the_person_alone(self):
        self.assertContains(self.page(q="nhat"), f"?co_so={self.cast.site.pk}")
        self.client.force_login(self.cast.minh)
        self.assertNotContains(self.page(q="nhat"), "HKD Nhật")
        answer = self.page(co_so=self.cast.site.pk)
        self.assertContains(answer, "Không tìm thấy", status_code=404)

    def test_nonsense_in_the_address_is_no_fault(self):
        for query in ({"bo": "x"}, {"bo": "9" * 30}, {"q": "x" * 500}):
            with self.subTest(query):
                self.assertEqual(self.page(**query).status_code, 200)
        self.assertEqual(self.page(co_so="x").status_code, 404)

    def test_paper_of_a_draft_can_be_looked_at_too(self):
        page = self.page(co_so=self.cast.site.pk)
        url = reverse("inspections:producer_blank", args=[self.cast.site.producer_id])
        self.assertContains(page, f"{url}?danh_muc={self.draft.pk}")
        paper = self.client.get(url, {"danh_muc": self.draft.pk})
        self.assertContains(paper, "Độ cồn trên nhãn")
        self.assertNotContains(self.client.get(url), "Độ cồn trên nhãn")

    def test_query_count_does_not_grow_with_items(self):
        for number in (1, 3):
            factories.ChecklistItemFactory.create_batch(number, checklist=self.draft)
            with self.subTest(number=number), self.assertNumQueries(8):
                self.page(bo=self.wine.pk)


class OldVisitTests(PageCase):
    """A visit opens, records and prints in the version it was made with."""

    def setUp(self):
        super().setUp()
        item = self.item("nhan")
        item.text = "Nhãn theo nghị định mới"
        save_item(item, sets=[], by=self.office)
        remove_item(self.item("ma-vach"), by=self.office)
        publish_checklist(self.draft, by=self.office)
        self.client.force_login(self.cast.lan)

    def pages(self):
        check, visit = self.cast.check, self.cast.visit
        for name, key in [
            ("site_check", check.uuid),
            ("site_check_record", check.uuid),
            ("site_check_blank", check.uuid),
            ("visit_blank", visit.uuid),
        ]:
            yield name, self.client.get(reverse(f"inspections:{name}", args=[key]))

    def test_every_page_of_it_asks_what_it_asked(self):
        for name, page in self.pages():
            with self.subTest(name):
                self.assertContains(page, "Bao bì, nhãn mác")
                self.assertContains(page, "Mã số mã vạch")
                self.assertNotContains(page, "Nhãn theo nghị định mới")

    def test_its_answers_are_recorded(self):
        item = self.cast.item("ma-vach")
        key = f"{item.pk}-{self.cast.product.pk}"
        url = reverse("inspections:site_check_record", args=[self.cast.check.uuid])
        self.client.post(url, {f"a-{key}": "failed", f"n-{key}": "Mất mã"})
        result = ItemResult.objects.get()
        self.assertEqual((result.item, result.note), (item, "Mất mã"))
        page = self.client.get(self.cast.check.get_absolute_url())
        self.assertContains(page, "Mất mã")

    def test_minutes_are_printed_in_it(self):
        url = reverse("documents:site_check_draft", args=[self.cast.check.uuid])
        self.assertEqual(self.client.get(url).status_code, 200)

    def test_new_visit_takes_the_new_version_and_its_answers_meet_the_old(self):
        visit = Visit(
            campaign=self.cast.visit.campaign, starts_on=datetime.date(2024, 1, 10)
        )
        visit = create_visit(visit, place=self.cast.hoa_an, by=self.cast.lan)
        self.assertEqual(visit.checklist, self.draft)
        self.assertEqual(self.cast.visit.checklist, self.cast.checklist)
        check = factories.SiteCheckFactory(visit=visit, site=self.cast.site)
        page = self.client.get(
            reverse("inspections:site_check_record", args=[check.uuid])
        )
        self.assertContains(page, "Nhãn theo nghị định mới")
        self.assertNotContains(page, "Mã số mã vạch")
