import datetime

from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from history.services import history_of
from products.enums import LapseCause
from products.exceptions import ProductError
from products.models import Lapse
from products.services import save_lapse
from tests.expiry_factories import LapseFactory, running_to
from tests.factories import RecognitionFactory

from .cast import Places


class LapseRuleTests(TestCase):
    def recorded(self, recognition, **given):
        given.setdefault("cause", LapseCause.STOPPED)
        return save_lapse(Lapse(recognition=recognition, **given), by=None)

    def days_on(self, days):
        return running_to(timezone.localdate() + datetime.timedelta(days=days))

    def test_is_recorded_once_the_days_to_file_have_come(self):
        for days in (-1, 0, 119, 120, 180):
            with self.subTest(days):
                lapse = self.recorded(self.days_on(days))
                self.assertEqual(str(lapse), "ngừng sản xuất sản phẩm")

    def test_is_refused_before_and_where_another_took_its_place(self):
        replaced = RecognitionFactory()
        later = datetime.date(2022, 1, 1)
        RecognitionFactory(product=replaced.product, valid_from=later)
        for recognition in (self.days_on(181), replaced):
            with self.subTest(recognition), self.assertRaises(ProductError):
                self.recorded(recognition)
        self.assertEqual(Lapse.objects.count(), 0)

    def test_another_cause_needs_words(self):
        recognition = RecognitionFactory()
        with self.assertRaisesMessage(ProductError, "phải ghi rõ"):
            self.recorded(recognition, cause=LapseCause.OTHER)
        with self.assertRaises(IntegrityError), transaction.atomic():
            LapseFactory(recognition=recognition, cause=LapseCause.OTHER)
        lapse = self.recorded(recognition, cause=LapseCause.OTHER, note="Mất mùa")
        self.assertEqual(str(lapse), "lý do khác: Mất mùa")

    def test_there_is_one_for_a_recognition(self):
        lapse = LapseFactory()
        with self.assertRaisesMessage(ProductError, "vừa ghi"):
            self.recorded(lapse.recognition)


class LapsePageTests(Places):
    def url(self, page="edit"):
        return reverse(f"products:lapse_{page}", args=[self.recognition.pk])

    def test_is_recorded_changed_and_taken_back_with_its_history(self):
        self.client.force_login(self.lan)
        page = self.client.post(self.url(), {"cause": LapseCause.LATE}, follow=True)
        self.assertContains(page, "Hồ sơ nộp muộn")
        lapse = Lapse.objects.get()
        given = {"cause": LapseCause.OTHER, "note": "Mất mùa", "version": 1}
        self.client.post(self.url(), given)
        lapse.refresh_from_db()
        self.assertEqual((lapse.cause, lapse.note), (LapseCause.OTHER, "Mất mùa"))
        page = self.client.post(self.url("delete"), follow=True)
        self.assertNotContains(page, "Lý do khác: Mất mùa")
        self.assertEqual(Lapse.objects.count(), 0)
        by = {change.batch.by for change in history_of(lapse)}
        self.assertEqual(by, {self.lan})

    def test_a_missing_explanation_is_told_at_the_form(self):
        self.client.force_login(self.lan)
        page = self.client.post(self.url(), {"cause": LapseCause.OTHER})
        self.assertContains(page, "Lý do khác thì phải ghi rõ")

    def test_a_reader_is_not_offered_it(self):
        offered = "Ghi lý do không đánh giá lại"
        url = self.product.get_absolute_url()
        self.assertContains(self.page(url), offered)
        self.assertNotContains(self.page(url, self.reader), offered)
