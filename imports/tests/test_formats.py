"""The same list in every format, and what other software makes of a format."""

import datetime
from pathlib import Path

from django.test import SimpleTestCase

from imports.exceptions import FileRefusedError
from imports.reading import read_file

from .containers import biff, compound, failed, label, number, ods, ods_row, ods_table
from .workbooks import rewritten

FILES = Path(__file__).parent / "files"
DAY = datetime.date(2020, 9, 16)
MOMENT = datetime.datetime.combine(DAY, datetime.time(13, 30))
# What scripts/make_sample_lists.py had LibreOffice write; "" also where a cell shows
# an error, which is told beside.
ROWS = [
    ["DANH SÁCH SẢN PHẨM OCOP", "", "", "", "", "", "", ""],
    ["", "", "", "", "", "", "", ""],
    ["STT", "Tên sản phẩm", "Tên chủ thể", "Hạng", "Ngày", "Điểm", "Đạt", "Ghi chú"],
    [1, "Rượu gạo", "HTX Hoàng Tung", 4, DAY, 85.5, True, 2],
    [2, "Miến dong", "", "3 sao", DAY, 70, False, "đã xét"],
    [3, "Chè xanh", "HTX Bản Giốc", "", DAY, "", True, ""],
    [4, "Mật ong", "Hộ ông Nông Văn A", 5, DAY, 90, True, "0912345678"],
    [5, "Hạt dẻ", "CSSX Trùng Khánh", 3, MOMENT, 72.25, True, "dòng 1\ndòng 2"],
    ["", "Thạch đen", "", "", datetime.time(6, 15), 0.5, "", ""],
]  # fmt: skip
ERRORS = {(5, 3): "#N/A", (5, 5): "#DIV/0!"}


def sample(name):
    return read_file((FILES / name).read_bytes())


def typed(rows):
    """Return rows with the types beside the values, for True is not 1 here."""
    return [[(type(cell), cell) for cell in row] for row in rows]


