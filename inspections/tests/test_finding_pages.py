import datetime

from django.test import TestCase
from django.urls import reverse

from inspections.enums import Direction, Outcome, Severity, VisitStatus
from inspections.models import Finding, Recommendation
from inspections.services import Answer, save_answers, save_finding
from inspections.services.guards import FROZEN
from tests import factories

from .cast import Cast, move


class FindingPageTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.visit, cls.check = cls.cast.visit, cls.cast.check
        cls.producer = cls.cast.site.producer

    def setUp(self):
        self.client.force_login(self.cast.lan)

    def create_url(self, name, **query):
        url = reverse(f"inspections:{name}_create", args=[self.visit.uuid])
        return url + "?" + "&".join(f"{k}={v}" for k, v in query.items())

    def key(self, url):
        return self.client.get(url).context["form"].initial["key"]


class FindingTests(FindingPageTestCase):
    def post(self, *, url=None, **data):
        url = url or self.create_url("finding", phieu=self.check.uuid)
        if "key" not in data:
            data["key"] = self.key(url)
        data.setdefault("severity", "good")
        return self.client.post(url, data)

    def test_each_line_is_a_finding(self):
        response = self.post(
            texts="Mở rộng sản xuất.\n\n Đa dạng bao bì. ",
            site_check=self.check.pk,
            product=self.cast.product.pk,
        )
        self.assertRedirects(response, self.check.get_absolute_url())
        found = Finding.objects.order_by("pk").values_list("text", "site_check")
        self.assertEqual(
            list(found),
            [
                ("Mở rộng sản xuất.", self.check.pk),
                ("Đa dạng bao bì.", self.check.pk),
            ],
        )

    def test_a_finding_may_be_about_the_whole_visit(self):
        url = self.create_url("finding")
        response = self.post(url=url, severity="remind", texts="Tuyên truyền còn ít.")
        self.assertRedirects(response, self.visit.get_absolute_url())
        self.assertIsNone(Finding.objects.get().site_check)

    def test_a_form_sent_twice_counts_once(self):
        key = self.key(self.create_url("finding"))
        for _ in range(2):
            self.post(key=key, texts="Đạt.", site_check=self.check.pk)
        self.assertEqual(Finding.objects.count(), 1)

    def test_refusals_keep_what_was_typed(self):
        response = self.post(texts="Bao bì đẹp.", product=self.cast.product.pk)
        self.assertContains(response, "Chọn sản phẩm của cơ sở đã chọn.")
        self.assertContains(response, "Bao bì đẹp.")
        move(self.visit, VisitStatus.SUBMITTED)
        key = "7c0ece89-e34f-4698-8a57-f32aa00f1a3e"
        response = self.post(key=key, texts="Bao bì đẹp.", site_check=self.check.pk)
        self.assertContains(response, FROZEN, status_code=422)
        self.assertContains(response, "Bao bì đẹp.", status_code=422)
        self.assertFalse(Finding.objects.exists())

    def test_products_and_checks_of_others_cannot_be_chosen(self):
        elsewhere = factories.SiteCheckFactory(site__place=self.cast.trung_khanh)
        foreign = factories.ProductFactory(site=elsewhere.site, name="Chè của người")
        response = self.post(
            texts="x", site_check=elsewhere.pk, product=foreign.pk, severity="good"
        )
        self.assertEqual(
            set(response.context["form"].errors), {"site_check", "product"}
        )
        self.assertNotContains(response, "Chè của người")
        for query in ({"phieu": elsewhere.uuid}, {"phieu": "x"}, {"nhan_dinh": "²"}):
            with self.subTest(query):
                name = "recommendation" if "nhan_dinh" in query else "finding"
                response = self.client.get(self.create_url(name, **query))
                self.assertEqual(response.status_code, 404)

    def test_wording_and_severity_are_changed(self):
        finding = factories.FindingFactory(site_check=self.check)
        url = reverse("inspections:finding_edit", args=[finding.pk])
        self.assertContains(self.client.get(url), finding.text)
        data = {"severity": "breach", "text": "Nhãn sai số sao.", "version": 1}
        self.assertRedirects(self.client.post(url, data), self.check.get_absolute_url())
        finding.refresh_from_db()
        self.assertEqual((finding.severity, finding.text), ("breach", data["text"]))

    def test_a_lost_update_is_refused_with_both_texts(self):
        finding = factories.FindingFactory(site_check=self.check)
        finding.text = "Người khác đã sửa."
        save_finding(finding, by=self.cast.hoa, base_version=1)
        url = reverse("inspections:finding_edit", args=[finding.pk])
        data = {"severity": "breach", "text": "Nhãn sai số sao.", "version": 1}
        response = self.client.post(url, data)
        self.assertContains(response, "Người khác đã sửa.", status_code=409)
        self.assertContains(response, "Nhãn sai số sao.", status_code=409)
        finding.refresh_from_db()
        self.assertEqual((finding.text, finding.version), ("Người khác đã sửa.", 2))

    def test_one_from_an_answer_leads_to_the_answer(self):
        item = self.cast.item("suc-khoe")
        save_answers(self.check, [Answer(item, None, Outcome.FAILED)], by=self.cast.lan)
        finding = Finding.objects.get()
        url = reverse("inspections:finding_edit", args=[finding.pk])
        page = reverse("inspections:site_check_record", args=[self.check.uuid])
        response = self.client.get(url)
        self.assertRedirects(response, f"{page}#o-{item.pk}-0")
        response = self.client.post(
            url, {"severity": "good", "text": "Khác hẳn", "version": 1}
        )
        words = "Hãy sửa kết quả của nội dung kiểm tra"
        self.assertContains(response, words, status_code=422)
        remove = reverse("inspections:finding_remove", args=[finding.pk])
        response = self.client.post(remove, follow=True)
        self.assertContains(response, "Hãy sửa kết quả của nội dung kiểm tra")
        finding.refresh_from_db()
        self.assertEqual(finding.severity, Severity.REMIND)

    def test_a_finding_is_removed_from_a_draft_alone(self):
        finding = factories.FindingFactory(site_check=self.check)
        url = reverse("inspections:finding_remove", args=[finding.pk])
        move(self.visit, VisitStatus.SUBMITTED)
        self.assertContains(self.client.post(url, follow=True), FROZEN)
        move(self.visit, VisitStatus.RETURNED)
        self.assertRedirects(self.client.post(url), self.check.get_absolute_url())
        self.assertFalse(Finding.objects.exists())

    def test_another_area_finds_nothing(self):
        finding = factories.FindingFactory(site_check=self.check)
        self.client.force_login(self.cast.minh)
        url = reverse("inspections:finding_edit", args=[finding.pk])
        for address in (url, self.create_url("finding")):
            response = self.client.get(address)
            self.assertNotContains(response, "HKD Nhật", status_code=404)


