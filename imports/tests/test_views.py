"""The pages up to what was understood: the list, the upload, the columns."""

import io
import subprocess
from unittest import mock

import openpyxl
from django.urls import reverse

from imports.enums import RunState
from imports.models import ImportRun
from products.models import Regime

from . import hostile
from .pages import GOOD, PageTestCase, annex, url
from .workbooks import workbook, workbooks

UNCLEAR = workbook([["Mặt hàng", "Người làm ra"], ["Rượu men lá", "HTX Bản Giốc"]])


class ListTests(PageTestCase):
    list_url = reverse("imports:list")

    def test_shows_own_runs_and_to_administrators_all_of_the_province(self):
        self.start(name="của Lan.xlsx")
        self.start(name="của Hoa.xlsx", by=self.hoa)
        self.start(name="của xã.xlsx", by=self.lead)
        for person, names in (
            (self.lan, {"của Lan.xlsx"}),
            (self.lead, {"của xã.xlsx"}),
            (self.admin, {"của Lan.xlsx", "của Hoa.xlsx", "của xã.xlsx"}),
        ):
            with self.subTest(person=person):
                self.client.force_login(person)
                page = self.client.get(self.list_url).context["page"]
                self.assertEqual({run.file_name for run in page}, names)

    def test_an_empty_list_says_what_to_do(self):
        response = self.client.get(self.list_url)
        self.assertContains(response, "Chưa có lần nhập nào.")
        self.assertNotContains(response, "Bỏ bớt điều kiện")
        response = self.client.get(self.list_url, {"q": "không có"})
        self.assertContains(response, "Không có lần nhập nào khớp với điều kiện.")

    def test_is_searched_filtered_and_newest_first(self):
        old, new = self.start(name="cũ.xlsx"), self.previewed(name="mới.xlsx")
        response = self.client.get(self.list_url)
        self.assertEqual(list(response.context["page"]), [new, old])
        self.assertContains(
            response, '<option value="-ngay" selected>Ngày tải lên, giảm dần</option>'
        )
        for query, found in (
            ({"q": "mới"}, [new]),
            ({"buoc": "uploaded"}, [old]),
            ({"sap_xep": "ngay"}, [old, new]),
            ({"buoc": "x"}, []),
        ):
            with self.subTest(query=query):
                page = self.client.get(self.list_url, query).context["page"]
                self.assertEqual(list(page), found)

    def test_workbook_holds_what_is_seen(self):
        run = self.committed()
        response = self.client.get(self.list_url, {"xuat": "xlsx"})
        book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        [titles, row] = book["Danh sách"].values
        shown = dict(zip(titles, row, strict=True))
        self.assertEqual(shown["Tên tệp"], "phụ lục.xlsx")
        self.assertEqual(shown["Mã băm SHA-256"], run.sha256)
        self.assertEqual((shown["Bước"], shown["Số dòng"]), ("đã ghi", 1))

    def test_query_count_does_not_grow_with_rows(self):
        self.previewed()
        for extra in (0, 2):
            for _ in range(extra):
                self.previewed()
            with self.subTest(extra=extra), self.assertNumQueries(6):
                self.client.get(self.list_url)