def as_printed(cell) -> str:
    """Return a value as LibreOffice writes it into a csv."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime.datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, datetime.time):
        return f"{cell:%H:%M}"
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


class SameListTests(SimpleTestCase):
    def test_cells_marks_merges_and_hidden_sheets_agree_between_workbooks(self):
        whole = [
            [float(cell) if type(cell) is int else cell for cell in row] for row in ROWS
        ]
        for kind in ("xlsx", "xls", "ods"):
            with self.subTest(kind=kind):
                book = sample(f"danh-sach.{kind}")
                sheet = book.sheets[0]
                self.assertEqual((book.kind, sheet.name), (kind, "Danh sách"))
                self.assertEqual(typed(sheet.rows), typed(whole))
                self.assertEqual(sheet.merges, [(0, 0, 0, 7), (3, 2, 4, 2)])
                self.assertEqual(sheet.marks.hidden_rows, {4, 6})  # one by a filter
                self.assertEqual(sheet.marks.errors, ERRORS)
                self.assertEqual(sheet.marks.uncounted, set())
                self.assertEqual(
                    [(other.name, other.is_hidden) for other in book.sheets[1:]],
                    [("Giá < 5 & > 3", False), ("Nháp", True), ("Rất kín", True)],
                )

    def test_csv_says_the_same_as_far_as_it_can(self):
        [sheet] = sample("danh-sach.csv").sheets
        printed = [list(map(as_printed, row)) for row in ROWS]
        printed[8][5] = "50%"
        self.assertEqual(sheet.rows, printed)
        self.assertEqual(sheet.marks.errors, ERRORS)

    def test_days_counted_from_1904_are_the_same_days(self):
        for kind in ("xlsx", "xls", "ods"):
            with self.subTest(kind=kind):
                self.assertEqual(
                    sample(f"tu-1904.{kind}").sheets[0].rows, [["Ngày", DAY]]
                )

    def test_the_name_of_a_file_is_not_asked(self):
        """An .ods is one whatever it is called, and so is a csv."""
        for kind in ("xlsx", "xls", "ods", "csv"):
            self.assertEqual(sample(f"danh-sach.{kind}").kind, kind)


class XlsTests(SimpleTestCase):
    def test_a_bare_stream_is_read_as_one_in_a_container(self):
        stream = biff(label(1, 1, "Rượu") + number(2, 0, 4))
        for data in (stream, compound(Workbook=stream)):
            self.assertEqual(
                read_file(data).sheets[0].rows, [["", ""], ["", "Rượu"], [4.0, ""]]
            )

    def test_a_formula_that_fails_is_told(self):
        [sheet] = read_file(biff(label(0, 0, "a") + failed(0, 1))).sheets
        self.assertEqual(sheet.rows, [["a", ""]])
        self.assertEqual(sheet.marks.errors, {(0, 1): "#REF!"})


class OdsTests(SimpleTestCase):
    def table(self, *rows):
        [sheet] = read_file(ods(ods_table("".join(rows)))).sheets
        return sheet

    def test_counts_of_rows_and_cells_are_kept(self):
        sheet = self.table(
            ods_row("a", "b", cell='table:number-columns-repeated="2"'),
            '<table:table-row table:number-rows-repeated="2"><table:table-cell'
            ' table:number-columns-repeated="16384"/></table:table-row>',
            ods_row(
                "c", row='table:number-rows-repeated="2" table:visibility="filter"'
            ),
        )
        empty = ["", "", ""]
        self.assertEqual(
            sheet.rows, [["a", "b", "b"], empty, empty, ["c", "", ""], ["c", "", ""]]
        )
        self.assertEqual(sheet.marks.hidden_rows, {3, 4})

    def test_rows_of_a_closed_group_are_hidden(self):
        sheet = self.table(
            ods_row("a"),
            '<table:table-row-group table:display="false">',
            ods_row("b"),
            "</table:table-row-group>",
            ods_row("c"),
        )
        self.assertEqual(sheet.marks.hidden_rows, {1})

    def test_a_formula_without_a_value_is_told_and_an_empty_result_is_none(self):
        cell = '<table:table-cell table:formula="of:=[.A1]"{}</table:table-cell>'
        sheet = self.table(
            "<table:table-row>",
            cell.format(">"),
            cell.format("><text:p/>"),
            cell.format("><text:p>#REF!</text:p>"),
            cell.format(' office:value-type="float" office:value="5">'),
            "</table:table-row>",
        )
        self.assertEqual(sheet.rows, [["", "", "", 5.0]])
        self.assertEqual(sheet.marks.uncounted, {(0, 0)})
        self.assertEqual(sheet.marks.errors, {(0, 2): "#REF!"})

    def test_a_comment_is_no_text_of_its_cell(self):
        sheet = self.table(
            "<table:table-row><table:table-cell><office:annotation><text:p>hỏi lại"
            "</text:p></office:annotation><text:p>Rượu<text:s text:c='2'/>gạo"
            "<text:line-break/><text:span>nếp</text:span></text:p><text:p>cẩm</text:p>"
            "</table:table-cell></table:table-row>"
        )
        self.assertEqual(sheet.rows, [["Rượu  gạo\nnếp\ncẩm"]])

    def test_deleted_rows_kept_for_review_are_not_read(self):
        deleted = f"<table:tracked-changes>{ods_row('cũ')}</table:tracked-changes>"
        data = ods(deleted + ods_table(ods_row("mới")))
        self.assertEqual(read_file(data).sheets[0].rows, [["mới"]])

    def test_values_copied_from_another_file_are_no_sheet(self):
        copied = ods_table("<table:table-source/>" + ods_row("x"), "file:///a.ods")
        book = read_file(ods(ods_table(ods_row("a")) + copied))
        self.assertEqual([sheet.name for sheet in book.sheets], ["S"])

    def test_a_text_document_is_refused_by_name(self):
        data = rewritten(
            ods(ods_table("")),
            "mimetype",
            lambda _: b"application/vnd.oasis.opendocument.text",
        )
        with self.assertRaises(FileRefusedError) as caught:
            read_file(data)
        self.assertIn("OpenDocument", caught.exception.message)


class CsvTests(SimpleTestCase):
    def rows(self, text, encoding="utf-8"):
        return read_file(text.encode(encoding)).sheets[0].rows

    def test_line_breaks_inside_quotes_and_doubled_quotes(self):
        text = 'Tên;Địa chỉ\r\n"Rượu ""gạo""";"thôn 1\r\nxã 2"\r\n'
        self.assertEqual(
            self.rows(text), [["Tên", "Địa chỉ"], ['Rượu "gạo"', "thôn 1\r\nxã 2"]]
        )

    def test_the_line_that_names_the_delimiter_is_no_row(self):
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            self.assertEqual(self.rows("sep=;\r\na,b;c\r\n", encoding), [["a,b", "c"]])

    def test_a_text_that_excel_calls_unicode(self):
        text = "Tên\tSố\r\nRượu\t4\r\n"
        self.assertEqual(self.rows(text, "utf-16"), [["Tên", "Số"], ["Rượu", "4"]])

    def test_commas_of_addresses_do_not_make_columns(self):
        lines = ["Tên;Địa chỉ"] + ["Rượu;Thôn 1, xã A, huyện B, tỉnh C"] * 5
        self.assertEqual({len(row) for row in self.rows("\n".join(lines))}, {2})

    def test_delimiters_and_lines_trailing_to_no_end_are_left_out(self):
        text = "a;b;;;;\nc;d;;;;\n" + ";;;;;\n" * 70_000
        self.assertEqual(self.rows(text), [["a", "b"], ["c", "d"]])

    def test_a_title_that_begins_like_a_picture_is_text(self):
        self.assertEqual(
            self.rows("BM01;Biểu mẫu\nPK;1"), [["BM01", "Biểu mẫu"], ["PK", "1"]]
        )
