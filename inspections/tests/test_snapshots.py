from django.test import TestCase

from inspections import services
from inspections.contents import differences, sections_of
from inspections.models import SiteCheck, Visit
from inspections.services import Answer, sign_minutes
from inspections.snapshots import content_of_check, content_of_visit
from tests import factories

from .cast import Cast
from .signing import both_sides

RESULTS = "Kết quả kiểm tra – HKD Nhật"
CHANGED = {
    (RESULTS, "Giấy khám sức khỏe", "Không đạt (nhắc nhở): Hết hạn.", "Đạt"),
    (RESULTS, "Mã số mã vạch – Rượu gạo Nhật", "", "Không áp dụng"),
    (RESULTS, "Chưa kiểm tra", "1 nội dung", ""),
    ("Nhận định – HKD Nhật", "Nhắc nhở", "Hết hạn.", ""),
    (
        "Đề nghị, kiến nghị – HKD Nhật",
        "Đề nghị đối với chủ thể: HKD Nhật",
        "Làm lại giấy.",
        "Làm lại giấy khám.",
    ),
}


class SnapshotTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def setUp(self):
        self.check = SiteCheck.objects.get(pk=self.cast.check.pk)
        answers = [
            Answer(self.cast.item("suc-khoe"), None, "failed", "Hết hạn."),
            Answer(self.cast.item("nhan"), self.cast.product, "passed"),
        ]
        services.save_answers(self.check, answers, by=self.cast.lan)
        factories.RecommendationFactory(
            site_check=self.check,
            text="Làm lại giấy.",
            producer=self.cast.site.producer,
        )

    def said(self, content) -> list:
        return [
            (section.title, line.label, line.words)
            for section in sections_of(content)
            for line in section.lines
        ]

    def test_minutes_read_as_they_were_recorded(self):
        said = self.said(content_of_check(self.check))
        producer = "HKD Nhật"
        head = self.cast.head
        seat = f"Nguyễn Văn Hà, {head.title}, {head.agency}"
        for line in [
            ("Buổi kiểm tra", "Ngày kiểm tra", "15/09/2023"),
            ("Đoàn kiểm tra", "Trưởng đoàn", seat),
            ("Cơ sở được kiểm tra", "Chủ thể", producer),
            ("Cơ sở được kiểm tra", "Nội dung đã xem tại cơ sở", "Quy trình sản xuất."),
            (
                "Kết quả kiểm tra",
                "Giấy khám sức khỏe",
                "Không đạt (nhắc nhở): Hết hạn.",
            ),
            ("Kết quả kiểm tra", "Bao bì, nhãn mác – Rượu gạo Nhật", "Đạt"),
            ("Kết quả kiểm tra", "Chưa kiểm tra", "1 nội dung"),
            ("Nhận định", "Nhắc nhở", "Hết hạn."),
            (
                "Đề nghị, kiến nghị",
                f"Đề nghị đối với chủ thể: {producer}",
                "Làm lại giấy.",
            ),
        ]:
            self.assertIn(line, said)

    def test_renaming_what_it_names_does_not_change_it(self):
        minutes = sign_minutes(self.check, both_sides(), by=self.cast.lan)
        before = self.said(minutes.content)
        self.cast.product.name = "Tên khác"
        self.cast.product.save()
        minutes.refresh_from_db()
        self.assertEqual(self.said(minutes.content), before)

    def test_every_kind_of_change_is_told(self):
        old = content_of_visit(self.cast.visit)
        answers = [
            Answer(self.cast.item("suc-khoe"), None, "passed"),
            Answer(self.cast.item("ma-vach"), self.cast.product, "na"),
        ]
        services.save_answers(self.check, answers, by=self.cast.lan)
        asked = self.check.recommendations.get()
        asked.text = "Làm lại giấy khám."
        services.save_recommendation(asked, by=self.cast.lan)
        told = {
            (changes.title, line.label, line.old, line.new)
            for changes in differences(old, content_of_visit(self.cast.visit))
            for line in changes.lines
        }
        self.assertEqual(told, CHANGED)
        same = content_of_visit(self.cast.visit)
        self.assertEqual(differences(same, same), [])

    def test_queries_do_not_grow_with_the_checks(self):
        for _ in range(2):
            visit = Visit.objects.get(pk=self.cast.visit.pk)
            with self.assertNumQueries(17):
                content_of_visit(visit)
            for _ in range(2):
                check = factories.SiteCheckFactory(visit=visit)
                factories.FindingFactory(site_check=check)
                factories.RecommendationFactory(site_check=check)
