"""What was lost on the server, sent twice, or added by others just now."""

from history.models import ChangeBatch
from imports.exceptions import ImportRefusedError
from imports.planning.known import KnownProducers, KnownProducts
from imports.planning.scope import scope_of
from imports.services import load_book, plan_for
from imports.writing import TAKEN, write_plan
from producers.models import Producer
from products.models import Product
from tests.factories import ProducerFactory, ProductFactory, SiteFactory
from tests.places import unit

from .pages import GOOD, PageTestCase, annex, line, url
from .workbooks import workbook

LOST = "Tệp đã tải lên không còn trên máy chủ, xin tải lên lại."


class LostFileTests(PageTestCase):
    def test_every_page_and_step_says_that_the_file_is_lost(self):
        run = self.previewed(annex(GOOD, line(2, star="6 sao")))
        run.file.delete(save=False)
        for method, name, *args in (
            ("get", "understood"),
            ("post", "understood"),
            ("post", "reread", 0),
            ("post", "kind"),
            ("post", "choices"),
            ("post", "commit"),
            ("get", "returned"),
        ):
            with self.subTest(method=method, name=name):
                act = getattr(self.client, method)
                sent = {"kind": "producers", "on_match": "fill"}
                response = act(url(name, run, *args), sent, follow=True)
                self.assertContains(response, LOST)
        self.assertEqual(Product.objects.count(), 0)


class TwiceTests(PageTestCase):
    def test_who_sends_the_commit_twice_is_led_to_the_report(self):
        run = self.previewed()
        self.client.post(url("commit", run))
        response = self.client.post(url("commit", run), follow=True)
        self.assertRedirects(response, url("detail", run))
        self.assertContains(response, "Lần nhập này đã ghi xong")
        self.assertEqual(Product.objects.count(), 1)


class AddedMeanwhileTests(PageTestCase):
    def test_a_product_of_a_site_that_was_added_between_two_queries_is_known(self):
        producer, area = ProducerFactory(name="HTX Nước Hai"), unit("01654")
        scope, key = scope_of(None, unit("04")), producer.match_key
        SiteFactory(producer=producer, place=area, area=area)
        known = KnownProducers(scope, set(), {key}, with_people=False, lock=False)
        place = unit("01477")
        late = SiteFactory(producer=producer, place=place, area=place, is_main=False)
        ProductFactory(producer=producer, site=late)
        [product] = KnownProducts(known, lock=False).by_key.values()
        self.assertEqual(product.links["site"].pk, late.pk)
        self.assertIn(product.links["site"], known.sites[product.links["producer"]])


class TakenMeanwhileTests(PageTestCase):
    def test_a_tax_code_that_somebody_else_enters_first_is_told_not_failed(self):
        data = workbook(
            [
                ["Tên sản phẩm", "Tên chủ thể", "Mã số thuế"],
                ["Rượu nếp cẩm", "HTX Nước Hai", "4800123456"],
            ]
        )
        run = self.previewed(data)
        plan = plan_for(run, *load_book(run), by=self.lan)
        ProducerFactory(name="HTX Nhanh Tay", tax_code="4800123456")
        with (
            self.assertLogs("ocop.imports", "ERROR"),
            self.assertRaisesMessage(ImportRefusedError, TAKEN),
        ):
            write_plan(plan, by=self.lan, reason="thử")
        self.assertEqual(
            list(Producer.objects.values_list("name", flat=True)), ["HTX Nhanh Tay"]
        )
        self.assertEqual(ChangeBatch.objects.count(), 0)
