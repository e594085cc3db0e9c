"""What anybody reads: the status on a day, in words, and nothing about a person."""

import datetime
import io
from unittest import mock

import segno
from django.core.cache import caches
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from producers.models import Representative
from products import services
from products.enums import Grade
from products.models import Product
from tests import factories

DAY = datetime.date
PHONE, PERSON = "0912345678", "Nông Thị Riêng"


class CatalogueCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        old = factories.AreaFactory(name="Xã Nam Tuấn", former=True)
        cls.hoa_an = factories.AreaFactory(name="Xã Hòa An")
        cls.site = factories.SiteFactory(
            place=old,
            area=cls.hoa_an,
            address="Xóm Kín",
            producer__name="HTX Đỗ Xuân",
            producer__phones=[PHONE],
        )
        Representative.objects.create(producer=cls.site.producer, name=PERSON)
        cls.product = factories.ProductFactory(
            site=cls.site, name="Rượu gạo", variant="chai 500 ml"
        )
        cls.recognition = factories.RecognitionFactory(
            product=cls.product,
            grade=Grade.FOUR,
            decision__number="1806/QĐ-UBND",
            decision__signed_on=DAY(2021, 1, 15),
        )

    def setUp(self):
        caches["pages"].clear()
        self.addCleanup(caches["pages"].clear)

    def page(self, code=None, **query):
        url = reverse("catalogue:product", args=[code or self.product.public_code])
        return self.client.get(url, query)

    def assert_says(self, words, day, tone=""):
        page = self.page(ngay=f"{day:%d/%m/%Y}")
        self.assertContains(page, words)
        self.assertContains(page, f"Tình trạng ngày {day:%d/%m/%Y}")
        if tone:
            self.assertContains(
                page, f'class="panel verdict"\n           data-tone="{tone}"'
            )


class KeptPageTests(CatalogueCase):
    def test_next_visitor_costs_one_statement_until_something_is_recorded(self):
        self.assertContains(self.page(), "4 sao")
        with self.assertNumQueries(1):  # has anything been recorded since
            self.assertContains(self.page(), "4 sao")
        self.recognition.grade = Grade.THREE
        services.save_recognition(self.recognition, by=None)
        page = self.page()
        self.assertContains(page, "3 sao")
        self.assertNotContains(page, "4 sao")

    def test_each_day_that_is_asked_for_is_kept_apart(self):
        self.assertContains(self.page(ngay="01/01/2022"), "ngày 01/01/2022")
        self.assertContains(self.page(ngay="01/02/2022"), "ngày 01/02/2022")

    def test_page_of_yesterday_is_not_shown_after_midnight(self):
        here = timezone.get_current_timezone()
        midnight = datetime.datetime(2024, 1, 16, tzinfo=here)
        for moment, day in (
            (midnight - datetime.timedelta(seconds=1), "15/01/2024"),
            (midnight, "16/01/2024"),
        ):
            with mock.patch.object(timezone, "now", return_value=moment):
                self.assertContains(self.page(), f"Tình trạng ngày {day}")

    def test_unknown_code_is_not_kept(self):
        gone = factories.ProductFactory()
        code = gone.public_code
        gone.delete()
        for _ in range(2):
            with self.assertNumQueries(2):
                self.assertEqual(self.page(code).status_code, 404)