class UploadTests(PageTestCase):
    def test_a_list_leads_to_what_was_understood(self):
        response = self.upload(annex(GOOD))
        run = ImportRun.objects.get()
        self.assertRedirects(response, url("understood", run))
        self.assertEqual((run.file_name, run.created_by), ("phụ lục.xlsx", self.lan))

    def test_a_file_that_is_no_list_is_refused_at_the_field_by_name(self):
        for kind, words in (
            ("empty", "Tệp rỗng, không có nội dung."),
            ("word", "Đây là tệp Word. Xin lưu danh sách thành .xlsx rồi tải lên lại."),
            ("word of 2003", "Đây là tệp Word, không phải bảng tính Excel."),
            (
                "locked xlsx",
                "Tệp có mật khẩu. Xin mở bằng Excel, bỏ mật khẩu rồi",
            ),
            ("html", "Tệp là trang web hoặc XML mang đuôi Excel."),
            ("pdf", "Đây là tệp PDF, không phải bảng tính Excel."),
            ("truncated", "Tệp bị hỏng hoặc chưa tải xong."),
        ):
            with self.subTest(kind=kind):
                make, *_ = hostile.REFUSED[kind]
                response = self.upload(make(), "ds.xlsx")
                [error] = response.context["form"].errors["file"]
                self.assertTrue(error.startswith(f"Tệp “ds.xlsx”: {words}"), error)
                self.assertContains(response, "field-error", status_code=422)
        self.assertEqual(ImportRun.objects.count(), 0)

    def test_nothing_chosen_and_too_much_are_told(self):
        response = self.client.post(reverse("imports:upload"))
        self.assertContains(response, "Hãy chọn tệp danh sách.", status_code=422)
        with self.settings(IMPORT_MAX_BYTES=1024):
            response = self.upload(annex(GOOD))
        self.assertContains(response, "Tệp lớn quá 0 MB.", status_code=422)

    def test_the_template_comes_back_through_the_import(self):
        response = self.client.get(reverse("imports:template"))
        self.assertIn(
            "mau-danh-sach-san-pham-va-cong-nhan.xlsx", response["Content-Disposition"]
        )
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        book.active["A2"] = "Rượu men lá"
        filled_in = io.BytesIO()
        book.save(filled_in)
        for data, rows in ((response.content, 0), (filled_in.getvalue(), 1)):
            with self.subTest(rows=rows):
                run = self.start(data)
                response = self.client.post(url("understood", run), self.layout(run))
                self.assertRedirects(response, url("detail", run))
                run.refresh_from_db()
                counted = [run.counts[key] for key in ("rows", "new", "rejected")]
                self.assertEqual(counted, [rows, rows, 0])


class UnderstoodTests(PageTestCase):
    def test_shows_header_columns_guesses_and_first_cells(self):
        response = self.client.get(url("understood", self.start()))
        self.assertContains(response, "Bảng có tiêu đề ở dòng 4–5")
        [sheet] = response.context["sheets"]
        shown = [
            (one.letters, one.title, one.choice.value(), one.samples)
            for one in sheet.tables[0].columns
        ]
        self.assertEqual(shown[0], ("A", "TT", "", ["1"]))
        self.assertEqual(shown[2], ("C", "Chủ thể", "producer", ["HTX Nước Hai"]))
        self.assertEqual(
            shown[7],
            ("H", "Quyết định công nhận – Ngày", "decision_date", ["25/12/2023"]),
        )

    def test_a_column_can_be_given_another_meaning(self):
        run = self.start()
        data = self.layout(run)
        data["column-0-0-1"], data["column-0-0-2"] = "producer", "product"
        data["regime"] = Regime.objects.get(number="148/QĐ-TTg").pk
        self.client.post(url("understood", run), data)
        row = run.rows.get(row=6)
        self.assertEqual((row.product, row.producer), ("HTX Nước Hai", "Rượu nếp cẩm"))
        run.refresh_from_db()
        self.assertEqual(run.regime.number, "148/QĐ-TTg")

    def test_what_is_missing_is_said_at_its_sheet_and_twice_at_its_column(self):
        run = self.start()
        data = self.layout(run)
        del data["column-0-0-1"]
        data["column-0-0-3"] = "producer"
        data["column-0-0-0"] = "note"
        response = self.client.post(url("understood", run), data)
        self.assertEqual(response.status_code, 422)
        errors = response.context["form"].errors
        self.assertEqual(
            errors["use-0"], ["Bảng từ dòng 4: chưa chỉ ra cột “Tên sản phẩm”."]
        )
        self.assertEqual(
            errors["column-0-0-3"],
            ["Cột C đã là “Tên chủ thể”; chọn một trong hai."],
        )
        self.assertContains(
            response, '<option value="note" selected>Ghi chú</option>', status_code=422
        )
        run.refresh_from_db()
        self.assertEqual(run.state, RunState.UPLOADED)

    def test_the_file_is_read_once_to_understand_and_preview_it(self):
        run = self.start()
        layout = self.layout(run)
        with mock.patch("subprocess.Popen", wraps=subprocess.Popen) as reading:
            self.client.post(url("understood", run), layout)
        run.refresh_from_db()
        self.assertEqual((run.state, reading.call_count), ("previewed", 1))

    def test_at_least_one_sheet_is_read(self):
        run = self.start()
        data = self.layout(run)
        del data["use-0"]
        response = self.client.post(url("understood", run), data)
        self.assertContains(
            response, "Chọn ít nhất một trang tính để đọc.", status_code=422
        )

    def test_a_sheet_left_out_gives_no_rows(self):
        titles = ["Tên sản phẩm", "Tên chủ thể"]
        data = workbooks([
            ("Hòa An", [titles, ["Rượu", "HTX Nước Hai"]]),
            ("Trùng Khánh", [titles, ["Hạt dẻ", "HTX Trùng Khánh"]]),
        ])  # fmt: skip
        run = self.start(data)
        sent = self.layout(run)
        del sent["use-1"]
        self.client.post(url("understood", run), sent)
        self.assertEqual([row.sheet for row in run.rows.all()], ["Hòa An"])

    def test_the_same_file_is_told_to_those_who_may_see_its_report(self):
        first = self.committed()
        words = "Đúng tệp này đã được ghi lúc"
        response = self.client.get(url("understood", self.start()))
        self.assertContains(response, words)
        self.assertContains(response, first.get_absolute_url())
        self.client.force_login(self.hoa)
        response = self.client.get(url("understood", self.start(by=self.hoa)))
        self.assertNotContains(response, words)


