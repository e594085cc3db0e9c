"""The preview with every error at its cell, the commit, the report, who sees them."""

import datetime
import unicodedata

from django.urls import reverse

from history.models import ChangeBatch
from imports.enums import RunState
from imports.models import ImportRun
from producers.models import Producer
from products.models import Product, Recognition

from .pages import GOOD, PageTestCase, annex, line, url
from .workbooks import Failed, Formula


class PreviewTests(PageTestCase):
    def test_every_error_is_told_by_row_column_and_value(self):
        run = self.previewed(
            annex(
                line(1, product=unicodedata.normalize("NFD", "Rượu nếp Hoà An")),
                line(2, star="6 sao"),
                line(3, day="31/02/2023"),
                line(4, producer=""),
                line(5, star="đề xuất 5 sao"),
                line(6, producer=Failed()),
                line(7, day=Formula()),
                line(8, phone="091"),
                line(9, producer="HTX Xa", place="Xã Không Có"),
                line(10, star="9 sao", day="32/1/2023"),
            )
        )
        self.assertEqual(
            self.notes(run),
            {
                6: [],
                7: ["F: Hạng sao “6 sao” không đọc được; chỉ nhận 3, 4, 5 sao hoặc"
                    " tiềm năng 5 sao."],
                8: ["H: “31/02/2023” không phải là ngày hợp lệ (ngày/tháng/năm)."],
                9: ["C: Thiếu tên chủ thể."],
                10: ["F: “đề xuất 5 sao” là đề xuất, chưa phải kết quả công nhận."],
                11: ["C: Ô báo lỗi #N/A."],
                12: ["H: Ô công thức chưa có giá trị. Xin mở bằng Excel rồi lưu lại."],
                13: ["E: Số điện thoại “091” không đọc được."],
                14: ["D: Không tìm thấy địa bàn “Xã Không Có” trong danh mục.",
                     ": Chưa rõ địa bàn của chủ thể; tạm ghi nhận ở Tỉnh Cao Bằng."],
                15: ["F: Hạng sao “9 sao” không đọc được; chỉ nhận 3, 4, 5 sao hoặc"
                     " tiềm năng 5 sao.",
                     "H: “32/1/2023” không phải là ngày hợp lệ (ngày/tháng/năm)."],
            },
        )  # fmt: skip
        response = self.client.get(url("detail", run))
        self.assertContains(response, "Lỗi, ô F7 (Xếp hạng):")
        self.assertContains(response, "Lỗi, ô H8 (Quyết định công nhận – Ngày):")
        self.assertContains(response, "<strong>6 dòng bị loại</strong>")

    def test_a_hidden_row_says_so_and_is_no_warning(self):
        run = self.previewed(annex(line(1), line(2), hidden_rows=[7]))
        said = {6: [], 7: [": Dòng đang bị ẩn trong tệp, vẫn được đọc."]}
        self.assertEqual(self.notes(run), said)
        self.assertEqual(run.counts["warning"], 0)
        response = self.client.get(url("detail", run))
        self.assertContains(response, "<strong>Ghi chú:</strong>")

    def test_rows_stand_in_tabs_by_outcome(self):
        self.committed(annex(line(1), line(2)))
        run = self.previewed(
            annex(
                line(1),
                line(2, star="3 sao"),
                line(3),
                line(3),
                line(4, star="x"),
                ["Tổng cộng"],
            )
        )
        found = {
            "": [6, 7, 8, 9, 10],
            "unchanged": [6],
            "changed": [7],
            "new": [8],
            "duplicate": [9],
            "left": [],
            "rejected": [10],
            "skipped": [11],
            "warning": [9],
        }
        tabs = {key: n for key, _, n in self.tabs(run)}
        self.assertEqual(tabs, {key: len(rows) for key, rows in found.items()})
        for key, rows in found.items():
            with self.subTest(outcome=key):
                page = self.client.get(url("detail", run), {"ket_qua": key})
                self.assertEqual([row.row for row in page.context["page"]], rows)
        response = self.client.get(url("detail", run), {"ket_qua": "không có"})
        self.assertEqual(response.status_code, 404)

    def tabs(self, run):
        return self.client.get(url("detail", run)).context["tabs"]

    def test_a_change_shows_each_field_old_and_new_without_personal_data(self):
        self.committed()
        row = line(1, product="Rượu nếp cẩm", star="5 sao", phone="0987654321")
        response = self.client.get(url("detail", self.previewed(annex(row))))
        self.assertContains(response, "<del>4 sao</del> → <ins>5 sao</ins>")
        self.assertContains(response, "thay đổi (dữ liệu cá nhân, không hiện ở đây)")
        self.assertNotContains(response, "987654321")

    def test_owners_in_merged_cells_and_lost_zeros_are_read(self):
        rows = [line(1), line("", producer="", place="", phone="")]
        run = self.committed(annex(*rows, merges=["C6:C7", "D6:D7", "E6:E7"]))
        self.assertEqual(run.counts["new"], 2)
        self.assertEqual(Producer.objects.get().phones, "0912345678")

    def test_long_lists_have_pages(self):
        run = self.previewed(annex(*map(line, range(1, 121))))
        response = self.client.get(url("detail", run), {"trang": 3})
        self.assertEqual(len(response.context["page"]), 20)
        self.assertContains(response, "101–120 trong")
        for query in ("trang=9", "trang=x"):
            response = self.client.get(f"{url('detail', run)}?{query}")
            self.assertEqual(response.status_code, 404)

    def test_an_upload_not_yet_previewed_leads_to_its_reading(self):
        run = self.start()
        self.assertRedirects(
            self.client.get(url("detail", run)), url("understood", run)
        )

    def test_query_count_does_not_grow_with_rows(self):
        for count in (1, 3):
            run = self.previewed(annex(*map(line, range(count))))
            with self.subTest(rows=count), self.assertNumQueries(10):
                self.client.get(url("detail", run))


