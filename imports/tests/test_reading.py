import datetime

from django.test import SimpleTestCase

from imports.exceptions import FileRefusedError
from imports.reading import read_file
from imports.reading.marks import column_letters, column_number

from .workbooks import Failed, Formula, with_part, workbook, workbooks


class XlsxTests(SimpleTestCase):
    def test_cells_keep_their_types_and_places(self):
        day = datetime.date(2020, 9, 16)
        book = read_file(workbook([["Rượu", 4, day], [None, "0912"]], first_row=3))
        [sheet] = book.sheets
        self.assertEqual((book.kind, sheet.name), ("xlsx", "Danh sách"))
        self.assertEqual(
            sheet.rows,
            [["", "", ""], ["", "", ""], ["Rượu", 4.0, day], ["", "0912", ""]],
        )
        self.assertEqual(sheet.cell(99, 99), "")

    def test_merged_ranges_hidden_rows_and_hidden_sheets_are_told(self):
        data = workbooks(
            [("Danh sách", [["a", "b"], [None, "c"], [None, "d"]]), ("Nháp", [["x"]])],
            merges=["A1:A3"],
            hidden_rows=[2],
            hidden=["Nháp"],
        )
        first, second = read_file(data).sheets
        self.assertEqual(first.merges, [(0, 0, 2, 0)])
        self.assertEqual(first.marks.hidden_rows, {1})
        self.assertEqual((first.is_hidden, second.is_hidden), (False, True))

    def test_error_cells_and_formulas_without_a_value_are_told(self):
        data = workbook([["a", Failed("#REF!"), Formula(), Formula("=A1", 5)]])
        [sheet] = read_file(data).sheets
        self.assertEqual(sheet.marks.errors, {(0, 1): "#REF!"})
        self.assertEqual(sheet.marks.uncounted, {(0, 2)})
        self.assertEqual(sheet.cell(0, 3), 5.0)

    def test_macro_workbooks_are_read_and_their_macros_left_alone(self):
        data = with_part(workbook([["a"]]), "xl/vbaProject.bin", b"\xcc\x61macro")
        book = read_file(data)
        self.assertEqual(book.sheets[0].rows, [["a"]])

    def test_column_letters(self):
        for number, letters in ((0, "A"), (25, "Z"), (26, "AA"), (16383, "XFD")):
            self.assertEqual(column_letters(number), letters)
            self.assertEqual(column_number(letters), number)


class OtherFormatsTests(SimpleTestCase):
    def test_csv_with_comma_semicolon_or_tab_and_any_unicode(self):
        for sign in ",;\t":
            for encoding in ("utf-8", "utf-8-sig", "utf-16"):
                with self.subTest(sign=sign, encoding=encoding):
                    text = f'Tên{sign}"Địa chỉ{sign} xã"\nRượu{sign}\n'
                    book = read_file(text.encode(encoding))
                    self.assertEqual(book.kind, "csv")
                    self.assertEqual(
                        book.sheets[0].rows,
                        [["Tên", f"Địa chỉ{sign} xã"], ["Rượu", ""]],
                    )

    def test_csv_in_an_old_encoding_is_refused(self):
        with self.assertRaises(FileRefusedError) as caught:
            read_file("Tên;Địa chỉ\nRượu;xã".encode("cp1258", "replace") + b"\xff")
        self.assertEqual(caught.exception.code, "unknown_encoding")
