import datetime
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import TestCase
from django.utils import timezone

from core.versions import StaleVersionError
from history.services import history_of
from inspections import services
from inspections.exceptions import FrozenError, InspectionError
from inspections.models import Finding, LabReport, LabResult, Sample, SiteCheck
from inspections.services import (
    record_lab_report,
    remove_lab_report,
    remove_sample,
    save_sample,
    sign_minutes,
)
from inspections.sheets import findings_open_at
from inspections.snapshots import content_of_check
from tests import factories

from .cast import DAY, Cast, move
from .signing import both_sides

ONE_DAY = datetime.timedelta(1)


class SampleCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def setUp(self):
        self.check = SiteCheck.objects.get(pk=self.cast.check.pk)

    def sample(self, **fields) -> Sample:
        fields = {
            "site_check": self.check,
            "product": self.cast.product,
            "code": "M01",
            "quantity": "2 chai",
            "taken_on": DAY,
            **fields,
        }
        return Sample(**fields)

    def saved(self, **fields) -> Sample:
        return save_sample(self.sample(**fields), by=self.cast.lan)


class SaveSampleTests(SampleCase):
    def test_sent_twice_it_is_one(self):
        key = uuid.uuid4()
        first, second = self.saved(uuid=key), self.saved(uuid=key)
        self.assertEqual(first.pk, second.pk)
        self.assertEqual(history_of(first).count(), 1)

    def test_an_edit_from_an_old_version_is_refused(self):
        sample = self.saved()
        sample.seal_number = "NP-9"
        save_sample(sample, by=self.cast.lan, base_version=1)
        sample.seal_number = "NP-8"
        with self.assertRaises(StaleVersionError):
            save_sample(sample, by=self.cast.lan, base_version=1)
        sample.refresh_from_db()
        self.assertEqual((sample.seal_number, sample.version), ("NP-9", 2))

    def test_what_makes_no_sense_is_refused(self):
        self.saved()
        elsewhere = factories.ProductFactory(name="Của nơi khác")
        agency = factories.AgencyFactory()
        for words, fields in [
            ("mã mẫu", {"code": " "}),
            ("số lượng", {"quantity": ""}),
            ("đã có trong phiếu", {}),
            ("Ngày lấy mẫu", {"taken_on": DAY - ONE_DAY}),
            ("sản phẩm của cơ sở", {"product": elsewhere}),
            ("một đơn vị", {"lab": agency, "lab_text": "Viện khác"}),
        ]:
            fields = {"code": "M01" if words == "đã có trong phiếu" else "M02"} | fields
            with self.subTest(words=words):
                with self.assertRaises(InspectionError) as caught:
                    self.saved(**fields)
                self.assertIn(words, str(caught.exception))
        self.assertEqual(Sample.objects.count(), 1)

    def test_the_database_keeps_the_rules_too(self):
        self.saved()
        agency = factories.AgencyFactory()
        for fields in ({}, {"code": "M02", "lab": agency, "lab_text": "x"}):
            with self.assertRaises(IntegrityError), transaction.atomic():
                self.sample(**fields).save()

    def test_minutes_tell_of_samples(self):
        self.saved(seal_number="NP-017", indicators="Methanol")
        [told] = content_of_check(self.check)["samples"]
        self.assertEqual(
            (told["code"], told["seal_number"], told["taken_on"], told["indicators"]),
            ("M01", "NP-017", "2023-09-15", "Methanol"),
        )