class HeaderRowTests(PageTestCase):
    def reread(self, run, first, last="", **data):
        data |= {"header-0-first": first, "header-0-last": last}
        return self.client.post(url("reread", run, 0), data)

    def test_a_table_nobody_recognised_can_be_named_row_and_column(self):
        run = self.start(UNCLEAR)
        response = self.client.get(url("understood", run))
        self.assertContains(response, "Không tìm thấy bảng nào ở trang này")
        self.assertContains(response, "<td>Rượu men lá</td>")
        self.assertRedirects(self.reread(run, 1), url("understood", run))
        response = self.client.get(url("understood", run))
        [sheet] = response.context["sheets"]
        [table] = sheet.tables
        self.assertEqual(table.columns[1].samples, ["HTX Bản Giốc"])
        sent = {"use-0": "on", "column-0-0-0": "product", "column-0-0-1": "producer"}
        self.client.post(url("understood", run), sent)
        run.refresh_from_db()
        self.assertEqual((run.counts["new"], run.layout["sheets"][0]["data_rows"]),
                         (1, 1))  # fmt: skip

    def test_a_sheet_beside_the_list_is_folded_until_its_header_is_wrong(self):
        sheets = [("A", [["Tên sản phẩm", "Tên chủ thể"], ["Rượu", "HTX A"]]),
                  ("Hướng dẫn", [["Mỗi dòng một sản phẩm"]])]  # fmt: skip
        run = self.start(workbooks(sheets))
        folded = self.client.get(url("understood", run))
        self.assertContains(folded, "Trang này sẽ không được nhập.")
        self.assertNotContains(folded, " open>")
        sent = self.layout(run) | {"header-1-first": 9, "header-1-last": 5}
        wrong = self.client.post(url("reread", run, 1), sent)
        self.assertContains(wrong, " open>", count=1, status_code=422)
        alone = self.start(workbooks(sheets[1:]))
        self.assertContains(
            self.client.get(url("understood", alone)), " open>", count=1
        )

    def test_what_was_chosen_stays(self):
        run = self.start(workbooks([
            ("A", [["Tên sản phẩm", "Tên chủ thể"], ["Rượu", "HTX A"]]),
            ("B", [["Tên sản phẩm", "Tên chủ thể", "Khác"], ["Chè", "HTX B", "x"]]),
        ]))  # fmt: skip
        sent = self.layout(run) | {"column-1-0-2": "note"}
        sent["regime"] = Regime.objects.get(number="148/QĐ-TTg").pk
        self.reread(run, 1, **sent)
        kept = self.layout(run)
        self.assertEqual(
            (kept["column-1-0-2"], kept["regime"]), ("note", sent["regime"])
        )

    def test_rows_that_can_be_no_header_are_refused_at_the_field(self):
        run = self.start()
        for first, last, field, words in (
            (900, "", "first", "Trang tính chỉ có 6 dòng."),
            (3, "", "first", "Dòng này trống, không làm tiêu đề được."),
            (5, 4, "last", "Tiêu đề gồm 1 đến 4 dòng liền nhau, từ trên xuống."),
            ("", "", "first", "Ghi số dòng, ví dụ 4."),
            ("²", "", "first", "Xin nhập số nguyên."),
            (0, "", "first", "Giá trị không được nhỏ hơn 1."),
        ):
            with self.subTest(first=first, last=last):
                response = self.reread(run, first, last)
                self.assertEqual(response.status_code, 422)
                [sheet] = response.context["sheets"]
                self.assertIn(words, str(sheet.header.errors[field]))
                self.assertContains(response, words, status_code=422)
        response = self.client.post(url("reread", run, 7), {"header-7-first": 1})
        self.assertEqual(response.status_code, 404)
