import datetime
import uuid

from django.test import TestCase
from django.urls import reverse

from accounts.enums import Role
from inspections import services
from inspections.exceptions import FrozenError, InspectionError
from inspections.models import ReviewComment, SiteCheck, Visit
from inspections.review import next_in_queue
from inspections.services import Answer
from producers.models import Site
from tests import factories

from .cast import Cast, move
from .cast import photo as photo_row


class ReviewCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.visit, cls.check = cls.cast.visit, cls.cast.check
        cls.health, cls.label = cls.cast.item("suc-khoe"), cls.cast.item("nhan")
        answers = [
            Answer(cls.health, None, "failed", "Hết hạn."),
            Answer(cls.label, cls.cast.product, "passed"),
        ]
        services.save_answers(cls.check, answers, by=cls.cast.lan)

    def setUp(self):
        self.client.force_login(self.cast.hoa)
        self.visit = Visit.objects.get(pk=self.visit.pk)

    def hand_in(self) -> Visit:
        return services.submit_visit(self.visit, by=self.cast.lan)

    def url(self, name="review", row=None):
        return reverse(f"inspections:{name}", args=[(row or self.visit).uuid])

    def ask(self, text="Ghi số giấy.", **fields):
        data = {"phieu": self.check.uuid, "o": f"{self.health.pk}-0", "text": text}
        return self.client.post(self.url("review_comment"), data | fields)


class QueueTests(ReviewCase):
    def listed(self, **query):
        return self.client.get(reverse("inspections:review_list"), query)

    def test_what_was_handed_in_waits_with_its_figures(self):
        self.assertEqual(self.listed().context["page"].paginator.count, 0)
        Site.objects.filter(pk=self.cast.site.pk).update(latitude=22, longitude=106)
        photo_row(self.check, latitude=22.5, longitude=106, sha256="a")
        photo_row(self.check, latitude=22, longitude=106, sha256="b")
        self.hand_in()
        page = self.listed(tinh_trang="submitted")
        [row] = page.context["page"]
        counts = (row.answered_count, row.failed_count, row.finding_count)
        self.assertEqual((*counts, row.photo_count), (2, 1, 1, 2))
        self.assertContains(page, "1 ảnh chụp xa cơ sở")
        self.assertContains(page, "trả lời 2/3 nội dung")
        self.assertNotContains(page, "chưa gửi về")
        self.assertContains(page, "nộp hôm nay")

    def test_another_area_and_those_who_do_not_review_see_nothing(self):
        self.hand_in()
        other = factories.UserFactory(role=Role.LEAD, role__area=self.cast.trung_khanh)
        self.client.force_login(other)
        self.assertNotContains(self.listed(), "15/09/2023")
        self.assertEqual(self.client.get(self.url()).status_code, 404)
        self.client.force_login(self.cast.lan)
        self.assertEqual(self.listed().status_code, 403)

    def test_query_count_does_not_grow_with_rows(self):
        SiteCheck.objects.update(only_open=True)
        self.hand_in()
        for _ in range(2):
            with self.assertNumQueries(15):
                self.listed()
            for _ in range(2):
                check = factories.SiteCheckFactory(
                    visit__place=self.cast.hoa_an, only_open=True
                )
                factories.ItemResultFactory(site_check=check, outcome="passed")
                move(check.visit, "submitted")

    def test_the_next_one_is_that_which_waits_longest_after_it(self):
        self.hand_in()
        later = move(factories.VisitFactory(place=self.cast.hoa_an), "submitted")
        self.assertEqual(next_in_queue(self.visit, user=self.cast.hoa), later)
        self.assertEqual(next_in_queue(later, user=self.cast.hoa), self.visit)
        self.assertIsNone(next_in_queue(later, user=self.cast.minh))


