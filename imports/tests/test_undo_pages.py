import json
from io import StringIO

from django.core.management import CommandError, call_command
from django.db import transaction

from core.templatetags.portal import vn_time
from history.services import save_recorded
from imports.undoing import undo_import
from producers.models import Producer
from products.models import Product

from .pages import PageTestCase, annex, line, url
from .undoing import everything


def edited(product: str, by) -> Product:
    row = Product.objects.get(name=product)
    row.brand = "Nước Hai"
    save_recorded(row, by=by)
    return row


class UndoPageTests(PageTestCase):
    def test_the_report_leads_to_an_undo_that_says_first_what_it_will_do(self):
        before = everything(with_counters=True)
        run = self.committed(annex(line(1), line(2)))
        self.assertContains(self.client.get(url("detail", run)), "Hoàn tác lần nhập")
        response = self.client.get(url("undo", run))
        self.assertContains(response, "Xóa 2 sản phẩm OCOP do lần nhập này thêm.")
        self.assertContains(response, "data-ocop-confirm")
        self.assertEqual(Product.objects.count(), 2)
        response = self.client.post(url("undo", run), follow=True)
        self.assertContains(response, "Đã hoàn tác: dữ liệu trở lại như trước")
        self.assertNotContains(response, 'data-ocop-confirm="Hoàn tác')
        self.assertEqual(everything(with_counters=True), before)
        run.refresh_from_db()
        response = self.client.get(url("detail", run))
        self.assertContains(response, f"đã hoàn tác lúc {vn_time(run.undone_at)}")
        self.assertEqual(
            dict(response.context["facts"])["Người hoàn tác"], str(self.lan)
        )
        response = self.client.post(url("undo", run), follow=True)
        self.assertContains(response, "Lần nhập này đã được hoàn tác.")

    def test_what_stays_is_listed_row_by_row_with_its_reason(self):
        run = self.committed(annex(line(1), line(2)))
        edited("Rượu 2", self.admin)
        response = self.client.get(url("undo", run))
        self.assertContains(response, "<strong>3 hồ sơ giữ nguyên</strong>")
        response = self.client.post(url("undo", run), follow=True)
        self.assertContains(response, "Đã hoàn tác một phần; 3 hồ sơ phải giữ lại.")
        listed = [
            (write.row, name, write.refusal) for write, name in response.context["page"]
        ]
        because = "vì sản phẩm OCOP “Rượu 2” không hoàn tác được."
        self.assertEqual(listed[0][1:], ("HTX Nước Hai", because))
        self.assertEqual([row for row, *_ in listed], [6, 6, 7])
        self.assertRegex(listed[2][2], rf"^đã được sửa lúc .* bởi {self.admin}\.$")
        self.assertContains(response, "Hiện không hoàn tác thêm được hồ sơ nào.")
        self.assertContains(self.client.get(url("detail", run)), "Đã hoàn tác một phần")

    def test_the_list_of_what_stays_has_pages(self):
        run = self.committed(annex(*map(line, range(1, 61))))
        for number in range(1, 61):
            edited(f"Rượu {number}", self.lan)
        undo_import(run, by=self.lan)
        response = self.client.get(url("undo", run))
        self.assertEqual(len(response.context["page"]), 50)
        response = self.client.get(url("undo", run), {"trang": 2})
        self.assertEqual(len(response.context["page"]), 12)

    def test_query_count_does_not_grow_with_rows(self):
        for count in (1, 3):
            with self.subTest(rows=count), transaction.atomic():
                run = self.committed(annex(*map(line, range(count))))
                for number in range(count):
                    edited(f"Rượu {number}", self.lan)
                undo_import(run, by=self.lan)
                with self.assertNumQueries(38):
                    self.client.get(url("undo", run))
                transaction.set_rollback(True)

    def test_only_who_may_go_on_with_a_written_run_finds_it(self):
        open_run, run = self.previewed(), self.committed()
        for act in (self.client.get, self.client.post):
            self.assertEqual(act(url("undo", open_run)).status_code, 404)
        for person in (self.hoa, self.lead):
            self.client.force_login(person)
            for act in (self.client.get, self.client.post):
                self.assertEqual(act(url("undo", run)).status_code, 404)
        self.assertEqual(Product.objects.count(), 1)
        self.client.force_login(self.admin)
        self.client.post(url("undo", run))
        self.assertEqual(Product.objects.count(), 0)

    def test_an_import_that_wrote_nothing_offers_no_undo(self):
        self.committed()
        again = self.committed()
        response = self.client.get(url("detail", again))
        self.assertNotContains(response, "Hoàn tác lần nhập")
        response = self.client.get(url("undo", again))
        self.assertContains(response, "không hoàn tác được nữa")


class CommandTests(PageTestCase):
    def told(self, run, **options) -> str:
        out = StringIO()
        call_command("undo_import", run.pk, stdout=out, **options)
        return out.getvalue()

    def test_tells_what_stays(self):
        run = self.committed(annex(line(1), line(2)))
        edited("Rượu 2", self.admin)
        report = json.loads(self.told(run, json=True))
        self.assertEqual((report["state"], report["undone"]), ("committed", 4))
        self.assertEqual(
            {key: report["refused"][0][key] for key in ("row", "kind", "name")},
            {"row": 6, "kind": "chủ thể OCOP", "name": "HTX Nước Hai"},
        )
        self.assertIn("dòng 7: sản phẩm OCOP Rượu 2: đã được sửa", self.told(run))

    def test_goes_by_the_rights_of_the_person(self):
        run = self.committed()
        with self.assertRaisesMessage(CommandError, "Không có lần nhập này."):
            self.told(run, username=self.lead.username)
        self.assertIn("Đã hoàn tác:", self.told(run, username=self.lan.username))
        self.assertFalse(Producer.objects.exists())
        with self.assertRaisesMessage(CommandError, "đã được hoàn tác"):
            self.told(run)
