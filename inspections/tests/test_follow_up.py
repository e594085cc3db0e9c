import datetime
import uuid

from django.test import TestCase
from django.utils import timezone

from core.versions import StaleVersionError
from history.services import history_of
from inspections.enums import Direction, RecommendationStatus, Severity
from inspections.exceptions import InspectionError
from inspections.models import Finding, Recommendation, Response
from inspections.services import (
    add_findings,
    add_response,
    addressed,
    close_finding,
    close_recommendation,
    extend_recommendation,
    recommend,
    remove_finding,
    remove_recommendation,
    reopen_finding,
    reopen_recommendation,
    save_answers,
    save_finding,
    save_recommendation,
)
from inspections.services.answers import Answer
from tests import factories

from .cast import DAY, Cast, move


class RecommendTests(TestCase):
    """While the visit is a draft."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.other = factories.SiteFactory(producer__name="HTX Khác").producer
        cls.district = factories.AgencyFactory(name="UBND huyện Hòa An")

    def add(self, **options) -> list[Recommendation]:
        options.setdefault("direction", Direction.TO_PRODUCER)
        options.setdefault("texts", ["Hoàn thiện quy trình."])
        rows = addressed(self.cast.visit, **options)
        return recommend(rows, by=self.cast.lan)

    def refusal(self, **options) -> str:
        with self.assertRaises(InspectionError) as caught:
            self.add(**options)
        self.assertEqual(Recommendation.objects.count(), 0)
        return str(caught.exception)

    def test_each_text_goes_to_each_producer_as_a_row_of_its_own(self):
        producers = [self.cast.product.producer, self.other]
        self.add(
            texts=["Nâng cao chất lượng.", "Mở rộng liên kết."], producers=producers
        )
        rows = Recommendation.objects.values_list("text", "producer__name")
        self.assertEqual(
            list(rows.order_by("pk")),
            [
                ("Nâng cao chất lượng.", "HKD Nhật"),
                ("Nâng cao chất lượng.", "HTX Khác"),
                ("Mở rộng liên kết.", "HKD Nhật"),
                ("Mở rộng liên kết.", "HTX Khác"),
            ],
        )

    def test_what_is_asked_of_a_checked_producer_hangs_on_its_check(self):
        first, second = self.add(producers=[self.cast.product.producer, self.other])
        self.assertEqual(first.site_check, self.cast.check)
        self.assertIsNone(second.site_check)

    def test_three_directions_and_addressees_in_words(self):
        words = {"addressee_text": "các chủ thể OCOP trong huyện"}
        [one] = self.add(**words)
        [two] = self.add(direction=Direction.TO_LOCALITY, agency=self.district)
        [three] = self.add(
            direction=Direction.TO_AGENCY,
            addressee_text="các sở, ngành của tỉnh",
            proposed_by=self.district,
        )
        self.assertEqual(one.addressee, "các chủ thể OCOP trong huyện")
        self.assertEqual(two.addressee, "UBND huyện Hòa An")
        self.assertEqual(three.addressee, "các sở, ngành của tỉnh")
        self.assertEqual(three.proposed_by, self.district)

    def test_form_sent_twice_is_stored_once(self):
        key = uuid.uuid4()
        options = {"producers": [self.cast.product.producer, self.other], "key": key}
        first, second = self.add(**options), self.add(**options)
        self.assertEqual(first, second)
        self.assertEqual(Recommendation.objects.count(), 2)
        self.assertEqual(history_of(first[0]).count(), 1)

    def test_addressee_is_needed_and_fits_the_direction(self):
        self.assertIn("Chọn nơi nhận", self.refusal())
        self.assertIn(
            "hướng đối với chủ thể",
            self.refusal(direction=Direction.TO_LOCALITY, producers=[self.other]),
        )
        self.assertIn("không gửi cho cơ quan", self.refusal(agency=self.district))
        self.assertIn("Chọn hướng", self.refusal(direction="x", addressee_text="ai"))
        self.assertIn("nội dung", self.refusal(texts=[" "], addressee_text="ai"))

    def test_due_day_lies_after_the_visit(self):
        before = DAY - datetime.timedelta(days=1)
        words = self.refusal(producers=[self.other], due_on=before)
        self.assertIn("trước ngày kiểm tra", words)

    def test_query_count_does_not_grow_with_addressees(self):
        self.add(producers=[self.other])
        for number in (1, 3):
            sites = factories.SiteFactory.create_batch(number)
            producers = [site.producer for site in sites]
            with self.subTest(number=number), self.assertNumQueries(9):
                self.add(producers=producers)

    def test_change_of_a_draft_is_recorded_and_a_stale_one_refused(self):
        [row] = self.add(producers=[self.other])
        row.text = "Hoàn thiện quy trình sản xuất."
        save_recommendation(row, by=self.cast.lan, base_version=1)
        self.assertEqual(
            history_of(row).first().changes,
            {"text": ["Hoàn thiện quy trình.", "Hoàn thiện quy trình sản xuất."]},
        )
        row.text = "Khác."
        with self.assertRaises(StaleVersionError):
            save_recommendation(row, by=self.cast.lan, base_version=1)

    def test_answered_recommendation_is_not_deleted(self):
        [row] = self.add(producers=[self.other])
        move(self.cast.visit, "submitted")
        answer = Response(recommendation=row, text="Đã làm.", responded_on=DAY)
        add_response(answer, by=self.cast.lan)
        move(self.cast.visit, "returned")
        with self.assertRaises(InspectionError):
            remove_recommendation(row, by=self.cast.lan)
        Response.objects.all().delete()
        remove_recommendation(row, by=self.cast.lan)
        self.assertEqual(Recommendation.objects.count(), 0)


class FindingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def add(self, **fields) -> Finding:
        fields = {"severity": Severity.REMEDY, "text": "Nhãn mờ.", **fields}
        finding = Finding(visit=self.cast.visit, site_check=self.cast.check, **fields)
        [finding] = add_findings([finding], by=self.cast.lan)
        return finding

    def test_finding_sent_twice_is_stored_once(self):
        key = uuid.uuid4()
        self.assertEqual(self.add(uuid=key), self.add(uuid=key))
        self.assertEqual(Finding.objects.count(), 1)

    def test_change_is_recorded(self):
        finding = self.add()
        finding.text = "Nhãn mờ, thiếu hạn dùng."
        save_finding(finding, by=self.cast.lan)
        [change, _] = history_of(finding)
        self.assertEqual(
            change.changes["text"], ["Nhãn mờ.", "Nhãn mờ, thiếu hạn dùng."]
        )

    def test_finding_of_an_answer_is_changed_through_the_answer(self):
        answer = Answer(self.cast.item("suc-khoe"), None, "failed")
        save_answers(self.cast.check, [answer], by=self.cast.lan)
        finding = Finding.objects.get()
        for act in (save_finding, remove_finding):
            with self.assertRaises(InspectionError):
                act(finding, by=self.cast.lan)
        self.assertEqual(Finding.objects.get().text, finding.text)

    def test_remedy_is_confirmed_and_taken_back(self):
        finding = self.add()
        move(self.cast.visit, "signed")
        self.assertEqual(list(Finding.objects.still_open()), [finding])
        close_finding(finding, by=self.cast.lan, note="Đã in nhãn mới.")
        finding.refresh_from_db()
        self.assertEqual(finding.closed_on, timezone.localdate())
        self.assertEqual(finding.closed_by, self.cast.lan)
        self.assertEqual(list(Finding.objects.still_open()), [])
        with self.assertRaises(InspectionError):
            close_finding(finding, by=self.cast.lan, note="Lần nữa.")
        reopen_finding(finding, by=self.cast.hoa, reason="Nhãn vẫn cũ.")
        self.assertEqual(list(Finding.objects.still_open()), [finding])
        reasons = [change.batch.reason for change in history_of(finding)]
        self.assertEqual(reasons, ["Nhãn vẫn cũ.", "Đã in nhãn mới.", ""])

    def test_good_finding_leaves_nothing_to_remedy(self):
        finding = self.add(severity=Severity.GOOD, text="Mở rộng sản xuất.")
        move(self.cast.visit, "signed")
        self.assertEqual(list(Finding.objects.still_open()), [])
        with self.assertRaises(InspectionError):
            close_finding(finding, by=self.cast.lan, note="x")

    def test_confirmed_finding_that_turns_out_good_is_no_longer_closed(self):
        item = self.cast.item("suc-khoe")
        bad = Answer(item, None, "failed")
        save_answers(self.cast.check, [bad], by=self.cast.lan)
        move(self.cast.visit, "signed")
        close_finding(Finding.objects.get(), by=self.cast.lan, note="Đã khám.")
        move(self.cast.visit, "returned")
        good = Answer(item, None, "passed", severity=Severity.GOOD)
        save_answers(self.cast.check, [good], by=self.cast.lan)
        self.assertIsNone(Finding.objects.get().closed_on)


class FollowUpTests(TestCase):
    """Once the visit was handed in."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.asked = factories.RecommendationFactory(
            site_check=cls.cast.check, due_on=datetime.date(2023, 12, 31)
        )
        move(cls.cast.visit, "signed")

    def close(self, **options):
        options = {"status": "done", "note": "Có ảnh chụp.", **options}
        return close_recommendation(self.asked, by=self.cast.lan, **options)

    def respond(self, **fields) -> Response:
        fields = {"text": "Đã mua máy.", "responded_on": DAY, **fields}
        answer = Response(recommendation=self.asked, **fields)
        return add_response(answer, by=self.cast.lan)

    def status(self) -> str:
        self.asked.refresh_from_db()
        return self.asked.status

    def test_answer_puts_it_under_way(self):
        answer = self.respond()
        self.assertEqual(answer.recorded_by, self.cast.lan)
        self.assertEqual(self.status(), RecommendationStatus.IN_PROGRESS)

    def test_answer_sent_twice_is_one(self):
        key = uuid.uuid4()
        self.assertEqual(self.respond(uuid=key), self.respond(uuid=key))
        self.assertEqual(Response.objects.count(), 1)

    def test_answer_comes_neither_before_the_visit_nor_from_the_future(self):
        for days in (DAY - datetime.timedelta(days=1), datetime.date(2999, 1, 1)):
            with self.assertRaises(InspectionError):
                self.respond(responded_on=days)
        self.assertEqual(Response.objects.count(), 0)

    def test_closing_says_who_when_and_why(self):
        self.close(closed_on=datetime.date(2023, 11, 1))
        self.assertEqual(self.status(), RecommendationStatus.DONE)
        self.assertEqual(self.asked.closed_by, self.cast.lan)
        self.assertEqual(self.asked.closed_on, datetime.date(2023, 11, 1))
        self.assertEqual(history_of(self.asked).first().batch.reason, "Có ảnh chụp.")

    def test_what_is_closed_stays_as_it_is(self):
        self.close(status="dropped", note="Đã giải thể.")
        for act in (
            self.close,
            self.respond,
            lambda: extend_recommendation(
                self.asked, by=self.cast.lan, due_on=None, reason="x"
            ),
        ):
            with self.assertRaises(InspectionError) as caught:
                act()
            self.assertIn("đã kết thúc", str(caught.exception))
        self.assertEqual(self.status(), RecommendationStatus.DROPPED)

    def test_closing_needs_a_note_a_sort_and_a_day_that_can_be(self):
        for options in (
            {"note": " "},
            {"status": "open"},
            {"closed_on": DAY - datetime.timedelta(days=1)},
            {"closed_on": datetime.date(2999, 1, 1)},
        ):
            with self.subTest(options), self.assertRaises(InspectionError):
                self.close(**options)
        self.assertEqual(self.status(), RecommendationStatus.OPEN)

    def test_closing_can_be_taken_back(self):
        self.close()
        reopen_recommendation(self.asked, by=self.cast.hoa, reason="Nhầm chủ thể.")
        self.assertEqual(self.status(), RecommendationStatus.OPEN)
        self.assertEqual((self.asked.closed_on, self.asked.closing_note), (None, ""))
        with self.assertRaises(InspectionError):
            reopen_recommendation(self.asked, by=self.cast.hoa, reason="Lần nữa.")

    def test_closing_taken_back_after_an_answer_is_under_way(self):
        self.respond()
        self.close()
        reopen_recommendation(self.asked, by=self.cast.hoa, reason="Chưa xong.")
        self.assertEqual(self.status(), RecommendationStatus.IN_PROGRESS)

    def test_extension_keeps_both_days_and_the_reason(self):
        later = datetime.date(2024, 6, 30)
        extend_recommendation(self.asked, by=self.cast.lan, due_on=later, reason="Lũ.")
        self.asked.refresh_from_db()
        self.assertEqual((self.asked.due_on, self.asked.version), (later, 2))
        change = history_of(self.asked).first()
        self.assertEqual(change.changes, {"due_on": ["2023-12-31", "2024-06-30"]})
        self.assertEqual(change.batch.reason, "Lũ.")

    def test_every_deferral_is_kept_beside_the_history(self):
        later = datetime.date(2024, 6, 30)
        extend_recommendation(self.asked, by=self.cast.lan, due_on=later, reason="Lũ.")
        extend_recommendation(self.asked, by=self.cast.hoa, due_on=None, reason="Hạn.")
        kept = self.asked.deferrals.values_list("due_before", "due_on", "reason")
        first = datetime.date(2023, 12, 31)
        self.assertEqual(list(kept), [(first, later, "Lũ."), (later, None, "Hạn.")])
        by = [deferral.decided_by for deferral in self.asked.deferrals.all()]
        self.assertEqual(by, [self.cast.lan, self.cast.hoa])

    def test_extension_needs_a_reason_and_another_day(self):
        for due_on, reason in [
            (datetime.date(2024, 6, 30), ""),
            (datetime.date(2023, 12, 31), "x"),
            (datetime.date(2020, 1, 1), "x"),
        ]:
            with self.subTest(due_on), self.assertRaises(InspectionError):
                extend_recommendation(
                    self.asked, by=self.cast.lan, due_on=due_on, reason=reason
                )

    def test_open_and_overdue_are_told_for_any_day(self):
        day = datetime.date
        self.close(closed_on=day(2024, 3, 1))
        overdue = Recommendation.objects.overdue_on
        self.assertEqual(list(overdue(day(2023, 12, 31))), [])
        self.assertEqual(list(overdue(day(2024, 1, 1))), [self.asked])
        self.assertEqual(list(overdue(day(2024, 3, 1))), [])
        self.assertEqual(list(Recommendation.objects.open_on(day(2023, 9, 14))), [])
