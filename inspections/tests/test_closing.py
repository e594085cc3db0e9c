"""A finding is closed on proof: a text, files, or a later result that passed."""

import datetime

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from core.scans import SANDBOX
from history.services import history_of
from inspections import services
from inspections.closing import reports_passed_since
from inspections.exceptions import InspectionError
from inspections.models import Evidence, Finding, LabReport, LabResult
from inspections.snapshots import content_of_check, content_of_visit, digest_of
from tests import factories
from tests.lab_factories import SampleFactory

from .cast import DAY, Cast, move
from .pictures import jpeg
from .signing import both_sides

TOLD = "Đã lấy mẫu lại, đạt."


def reported(sample, number, *verdicts, after=20) -> LabReport:
    report = LabReport(
        sample=sample, number=number, reported_on=DAY + datetime.timedelta(after)
    )
    results = [
        LabResult(indicator=f"Chỉ tiêu {place}", value="1", verdict=verdict)
        for place, verdict in enumerate(verdicts, start=1)
    ]
    return services.record_lab_report(report, results, by=None)


class ClosingCase(TestCase):
    """A sealed sample of a signed visit has failed."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = cast = Cast()
        cls.taken = SampleFactory(site_check=cast.check, product=cast.product)
        services.sign_minutes(cast.check, both_sides(), by=cast.lan)
        move(cast.visit, "signed")
        cls.failed = reported(cls.taken, "KN-1", "failed")

    def setUp(self):
        self.finding = Finding.objects.get()
        self.client.force_login(self.cast.lan)

    def url(self, act="close"):
        return reverse(f"inspections:finding_{act}", args=[self.finding.pk])

    def close(self, **data):
        told = {"closed_on": f"{timezone.localdate():%d/%m/%Y}", "note": TOLD}
        return self.client.post(self.url(), told | data)

    def page(self):
        return self.client.get(self.finding.get_absolute_url())

    def stored(self) -> Finding:
        return Finding.objects.get(pk=self.finding.pk)


class CloseTests(ClosingCase):
    def test_a_failed_sample_is_closed_by_whom_when_and_on_what(self):
        self.assertContains(self.page(), "Chưa khắc phục")
        self.assertRedirects(self.close(), self.finding.get_absolute_url())
        stored = self.stored()
        self.assertEqual(stored.closed_by, self.cast.lan)
        self.assertEqual(stored.closed_on, timezone.localdate())
        self.assertEqual(stored.closing_note, TOLD)
        page = self.page()
        self.assertContains(page, "Hoàng Thị Lan")
        self.assertContains(page, "Đã khắc phục")
        self.assertEqual(history_of(stored).first().batch.reason, TOLD)

    def test_it_stands_wherever_the_finding_is_looked_at(self):
        producer = self.cast.site.producer
        pages = [self.cast.check, self.cast.visit, producer, self.taken]
        address = self.finding.get_absolute_url()
        for row in pages:
            shown = self.client.get(row.get_absolute_url())
            self.assertContains(shown, f'href="{address}"')
        self.close()
        for row in pages:
            shown = self.client.get(row.get_absolute_url())
            self.assertContains(shown, f'href="{address}"')
            self.assertContains(shown, "hắc phục ngày")
        shown = self.client.get(producer.get_absolute_url())
        self.assertContains(shown, "Nhận định đã khắc phục (1)")

    def test_what_was_signed_is_not_changed(self):
        minutes = self.cast.check.minutes.get()
        visit = digest_of(content_of_visit(self.cast.visit))
        self.close()
        again = self.cast.check.minutes.get()
        self.assertEqual(
            (again.sha256, again.content), (minutes.sha256, minutes.content)
        )
        self.assertEqual(digest_of(content_of_check(self.cast.check)), minutes.sha256)
        self.assertEqual(digest_of(content_of_visit(self.cast.visit)), visit)
        self.cast.visit.refresh_from_db()
        self.assertEqual(self.cast.visit.status, "signed")

    def test_what_is_refused_comes_back_with_what_was_typed(self):
        for data, words in [
            ({"note": " "}, "Xin điền mục này"),
            ({"closed_on": "14/09/2023"}, "từ ngày kiểm tra đến hôm nay"),
            ({"report": self.failed.pk}, "không có trong danh sách"),
        ]:
            with self.subTest(words=words):
                page = self.close(**data)
                self.assertContains(page, words, status_code=422)
        self.assertContains(page, TOLD, status_code=422)
        self.assertTrue(self.stored().is_open)

    def test_closed_twice_the_first_proof_stands(self):
        self.close()
        page = self.close(note="Khác.")
        self.assertContains(page, "không còn gì phải khắc phục", status_code=422)
        self.assertEqual(self.stored().closing_note, TOLD)

    def test_while_the_visit_is_written_nothing_is_closed(self):
        move(self.cast.visit, "returned")
        self.assertNotContains(self.page(), self.url())
        page = self.close()
        self.assertContains(page, "chưa được theo dõi khắc phục", status_code=422)

    def test_nobody_elsewhere_sees_or_closes_it(self):
        self.client.force_login(self.cast.minh)
        self.assertEqual(self.page().status_code, 404)
        self.assertEqual(self.close().status_code, 404)
        self.assertEqual(self.client.post(self.url("reopen")).status_code, 404)

    def test_queries_do_not_grow_with_proofs_and_reports(self):
        for number in range(3):
            if number:
                with self.assertNumQueries(10):
                    self.page()
            for more in range(2):
                sample = SampleFactory(
                    site_check=self.cast.check, product=self.cast.product
                )
                reported(sample, f"N-{number}-{more}", "passed", after=30)


class ReopenTests(ClosingCase):
    def test_a_closing_is_taken_back_with_a_reason(self):
        self.close()
        self.assertContains(self.page(), self.url("reopen"))
        page = self.client.post(self.url("reopen"), {"reason": ""})
        self.assertEqual(page.status_code, 422)
        self.client.post(self.url("reopen"), {"reason": "Phiếu sai mẫu."})
        stored = self.stored()
        self.assertTrue(stored.is_open)
        self.assertEqual((stored.closed_by, stored.closing_note), (None, ""))
        self.assertEqual(history_of(stored).first().batch.reason, "Phiếu sai mẫu.")
        self.assertContains(self.page(), "Phiếu sai mẫu.")

    def test_what_is_open_is_not_opened(self):
        page = self.client.post(self.url("reopen"), {"reason": "Nhầm."})
        words = "chưa được xác nhận khắc phục"
        self.assertContains(page, words, status_code=422)


class ReportTests(ClosingCase):
    def again(self, number, *verdicts, product=True, after=30) -> LabReport:
        product = self.cast.product if product else None
        sample = SampleFactory(site_check=self.cast.check, product=product)
        return reported(sample, number, *verdicts, after=after)

    def test_only_what_passed_since_for_the_same_product_is_offered(self):
        passed = self.again("KN-2", "passed", "info")
        self.again("KN-3", "passed", "failed")
        self.again("KN-4", "info")
        self.again("KN-5", "passed", product=False)
        self.again("KN-6", "passed", after=10)
        self.assertEqual(list(reports_passed_since(self.finding)), [passed])
        other = SampleFactory(product=factories.ProductFactory())
        reported(other, "KN-7", "passed", after=30)
        self.assertEqual(list(reports_passed_since(self.finding)), [passed])
        self.assertContains(self.page(), "Phiếu kết quả số KN-2 ngày 15/10/2023")

    def test_it_is_closed_on_that_report_which_then_stays(self):
        passed = self.again("KN-2", "passed")
        self.close(report=passed.pk)
        self.assertEqual(self.stored().closing_report, passed)
        self.assertContains(self.page(), "Theo phiếu kết quả")
        with self.assertRaisesMessage(InspectionError, "là căn cứ kết thúc"):
            services.remove_lab_report(passed, by=self.cast.lan, reason="Nhầm.")
        self.client.post(self.url("reopen"), {"reason": "Nhầm."})
        services.remove_lab_report(passed, by=self.cast.lan, reason="Nhầm.")
        self.assertFalse(LabReport.objects.filter(pk=passed.pk).exists())

    def test_the_day_is_not_before_the_report(self):
        passed = self.again("KN-2", "passed")
        page = self.close(report=passed.pk, closed_on="10/10/2023")
        words = "không thể trước ngày trả phiếu"
        self.assertContains(page, words, status_code=422)

    def test_a_report_of_something_else_is_refused_by_the_service(self):
        with self.assertRaisesMessage(InspectionError, "của đúng sản phẩm này"):
            services.close_finding(
                self.finding, by=self.cast.lan, note="X", report=self.failed
            )

    def test_what_concerns_the_whole_visit_has_no_sample(self):
        row = factories.FindingFactory(visit=self.cast.visit, site_check=None)
        self.again("KN-2", "passed", product=False)
        self.assertEqual(list(reports_passed_since(row)), [])


class ProofTests(ClosingCase):
    def setUp(self):
        super().setUp()
        self.empty()
        self.addCleanup(self.empty)

    def kept(self) -> list[str]:
        there = default_storage.exists("evidence")
        return default_storage.listdir("evidence")[1] if there else []

    def empty(self):
        for name in self.kept():
            default_storage.delete(f"evidence/{name}")

    def files(self):
        paper = SimpleUploadedFile("ket qua.pdf", b"%PDF-1.4\n%%EOF")
        return [jpeg(), paper]

    def test_pictures_and_papers_are_kept_and_shown_to_those_who_may_see(self):
        self.close(proofs=self.files())
        picture, paper = self.finding.evidence.all()
        self.assertTrue(picture.is_picture)
        url = reverse("inspections:evidence", args=[paper.uuid])
        self.assertContains(self.page(), url)
        answer = self.client.get(url)
        self.assertIn("attachment", answer["Content-Disposition"])
        self.assertEqual(answer["Content-Security-Policy"], SANDBOX)
        self.assertEqual(answer["X-Content-Type-Options"], "nosniff")
        small = reverse("inspections:evidence_thumbnail", args=[picture.uuid])
        self.assertEqual(self.client.get(small)["Content-Type"], "image/jpeg")
        self.client.force_login(self.cast.minh)
        self.assertEqual(self.client.get(url).status_code, 404)

    def test_what_fails_leaves_no_file(self):
        self.close(closed_on="14/09/2023", proofs=self.files())
        self.assertEqual((self.kept(), Evidence.objects.count()), ([], 0))

    def test_they_go_with_a_report_that_was_typed_wrongly(self):
        self.close(proofs=self.files())
        self.client.post(self.url("reopen"), {"reason": "Nhầm."})
        self.assertEqual(len(self.kept()), 3)
        with self.captureOnCommitCallbacks(execute=True):
            services.remove_lab_report(self.failed, by=self.cast.lan, reason="Nhầm.")
        self.assertEqual((self.kept(), Finding.objects.count()), ([], 0))

    def test_they_go_with_a_finding_that_its_answer_takes_back(self):
        move(self.cast.visit, "draft")
        check = factories.SiteCheckFactory(visit=self.cast.visit)
        item = self.cast.item("suc-khoe")
        failed = services.Answer(item, None, "failed")
        services.save_answers(check, [failed], by=self.cast.lan)
        found = check.findings.get()
        move(self.cast.visit, "submitted")
        proofs = services.proofs_of(self.files())
        services.close_finding(
            found, by=self.cast.lan, note="Đã bổ sung.", proofs=proofs
        )
        move(self.cast.visit, "returned")
        passed = services.Answer(item, None, "passed")
        with self.captureOnCommitCallbacks(execute=True):
            check.visit.refresh_from_db()
            services.save_answers(check, [passed], by=self.cast.lan)
        self.assertEqual((self.kept(), check.findings.count()), ([], 0))