class CommitTests(PageTestCase):
    def test_writes_and_leaves_a_report_of_who_when_and_which_file(self):
        run = self.previewed(annex(GOOD, line(2, star="6 sao")))
        self.client.force_login(self.admin)
        response = self.client.post(url("commit", run), follow=True)
        self.assertContains(response, "Đã ghi danh sách vào hệ thống. 1 dòng bị loại")
        run.refresh_from_db()
        facts = dict(response.context["facts"])
        self.assertEqual(facts["Người tải lên"], self.lan.full_name)
        self.assertEqual(facts["Người ghi"], self.admin.full_name)
        self.assertEqual(facts["Mã băm SHA-256 của tệp"], run.sha256)
        self.assertRegex(facts["Ghi lúc"], r"^\d\d:\d\d \d\d/\d\d/\d{4}$")
        self.assertContains(response, "Báo cáo nhập danh sách")
        self.assertContains(response, "Lỗi, ô F7 (Xếp hạng):")
        self.assertNotContains(response, "Bỏ tệp này")
        award = Recognition.objects.get()
        self.assertEqual(award.valid_to, datetime.date(2026, 12, 25))

    def test_the_same_file_twice_changes_nothing_and_says_so(self):
        self.committed()
        run = self.previewed()
        response = self.client.get(url("detail", run))
        self.assertContains(response, "Tệp này không làm thay đổi gì")
        self.assertContains(response, "Đúng tệp này đã được ghi lúc")
        self.assertNotContains(response, "Ghi vào hệ thống")
        response = self.client.post(url("commit", run), follow=True)
        self.assertContains(response, "Tệp này không làm thay đổi gì")
        self.assertEqual(Product.objects.count(), 1)
        self.assertEqual(ChangeBatch.objects.count(), 1)

    def test_a_file_with_nothing_but_errors_is_not_said_to_be_stored_already(self):
        run = self.previewed(annex(line(1, star="6 sao")))
        response = self.client.get(url("detail", run))
        self.assertContains(response, "Không dòng nào nhập được: mọi dòng đều có lỗi.")
        self.assertContains(response, 'href="?ket_qua=rejected#tung-dong"')
        self.assertNotContains(response, "không làm thay đổi gì")
        self.assertNotContains(response, "Áp dụng lựa chọn của các dòng")

    def test_data_changed_meanwhile_gives_a_fresh_preview_and_writes_nothing(self):
        run = self.previewed()
        self.committed(annex(line(1, product="Rượu nếp cẩm", star="3 sao")))
        response = self.client.post(url("commit", run), follow=True)
        self.assertContains(response, "Dữ liệu đã thay đổi sau khi xem trước")
        self.assertContains(response, "<del>3 sao</del> → <ins>4 sao</ins>")
        self.assertEqual(Recognition.objects.get().get_grade_display(), "3 sao")
        self.client.post(url("commit", run))
        self.assertEqual(Recognition.objects.get().get_grade_display(), "4 sao")

    def test_nothing_is_written_without_a_preview(self):
        run = self.start()
        response = self.client.post(url("commit", run), follow=True)
        self.assertContains(response, "Cần xem trước kết quả trước khi ghi.")
        self.assertEqual(Product.objects.count(), 0)

    def test_a_file_can_be_thrown_away(self):
        run = self.previewed()
        response = self.client.post(url("discard", run), follow=True)
        self.assertContains(response, "Đã bỏ tệp “phụ lục.xlsx”; chưa có gì được ghi.")
        self.assertFalse(ImportRun.objects.exists())

    def test_thrown_away_twice_it_leads_to_the_list_all_the_same(self):
        run = self.previewed()
        address = url("discard", run)
        self.client.post(address)
        response = self.client.post(address, follow=True)
        self.assertRedirects(response, reverse("imports:list"))
        self.assertContains(response, "Tệp này đã được bỏ; chưa có gì được ghi.")
        self.client.force_login(self.hoa)
        self.assertEqual(self.client.post(address).status_code, 404)


class ScopeTests(PageTestCase):
    def test_the_run_of_another_office_is_not_there(self):
        run = self.previewed()
        for person in (self.hoa, self.lead):
            self.client.force_login(person)
            for name in ("detail", "understood"):
                with self.subTest(person=person, page=name):
                    response = self.client.get(url(name, run))
                    self.assertEqual(response.status_code, 404)
                    self.assertNotContains(response, "phụ lục", status_code=404)
            for name, *args in (("commit",), ("discard",), ("understood",),
                                ("reread", 0)):  # fmt: skip
                with self.subTest(person=person, act=name):
                    response = self.client.post(url(name, run, *args))
                    self.assertEqual(response.status_code, 404)
        run.refresh_from_db()
        self.assertEqual(run.state, RunState.PREVIEWED)

    def test_an_administrator_reads_and_goes_on_with_any_run_of_the_province(self):
        run = self.previewed()
        self.client.force_login(self.admin)
        self.assertContains(self.client.get(url("detail", run)), "Ghi vào hệ thống")
        self.assertEqual(self.client.get(url("understood", run)).status_code, 200)

    def test_what_is_written_is_only_read(self):
        run = self.committed()
        self.assertEqual(self.client.get(url("detail", run)).status_code, 200)
        self.assertEqual(self.client.get(url("understood", run)).status_code, 404)
        for name, *args in (("discard",), ("understood",), ("reread", 0)):
            with self.subTest(act=name):
                response = self.client.post(url(name, run, *args))
                self.assertEqual(response.status_code, 404)
