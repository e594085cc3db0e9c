import hashlib
import io
import json
import tempfile
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import TestCase

from accounts.enums import Role
from areas.models import Agency
from history.models import ChangeBatch
from imports.models import ImportRun
from producers.models import Producer
from products.models import Decision, Product, Recognition
from products.regimes import load_regimes
from tests.factories import UserFactory
from tests.places import load_cao_bang, unit

from .containers import biff, failed, hidden, label, ods, ods_row, ods_table
from .workbooks import HEAD, Failed, workbook

GOOD = [1, "Rượu gạo", "HTX Hoàng Tung", "Xã Hòa An", "4 sao", "1806/QĐ-UBND"]
BAD = [2, "Bún khô", "HTX Hoàng Tung", "Xã Hòa An", "7 sao", None]
AGAIN = [3, "RƯỢU GẠO", "HTX Hoàng Tung", "Xã Hòa An", "4 sao", "1806/QĐ-UBND"]
NOTED = [4, "Miến", "HTX Đức Long", "Xã Không Có", None, None]


class ImportListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_regimes()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def call(self, rows, *arguments, name="ds.xlsx"):
        """Run the command on a workbook; returns (exit status, what it printed)."""
        path = self.folder / name
        path.write_bytes(rows if isinstance(rows, bytes) else workbook(rows))
        output = io.StringIO()
        try:
            call_command("import_list", str(path), *arguments, stdout=output)
        except SystemExit as stop:
            return stop.code, output.getvalue()
        return 0, output.getvalue()

    def test_a_good_list_is_written(self):
        status, text = self.call([HEAD, GOOD])
        self.assertEqual(status, 0)
        self.assertIn("Sản phẩm: 1 mới, 0 thay đổi, 0 không đổi", text)
        self.assertEqual(Product.objects.get().name, "Rượu gạo")
        self.assertEqual(ChangeBatch.objects.get().by_name, "Hệ thống")

    def test_names_much_alike_are_told_with_their_likeness(self):
        rows = [HEAD, GOOD, [2, "Miến", "HTX Hoàng Tùng", "Xã Hòa An", None, None]]
        status, text = self.call(rows, "--dry-run", "--json")
        alike = ["HTX Hoàng Tung", "HTX Hoàng Tùng", 92]
        report = json.loads(text)
        self.assertEqual((status, report["possible_duplicates"]), (0, [alike]))
        _, text = self.call(rows)
        said = "Có phải là một? “HTX Hoàng Tung” và “HTX Hoàng Tùng” (giống 92 %)"
        self.assertIn(said, text)
        self.assertEqual(Producer.objects.count(), 2)

    def test_hidden_rows_and_cells_in_error_are_told_whatever_the_format(self):
        rows = [HEAD, ["1", *GOOD[1:]], ["2", "Bún khô", *GOOD[2:]]]
        old = b"".join(
            label(row, column, text)
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
            if (row, column) != (2, 4)
        )
        error = (
            '<table:table-cell table:formula="of:=NA()"><text:p>#REF!</text:p>'
            "</table:table-cell></table:table-row>"
        )
        new = ods_row(*rows[0]) + ods_row(*rows[1], row='table:visibility="filter"')
        new += ods_row(*rows[2][:4]).replace("</table:table-row>", error)
        rows[2][4] = Failed("#REF!")
        for name, data in (
            ("ds.xlsx", workbook(rows, hidden_rows=[2])),
            ("ds.xls", biff(old + failed(2, 4) + hidden(1))),
            ("ds.ods", ods(ods_table(new))),
        ):
            with self.subTest(name=name):
                status, text = self.call(data, "--json", "--dry-run", name=name)
                report = json.loads(text)
                self.assertEqual(status, 1)
                self.assertEqual(
                    [(said["row"], said["code"]) for said in report["rejected"]],
                    [(3, "formula_error")],
                )
                self.assertEqual(
                    [(said["row"], said["code"]) for said in report["warnings"]],
                    [(2, "row_hidden")],
                )

    def test_rejected_rows_make_status_1_and_the_others_are_written(self):
        status, text = self.call([HEAD, GOOD, BAD])
        self.assertEqual(status, 1)
        self.assertIn("Danh sách, E3: LỖI: Hạng sao “7 sao” không đọc được", text)
        self.assertEqual(Product.objects.count(), 1)

    def test_a_refused_file_makes_status_2_and_leaves_nothing(self):
        status, text = self.call(b"%PDF-1.7", name="ds.pdf")
        self.assertEqual(status, 2)
        self.assertIn("tệp PDF", text)
        self.assertEqual(ImportRun.objects.count(), 0)

    def test_a_dry_run_leaves_nothing(self):
        status, text = self.call([HEAD, GOOD], "--dry-run")
        self.assertEqual(status, 0)
        self.assertIn("Sản phẩm: 1 mới", text)
        self.assertEqual((Product.objects.count(), ImportRun.objects.count()), (0, 0))

    def test_json_is_one_object_with_rows_as_excel_counts_them(self):
        rows = [HEAD, GOOD, BAD, AGAIN, NOTED]
        status, text = self.call(rows, "--json")
        report = json.loads(text)
        self.assertEqual(status, 1)
        self.assertEqual(report["file"], "ds.xlsx")
        self.assertEqual(
            report["sha256"],
            hashlib.sha256((self.folder / "ds.xlsx").read_bytes()).hexdigest(),
        )
        self.assertIsNone(report["refused"])
        self.assertEqual(
            report["sheets"],
            [
                {
                    "name": "Danh sách",
                    "hidden": False,
                    "header_rows": [1],
                    "data_rows": 4,
                }
            ],
        )
        self.assertEqual(report["products"], {"new": 2, "changed": 0, "unchanged": 0})
        self.assertEqual(
            [(e["sheet"], e["row"], e["code"]) for e in report["rejected"]],
            [("Danh sách", 3, "invalid_star")],
        )
        self.assertEqual(
            report["duplicates"], [{"sheet": "Danh sách", "row": 4, "same_as": 2}]
        )
        self.assertEqual(
            [(e["row"], e["code"]) for e in report["warnings"]],
            [(5, "star_missing"), (5, "place_unknown"), (5, "place_missing")],
        )

    def test_json_lists_a_rejected_row_once_for_each_reason(self):
        failed = [1, "Rượu", "HTX Tung", Failed(), Failed("#REF!"), None]
        status, text = self.call([HEAD, failed], "--json")
        self.assertEqual(status, 1)
        self.assertEqual(
            json.loads(text)["rejected"],
            [
                {
                    "sheet": "Danh sách",
                    "row": 2,
                    "code": "formula_error",
                    "message": "Ô báo lỗi #N/A. Ô báo lỗi #REF!.",
                }
            ],
        )

    def test_json_of_a_refused_file(self):
        status, text = self.call(b"", "--json")
        report = json.loads(text)
        self.assertEqual(status, 2)
        self.assertEqual(
            report["refused"],
            {"code": "empty", "message": "Tệp rỗng, không có nội dung."},
        )
        self.assertEqual((report["sheets"], report["rejected"]), ([], []))

    def test_the_scope_of_the_named_person_holds(self):
        lead = UserFactory(
            username="lanh-dao", role=Role.LEAD, role__area=unit("01477")
        )
        lead.assignments.update(may_import=True)
        status, text = self.call([HEAD, GOOD], "--as", "lanh-dao")
        self.assertEqual(status, 1)
        self.assertIn("nằm ngoài địa bàn", text)
        self.assertEqual(Producer.objects.count(), 0)

    def test_regime_and_issuer_can_be_named_for_the_file(self):
        Agency.objects.create(name="UBND tỉnh Cao Bằng", area=unit("04"))
        self.call(
            [HEAD, GOOD], "--regime", "1048/QĐ-TTg", "--issuer", "UBND tỉnh Cao Bằng"
        )
        self.assertEqual(str(Recognition.objects.get().regime), "1048/QĐ-TTg")
        self.assertEqual(str(Decision.objects.get().issuer), "UBND tỉnh Cao Bằng")

    def test_the_kind_of_list_can_be_said(self):
        self.call([HEAD, GOOD], "--kind", "producers")
        self.assertEqual(Producer.objects.get().name, "HTX Hoàng Tung")
        self.assertEqual(Product.objects.count(), 0)
        self.assertEqual(ImportRun.objects.get().kind, "producers")

    def test_another_kind_is_guessed_and_keeps_the_shape_of_the_report(self):
        rows = [["Tên chủ thể", "Mã số thuế"], ["HTX Hoàng Tung", "4800123456"]]
        status, text = self.call(rows, "--json")
        report = json.loads(text)
        self.assertEqual(status, 0)
        self.assertEqual(
            [report[name]["new"] for name in ("producers", "products", "recognitions")],
            [1, 0, 0],
        )

    def test_what_cannot_be_asked_for_is_said(self):
        UserFactory(username="can-bo", role=Role.OFFICER, role__area=unit("01654"))
        for arguments, words in (
            (["--as", "ai-do"], "Không có người dùng"),
            (["--as", "can-bo"], "chưa được giao quyền"),
            (["--regime", "999"], "Không xác định được"),
        ):
            with (
                self.subTest(arguments=arguments),
                self.assertRaisesMessage(CommandError, words),
            ):
                self.call([HEAD, GOOD], *arguments)
        self.assertEqual((Product.objects.count(), ImportRun.objects.count()), (0, 0))

    def test_the_same_list_twice_changes_nothing(self):
        self.call([HEAD, GOOD])
        status, text = self.call([HEAD, GOOD])
        self.assertEqual(status, 0)
        self.assertIn("Sản phẩm: 0 mới, 0 thay đổi, 1 không đổi", text)