class ProductPageTests(CatalogueCase):
    def test_says_on_every_day_whether_the_stars_are_valid(self):
        self.assert_says("chưa được công nhận là sản phẩm OCOP", DAY(2021, 1, 14))
        valid = "Hạng sao còn hiệu lực đến hết ngày 15/01/2024"
        self.assert_says(f"{valid}.", DAY(2022, 1, 1), "good")
        self.assert_says(f"{valid}, còn 15 ngày.", DAY(2023, 12, 31), "warn")
        self.assert_says(f"{valid}, còn 0 ngày.", DAY(2024, 1, 15), "warn")
        gone = "Hạng sao đã hết hiệu lực từ sau ngày 15/01/2024."
        self.assert_says(gone, DAY(2024, 1, 16), "bad")

    def test_what_was_taken_away_stays_in_plain_words(self):
        end = factories.DecisionFactory(number="99/QĐ-UBND", kind="revoke")
        self.recognition.ended_on = DAY(2022, 6, 1)
        self.recognition.end_decision = end
        self.recognition.save()
        self.assert_says("Công nhận đã bị thu hồi từ ngày 01/06/2022.", DAY(2023, 1, 1))
        self.assertContains(self.page(), "Quyết định số 99/QĐ-UBND")
        self.assert_says("còn hiệu lực đến hết ngày 15/01/2024.", DAY(2022, 5, 31))
        self.recognition.ended_by_removal = True
        self.recognition.ended_on = DAY(2024, 2, 1)
        self.recognition.save()
        removed = "đã bị loại khỏi danh sách OCOP từ ngày 01/02/2024."
        self.assert_says(removed, DAY(2024, 2, 1), "bad")
        gone = "Hạng sao đã hết hiệu lực từ sau ngày 15/01/2024."
        self.assert_says(gone, DAY(2024, 1, 31))

    def test_missing_dates_are_said_to_be_missing(self):
        self.recognition.valid_from = self.recognition.valid_to = None
        self.recognition.dates_as_printed = "năm 2021"
        self.recognition.save()
        page = self.page()
        self.assertContains(page, "Chưa đủ căn cứ xác định hạng sao")
        self.assertContains(page, "Danh sách ghi: năm 2021")

    def test_one_that_runs_on_says_until_when_and_why(self):
        late = factories.ProductFactory(site=self.site, name="Chè xanh")
        factories.RecognitionFactory(
            product=late, valid_from=DAY(2023, 7, 1), valid_to=DAY(2026, 7, 1)
        )
        factories.DossierFactory(product=late, received_on=DAY(2026, 5, 1))
        page = self.page(late.public_code, ngay="01/08/2026")
        self.assertContains(page, "Giấy chứng nhận hết hạn ngày 01/07/2026")
        self.assertContains(page, "chậm nhất đến hết ngày 28/12/2026, theo Điều 12")
        page = self.page(late.public_code, ngay="29/12/2026")
        self.assertContains(page, "đã hết hiệu lực từ sau ngày 01/07/2026.")

    def test_a_newer_recognition_counts_and_the_older_one_is_told(self):
        factories.RecognitionFactory(
            product=self.product,
            grade=Grade.FIVE,
            valid_from=DAY(2022, 3, 1),
            valid_to=DAY(2025, 3, 1),
        )
        self.assert_says(
            "còn hiệu lực đến hết ngày 01/03/2025.", DAY(2022, 4, 1), "good"
        )
        self.assertContains(self.page(ngay="01/04/2022"), "Được thay thế")
        self.assert_says(
            "còn hiệu lực đến hết ngày 15/01/2024.", DAY(2022, 2, 1), "good"
        )

    def test_place_then_and_now_and_no_personal_data(self):
        page = self.page()
        place = "Xã Nam Tuấn (đến 30/06/2025); nay thuộc Xã Hòa An"
        self.assertContains(page, place)
        self.assertContains(page, "HTX Đỗ Xuân")
        self.assertContains(page, "1806/QĐ-UBND ngày 15/01/2021")
        for secret in (PHONE, PERSON, "Xóm Kín"):
            self.assertNotContains(page, secret)

    def test_a_day_that_is_none_is_refused_and_today_shown(self):
        page = self.page(ngay="31/02/2024")
        self.assertContains(page, "Tình trạng ngày")
        self.assertContains(page, f"{timezone.localdate():%d/%m/%Y}")
        self.assertContains(page, "31/02/2024")
        self.assertTrue(page.context["form"].errors["ngay"])

    def test_anybody_may_keep_it_and_it_sets_no_cookie(self):
        self.client.force_login(factories.UserFactory())
        for page in (self.page(), self.client.get(reverse("catalogue:search"))):
            self.assertEqual(page["Cache-Control"], "public, max-age=300")
            self.assertNotIn("Cookie", page.get("Vary", ""))
            self.assertFalse(page.cookies)
            self.assertNotContains(page, "csrf")

    def test_query_count_does_not_grow_with_rows(self):
        for extra in (0, 2):
            for year in range(extra):
                factories.RecognitionFactory(
                    product=self.product, decision__signed_on=DAY(2015 + year, 1, 1)
                )
            caches["pages"].clear()
            with self.subTest(extra=extra), self.assertNumQueries(3):
                self.page()


