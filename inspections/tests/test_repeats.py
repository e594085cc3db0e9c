import datetime
import io

import docx
from django.test import TestCase
from django.urls import reverse

from documents.minutes import build_minutes
from inspections.models import Finding
from inspections.services import Answer, save_answers
from tests import factories

from .cast import DAY, Cast, move, published_checklist


class RepeatTests(TestCase):
    """The same site is visited month after month, last by the visit of the cast."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def visited(self, months: int, outcome: str, status: str = "signed", **of):
        """Answer about the label, so many months before the visit of the cast."""
        visit = factories.VisitFactory(
            campaign=self.cast.visit.campaign,
            place=self.cast.hoa_an,
            checklist=of.pop("checklist", self.cast.checklist),
            starts_on=DAY - datetime.timedelta(days=30 * months),
        )
        fields = {"visit": visit, "site": self.cast.site, **of}
        check = factories.SiteCheckFactory(**fields)
        if outcome:
            self.answer(check, outcome, visit.checklist)
        move(visit, status)
        return check

    def answer(self, check, outcome, checklist=None):
        item = (checklist or self.cast.checklist).items.get(code="nhan")
        product = check.site.products.first()
        save_answers(check, [Answer(item, product, outcome)], by=self.cast.lan)

    def repeats(self) -> int:
        self.answer(self.cast.check, "failed")
        found = Finding.objects.with_repeats().get(site_check=self.cast.check)
        return found.repeats

    def test_the_first_time_repeats_nothing(self):
        self.assertEqual(self.repeats(), 0)

    def test_failures_in_a_row_are_counted(self):
        for months in (3, 2, 1):
            self.visited(months, "failed")
        self.assertEqual(self.repeats(), 3)

    def test_a_pass_between_begins_anew(self):
        self.visited(3, "failed")
        self.visited(2, "passed")
        self.visited(1, "failed")
        self.assertEqual(self.repeats(), 1)

    def test_a_visit_that_did_not_look_is_passed_over(self):
        self.visited(2, "failed")
        self.visited(1, "")
        self.assertEqual(self.repeats(), 1)

    def test_drafts_other_sites_and_later_visits_do_not_count(self):
        self.visited(1, "failed", status="draft")
        elsewhere = factories.ProductFactory(place=self.cast.hoa_an).site
        self.visited(1, "failed", site=elsewhere)
        self.visited(-1, "failed")
        self.assertEqual(self.repeats(), 0)

    def test_another_product_does_not_count(self):
        self.visited(1, "failed")
        other = factories.ProductFactory(site=self.cast.site, name="Rượu ngô")
        item = self.cast.item("nhan")
        save_answers(self.cast.check, [Answer(item, other, "failed")], by=self.cast.lan)
        found = Finding.objects.with_repeats().get(site_check=self.cast.check)
        self.assertEqual(found.repeats, 0)

    def test_a_question_of_the_producer_repeats_too(self):
        answer = Answer(self.cast.item("suc-khoe"), None, "failed")
        first = self.visited(1, "", status="draft")
        save_answers(first, [answer], by=self.cast.lan)
        move(first.visit, "signed")
        save_answers(self.cast.check, [answer], by=self.cast.lan)
        found = Finding.objects.with_repeats().get(site_check=self.cast.check)
        self.assertEqual(found.repeats, 1)

    def test_another_version_of_the_checklist_asks_the_same(self):
        self.visited(1, "failed", checklist=published_checklist())
        self.assertEqual(self.repeats(), 1)

    def test_pages_board_and_minutes_say_so(self):
        self.visited(1, "failed")
        self.assertEqual(self.repeats(), 1)
        finding = Finding.objects.get(site_check=self.cast.check)
        factories.RecommendationFactory(site_check=self.cast.check, finding=finding)
        paper = build_minutes(self.cast.visit, site_check=self.cast.check)
        words = [line.text for line in docx.Document(io.BytesIO(paper)).paragraphs]
        self.assertTrue(any("(lặp lại lần 1): " in line for line in words))
        later = self.visited(-1, "", status="draft")
        self.client.force_login(self.cast.lan)
        move(self.cast.visit, "signed")
        record = reverse("inspections:site_check_record", args=[later.uuid])
        for url in (
            self.cast.check.get_absolute_url(),
            self.cast.visit.get_absolute_url(),
            reverse("inspections:follow_up"),
            record,
        ):
            with self.subTest(url):
                self.assertContains(self.client.get(url), "Lặp lại lần 1")
