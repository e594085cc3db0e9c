import datetime
import io

import openpyxl
from django.urls import reverse

from accounts.enums import Role
from history.services import history_of
from products.models import Product, Recognition
from tests.factories import (
    AreaFactory,
    DossierFactory,
    PaperFactory,
    ProductFactory,
    RecognitionFactory,
    UserFactory,
)

from .cast import DAY, Places


class ProductListTests(Places):
    url = reverse("products:list")

    def test_lists_only_own_area_with_the_standing_on_the_date(self):
        page = self.page(self.url, ngay="15/09/2023")
        [product] = page.context["page"]
        self.assertEqual(product, self.product)
        self.assertEqual(
            (product.grade, product.standing, product.standing_valid_to),
            ("4", "expiring", DAY(2024, 1, 15)),
        )
        self.assertNotContains(page, "Hạt dẻ rang")
        self.assertContains(page, "Hạng sao và tình trạng tính đến ngày 15/09/2023")

    def test_search_ignores_accents_and_reads_the_producer(self):
        for words, count in (("ruou gao", 1), ("do xuan", 1), ("hat de", 0)):
            with self.subTest(words):
                page = self.page(self.url, q=words)
                self.assertEqual(page.context["page"].paginator.count, count)
        self.assertContains(page, "Không có sản phẩm nào khớp")

    def test_nothing_is_filtered_that_was_not_asked_for(self):
        page = self.page(self.url)
        form = page.context["filters"]
        sent = {field.html_name: field.value() or "" for field in form}
        again = self.page(self.url, **sent)
        self.assertEqual(list(again.context["page"]), [self.product])
        self.assertEqual(again.context["chips"], [])

    def test_htmx_gets_the_changing_part_alone(self):
        self.client.force_login(self.lan)
        page = self.client.get(self.url, headers={"HX-Request": "true"})
        self.assertTemplateUsed(page, "products/_product_results.html")
        self.assertNotContains(page, "<html")

    def test_bad_addresses_give_no_rows(self):
        for query in ("dia_ban=" + "9" * 26, "ngay=31/02/2023", "hang=6", "nhom=x"):
            with self.subTest(query):
                page = self.page(f"{self.url}?{query}")
                self.assertEqual(page.status_code, 200)
                self.assertEqual(list(page.context["page"]), [])

    def test_workbook_holds_what_is_seen(self):
        page = self.page(self.url, q="ruou", ngay="15/09/2023", xuat="xlsx")
        book = openpyxl.load_workbook(io.BytesIO(b"".join(page.streaming_content)))
        _, *rows = book["Danh sách"].values
        self.assertEqual(
            rows,
            [
                (
                    "Rượu gạo",
                    "chai 500 ml",
                    "HTX Đỗ Xuân",
                    "Xã Hòa An",
                    "Xã Hòa An",
                    "Đồ uống có cồn",
                    "4 sao",
                    "sắp hết hạn",
                    datetime.datetime(2024, 1, 15),  # noqa: DTZ001 -- as Excel has it
                )
            ],
        )
        conditions = list(book["Điều kiện lọc"].values)
        self.assertIn(("Tính đến ngày", "15/09/2023"), conditions)

    def test_empty_area_says_what_to_do(self):
        nobody = UserFactory(role=Role.OFFICER, role__area=AreaFactory())
        page = self.page(self.url, nobody)
        self.assertContains(page, "Địa bàn của bạn chưa có sản phẩm nào.")

    def test_query_count_does_not_grow_with_rows(self):
        self.client.force_login(self.lan)
        for extra in (0, 2):
            for product in ProductFactory.create_batch(extra, place=self.hoa_an):
                RecognitionFactory(product=product)
            with self.subTest(extra=extra), self.assertNumQueries(8):
                self.client.get(self.url)


