import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from inspections.enums import RecommendationStatus, VisitStatus
from inspections.models import Recommendation, Response
from tests.factories import RecommendationFactory, SiteCheckFactory, SiteFactory
from tests.world import build_world

from .pictures import jpeg

FOLLOW_UP = reverse("inspections:follow_up")
YESTERDAY = datetime.date(2023, 12, 1)


class FollowUpTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()
        cls.item = cls.world.recommendation
        cls.visit = cls.world.visit
        cls.visit.status = VisitStatus.SUBMITTED
        cls.visit.save(update_fields=["status"])

    def setUp(self):
        self.client.force_login(self.world.officer)

    def listed(self, **query):
        return list(self.client.get(FOLLOW_UP, query).context["page"])

    def post(self, act, **data):
        url = reverse(f"inspections:recommendation_{act}", args=[self.item.uuid])
        return self.client.post(url, data)

    def test_lists_what_was_handed_in_within_the_own_area(self):
        draft = RecommendationFactory(
            site_check=SiteCheckFactory(site=self.world.product.site)
        )
        RecommendationFactory(
            site_check__site=SiteFactory(place=self.world.trung_khanh)
        )
        self.assertNotEqual(draft.visit.status, VisitStatus.SUBMITTED)
        self.assertEqual(self.listed(), [self.item])

    def test_tells_overdue_from_open_on_a_date(self):
        Recommendation.objects.filter(pk=self.item.pk).update(due_on=YESTERDAY)
        self.assertEqual(self.listed(tinh_trang="overdue"), [self.item])
        self.assertEqual(self.listed(tinh_trang="overdue", ngay="01/12/2023"), [])
        self.assertEqual(self.listed(tinh_trang="open", ngay="01/12/2023"), [self.item])
        self.assertEqual(self.listed(tinh_trang="closed"), [])

    def test_before_the_visit_nothing_was_open(self):
        self.assertEqual(self.listed(tinh_trang="open", ngay="14/09/2023"), [])

    def test_a_broken_address_shows_no_rows_and_says_why(self):
        response = self.client.get(FOLLOW_UP, {"ngay": "31/02/2023"})
        self.assertEqual(list(response.context["page"]), [])
        self.assertContains(response, "Ngày phải có dạng dd/mm/yyyy")

    def test_closing_keeps_who_when_and_why(self):
        response = self.post(
            "close", status="done", closed_on="20/12/2023", note="Đã thay nhãn."
        )
        self.assertRedirects(response, self.item.get_absolute_url())
        self.item.refresh_from_db()
        self.assertEqual(self.item.status, RecommendationStatus.DONE)
        self.assertEqual(self.item.closed_on, datetime.date(2023, 12, 20))
        self.assertEqual(self.item.closed_by, self.world.officer)

    def test_an_answer_sent_twice_is_one(self):
        page = self.client.get(self.item.get_absolute_url())
        key = page.context["forms"]["respond"]["uuid"].value()
        self.assertContains(page, f'name="uuid" value="{key}"')
        for _ in range(2):
            answer = {"uuid": key, "responded_on": "20/12/2023", "text": "Đã dán nhãn."}
            self.post("respond", **answer)
        self.assertEqual(self.item.responses.filter(text="Đã dán nhãn.").count(), 1)

    def test_what_is_refused_comes_back_with_everything_typed(self):
        response = self.post(
            "close", status="done", closed_on="01/01/2023", note="Đã thay nhãn."
        )
        self.assertContains(
            response,
            "Ngày kết thúc phải từ ngày kiểm tra đến hôm nay.",
            status_code=422,
        )
        self.assertContains(response, "Đã thay nhãn.", status_code=422)
        self.item.refresh_from_db()
        self.assertTrue(self.item.is_open)

    def test_what_was_typed_stays_where_another_has_closed_it_meanwhile(self):
        self.post("close", status="done", closed_on="20/12/2023", note="Đã thay nhãn.")
        response = self.post(
            "close", status="dropped", closed_on="21/12/2023", note="Chủ thể đã nghỉ."
        )
        words = "Đề nghị này đã kết thúc."
        self.assertContains(response, words, status_code=422)
        self.assertContains(response, "Chủ thể đã nghỉ.", status_code=422)
        self.item.refresh_from_db()
        self.assertEqual(self.item.closing_note, "Đã thay nhãn.")

    def test_days_out_of_reason_are_told_at_their_fields(self):
        words = {"note": "Đã thay nhãn.", "reason": "Chờ giống.", "text": "Đã làm."}
        for act, name in (
            ("close", "closed_on"),
            ("extend", "due_on"),
            ("respond", "responded_on"),
        ):
            with self.subTest(act):
                days = {"status": "done", name: "31/12/9999"}
                response = self.post(act, **days, **words)
                told = "Ngày không được quá 31/12/2100."
                self.assertContains(response, told, status_code=422)

    def test_an_answer_with_a_file_that_is_no_picture_or_pdf_is_refused(self):
        before = Response.objects.count()
        fake = SimpleUploadedFile("nhan.pdf", b"MZ chuong trinh")
        response = self.post(
            "respond", responded_on="20/12/2023", text="Đã làm.", proofs=fake
        )
        self.assertContains(response, "Chỉ nhận tệp PDF hoặc ảnh JPEG", status_code=422)
        self.assertEqual(Response.objects.count(), before)

    def test_a_waiver_is_told_with_its_end_and_lifted_on_the_page(self):
        until = timezone.localdate() + datetime.timedelta(30)
        response = self.post("waive", until=f"{until:%d/%m/%Y}", reason="Mùa lũ.")
        page = self.client.get(response.url)
        self.assertContains(page, f"Tạm miễn đến {until:%d/%m/%Y}")
        self.assertContains(page, "Lý do: Mùa lũ.")
        self.assertEqual(self.listed(tinh_trang="waived"), [self.item])
        self.assertEqual(self.listed(tinh_trang="open"), [])
        self.post("lift", reason="Đường đã thông.")
        self.assertEqual(self.listed(tinh_trang="open"), [self.item])
        self.assertNotIn("lift", self.client.get(response.url).context["forms"])

    def test_all_deferrals_stand_on_the_page(self):
        self.post("extend", due_on="31/03/2027", reason="Chờ giống.")
        page = self.client.get(self.item.get_absolute_url())
        self.assertContains(page, "không đặt thời hạn → 31/03/2027")
        self.assertContains(page, "Lý do: Chờ giống.")

    def test_an_answer_keeps_its_files_and_a_closing_names_it(self):
        files = [jpeg(), jpeg("blue")]
        told = {"responded_on": "20/12/2023", "text": "Đã thay nhãn.", "proofs": files}
        self.post("respond", said_by="Chị Nhật", **told)
        answer = self.item.responses.get(said_by="Chị Nhật")
        self.assertEqual(answer.evidence.count(), 2)
        closing = {"status": "done", "closed_on": "20/12/2023", "note": "Có ảnh."}
        self.post("close", response=answer.pk, **closing)
        page = self.client.get(self.item.get_absolute_url())
        self.assertContains(page, "Theo trả lời ngày 20/12/2023")
        self.assertContains(page, f'href="#tra-loi-{answer.pk}"')

    def test_evidence_is_a_picture_for_those_who_read_what_was_asked(self):
        file = self.world.evidence
        for name in ("evidence", "evidence_thumbnail"):
            url = reverse(f"inspections:{name}", args=[file.uuid])
            with self.subTest(name):
                self.client.force_login(self.world.viewer)
                response = self.client.get(url)
                self.assertEqual(response["Content-Type"], "image/jpeg")
                self.client.force_login(self.world.stranger)
                self.assertEqual(self.client.get(url).status_code, 404)

    def test_query_count_does_not_grow_with_rows(self):
        for extra in (0, 2):
            RecommendationFactory.create_batch(extra, site_check=self.item.site_check)
            with self.subTest(extra=extra), self.assertNumQueries(8):
                self.client.get(FOLLOW_UP)