class DeskTests(ReviewCase):
    def test_each_answer_stands_beside_that_of_the_last_visit(self):
        before = factories.SiteCheckFactory(
            visit=factories.VisitFactory(
                place=self.cast.hoa_an,
                checklist=self.cast.checklist,
                starts_on=datetime.date(2023, 3, 1),
            ),
            site=self.cast.site,
        )
        same = Answer(self.label, self.cast.product, "passed")
        services.save_answers(
            before, [Answer(self.health, None, "passed"), same], by=None
        )
        move(before.visit, "signed")
        self.hand_in()
        page = self.client.get(self.url())
        self.assertContains(page, "So với lần kiểm tra ngày 01/03/2023.")
        self.assertContains(page, "Lần trước: đạt", count=2)
        page = self.client.get(self.url(), {"khac": "1"})
        self.assertContains(page, "Giấy khám sức khỏe")
        self.assertNotContains(page, "Bao bì, nhãn mác")

    def test_a_first_visit_is_compared_with_nothing(self):
        self.hand_in()
        page = self.client.get(self.url())
        self.assertContains(page, "Chưa có lần kiểm tra nào trước đây")
        self.assertNotContains(page, "Lần trước:")
        self.assertNotContains(page, "Chỉ nội dung khác lần trước")

    def test_queries_do_not_grow_with_checks_and_comments(self):
        self.hand_in()
        self.client.get(self.url())
        for _ in range(2):
            with self.assertNumQueries(30):
                self.client.get(self.url())
            for number in range(2):
                self.ask(f"Ý kiến {number} {uuid.uuid4()}")
                factories.SiteCheckFactory(visit=self.visit)
            self.client.get(self.url())  # tells what was done

    def test_a_check_of_another_visit_is_not_there(self):
        other = factories.SiteCheckFactory()
        page = self.client.get(self.url(), {"phieu": other.uuid})
        self.assertEqual(page.status_code, 404)


class DecisionTests(ReviewCase):
    """Approving and returning on the desk, beside what is missing."""

    def setUp(self):
        super().setUp()
        self.hand_in()

    def take(self, step, **data):
        told = {"tu": "ban-duyet", "base_version": self.visit.version}
        return self.client.post(self.url(f"visit_{step}"), told | data)

    def test_what_is_missing_stands_above_the_decision(self):
        self.ask("Ảnh mờ.")
        page = self.client.get(self.url())
        told = page.context["completeness"]
        self.assertEqual((told.answered, told.asked), (2, 3))
        self.assertEqual(
            told.lacking,
            [
                "1 nội dung chưa trả lời",
                "1 nội dung không đạt chưa có ảnh",
                "1 cơ sở chưa ký biên bản",
                "1 ý kiến duyệt chưa sửa",
            ],
        )
        self.assertContains(page, "2/3")
        self.assertContains(page, "67%")
        health = self.check.results.get(item=self.health)
        photo_row(self.check, item_result=health)
        told = self.client.get(self.url()).context["completeness"]
        self.assertNotIn("1 nội dung không đạt chưa có ảnh", told.lacking)

    def test_approved_on_the_desk_it_stays_there_with_the_way_to_sign(self):
        self.assertRedirects(self.take("approve"), self.url())
        self.visit.refresh_from_db()
        self.assertEqual(self.visit.status, "approved")
        page = self.client.get(self.url())
        self.assertContains(page, reverse("office:sign_visit", args=[self.visit.uuid]))
        self.assertNotContains(page, self.url("visit_approve"))

    def test_returned_with_a_reason_only(self):
        page = self.take("return", comment=" ")
        self.assertContains(page, "Hãy ghi rõ cần bổ sung", status_code=422)
        self.assertContains(page, 'class="error-summary"', count=1, status_code=422)
        self.assertTemplateUsed(page, "inspections/review.html")
        self.assertRedirects(self.take("return", comment="Thiếu ảnh."), self.url())
        self.visit.refresh_from_db()
        self.assertEqual(self.visit.return_comment, "Thiếu ảnh.")

    def test_a_visit_changed_meanwhile_is_shown_on_the_desk_with_what_was_typed(self):
        Visit.objects.filter(pk=self.visit.pk).update(version=9)
        page = self.take("return", comment="Thiếu ảnh.")
        self.assertContains(page, "vừa được người khác sửa", status_code=409)
        self.assertContains(page, "Thiếu ảnh.", status_code=409)
        self.assertTemplateUsed(page, "inspections/review.html")

    def test_who_does_not_review_takes_no_step_there(self):
        self.client.force_login(self.cast.lan)
        self.assertEqual(self.take("approve").status_code, 403)

    def test_the_next_the_previous_and_the_next_site_are_one_key_away(self):
        rows = [factories.VisitFactory(place=self.cast.hoa_an) for _ in range(2)]
        later, latest = [move(row, "submitted") for row in rows]
        page = self.client.get(self.url())
        self.assertEqual(page.context["next"], later)
        self.assertEqual(page.context["previous"], latest)
        other = factories.SiteCheckFactory(visit=self.visit)
        page = self.client.get(self.url())
        self.assertEqual(page.context["next_check"], other)
        page = self.client.get(self.url(), {"phieu": other.uuid})
        self.assertIsNone(page.context["next_check"])

    def test_the_list_counts_what_failed_without_a_picture(self):
        page = self.client.get(reverse("inspections:review_list"))
        self.assertContains(page, "1 nội dung không đạt chưa có ảnh")


