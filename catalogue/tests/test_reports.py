"""What people tell from a public page, and how the office deals with it."""

import datetime
import uuid

from django.core.cache import cache
from django.test import TestCase
from django.urls import reverse

from accounts.enums import Role
from catalogue.exceptions import CatalogueError
from catalogue.models import MisuseReport
from catalogue.services import handle_report
from history.services import history_of
from inspections.tests.pictures import jpeg, upload
from tests import factories
from tests.catalogue_factories import MisuseReportFactory

CONTACT = "0912345678"


class ReportCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.hoa_an = factories.AreaFactory(name="Xã Hòa An")
        cls.lan = factories.UserFactory(role=Role.OFFICER, role__area=cls.hoa_an)
        cls.reader = factories.UserFactory(role=Role.VIEWER, role__area=cls.hoa_an)
        cls.minh = factories.UserFactory(role=Role.LEAD)
        cls.product = factories.ProductFactory(name="Rượu gạo", place=cls.hoa_an)

    def setUp(self):
        cache.clear()
        self.addCleanup(cache.clear)

    def send(self, **changes):
        data = {
            "uuid": uuid.uuid4(),
            "kind": "expired",
            "seen_at": "Chợ Xanh,  Cao Bằng",
            "text": "Chai in 4 sao, trang tra cứu nói đã hết hạn.",
            "contact": CONTACT,
            **changes,
        }
        url = reverse("catalogue:report_misuse", args=[self.product.public_code])
        return self.client.post(url, data)


class SendingTests(ReportCase):
    def test_lands_on_the_desk_of_the_place_without_log_in(self):
        answer = self.send(label=jpeg())
        self.assertRedirects(answer, reverse("catalogue:report_sent"))
        [row] = MisuseReport.objects.all()
        self.assertEqual((row.product, row.area), (self.product, self.hoa_an))
        self.assertEqual((row.seen_at, row.kind), ("Chợ Xanh, Cao Bằng", "expired"))
        self.assertTrue(row.is_waiting)
        self.assertRegex(row.picture.name, r"^misuse/[0-9a-f]{32}\.jpg$")
        change = history_of(row).get()
        self.assertEqual(change.batch.by_name, "Người tra cứu")
        self.assertNotIn(CONTACT, str(change.changes))

    def test_same_form_twice_is_one_report(self):
        name = uuid.uuid4()
        for _ in range(2):
            self.assertEqual(self.send(uuid=name).status_code, 302)
        self.assertEqual(MisuseReport.objects.count(), 1)

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self):
        answer = self.send(seen_at="", text="Mô tả dài")
        self.assertContains(answer, "Thấy ở đâu: ", status_code=422)
        self.assertContains(answer, "Mô tả dài", status_code=422)
        answer = self.send(label=upload(b"%PDF-1.4", "nhan.jpg"))
        self.assertContains(answer, "Tệp không phải ảnh", status_code=422)
        self.assertContains(self.send(text="x" * 2001), "2000", status_code=422)
        self.assertEqual(MisuseReport.objects.count(), 0)

    def test_a_machine_is_thanked_and_nothing_is_kept(self):
        answer = self.send(website="http://spam.example")
        self.assertRedirects(answer, reverse("catalogue:report_sent"))
        self.assertEqual(MisuseReport.objects.count(), 0)

    def test_one_address_may_not_flood_the_desk(self):
        for _ in range(10):
            self.assertEqual(self.send().status_code, 302)
        answer = self.send(text="Lần thứ mười một")
        self.assertContains(answer, "Bạn gửi quá nhiều lần", status_code=422)
        self.assertContains(answer, "Lần thứ mười một", status_code=422)
        self.assertEqual(MisuseReport.objects.count(), 10)

    def test_page_leads_there_and_an_unknown_product_does_not(self):
        url = reverse("catalogue:report_misuse", args=[self.product.public_code])
        page = reverse("catalogue:product", args=[self.product.public_code])
        self.assertContains(self.client.get(page), f'href="{url}"')
        gone = reverse("catalogue:report_misuse", args=["ABCDE23456"])
        self.assertEqual(self.client.get(gone).status_code, 404)


class DeskTests(ReportCase):
    def setUp(self):
        super().setUp()
        self.report = MisuseReportFactory(
            product=self.product, contact=CONTACT, text="Chai in 4 sao."
        )

    def page(self, person, name="report"):
        self.client.force_login(person)
        args = [self.report.uuid] if name == "report" else []
        return self.client.get(reverse(f"catalogue:{name}", args=args))

    def handle(self, person, outcome):
        self.client.force_login(person)
        url = reverse("catalogue:report_handle", args=[self.report.uuid])
        return self.client.post(url, {"outcome": outcome})

    def test_only_those_who_deal_with_it_read_how_to_reach_the_sender(self):
        self.assertContains(self.page(self.lan), CONTACT)
        page = self.page(self.reader)
        self.assertContains(page, "Chai in 4 sao.")
        self.assertNotContains(page, CONTACT)
        self.assertNotContains(self.page(self.lan, "report_list"), CONTACT)

    def test_another_area_sees_nothing_of_it(self):
        self.assertNotContains(self.page(self.minh, "report_list"), "Rượu gạo")
        self.assertEqual(self.page(self.minh).status_code, 404)
        self.assertEqual(self.handle(self.minh, "x").status_code, 404)

    def test_dealt_with_once_with_who_and_what(self):
        self.assertRedirects(
            self.handle(self.lan, "Đã nhắc cửa hàng bỏ nhãn cũ."),
            self.report.get_absolute_url(),
        )
        self.report.refresh_from_db()
        self.assertEqual(self.report.handled_by, self.lan)
        page = self.page(self.reader)
        self.assertContains(page, "Đã nhắc cửa hàng bỏ nhãn cũ.")
        again = self.handle(self.lan, "Lần hai")
        self.assertContains(again, "đã có người xử lý xong", status_code=409)
        self.assertContains(again, "Lần hai", status_code=409)
        self.report.refresh_from_db()
        self.assertEqual(self.report.outcome, "Đã nhắc cửa hàng bỏ nhãn cũ.")

    def test_an_outcome_is_needed(self):
        self.assertEqual(self.handle(self.lan, "  ").status_code, 422)
        with self.assertRaises(CatalogueError):
            handle_report(self.report, outcome=" \n", by=self.lan)

    def test_outlives_its_product(self):
        self.product.delete()
        page = self.page(self.lan)
        self.assertContains(page, "Rượu gạo (không còn trong danh sách)")

    def test_waiting_ones_are_counted_and_listed(self):
        MisuseReportFactory(
            product=self.product,
            outcome="Xong",
            handled_by=self.lan,
            handled_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        )
        self.client.force_login(self.lan)
        url = reverse("catalogue:report_list")
        for state, count in (("cho", 1), ("xong", 1), ("", 2)):
            page = self.client.get(url, {"tinh_trang": state})
            self.assertEqual(page.context["page"].paginator.count, count)
        [count] = [
            one
            for one in self.client.get("/").context["counts"]
            if one.label.startswith("Phản ánh")
        ]
        self.assertEqual((count.value, count.url), (1, f"{url}?tinh_trang=cho"))

    def test_query_count_does_not_grow_with_rows(self):
        self.client.force_login(self.lan)
        for extra in (0, 2):
            MisuseReportFactory.create_batch(extra, product=self.product)
            with self.subTest(extra=extra), self.assertNumQueries(7):
                self.client.get(reverse("catalogue:report_list"))
