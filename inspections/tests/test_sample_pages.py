import datetime
import io
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from inspections.models import Finding, LabReport, LabResult, Sample
from inspections.services import record_lab_report, sign_minutes
from inspections.services.guards import FROZEN, SIGNED_ON_SITE
from tests import factories
from tests.lab_factories import SampleFactory

from .cast import DAY, Cast, move
from .signing import both_sides

RESULTS = {
    "chi-tieu-TOTAL_FORMS": 2,
    "chi-tieu-INITIAL_FORMS": 0,
    "chi-tieu-0-indicator": "Methanol",
    "chi-tieu-0-value": "2.100",
    "chi-tieu-0-unit": "mg/l",
    "chi-tieu-0-limit": "2.000",
    "chi-tieu-0-verdict": "failed",
    "chi-tieu-1-verdict": "",
}


class SamplePageCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.check = cls.cast.check
        cls.taken = SampleFactory(
            site_check=cls.check, code="M01", product=cls.cast.product
        )

    def setUp(self):
        self.client.force_login(self.cast.lan)

    def url(self, name, row=None):
        return reverse(f"inspections:{name}", args=[(row or self.taken).uuid])


class SampleFormTests(SamplePageCase):
    def add(self, **fields):
        data = {"code": "M02", "quantity": "1 hộp", "taken_on": "15/09/2023"} | fields
        return self.client.post(self.url("sample_create", self.check), data)

    def test_the_next_code_and_the_day_stand_ready(self):
        page = self.client.get(self.url("sample_create", self.check))
        self.assertContains(page, 'value="M02"')
        self.assertContains(page, 'value="15/09/2023"')

    def test_a_sample_is_added_once_however_often_it_is_sent(self):
        key = uuid.uuid4()
        for _ in range(2):
            response = self.add(uuid=key, lab_text="Viện Kiểm nghiệm")
            self.assertRedirects(response, f"{self.check.get_absolute_url()}#mau")
        self.assertEqual(Sample.objects.filter(uuid=key).count(), 1)

    def test_an_agency_is_chosen_by_its_name(self):
        agency = factories.AgencyFactory(name="Chi cục Quản lý chất lượng")
        self.add(lab="chi cuc quan ly chat luong")
        self.assertEqual(Sample.objects.get(code="M02").lab, agency)

    def test_what_is_wrong_is_told_at_its_place_and_nothing_is_lost(self):
        for words, fields in [
            ("Mã mẫu này đã có trong phiếu kiểm tra.", {"code": "M01"}),
            ("Ngày lấy mẫu phải trong", {"taken_on": "16/09/2023"}),
            ("Ngày phải có dạng dd/mm/yyyy", {"taken_on": "hôm nay"}),
            ("không có trong danh sách", {"lab": "Không ai"}),
        ]:
            fields = {"note": "Giữ lạnh"} | fields
            with self.subTest(words=words):
                page = self.add(**fields)
                self.assertIn(page.status_code, (200, 422))
                self.assertContains(page, "Giữ lạnh", status_code=page.status_code)
        self.assertEqual(Sample.objects.count(), 1)

    def test_an_edit_meanwhile_shows_both(self):
        Sample.objects.filter(pk=self.taken.pk).update(version=2, quantity="5 chai")
        data = {
            "version": 1,
            "code": "M01",
            "quantity": "3 chai",
            "taken_on": "15/09/2023",
        }
        page = self.client.post(self.url("sample_edit"), data)
        self.assertContains(page, "5 chai", status_code=409)
        self.assertContains(page, "3 chai", status_code=409)

    def test_signed_minutes_lead_away_and_refuse(self):
        sign_minutes(self.check, both_sides(), by=self.cast.lan)
        page = self.client.get(self.url("sample_edit"), follow=True)
        self.assertContains(page, SIGNED_ON_SITE)
        self.assertNotContains(page, "Thêm mẫu")
        page = self.add()
        self.assertContains(page, "Lập biên bản sửa đổi", status_code=422)
        move(self.cast.visit, "submitted")
        page = self.client.get(self.url("sample_edit"), follow=True)
        self.assertContains(page, FROZEN)

    def test_a_sample_is_taken_out_of_a_draft(self):
        self.client.post(self.url("sample_remove"))
        self.assertFalse(Sample.objects.exists())

    def test_another_place_sees_nothing(self):
        self.client.force_login(self.cast.minh)
        for name in ("sample", "sample_edit", "lab_report_create"):
            self.assertEqual(self.client.get(self.url(name)).status_code, 404)
        page = self.client.get(reverse("inspections:sample_list"))
        self.assertNotContains(page, "NP-017")


