"""The list of what visits found: its filters, its numbers, who sees what."""

import datetime

from django.test import TestCase
from django.urls import reverse

from inspections.enums import Severity, VisitStatus
from inspections.models import Finding
from tests import factories

URL = reverse("inspections:finding_list")
DAY = datetime.date


class FindingListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa_an = factories.AreaFactory(name="Xã Hòa An")
        cls.other = factories.AreaFactory(name="Xã Trùng Khánh")
        cls.officer = factories.UserFactory(role="officer", role__area=cls.hoa_an)
        cls.check = cls.checked(cls.hoa_an, DAY(2026, 3, 2), "HTX Đỗ Xuân")
        item = factories.ChecklistItemFactory(group="Nhãn, bao bì", code="nhan")
        result = factories.ItemResultFactory(site_check=cls.check, item=item)
        cls.label = cls.finding("Thiếu ngày sản xuất", item_result=result)
        cls.good = cls.finding("Nhà xưởng sạch", severity=Severity.GOOD)
        cls.breach = cls.finding("Tem giả", severity=Severity.BREACH)
        Finding.objects.filter(pk=cls.breach.pk).update(closed_on=DAY(2026, 5, 1))
        draft = cls.checked(
            cls.hoa_an, DAY(2026, 4, 1), "HTX Nháp", status=VisitStatus.DRAFT
        )
        cls.finding("Chưa nộp", site_check=draft)
        there = cls.checked(cls.other, DAY(2026, 3, 3), "HTX Xa")
        cls.finding("Ở nơi khác", site_check=there)

    @staticmethod
    def checked(area, day, name, status=VisitStatus.APPROVED):
        site = factories.SiteFactory(place=area, area=area, producer__name=name)
        visit = factories.VisitFactory(
            place=area, area=area, starts_on=day, status=status
        )
        return factories.SiteCheckFactory(site=site, visit=visit)

    @classmethod
    def finding(cls, text, **fields):
        fields = {"site_check": cls.check, "severity": Severity.REMEDY} | fields
        return factories.FindingFactory(text=text, **fields)

    def setUp(self):
        self.client.force_login(self.officer)

    def found(self, **query):
        page = self.client.get(URL, query).context["page"]
        return sorted(row.text for row in page)

    def test_only_what_was_found_in_the_own_area(self):
        everything = ["Chưa nộp", "Nhà xưởng sạch", "Tem giả", "Thiếu ngày sản xuất"]
        self.assertEqual(self.found(), everything)
        self.assertNotContains(self.client.get(URL), "Ở nơi khác")

    def test_each_filter(self):
        self.assertEqual(self.found(muc_do="breach"), ["Tem giả"])
        self.assertEqual(self.found(nhom="Nhãn, bao bì"), ["Thiếu ngày sản xuất"])
        beside = ["Chưa nộp", "Nhà xưởng sạch", "Tem giả"]
        self.assertEqual(self.found(nhom="ngoai-danh-muc"), beside)
        self.assertEqual(self.found(tinh_trang="xong", ngay="01/05/2026"), ["Tem giả"])
        self.assertEqual(self.found(tinh_trang="xong", ngay="30/04/2026"), [])
        still = ["Chưa nộp", "Tem giả", "Thiếu ngày sản xuất"]
        self.assertEqual(self.found(tinh_trang="mo", ngay="30/04/2026"), still)
        self.assertEqual(self.found(trang_thai="pending"), ["Chưa nộp"])
        self.assertEqual(len(self.found(trang_thai="approved_up")), 3)
        self.assertEqual(self.found(tu_ngay="03/03/2026"), ["Chưa nộp"])
        self.assertEqual(len(self.found(den_ngay="02/03/2026")), 3)
        self.assertEqual(self.found(q="do xuan Thiếu"), ["Thiếu ngày sản xuất"])
        self.assertEqual(self.found(nhom="không có"), [])

    def test_what_the_page_says_of_a_finding(self):
        page = self.client.get(URL, {"muc_do": "breach"})
        self.assertContains(page, f'href="{self.breach.get_absolute_url()}"')
        self.assertContains(page, "Vi phạm")
        self.assertContains(page, "đã khắc phục")
        self.assertContains(page, "HTX Đỗ Xuân")

    def test_query_count_does_not_grow_with_rows(self):
        self.found()
        for extra in (0, 2):
            for number in range(extra):
                self.finding(f"Thêm {number}")
            with self.subTest(extra=extra), self.assertNumQueries(8):
                self.found()