class CommentTests(ReviewCase):
    def test_the_author_sees_a_comment_at_its_item_and_ticks_it_off(self):
        self.hand_in()
        self.ask()
        self.ask("Ảnh mờ.", phieu="", o="")
        self.assertContains(self.client.get(self.url()), "Ghi số giấy.")
        services.return_visit(self.visit, by=self.cast.hoa, comment="Xem ý kiến.")
        self.client.force_login(self.cast.lan)
        record = self.url("site_check_record", self.check)
        page = self.client.get(record)
        self.assertContains(page, "Ý kiến của người duyệt (2)")
        self.assertContains(page, f'href="#o-{self.health.pk}-0"')
        page = self.client.get(self.visit.get_absolute_url())
        self.assertContains(page, "Ảnh mờ.")
        comment = ReviewComment.objects.get(text="Ghi số giấy.")
        answer = self.client.post(self.url("comment_resolve", comment))
        self.assertRedirects(answer, record)
        comment.refresh_from_db()
        self.assertEqual(comment.resolved_by, self.cast.lan)
        self.assertContains(self.client.get(record), "Ý kiến của người duyệt (1)")

    def test_the_same_words_sent_twice_from_one_page_are_one(self):
        self.hand_in()
        key = uuid.uuid4()
        for text in ("Một.", "Một.", "Hai."):
            self.ask(text, uuid=key)
        self.assertEqual(ReviewComment.objects.count(), 2)

    def test_what_makes_no_sense_is_refused(self):
        page = self.client.post(self.url("review_comment"), {"text": "x"}, follow=True)
        self.assertContains(page, "đang chờ duyệt hoặc ký")
        self.hand_in()
        item = factories.ChecklistItemFactory()
        elsewhere = factories.ProductFactory()
        self.assertEqual(self.ask(o=f"{item.pk}-0").status_code, 404)
        wrong = f"{self.label.pk}-{elsewhere.pk}"
        self.assertEqual(self.ask(o=wrong).status_code, 404)
        self.assertEqual(self.ask(phieu="").status_code, 404)
        self.assertEqual(self.ask(phieu=uuid.uuid4()).status_code, 404)
        self.ask(o=f"{self.label.pk}-0")  # asked of products only
        self.ask("y" * 2001)
        self.ask(" ")
        self.assertFalse(ReviewComment.objects.exists())

    def test_a_comment_waits_for_the_visit_to_be_returned(self):
        self.hand_in()
        self.ask()
        comment = ReviewComment.objects.select_related("visit").get()
        with self.assertRaises(FrozenError):
            services.resolve_comment(comment, by=self.cast.lan)
        self.client.force_login(self.cast.minh)
        answer = self.client.post(self.url("comment_resolve", comment))
        self.assertEqual(answer.status_code, 404)


class SignedVersionTests(ReviewCase):
    def sign(self) -> Visit:
        self.hand_in()
        services.approve_visit(self.visit, by=self.cast.hoa)
        return services.sign_visit(self.visit, by=self.cast.hoa)

    def compare(self):
        return self.client.get(self.url("visit_versions"))

    def test_a_visit_opened_again_is_laid_beside_what_was_signed(self):
        self.assertEqual(self.compare().status_code, 404)
        self.sign()
        self.assertEqual(self.compare().status_code, 404)
        services.reopen_visit(self.visit, by=self.cast.hoa, reason="Sai tên giấy.")
        answer = Answer(self.health, None, "passed", "Còn hạn.")
        check = SiteCheck.objects.get(pk=self.check.pk)
        services.save_answers(check, [answer], by=self.cast.lan)
        page = self.client.get(self.visit.get_absolute_url())
        self.assertContains(page, self.url("visit_versions"))
        page = self.compare()
        self.assertContains(page, "Sai tên giấy.")
        self.assertContains(page, "Không đạt (nhắc nhở): Hết hạn.")
        self.assertContains(page, "Đạt: Còn hạn.")
        self.assertNotContains(page, "Bao bì, nhãn mác")
        self.sign()
        first, second = self.visit.signed_versions.all()
        self.assertEqual((first.reason, second.reason), ("", "Sai tên giấy."))
        self.assertContains(self.compare(), "Đạt: Còn hạn.")

    def test_another_area_is_not_told(self):
        self.sign()
        services.reopen_visit(self.visit, by=self.cast.hoa, reason="Sai.")
        self.client.force_login(self.cast.minh)
        self.assertEqual(self.compare().status_code, 404)

    def test_a_refused_signature_keeps_nothing(self):
        with self.assertRaises(InspectionError):
            services.sign_visit(self.visit, by=self.cast.hoa)
        self.assertFalse(self.visit.signed_versions.exists())