class LabReportPageTests(SamplePageCase):
    def report(self, **fields):
        data = {"number": "KN-7", "reported_on": "05/10/2023"} | RESULTS | fields
        return self.client.post(self.url("lab_report_create"), data)

    def test_a_failed_result_stands_wherever_the_producer_is_looked_at(self):
        move(self.cast.visit, "signed")
        scan = SimpleUploadedFile("ket qua.pdf", b"%PDF-1.4\n%%EOF")
        response = self.report(file=scan)
        self.assertRedirects(response, self.taken.get_absolute_url())
        visit, check = self.cast.visit, self.check
        producer = self.cast.site.producer
        for page in (visit, check, self.taken):
            with self.subTest(page=page):
                shown = self.client.get(page.get_absolute_url())
                self.assertContains(shown, "Methanol")
                self.assertContains(shown, "ông đạt")
        for page in (visit, check):
            shown = self.client.get(page.get_absolute_url())
            self.assertContains(shown, "Mẫu không đạt", count=1)
        passport = self.client.get(producer.get_absolute_url())
        self.assertContains(passport, self.taken.get_absolute_url())
        self.assertContains(passport, "Không đạt")

    def test_next_visit_is_told_on_its_sheet(self):
        move(self.cast.visit, "signed")
        self.report()
        later = factories.SiteCheckFactory(
            visit=factories.VisitFactory(
                place=self.cast.hoa_an, checklist=self.cast.checklist
            ),
            site=self.cast.site,
        )
        page = self.client.get(self.url("site_check_record", later))
        self.assertContains(page, "chỉ tiêu Methanol không đạt")
        self.assertContains(page, "Mẫu không đạt")

    def test_sent_twice_it_is_one(self):
        key = uuid.uuid4()
        self.report(uuid=key)
        self.report(uuid=key)
        self.assertEqual(LabReport.objects.count(), 1)
        self.assertEqual(Finding.objects.count(), 1)

    def test_errors_of_head_and_lines_are_told_at_once(self):
        page = self.report(number="", **{"chi-tieu-0-value": ""})
        self.assertEqual(page.status_code, 422)
        self.assertEqual(page.content.decode().count('id="error-summary"'), 1)
        self.assertContains(page, "Methanol", status_code=422)
        self.assertIn("number", page.context["form"].errors)
        self.assertIn("value", page.context["results"].forms[0].errors)
        none = {"chi-tieu-0-indicator": "", "chi-tieu-0-value": ""}
        none |= {"chi-tieu-0-unit": "", "chi-tieu-0-limit": ""}
        page = self.report(**none)
        self.assertContains(page, "Hãy ghi ít nhất một chỉ tiêu.", status_code=422)
        page = self.report(reported_on="01/09/2023")
        self.assertContains(page, "từ ngày lấy mẫu", status_code=422)
        page = self.report(file=SimpleUploadedFile("a.pdf", b"MZ"))
        self.assertContains(page, "Chỉ nhận tệp PDF", status_code=422)
        self.assertFalse(LabReport.objects.exists())

    def test_a_mangled_form_is_no_error_of_the_server(self):
        page = self.report(**{"chi-tieu-TOTAL_FORMS": "x"})
        self.assertEqual(page.status_code, 422)

    def test_a_report_typed_wrongly_is_taken_back_with_a_reason(self):
        self.report()
        url = self.url("lab_report_remove", LabReport.objects.get())
        self.assertContains(self.client.get(url), "Lý do bỏ phiếu kết quả")
        self.client.post(url, {"reason": ""})
        self.assertTrue(LabReport.objects.exists())
        self.client.post(url, {"reason": "Nhầm mẫu."})
        self.assertFalse(Finding.objects.exists())


class SampleListTests(SamplePageCase):
    def listed(self, **query):
        page = self.client.get(reverse("inspections:sample_list"), query)
        return [sample.code for sample in page.context["page"]]

    def test_samples_are_found_by_state_words_and_days(self):
        done = SampleFactory(site_check=self.check, code="M02")
        report = LabReport(sample=done, number="1", reported_on=DAY)
        record_lab_report(report, [_result("passed")], by=None)
        failed = SampleFactory(site_check=self.check, code="M03")
        report = LabReport(sample=failed, number="1", reported_on=DAY)
        record_lab_report(report, [_result("failed")], by=None)
        self.assertEqual(self.listed(), ["M01", "M02", "M03"])
        self.assertEqual(self.listed(tinh_trang="cho"), ["M01"])
        self.assertEqual(self.listed(tinh_trang="da-co"), ["M02", "M03"])
        self.assertEqual(self.listed(tinh_trang="khong-dat"), ["M03"])
        self.assertEqual(self.listed(q="ruou gao"), ["M01"])
        self.assertEqual(self.listed(q="np-017 m02"), ["M02"])
        self.assertEqual(self.listed(den_ngay="14/09/2023"), [])
        self.assertEqual(self.listed(dia_ban=self.cast.trung_khanh.pk), [])

    def test_days_of_waiting_are_told(self):
        Sample.objects.update(taken_on=timezone.localdate() - datetime.timedelta(21))
        page = self.client.get(reverse("inspections:sample_list"))
        self.assertContains(page, "đã chờ 21 ngày")

    def test_workbook_holds_what_is_listed(self):
        url = reverse("inspections:sample_list")
        answer = self.client.get(url, {"xuat": "xlsx"})
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        rows = list(book["Danh sách"].iter_rows(values_only=True))
        self.assertEqual(
            list(rows[1][:4]), ["M01", "NP-017", "HKD Nhật", "Rượu gạo Nhật"]
        )

    def test_query_count_does_not_grow_with_rows(self):
        for _ in range(2):
            with self.assertNumQueries(7):
                self.client.get(reverse("inspections:sample_list"))
            for _ in range(2):
                agency = factories.AgencyFactory()
                SampleFactory(site_check=self.check, lab=agency, lab_text="")


def _result(verdict):
    return LabResult(indicator="Methanol", value="1", verdict=verdict)