class ProductPageTests(Places):
    def setUp(self):
        self.url = self.product.get_absolute_url()

    def test_tells_the_standing_on_the_chosen_date(self):
        for ngay, words in (
            ("15/09/2023", "Sắp hết hạn"),
            ("16/01/2024", "Hết hạn"),
            ("14/01/2021", "Chưa được công nhận"),
        ):
            with self.subTest(ngay):
                page = self.page(self.url, ngay=ngay)
                self.assertContains(page, words)
                self.assertContains(page, f"tình trạng ngày {ngay}")

    def test_shows_the_whole_chain_newest_first_with_its_words(self):
        RecognitionFactory(
            product=self.product,
            decision=None,
            valid_from=DAY(2024, 1, 16),
            valid_to=DAY(2027, 1, 16),
            score=76.5,
            previous=self.recognition,
        )
        page = self.page(self.url, ngay="01/06/2024")
        chain = page.context["profile"].recognitions
        self.assertEqual(
            [(row.status_words, row.window_words) for row in chain],
            [("còn hiệu lực", ""), ("được thay thế", "")],
        )
        self.assertContains(page, "76,5")
        self.assertContains(page, "1806/QĐ-UBND ngày 31/12/2021")

    def test_says_on_which_grounds_it_was_revoked(self):
        row = Recognition.objects.get(pk=self.recognition.pk)
        row.ended_on = DAY(2023, 5, 1)
        row.save()
        row.ends.create(reason="b", note="Kết luận 5")
        page = self.page(self.url, ngay="02/05/2023")
        self.assertContains(page, "Đã thu hồi")
        self.assertContains(page, "không còn đáp ứng tiêu chí")
        self.assertContains(page, "Kết luận 5")
        self.assertNotContains(page, "có giá trị đến hết ngày")

    def test_what_runs_on_tells_its_latest_day(self):
        product = RecognitionFactory(
            product__site=self.site, valid_from=DAY(2023, 9, 18)
        ).product
        DossierFactory(product=product, received_on=DAY(2026, 8, 1))
        url = product.get_absolute_url()
        for ngay, words in (
            ("18/09/2026", "có giá trị đến hết ngày 18/09/2026"),
            ("19/09/2026", "chậm nhất đến hết ngày 17/03/2027"),
        ):
            with self.subTest(ngay):
                text = " ".join(self.page(url, ngay=ngay).content.decode().split())
                self.assertIn(words, text)

    def test_out_of_scope_is_not_there(self):
        page = self.page(self.foreign.get_absolute_url())
        self.assertEqual(page.status_code, 404)

    def test_each_role_is_offered_what_it_may_do(self):
        PaperFactory(site=self.site, product=self.product)
        DossierFactory(product=self.product)
        offers = ["Thêm lần công nhận", "Thêm hồ sơ", "Thêm giấy tờ", "Xóa giấy tờ"]
        for person, seen in (
            (self.reader, [False, False, False, False]),
            (self.lan, [False, True, True, True]),
            (self.hoa, [True, True, True, True]),
        ):
            text = self.page(self.url, person).content.decode()
            with self.subTest(person.roles):
                self.assertEqual([offer in text for offer in offers], seen)

    def test_papers_of_the_product_alone_are_shown(self):
        PaperFactory(site=self.site, product=self.product, number="11/ATTP")
        PaperFactory(site=self.site, number="99/ATTP")
        page = self.page(self.url)
        self.assertContains(page, "11/ATTP")
        self.assertNotContains(page, "99/ATTP")

    def test_query_count_does_not_grow_with_rows(self):
        self.client.force_login(self.lan)
        PaperFactory(site=self.site, product=self.product)
        DossierFactory(product=self.product)
        self.client.get(self.url)  # content types are read once a process
        for extra in (0, 2):
            RecognitionFactory.create_batch(extra, product=self.product)
            PaperFactory.create_batch(extra, site=self.site, product=self.product)
            DossierFactory.create_batch(extra, product=self.product)
            with self.subTest(extra=extra), self.assertNumQueries(20):
                self.client.get(self.url)


class ProductEditTests(Places):
    def data(self, **changes):
        return {
            "site": "HTX Đỗ Xuân – Xã Hòa An",
            "name": "Rượu gạo",
            "variant": "chai 500 ml",
            "state": "active",
            "version": 1,
            **changes,
        }

    def post(self, name, data, **kwargs):
        self.client.force_login(self.lan)
        query = kwargs.pop("query", "")
        return self.client.post(reverse(f"products:{name}", **kwargs) + query, data)

    def test_new_product_of_a_known_producer(self):
        query = f"?chu_the={self.site.producer_id}"
        data = self.data(name="Rượu men lá", site=self.site.pk, version="")
        response = self.post("create", data, query=query)
        product = Product.objects.get(name="Rượu men lá")
        self.assertRedirects(response, product.get_absolute_url())
        self.assertEqual(product.producer, self.site.producer)
        self.assertEqual(history_of(product).get().action, "create")

    def test_producer_out_of_reach_is_not_there(self):
        for key in (self.foreign.producer_id, "x", "9" * 26, ""):
            with self.subTest(key):
                page = self.page(reverse("products:create"), chu_the=key)
                self.assertEqual(page.status_code, 404)

    def test_product_cannot_be_moved_out_of_reach(self):
        label = f"{self.foreign.producer} – {self.foreign.site}"
        response = self.post("edit", self.data(site=label), args=[self.product.pk])
        self.assertEqual(list(response.context["form"].errors), ["site"])
        self.product.refresh_from_db()
        self.assertEqual(self.product.site, self.site)

    def test_loser_of_a_race_sees_both_texts(self):
        Product.objects.filter(pk=self.product.pk).update(version=2, brand="Nhật")
        response = self.post(
            "edit", self.data(brand="Cao Bằng"), args=[self.product.pk]
        )
        self.assertContains(response, "Nhật", status_code=409)
        self.assertContains(response, "Cao Bằng", status_code=409)

    def test_what_was_typed_comes_back_with_the_error(self):
        response = self.post(
            "edit", self.data(name="", brand="Nhật"), args=[self.product.pk]
        )
        self.assertEqual(list(response.context["form"].errors), ["name"])
        self.assertContains(response, 'value="Nhật"')
        self.assertContains(response, 'value="HTX Đỗ Xuân – Xã Hòa An"')
