import io

import openpyxl
from django.test import TestCase
from django.urls import reverse

from accounts.enums import Role
from producers.models import Producer, Representative
from tests.factories import AreaFactory, SiteFactory, UserFactory


class ProducerListTests(TestCase):
    url = reverse("producers:list")

    @classmethod
    def setUpTestData(cls):
        province = AreaFactory(province=True, name="Tỉnh Cao Bằng")
        cls.hoa_an = AreaFactory(name="Xã Hòa An", parent=province)
        cls.elsewhere = AreaFactory(name="Xã Trùng Khánh", parent=province)
        cls.lan = UserFactory(role=Role.OFFICER, role__area=cls.hoa_an)
        cls.site = SiteFactory(
            place=cls.hoa_an,
            producer__name="HTX Đỗ Xuân",
            producer__phones="0912345678",
        )
        cls.foreign = SiteFactory(place=cls.elsewhere, producer__name="HTX Nơi Khác")

    def setUp(self):
        self.client.force_login(self.lan)

    def test_lists_only_own_area(self):
        response = self.client.get(self.url)
        self.assertEqual(list(response.context["page"]), [self.site.producer])
        self.assertNotContains(response, "HTX Nơi Khác")

    def test_search_ignores_case_and_marks(self):
        response = self.client.get(self.url, {"q": "do xuan"})
        self.assertContains(response, "HTX Đỗ Xuân")
        response = self.client.get(self.url, {"q": "noi khac"})
        self.assertContains(response, "Không có chủ thể nào khớp")

    def test_units_within_reach_are_offered_and_no_others(self):
        response = self.client.get(self.url)
        self.assertContains(
            response, f'<option value="{self.hoa_an.pk}">Xã Hòa An</option>'
        )
        self.assertNotContains(response, "Xã Trùng Khánh")

    def test_htmx_gets_the_changing_part_alone(self):
        response = self.client.get(self.url, headers={"HX-Request": "true"})
        self.assertTemplateUsed(response, "producers/_producer_results.html")
        self.assertNotContains(response, "<html")
        self.assertIn("HX-Request", response["Vary"])

    def test_bad_addresses_are_404_or_say_what_is_wrong(self):
        for query in ("trang=²", "trang=0", "trang=99", "moi_trang=7", "trang=1e3"):
            with self.subTest(query):
                response = self.client.get(f"{self.url}?{query}")
                self.assertEqual(response.status_code, 404)
        for query in ("dia_ban=" + "9" * 26, "dia_ban=x", "loai_hinh=x", "sap_xep=x"):
            with self.subTest(query):
                response = self.client.get(f"{self.url}?{query}")
                self.assertEqual(response.status_code, 200)
                self.assertNotContains(response, "HTX Đỗ Xuân")

    def test_workbook_holds_what_is_seen(self):
        response = self.client.get(self.url, {"q": "xuan", "xuat": "xlsx"})
        book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        rows = list(book["Danh sách"].values)
        self.assertEqual(rows[1][:2], ("HTX Đỗ Xuân", "hợp tác xã"))
        self.assertEqual(len(rows), 2)
        self.assertEqual(list(book["Điều kiện lọc"].values)[-1], ("Tìm kiếm", "xuan"))
        self.assertNotIn("0912345678", str(rows))

    def test_query_count_does_not_grow_with_rows(self):
        for extra in (0, 2):
            SiteFactory.create_batch(extra, place=self.hoa_an)
            with self.subTest(extra=extra), self.assertNumQueries(11):
                self.client.get(self.url)


class ProducerEditTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa_an = AreaFactory(name="Xã Hòa An", parent=AreaFactory(province=True))
        cls.lan = UserFactory(role=Role.OFFICER, role__area=cls.hoa_an)
        cls.site = SiteFactory(place=cls.hoa_an, producer__name="HTX Hồng Việt")
        cls.producer = cls.site.producer
        cls.url = reverse("producers:edit", args=[cls.producer.pk])

    def setUp(self):
        self.client.force_login(self.lan)

    def data(self, **changes):
        return {
            "name": "HTX Hồng Việt",
            "legal_kind": "cooperative",
            "state": "active",
            "version": self.producer.version,
            **changes,
        }

    def test_change_is_saved_and_said(self):
        response = self.client.post(self.url, self.data(name="HTX Hoàng Tung"))
        self.assertRedirects(
            response, self.producer.get_absolute_url(), fetch_redirect_response=False
        )
        self.producer.refresh_from_db()
        self.assertEqual(self.producer.name, "HTX Hoàng Tung")

    def test_loser_of_a_race_sees_both_texts_and_decides(self):
        Producer.objects.filter(pk=self.producer.pk).update(
            name="HTX của người kia", version=7
        )
        response = self.client.post(self.url, self.data(name="HTX của tôi"))
        self.assertContains(response, "HTX của người kia", status_code=409)
        self.assertContains(response, "HTX của tôi", status_code=409)
        self.producer.refresh_from_db()
        self.assertEqual(self.producer.name, "HTX của người kia")
        version = response.context["form"]["version"].value()
        self.client.post(self.url, self.data(name="HTX của tôi", version=version))
        self.producer.refresh_from_db()
        self.assertEqual(self.producer.name, "HTX của tôi")

    def test_missing_version_is_refused(self):
        response = self.client.post(self.url, self.data(version=""))
        self.assertEqual(list(response.context["form"].errors), ["version"])

    def test_new_producer_stands_in_the_commune_chosen(self):
        response = self.client.post(
            reverse("producers:create"),
            self.data(name="HTX Mới", place=self.hoa_an.pk, address="Xóm Bó Mạ"),
        )
        producer = Producer.objects.get(name="HTX Mới")
        self.assertRedirects(
            response, producer.get_absolute_url(), fetch_redirect_response=False
        )
        self.assertEqual(producer.main_site.address, "Xóm Bó Mạ")

    def test_site_and_representative_are_added(self):
        self.client.post(
            reverse("producers:site_create", args=[self.producer.pk]),
            {"name": "Xưởng hai", "place": self.hoa_an.pk},
        )
        self.assertEqual(
            [str(site) for site in self.producer.sites.order_by("pk")],
            [str(self.site), "Xưởng hai"],
        )
        self.client.post(
            reverse("producers:representative_edit", args=[self.producer.pk]),
            {"name": "Nông Thị Hiền", "sex": "female", "is_disabled": "false"},
        )
        person = Representative.objects.get(producer=self.producer)
        self.assertEqual((person.name, person.is_disabled), ("Nông Thị Hiền", False))
