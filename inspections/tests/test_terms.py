import datetime

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import TestCase
from django.utils import timezone

from history.services import history_of
from inspections.exceptions import InspectionError
from inspections.models import Evidence, Recommendation, Response
from inspections.services import (
    add_response,
    close_recommendation,
    lift_waiver,
    proofs_of,
    reopen_recommendation,
    waive_recommendation,
)
from tests import factories

from .cast import DAY, Cast, move
from .pictures import jpeg, located_jpeg


class WaiverTests(TestCase):
    """What need not be done for a time is open again after it."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.today = timezone.localdate()
        cls.asked = factories.RecommendationFactory(
            site_check=cls.cast.check, due_on=datetime.date(2023, 12, 31)
        )
        move(cls.cast.visit, "signed")

    def waive(self, days: int = 10, reason: str = "Mùa lũ.") -> Recommendation:
        until = self.today + datetime.timedelta(days)
        waive_recommendation(self.asked, by=self.cast.lan, until=until, reason=reason)
        self.asked.refresh_from_db()
        return self.asked

    def overdue_in(self, days: int) -> bool:
        date = self.today + datetime.timedelta(days)
        return Recommendation.objects.overdue_on(date).exists()

    def test_it_counts_before_and_after_but_not_between(self):
        self.waive(10)
        counts = [self.overdue_in(days) for days in (-1, 0, 10, 11)]
        self.assertEqual(counts, [True, False, False, True])
        self.assertEqual(self.asked.due_words_on(self.today), "")
        later = self.today + datetime.timedelta(11)
        self.assertIn("quá hạn", self.asked.due_words_on(later))
        self.assertTrue(self.asked.is_open)

    def test_who_until_when_and_why_is_kept(self):
        waived = self.waive()
        [kept] = waived.deferrals.all()
        self.assertEqual(kept.waived_until, waived.waived_until)
        self.assertEqual((kept.decided_by, kept.reason), (self.cast.lan, "Mùa lũ."))
        self.assertEqual(history_of(waived).first().batch.reason, "Mùa lũ.")

    def test_a_longer_waiver_begins_where_the_first_began(self):
        self.waive(10)
        self.waive(20)
        self.assertEqual(self.asked.waived_from, self.today)
        self.assertEqual(self.asked.deferrals.count(), 2)

    def test_a_waiver_needs_a_reason_and_a_day_to_come(self):
        for days, reason in ((10, " "), (-1, "Mùa lũ.")):
            with self.subTest(days), self.assertRaises(InspectionError):
                self.waive(days, reason)
        self.assertEqual(self.asked.deferrals.count(), 0)
        self.waive(10)
        with self.assertRaises(InspectionError):
            self.waive(10)

    def test_a_waiver_is_lifted_before_its_day(self):
        self.waive()
        lift_waiver(self.asked, by=self.cast.hoa, reason="Đường đã thông.")
        self.assertTrue(self.overdue_in(0))
        with self.assertRaises(InspectionError):
            lift_waiver(self.asked, by=self.cast.hoa, reason="Lần nữa.")

    def test_a_lifted_waiver_still_holds_for_the_days_gone_by(self):
        self.waive()
        begun = self.today - datetime.timedelta(5)
        Recommendation.objects.update(waived_from=begun)
        lift_waiver(self.asked, by=self.cast.hoa, reason="Đường đã thông.")
        counts = [self.overdue_in(days) for days in (-6, -5, -1, 0)]
        self.assertEqual(counts, [True, False, False, True])

    def test_database_refuses_a_waiver_without_an_end(self):
        with self.assertRaises(IntegrityError):
            Recommendation.objects.update(waived_from=self.today)


class EvidenceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.asked = factories.RecommendationFactory(site_check=cls.cast.check)
        move(cls.cast.visit, "signed")

    def respond(self, *uploads, **fields) -> Response:
        fields = {"text": "Đã mua máy.", "responded_on": DAY, **fields}
        answer = Response(recommendation=self.asked, **fields)
        return add_response(answer, by=self.cast.lan, proofs=proofs_of(uploads))

    def pdf(self, data: bytes = b"%PDF-1.4 nhan %%EOF"):
        return SimpleUploadedFile("phieu.pdf", data)

    def test_several_files_are_kept_and_pictures_are_drawn_anew(self):
        answer = self.respond(located_jpeg(), jpeg("blue"), self.pdf())
        first, second, paper = answer.evidence.all()
        words = first.file.read()
        self.assertNotIn("Bí Mật".encode(), words)
        self.assertNotIn(b"0900000000", words)
        self.assertTrue(second.thumbnail.name.endswith(".jpg"))
        self.assertEqual((paper.is_picture, bool(paper.thumbnail)), (False, False))
        self.assertNotIn("IMG_0001", first.file.name)

    def test_the_same_file_twice_is_one(self):
        answer = self.respond(jpeg("blue"), jpeg("blue"))
        self.assertEqual(answer.evidence.count(), 1)

    def test_a_fake_is_refused_by_its_name(self):
        with self.assertRaises(ValidationError) as caught:
            self.respond(jpeg(), self.pdf(b"MZ chuong trinh"))
        self.assertIn("phieu.pdf: Chỉ nhận tệp PDF", caught.exception.messages[0])

    def test_no_file_stays_behind_an_answer_that_is_refused(self):
        self.respond(jpeg())
        kept = default_storage.listdir("evidence")
        with self.assertRaises(InspectionError):
            self.respond(jpeg("blue"), responded_on=datetime.date(2999, 1, 1))
        self.assertEqual(Evidence.objects.count(), 1)
        self.assertEqual(default_storage.listdir("evidence"), kept)

    def test_closing_names_the_answer_that_shows_it(self):
        answer = self.respond(jpeg())
        act = {"status": "done", "note": "Có ảnh.", "response": answer}
        closed = close_recommendation(self.asked, by=self.cast.lan, **act)
        closed.refresh_from_db()
        self.assertEqual(closed.closing_response, answer)
        reopen_recommendation(closed, by=self.cast.lan, reason="Nhầm.")
        closed.refresh_from_db()
        self.assertIsNone(closed.closing_response)

    def test_closing_takes_no_answer_to_something_else(self):
        other = factories.ResponseFactory()
        act = {"status": "done", "note": "Có ảnh.", "response": other}
        with self.assertRaises(InspectionError):
            close_recommendation(self.asked, by=self.cast.lan, **act)
