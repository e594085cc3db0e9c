import datetime
import io
import zipfile

import docx
from django.test import TestCase
from docx.oxml.ns import qn

from documents.minutes import build_minutes, long_date
from inspections.enums import Direction, Outcome, Severity, Subject
from inspections.services import correct_minutes, sign_minutes
from inspections.tests.signing import both_sides, signature
from tests.factories import (
    AgencyFactory,
    ChecklistItemFactory,
    FindingFactory,
    ItemResultFactory,
    ProductFactory,
    RecommendationFactory,
    SiteCheckFactory,
    TeamMemberFactory,
)
from tests.lab_factories import SampleFactory


def text_of(data: bytes) -> str:
    """Return all the text of a .docx, the tables too, a line each paragraph."""
    document = docx.Document(io.BytesIO(data))
    paragraphs = document.element.body.iter(qn("w:p"))
    return "\n".join(
        "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        for paragraph in paragraphs
    )


class LongDateTests(TestCase):
    def test_zeros_stand_before_short_days_and_the_first_two_months(self):
        self.assertEqual(
            long_date(datetime.date(2026, 2, 5)), "ngày 05 tháng 02 năm 2026"
        )
        self.assertEqual(
            long_date(datetime.date(2023, 9, 15)), "ngày 15 tháng 9 năm 2023"
        )


class SiteCheckMinutesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        product = ProductFactory(name="Rượu gạo & men lá <mẫu>")
        cls.check = SiteCheckFactory(
            site=product.site,
            looked_at="Quy trình, bao bì.",
            producer_opinion="Nhất trí.",
            conclusion="Đạt yêu cầu.",
        )
        cls.visit = cls.check.visit
        superior = AgencyFactory(name="UBND tỉnh Cao Bằng")
        office = AgencyFactory(
            name="Văn phòng Điều phối nông thôn mới tỉnh Cao Bằng",
            superior=superior,
            area__name="Tỉnh Cao Bằng",
        )
        TeamMemberFactory(visit=cls.visit, agency=office)
        checklist = cls.visit.checklist
        own = ChecklistItemFactory(checklist=checklist, text="Giấy cam kết")
        each = ChecklistItemFactory(
            checklist=checklist, text="Nhãn mác", subject=Subject.PRODUCT
        )
        ChecklistItemFactory(checklist=checklist, text="Chưa ai xem")
        ItemResultFactory(site_check=cls.check, item=own, outcome=Outcome.PASSED)
        ItemResultFactory(
            site_check=cls.check,
            item=each,
            product=product,
            outcome=Outcome.FAILED,
            note="Thiếu hạn dùng",
        )
        FindingFactory(site_check=cls.check, severity=Severity.GOOD, text="Làm tốt.")
        RecommendationFactory(site_check=cls.check, text="Mở rộng liên kết.")
        RecommendationFactory(
            site_check=cls.check,
            direction=Direction.TO_LOCALITY,
            text="Chỉ dành cho địa phương.",
        )
        cls.data = build_minutes(cls.visit, site_check=cls.check)
        cls.text = text_of(cls.data)

    def test_prints_the_head_of_the_decree(self):
        lines = self.text.split("\n")
        for expected in (
            "UBND TỈNH CAO BẰNG",
            "VĂN PHÒNG ĐIỀU PHỐI NÔNG THÔN MỚI TỈNH CAO BẰNG",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Cao Bằng, ngày 15 tháng 9 năm 2023",
            "BIÊN BẢN",
        ):
            with self.subTest(expected=expected):
                self.assertIn(expected, lines)

    def test_a_draft_says_so_and_has_no_number(self):
        self.assertIn("DỰ THẢO", self.text)
        self.assertIn("Số: …………", self.text)

    def test_prints_answers_and_counts_what_nobody_looked_at(self):
        rows = [
            [cell.text for cell in row.cells]
            for table in docx.Document(io.BytesIO(self.data)).tables
            for row in table.rows
            if len(row.cells) == 4
        ]
        self.assertEqual(
            rows,
            [
                ["TT", "Nội dung", "Kết quả", "Ghi chú"],
                ["1", "Giấy cam kết", "Đạt", ""],
                ["TT", "Nội dung", "Kết quả", "Ghi chú"],
                ["1", "Nhãn mác", "Không đạt", "Thiếu hạn dùng"],
            ],
        )
        self.assertIn("Chưa kiểm tra 1 nội dung khác", self.text)

    def test_markup_in_a_name_is_text(self):
        self.assertIn("Rượu gạo & men lá <mẫu>", self.text)

    def test_recommendations_to_the_locality_are_left_to_the_other_minutes(self):
        self.assertIn("- Mở rộng liên kết.\n", self.text)
        self.assertNotIn("Chỉ dành cho địa phương", self.text)

    def test_no_tag_of_the_template_is_left(self):
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            self.assertIsNone(archive.testzip())
            xml = archive.read("word/document.xml").decode()
        self.assertNotIn("{%", xml)
        self.assertNotIn("{{", xml)

    def test_a_site_without_products_or_answers_prints(self):
        bare = SiteCheckFactory()
        text = text_of(build_minutes(bare.visit, site_check=bare))
        self.assertIn("II. CƠ SỞ ĐƯỢC KIỂM TRA", text)
        self.assertNotIn("Kết quả kiểm tra sản phẩm", text)


class SignedOnSiteTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.check = SiteCheckFactory(conclusion="Đạt yêu cầu.")
        cls.visit = cls.check.visit
        cls.seat = TeamMemberFactory(visit=cls.visit, name="Nguyễn Văn Hà")

    def built(self):
        return build_minutes(self.visit, site_check=self.check)

    def pictures(self, data) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [name for name in archive.namelist() if "media/" in name]

    def test_what_was_signed_is_printed_with_its_signatures(self):
        refused = signature("commune", "Tô Văn Xã", refusal="Bận", witnesses="Ông A")
        minutes = sign_minutes(
            self.check, [*both_sides(on_paper=["producer"]), refused], by=None
        )
        self.seat.name = "Người thay sau"
        self.seat.save()
        data = self.built()
        text = text_of(data)
        self.assertEqual(len(self.pictures(data)), 1)
        for expected in (
            "(Đã ký tại cơ sở, phiên bản 1)",
            "Lý Thị Nhật",
            "ký trên bản giấy",
            "Không ký: Bận Người làm chứng: Ông A.",
            "Tô Văn Xã",
            f"Mã nội dung đã ký (SHA-256): {minutes.sha256}",
        ):
            self.assertIn(expected, text)
        self.assertNotIn("Người thay sau", text)
        self.assertNotIn("DỰ THẢO", text)

    def test_a_correction_is_a_draft_until_it_is_signed(self):
        sign_minutes(self.check, both_sides(), by=None)
        correct_minutes(self.check, by=None, reason="Ghi nhầm kết luận.")
        self.check.conclusion = "Chưa đạt."
        self.check.save()
        data = self.built()
        self.assertEqual(self.pictures(data), [])
        self.assertIn("DỰ THẢO", text_of(data))
        self.assertIn("Chưa đạt.", text_of(data))
        sign_minutes(self.check, both_sides(), by=None)
        data = self.built()
        text = text_of(data)
        self.assertIn("phiên bản 2. Sửa đổi vì: Ghi nhầm kết luận.", text)
        self.assertEqual(len(self.pictures(data)), 2)

    def test_samples_are_named(self):
        SampleFactory(site_check=self.check, code="M07")
        self.assertIn("- Mẫu M07: niêm phong số NP-017; 2 chai", text_of(self.built()))
