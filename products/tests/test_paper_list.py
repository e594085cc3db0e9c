import datetime
import io

import openpyxl
from django.http import QueryDict
from django.urls import reverse

from accounts.enums import Role
from products.enums import PaperKind
from products.filters import PaperFilter
from products.models import Paper
from tests.factories import AreaFactory, PaperFactory, ProductFactory, UserFactory

from .cast import DAY, Places

TODAY = DAY(2023, 9, 15)


class PaperStateTests(Places):
    def state(self, expires_on):
        PaperFactory(site=self.site, expires_on=expires_on)
        paper = Paper.objects.with_state(TODAY).latest("pk")
        return paper.state, paper.state_words, paper.state_tone

    def test_the_last_day_still_counts_and_ninety_days_are_soon(self):
        for days, state in (
            (-1, ("het_han", "đã hết hạn", "bad")),
            (0, ("sap_het_han", "hết hạn hôm nay", "warn")),
            (1, ("sap_het_han", "còn 1 ngày", "warn")),
            (90, ("sap_het_han", "còn 90 ngày", "warn")),
            (91, ("con_han", "còn hạn", "good")),
        ):
            with self.subTest(days=days):
                self.assertEqual(
                    self.state(TODAY + datetime.timedelta(days=days)), state
                )
        self.assertEqual(
            self.state(None), ("khong_thoi_han", "không ghi thời hạn", "plain")
        )


class PaperFilterTests(Places):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        for number, expires_on, more in (
            ("1/hết", DAY(2023, 9, 14), {}),
            ("2/nay", DAY(2023, 9, 15), {"product": cls.product}),
            ("3/sắp", DAY(2023, 12, 14), {"kind": PaperKind.LAB_SHEET}),
            ("4/còn", DAY(2023, 12, 15), {}),
            ("5/không", None, {}),
        ):
            PaperFactory(site=cls.site, number=number, expires_on=expires_on, **more)
        site = cls.foreign.site
        PaperFactory(site=site, number="6/xa", expires_on=DAY(2020, 1, 1))

    def found(self, query):
        filters = PaperFilter(
            QueryDict(f"{query}&ngay=15/09/2023"), Paper.objects.all()
        )
        return [paper.number[0] for paper in filters.qs]

    def test_what_runs_out_first_comes_first_and_what_never_does_last(self):
        self.assertEqual(self.found(""), list("612345"))
        self.assertEqual(self.found("sap_xep=-het_han"), list("432165"))
        self.assertEqual(self.found("sap_xep=chu_the"), list("612345"))

    def test_each_paper_is_in_one_state(self):
        self.assertEqual(self.found("tinh_trang=het_han"), list("61"))
        self.assertEqual(self.found("tinh_trang=sap_het_han"), list("23"))
        self.assertEqual(self.found("tinh_trang=con_han"), ["4"])
        self.assertEqual(self.found("tinh_trang=khong_thoi_han"), ["5"])

    def test_kind_and_place(self):
        self.assertEqual(self.found("loai=kiem_nghiem"), ["3"])
        self.assertEqual(self.found(f"dia_ban={self.elsewhere.pk}"), ["6"])

    def test_search_reads_number_producer_and_product(self):
        self.assertEqual(self.found("q=1/h"), ["1"])
        self.assertEqual(self.found("q=do+xuan"), list("12345"))
        self.assertEqual(self.found("q=do+xuan+ruou"), ["2"])

    def test_nonsense_shows_no_rows(self):
        for query in ("tinh_trang=x", "loai=x", "dia_ban=x", "sap_xep=x"):
            with self.subTest(query):
                self.assertEqual(self.found(query), [])


class PaperListTests(Places):
    url = reverse("products:paper_list")

    def test_lists_only_own_area_with_the_state_on_the_date(self):
        own = PaperFactory(site=self.site, expires_on=DAY(2024, 1, 1), scanned=True)
        PaperFactory(site=self.foreign.site, number="99/XA")
        page = self.page(self.url, ngay="22/12/2023")
        self.assertEqual(list(page.context["page"]), [own])
        self.assertContains(page, "Tình trạng tính đến ngày 22/12/2023")
        self.assertContains(page, "Còn 10 ngày")
        self.assertContains(page, reverse("products:paper_file", args=[own.pk]))
        self.assertContains(page, f"{own.producer.get_absolute_url()}#giay-to")
        self.assertNotContains(page, "99/XA")

    def test_a_paper_of_a_product_leads_to_the_product(self):
        PaperFactory(site=self.site, product=self.product)
        page = self.page(self.url)
        self.assertContains(page, f"{self.product.get_absolute_url()}#giay-to")

    def test_the_list_is_found_from_products_and_producers(self):
        for url in (reverse("products:list"), self.site.producer.get_absolute_url()):
            self.assertContains(self.page(url), f'href="{self.url}"')

    def test_htmx_gets_the_changing_part_alone(self):
        self.client.force_login(self.lan)
        page = self.client.get(self.url, headers={"HX-Request": "true"})
        self.assertTemplateUsed(page, "products/_paper_results.html")
        self.assertNotContains(page, "<html")

    def test_workbook_holds_what_is_seen(self):
        PaperFactory(
            site=self.site,
            product=self.product,
            number="12/ATTP",
            issuer="Chi cục Chăn nuôi",
            issued_on=DAY(2020, 9, 1),
            expires_on=DAY(2023, 9, 1),
        )
        PaperFactory(site=self.foreign.site)
        page = self.page(self.url, tinh_trang="het_han", ngay="15/09/2023", xuat="xlsx")
        book = openpyxl.load_workbook(io.BytesIO(b"".join(page.streaming_content)))
        _, *rows = book["Danh sách"].values
        self.assertEqual(
            rows,
            [
                (
                    "Giấy chứng nhận đủ điều kiện an toàn thực phẩm",
                    "12/ATTP",
                    "HTX Đỗ Xuân",
                    "Rượu gạo (chai 500 ml)",
                    "Chi cục Chăn nuôi",
                    datetime.datetime(2020, 9, 1),  # noqa: DTZ001 -- as Excel has it
                    datetime.datetime(2023, 9, 1),  # noqa: DTZ001 -- as Excel has it
                    "đã hết hạn",
                )
            ],
        )
        conditions = list(book["Điều kiện lọc"].values)
        self.assertIn(("Tình trạng", "đã hết hạn"), conditions)

    def test_nothing_found_says_why(self):
        nobody = UserFactory(role=Role.OFFICER, role__area=AreaFactory())
        page = self.page(self.url, nobody)
        self.assertContains(page, "Địa bàn của bạn chưa có giấy tờ nào.")
        page = self.page(self.url, tinh_trang="het_han")
        self.assertContains(page, "Không có giấy tờ nào khớp")

    def test_query_count_does_not_grow_with_rows(self):
        self.client.force_login(self.lan)
        for extra in (1, 2):
            for product in ProductFactory.create_batch(extra, place=self.hoa_an):
                PaperFactory(site=product.site, product=product)
            with self.subTest(extra=extra), self.assertNumQueries(7):
                self.client.get(self.url)