class RecommendationTests(FindingPageTestCase):
    def post(self, *, url=None, **data):
        url = url or self.create_url("recommendation", phieu=self.check.uuid)
        if "key" not in data:
            data["key"] = self.key(url)
        data.setdefault("direction", Direction.TO_PRODUCER)
        return self.client.post(url, data)

    def test_several_lines_to_several_producers(self):
        other = factories.SiteCheckFactory(
            visit=self.visit, site=factories.SiteFactory(place=self.cast.hoa_an)
        )
        response = self.post(
            texts="Đầu tư nhà xưởng.\nMở rộng liên kết.",
            producers=[self.producer.pk, other.site.producer.pk],
        )
        self.assertRedirects(response, self.check.get_absolute_url())
        rows = Recommendation.objects.values_list("producer", "site_check", "due_on")
        self.assertEqual(len(rows), 4)
        self.assertEqual(
            set(rows),
            {
                (self.producer.pk, self.check.pk, None),
                (other.site.producer.pk, other.pk, None),
            },
        )

    def test_a_locality_asks_agencies_above_in_words(self):
        host = factories.AgencyFactory(name="UBND huyện Hòa An")
        response = self.post(
            url=self.create_url("recommendation"),
            direction=Direction.TO_AGENCY,
            addressee_text="các cơ quan chuyên môn",
            proposed_by=host.pk,
            texts="Hỗ trợ xây dựng nhãn hiệu.",
        )
        self.assertRedirects(response, self.visit.get_absolute_url())
        row = Recommendation.objects.get()
        self.assertEqual(row.addressee, "các cơ quan chuyên môn")
        self.assertEqual((row.proposed_by, row.site_check), (host, None))

    def test_from_a_finding_with_a_day_suggested_by_its_severity(self):
        finding = factories.FindingFactory(
            site_check=self.check, severity=Severity.REMEDY
        )
        url = self.create_url("recommendation", nhan_dinh=finding.pk)
        form = self.client.get(url).context["form"]
        self.assertEqual(form.initial["due_on"], datetime.date(2023, 10, 15))
        self.assertEqual(form.initial["producers"], [self.producer.pk])
        self.post(url=url, texts="In lại nhãn.", producers=[self.producer.pk])
        row = Recommendation.objects.get()
        self.assertEqual((row.finding, row.due_on), (finding, None))

    def test_a_form_sent_twice_counts_once(self):
        key = self.key(self.create_url("recommendation"))
        for _ in range(2):
            self.post(key=key, texts="Đầu tư.", producers=[self.producer.pk])
        self.assertEqual(Recommendation.objects.count(), 1)

    def test_refusals_keep_what_was_typed(self):
        agency = factories.AgencyFactory()
        for data, words in (
            ({}, "Chọn nơi nhận, hoặc ghi bằng lời."),
            ({"agency": agency.pk}, "Đề nghị đối với chủ thể không gửi cho cơ quan."),
            (
                {"producers": [self.producer.pk], "direction": Direction.TO_AGENCY},
                "Đề nghị gửi chủ thể phải chọn hướng đối với chủ thể.",
            ),
            (
                {"producers": [self.producer.pk], "due_on": "01/09/2023"},
                "Thời hạn không thể trước ngày kiểm tra.",
            ),
            (
                {"producers": [self.producer.pk], "due_on": "31/12/9999"},
                "Ngày không được quá 31/12/2100.",
            ),
        ):
            with self.subTest(words):
                response = self.post(texts="Đầu tư nhà xưởng.", **data)
                page = response.content.decode()
                self.assertIn(words, page)
                self.assertIn("Đầu tư nhà xưởng.", page)
        self.assertFalse(Recommendation.objects.exists())

    def test_producers_that_were_not_there_cannot_be_chosen(self):
        stranger = factories.SiteFactory(place=self.cast.hoa_an).producer
        response = self.post(texts="x", producers=[stranger.pk])
        self.assertIn("producers", response.context["form"].errors)

    def test_changed_while_a_draft_and_refused_when_saved_meanwhile(self):
        row = factories.RecommendationFactory(site_check=self.check)
        url = reverse("inspections:recommendation_edit", args=[row.uuid])
        data = {
            "version": row.version,
            "direction": Direction.TO_PRODUCER,
            "producer": self.producer.pk,
            "text": "Xây nhà xưởng mới.",
            "due_on": "31/12/2023",
        }
        self.assertContains(self.client.get(url), row.text)
        response = self.client.post(url, data | {"due_on": "01/01/0001"})
        self.assertContains(response, "Ngày phải từ 01/01/2000 trở đi.")
        self.assertRedirects(self.client.post(url, data), self.check.get_absolute_url())
        row.refresh_from_db()
        self.assertEqual((row.text, row.version), ("Xây nhà xưởng mới.", 2))
        response = self.client.post(url, data | {"text": "Sửa nhà xưởng cũ."})
        self.assertContains(response, "Xây nhà xưởng mới.", status_code=409)
        self.assertContains(response, "Sửa nhà xưởng cũ.", status_code=409)
        response = self.client.post(url, data | {"producer": ""})
        self.assertContains(response, "Chọn đúng một nơi nhận đề nghị.")

    def test_removed_from_a_draft_unless_it_was_answered(self):
        row = factories.RecommendationFactory(site_check=self.check)
        url = reverse("inspections:recommendation_remove", args=[row.uuid])
        answer = factories.ResponseFactory(recommendation=row)
        page = self.client.post(url, follow=True)
        self.assertContains(page, "đã có trả lời nên không xóa được")
        answer.delete()
        self.client.post(url)
        self.assertFalse(Recommendation.objects.exists())

    def test_an_addressee_of_another_area_does_not_mend_a_draft(self):
        agency = factories.AgencyFactory(area=self.cast.trung_khanh)
        row = factories.RecommendationFactory(
            site_check=None,
            visit=self.visit,
            direction=Direction.TO_LOCALITY,
            producer=None,
            agency=agency,
        )
        self.client.force_login(self.cast.minh)
        for name in ("recommendation_edit", "recommendation_remove"):
            url = reverse(f"inspections:{name}", args=[row.uuid])
            self.assertEqual(self.client.post(url).status_code, 404)
        self.assertTrue(Recommendation.objects.exists())

    def test_pages_of_a_visit_handed_in_lead_back(self):
        row = factories.RecommendationFactory(site_check=self.check)
        move(self.visit, VisitStatus.SUBMITTED)
        edit = reverse("inspections:recommendation_edit", args=[row.uuid])
        for url in (edit, self.create_url("recommendation", phieu=self.check.uuid)):
            response = self.client.get(url, follow=True)
            self.assertRedirects(response, self.check.get_absolute_url())
            self.assertContains(response, FROZEN)