class LabReportTests(SampleCase):
    def setUp(self):
        super().setUp()
        self.taken = self.saved()
        services.save_answers(
            self.check,
            [services.Answer(self.cast.item("suc-khoe"), None, "passed")],
            by=self.cast.lan,
        )

    def record(self, *results, **fields) -> LabReport:
        known = {"number": "KN-7", "reported_on": DAY + datetime.timedelta(20)}
        report = LabReport(sample=self.taken, **(known | fields))
        rows = [
            LabResult(
                indicator=indicator,
                value="2.100",
                unit="mg/l",
                limit="2.000",
                verdict=verdict,
            )
            for indicator, verdict in results
        ]
        return record_lab_report(report, rows, by=self.cast.lan)

    def test_a_failed_indicator_opens_a_finding_weeks_later(self):
        minutes = sign_minutes(self.check, both_sides(), by=self.cast.lan)
        move(self.cast.visit, "signed")
        self.record(("Methanol", "failed"), ("Etanol", "passed"), ("Màu", "info"))
        finding = Finding.objects.get()
        self.assertEqual(
            finding.text,
            "Mẫu M01: chỉ tiêu Methanol không đạt, kết quả 2.100 mg/l (mức cho phép:"
            " 2.000); phiếu kết quả số KN-7 ngày 05/10/2023.",
        )
        self.assertTrue(finding.is_open)
        self.assertEqual(finding.product, self.cast.product)
        self.assertEqual(finding.severity, "remedy")
        minutes.refresh_from_db()
        self.assertEqual(minutes.content, content_of_check(self.check))
        self.assertEqual(self.check.results.get().outcome, "passed")
        outcome = Sample.objects.with_outcome().get()
        self.assertEqual(outcome.state, "không đạt")

    def test_next_visit_of_the_site_is_told(self):
        self.record(("Methanol", "failed"))
        move(self.cast.visit, "signed")
        later = factories.SiteCheckFactory(
            visit=factories.VisitFactory(place=self.cast.hoa_an), site=self.cast.site
        )
        [told] = findings_open_at(later, user=self.cast.lan)
        self.assertIn("Methanol", told.text)

    def test_finding_of_a_result_is_seen_to_like_any_other(self):
        self.record(("Methanol", "failed"))
        finding = Finding.objects.get()
        for act in (services.save_finding, services.remove_finding):
            with self.assertRaisesMessage(InspectionError, "theo phiếu kết quả"):
                act(finding, by=self.cast.lan)
        move(self.cast.visit, "signed")
        services.close_finding(finding, by=self.cast.lan, note="Lô đã tiêu hủy.")
        finding.refresh_from_db()
        self.assertFalse(finding.is_open)

    def test_passed_and_telling_results_open_nothing(self):
        self.record(("Etanol", "passed"), ("Màu", "info"))
        self.assertFalse(Finding.objects.exists())
        self.assertEqual(Sample.objects.with_outcome().get().state, "đã có kết quả")

    def test_sent_twice_it_is_one(self):
        key = uuid.uuid4()
        self.record(("Methanol", "failed"), uuid=key)
        self.record(("Methanol", "failed"), uuid=key)
        self.assertEqual(LabReport.objects.count(), 1)
        self.assertEqual(LabResult.objects.count(), 1)
        self.assertEqual(Finding.objects.count(), 1)

    def test_what_makes_no_sense_is_refused_and_leaves_no_file(self):
        self.record(("Etanol", "passed"))
        kept = self.scans()
        later, before = timezone.localdate() + ONE_DAY, DAY - ONE_DAY
        future = {"number": "8", "reported_on": later}
        past = {"number": "8", "reported_on": before}
        for words, rows, fields in [
            ("ít nhất một", [], {"number": "KN-8"}),
            ("số phiếu", [("A", "passed")], {"number": " "}),
            ("đã được ghi", [("A", "passed")], {}),
            ("từ ngày lấy mẫu", [("A", "passed")], future),
            ("từ ngày lấy mẫu", [("A", "passed")], past),
        ]:
            with self.subTest(words=words):
                file = ContentFile(b"%PDF-1.4\n%%EOF", "scan.pdf")
                with self.assertRaises(InspectionError) as caught:
                    self.record(*rows, file=file, **fields)
                self.assertIn(words, str(caught.exception))
        self.assertEqual(LabReport.objects.count(), 1)
        self.assertEqual(self.scans(), kept)

    def scans(self) -> list[str]:
        """Return the files of reports there are, those of other tests too."""
        return (
            default_storage.listdir("lab")[1] if default_storage.exists("lab") else []
        )

    def test_a_report_typed_wrongly_goes_with_its_findings(self):
        report = self.record(("Methanol", "failed"))
        with self.assertRaisesMessage(InspectionError, "phải ghi lý do"):
            remove_lab_report(report, by=self.cast.lan, reason="")
        move(self.cast.visit, "signed")
        finding = Finding.objects.get()
        services.close_finding(finding, by=self.cast.lan, note="Đã xong.")
        with self.assertRaisesMessage(InspectionError, "mở lại trước"):
            remove_lab_report(report, by=self.cast.lan, reason="Nhầm mẫu.")
        services.reopen_finding(finding, by=self.cast.lan, reason="Nhầm.")
        remove_lab_report(report, by=self.cast.lan, reason="Nhầm mẫu.")
        self.assertFalse(LabReport.objects.exists())
        self.assertFalse(Finding.objects.exists())
        self.assertFalse(LabResult.objects.exists())

    def test_a_sample_with_a_result_stays(self):
        report = self.record(("Etanol", "passed"))
        with self.assertRaisesMessage(InspectionError, "đã có kết quả"):
            remove_sample(self.taken, by=self.cast.lan)
        with self.assertRaisesMessage(InspectionError, "kết quả kiểm nghiệm"):
            services.remove_site_check(self.check, by=self.cast.lan)
        remove_lab_report(report, by=self.cast.lan, reason="Nhầm.")
        remove_sample(self.taken, by=self.cast.lan)
        self.assertFalse(Sample.objects.exists())

    def test_no_sample_is_added_once_the_visit_was_handed_in(self):
        move(self.cast.visit, "submitted")
        with self.assertRaises(FrozenError):
            self.saved(code="M02")
