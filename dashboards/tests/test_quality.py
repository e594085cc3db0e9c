"""What records lack: each kind finds its rows and no others, and leads to the form."""

import datetime
import io

import openpyxl
from django.test import TestCase
from django.urls import reverse

from areas.models import AreaCover, AreaSuccession
from dashboards.quality import BY_KEY, CHECKS
from dashboards.scope import Scope
from producers.enums import LegalKind, ProducerState
from products.enums import ProductState
from tests import factories

URL = reverse("dashboards:quality")
TODAY = datetime.date(2026, 6, 1)
ON_DAY = {"ngay": "01/06/2026"}


class QualityCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.province = factories.AreaFactory(province=True, name="Tỉnh Cao Bằng")
        cls.hoa_an = factories.AreaFactory(name="Xã Hòa An", parent=cls.province)
        cls.far = factories.AreaFactory(name="Xã Xa", parent=cls.province)
        cls.provincial = cls.person("provincial", cls.province)
        cls.officer = cls.person("officer", cls.hoa_an)
        cls.viewer = cls.person("viewer", cls.hoa_an)
        cls.right = cls.site("HTX Đủ")
        cls.good = cls.product("Rượu đủ", cls.right)
        factories.PaperFactory(producer=cls.right.producer)
        cls.elsewhere()

    @staticmethod
    def person(role, area):
        return factories.UserFactory(role=role, role__area=area)

    @classmethod
    def site(cls, name, area=None, **fields):
        area = area or cls.hoa_an
        given = {
            "place": area,
            "area": area,
            "latitude": 22.7,
            "longitude": 106.2,
            "producer__name": name,
            "producer__legal_kind": LegalKind.COOPERATIVE,
        }
        return factories.SiteFactory(**(given | fields))

    @staticmethod
    def product(name, site, **recognition):
        product = factories.ProductFactory(site=site, name=name)
        if recognition is not None:
            given = {"valid_from": datetime.date(2025, 1, 1)}
            given["valid_to"] = datetime.date(2028, 1, 1)
            factories.RecognitionFactory(product=product, **(given | recognition))
        return product

    @classmethod
    def elsewhere(cls):
        """Put one of every fault where the officer of Hòa An has no say."""
        site = cls.site("HTX Xa", cls.far, latitude=None, longitude=None)
        cls.product("Xa", site, decision=None)

    def found(self, key, user=None, date=TODAY):
        rows = BY_KEY[key].rows(Scope(user or self.provincial, self.hoa_an, date))
        return [BY_KEY[key].of(row).name for row in rows]


class CheckTests(QualityCase):
    def test_nothing_is_wrong_with_what_is_whole(self):
        for check in CHECKS:
            with self.subTest(check.key):
                self.assertEqual(self.found(check.key), [])

    def test_sites_nobody_knows_where(self):
        self.site("HTX Đâu", place=self.province, area=self.province)
        rows = BY_KEY["chua-ro-noi"].rows(Scope(self.provincial, None, TODAY))
        self.assertEqual([row.producer.name for row in rows], ["HTX Đâu"])
        self.assertEqual(self.found("chua-ro-noi", self.officer), [])

    def test_sites_in_a_commune_that_was_parted(self):
        old = factories.AreaFactory(former=True, name="Xã Cũ")
        AreaCover.objects.create(ancestor=self.hoa_an, descendant=old)
        for new, is_main in ((self.hoa_an, True), (self.far, False)):
            AreaSuccession.objects.create(old=old, new=new, is_main=is_main)
        whole = factories.AreaFactory(former=True, name="Xã Nguyên")
        AreaSuccession.objects.create(old=whole, new=self.hoa_an, is_main=True)
        self.site("HTX Chia", place=old)
        self.site("HTX Nguyên", place=whole)
        self.assertEqual(self.found("dia-ban-chia-tach"), ["HTX Chia"])

    def test_sites_without_a_position_of_those_at_work(self):
        nowhere = {"latitude": None, "longitude": None}
        self.site("HTX Mờ", **nowhere)
        self.site("HTX Nghỉ", **nowhere, producer__state=ProducerState.DISSOLVED)
        self.assertEqual(self.found("chua-co-toa-do"), ["HTX Mờ"])

    def test_producers_without_kind_and_those_that_may_be_one(self):
        self.site("Rượu Bà Hoa", producer__legal_kind=LegalKind.UNKNOWN)
        self.assertEqual(self.found("chua-ro-loai-hinh"), ["Rượu Bà Hoa"])
        self.site("Hợp tác xã Đủ")
        self.assertEqual(self.found("co-the-trung"), ["Hợp tác xã Đủ", "HTX Đủ"])

    def test_stars_without_papers_without_decision_without_days(self):
        bare = self.site("HTX Trắng")
        self.product("Miến", bare, decision=None)
        self.product("Chè", bare, valid_to=None, dates_as_printed="năm 2025")
        self.assertEqual(self.found("khong-giay-to"), ["Miến"])
        self.assertEqual(self.found("khong-quyet-dinh"), ["Miến"])
        self.assertEqual(self.found("thieu-ngay"), ["Chè"])

    def test_what_ran_out_and_is_still_made(self):
        over = {
            "valid_from": datetime.date(2023, 3, 1),
            "valid_to": datetime.date(2026, 3, 1),
        }
        self.product("Hết hạn", self.right, **over)
        filed = self.product("Đã nộp", self.right, **over)
        factories.DossierFactory(product=filed, received_on=datetime.date(2026, 5, 30))
        stopped = self.product("Đã ngừng", self.right, **over)
        stopped.state = ProductState.STOPPED
        stopped.save()
        self.assertEqual(self.found("het-han-van-san-xuat"), ["Hết hạn"])
        day_before = datetime.date(2026, 3, 1)
        self.assertEqual(self.found("het-han-van-san-xuat", date=day_before), [])

    def test_one_decision_with_two_days(self):
        issuer = factories.AgencyFactory()
        days = (datetime.date(2025, 1, 5), datetime.date(2025, 5, 1), None)
        same = {"decision__issuer": issuer, "decision__number": "15/QĐ-UBND"}
        for number, day in enumerate(days):
            self.product(f"SP {number}", self.right, **same, decision__signed_on=day)
        later = datetime.date(2026, 1, 5)
        other = same | {"decision__number": "16/QĐ-UBND"}
        self.product("SP khác", self.right, **other, decision__signed_on=later)
        self.assertEqual(
            self.found("quyet-dinh-hai-ngay"),
            [
                "15/QĐ-UBND ngày 05/01/2025",
                "15/QĐ-UBND ngày 01/05/2025",
            ],
        )