class CodeTests(CatalogueCase):
    def test_a_code_typed_in_another_way_leads_to_the_page(self):
        code = self.product.public_code
        page = self.page(f"{code[:5]}-{code[5:]}".lower())
        self.assertRedirects(page, reverse("catalogue:product", args=[code]))

    def test_an_unknown_code_and_one_of_a_product_that_is_gone_say_so(self):
        gone = factories.ProductFactory()
        code = gone.public_code
        gone.delete()
        for unknown in (code, "ABCDE23456", "<b>x", "0" * 300):
            with self.subTest(unknown):
                page = self.page(unknown)
                self.assertContains(
                    page, "Không có sản phẩm nào mang mã này", status_code=404
                )
                self.assertNotContains(page, "<b>x", status_code=404)

    def test_qr_leads_to_the_page(self):
        code = self.product.public_code
        answer = self.client.get(reverse("catalogue:qr", args=[code]))
        drawn = io.BytesIO()
        segno.make(f"http://testserver/sp/{code}/", error="m", micro=False).save(
            drawn, kind="svg", scale=8, border=4, title="Mã QR của sản phẩm OCOP"
        )
        self.assertEqual(answer.content, drawn.getvalue())
        self.assertEqual(answer["Content-Type"], "image/svg+xml")
        saved = self.client.get(reverse("catalogue:qr", args=[code]), {"tai": 1})
        name = f'attachment; filename="ocop-{code}.svg"'
        self.assertEqual(saved["Content-Disposition"], name)

    def test_officers_are_led_there(self):
        officer = factories.UserFactory(role="officer", role__area=self.hoa_an)
        self.client.force_login(officer)
        page = self.client.get(self.product.get_absolute_url())
        url = reverse("catalogue:product", args=[self.product.public_code])
        self.assertContains(page, f'href="{url}"')


class SearchTests(CatalogueCase):
    def found(self, **query):
        page = self.client.get(reverse("catalogue:search"), query)
        return [str(row) for row in page.context["page"]]

    def test_words_are_found_without_accents_in_product_and_producer(self):
        chestnut = factories.ProductFactory(name="Hạt dẻ rang")
        factories.RecognitionFactory(product=chestnut)
        self.assertEqual(self.found(q="ruou GAO"), ["Rượu gạo (chai 500 ml)"])
        self.assertEqual(self.found(q="do xuan"), ["Rượu gạo (chai 500 ml)"])
        self.assertEqual(self.found(q="hat de"), ["Hạt dẻ rang"])
        self.assertEqual(self.found(q="không có"), [])

    def test_only_what_was_recognised_is_listed(self):
        factories.ProductFactory(name="Chưa công nhận")
        self.assertEqual(self.found(), ["Rượu gạo (chai 500 ml)"])

    def test_by_stars_and_by_what_is_in_force(self):
        tea = factories.ProductFactory(name="Chè xanh")
        today = timezone.localdate()
        factories.RecognitionFactory(product=tea, decision__signed_on=today)
        self.assertEqual(self.found(hang="3"), ["Chè xanh"])
        self.assertEqual(self.found(tinh_trang="con"), ["Chè xanh"])
        self.assertEqual(self.found(tinh_trang="khong"), ["Rượu gạo (chai 500 ml)"])

    def test_a_code_leads_to_its_product(self):
        code = self.product.public_code
        answer = self.client.get(reverse("catalogue:search"), {"q": code.lower()})
        self.assertRedirects(answer, reverse("catalogue:product", args=[code]))

    def test_nothing_found_says_what_to_do(self):
        page = self.client.get(reverse("catalogue:search"), {"q": "xyz"})
        self.assertContains(page, "Không có sản phẩm OCOP nào như vậy")

    def test_query_count_does_not_grow_with_rows(self):
        for extra in (0, 2):
            for _ in range(extra):
                made = factories.ProductFactory(site=self.site)
                factories.RecognitionFactory(product=made)
            with self.subTest(extra=extra), self.assertNumQueries(3):
                self.found()


class KeepingTests(CatalogueCase):
    def test_every_product_has_a_code_of_its_own(self):
        factories.ProductFactory.create_batch(3)
        codes = set(Product.objects.values_list("public_code", flat=True))
        self.assertEqual(len(codes), Product.objects.count())