class PageTests(QualityCase):
    def setUp(self):
        self.fault = self.site("HTX Mờ", latitude=None, longitude=None)

    def test_every_count_is_the_total_of_its_list(self):
        for person in (self.provincial, self.officer, self.viewer):
            self.client.force_login(person)
            for unit in ("", self.hoa_an.pk):
                page = self.client.get(URL, ON_DAY | {"dia_ban": unit})
                for check, count, url in page.context["lines"]:
                    shown = self.client.get(url).context["page"].paginator.count
                    with self.subTest(person=person, check=check.key, unit=unit):
                        self.assertEqual(count, shown)

    def test_what_lies_elsewhere_is_not_counted(self):
        self.client.force_login(self.officer)
        lines = self.client.get(URL, ON_DAY).context["lines"]
        counts = {check.key: count for check, count, _ in lines if count}
        self.assertEqual(counts, {"chua-co-toa-do": 1})

    def test_a_row_leads_to_the_form_that_mends_it(self):
        url = reverse("dashboards:quality_list", args=["chua-co-toa-do"])
        form = reverse("producers:site_edit", args=[self.fault.pk])
        self.client.force_login(self.officer)
        self.assertContains(self.client.get(url), f'href="{form}"')
        self.assertEqual(self.client.get(form).status_code, 200)
        self.client.force_login(self.viewer)
        page = self.client.get(url)
        self.assertContains(page, "HTX Mờ")
        self.assertNotContains(page, form)

    def test_every_form_that_mends_opens(self):
        self.client.force_login(self.provincial)
        for check in CHECKS:
            for row in check.rows(Scope(self.provincial, None, TODAY)):
                with self.subTest(check.key):
                    fault = check.of(row)
                    self.assertEqual(self.client.get(fault.fix).status_code, 200)
                    self.assertEqual(self.client.get(fault.url).status_code, 200)

    def test_the_list_is_also_a_workbook(self):
        self.client.force_login(self.officer)
        url = reverse("dashboards:quality_list", args=["chua-co-toa-do"])
        answer = self.client.get(url, ON_DAY | {"xuat": "xlsx"})
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        self.assertEqual(book["Danh sách"]["A2"].value, "HTX Mờ")
        self.assertEqual(
            list(book["Điều kiện lọc"].values)[2:],
            [("Địa bàn", "Xã Hòa An"), ("Tính đến ngày", "01/06/2026")],
        )

    def test_a_day_that_is_none_is_said(self):
        self.client.force_login(self.officer)
        self.assertContains(self.client.get(URL, {"ngay": "31/02/2026"}), "của hôm nay")

    def test_query_count_does_not_grow_with_rows(self):
        self.client.force_login(self.officer)
        key = reverse("dashboards:quality_list", args=["chua-co-toa-do"])
        for extra in (0, 2):
            for number in range(extra):
                self.site(f"HTX {number}", latitude=None, longitude=None)
            with self.subTest(extra=extra):
                with self.assertNumQueries(15):
                    self.client.get(URL, ON_DAY)
                with self.assertNumQueries(8):
                    self.client.get(key, ON_DAY)
