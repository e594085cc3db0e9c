import datetime
import io
from decimal import Decimal

import openpyxl
from django.test import SimpleTestCase

from core.exports import Column, xlsx_response
from core.filtering import Chip


def sheets(rows, chips=()):
    columns = [Column("Giá trị", lambda row: row)]
    response = xlsx_response("Sản phẩm OCOP", columns, rows, chips)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return book, response


class ExportTests(SimpleTestCase):
    def test_text_never_becomes_a_formula(self):
        risky = [
            "=1+1",
            "+84 912",
            "-5 độ",
            "@SUM(A1)",
            "\tnhảy",
            "{=A1}",
            "=HYPERLINK",
        ]
        book, _ = sheets(risky)
        cells = [row[0] for row in book["Danh sách"].iter_rows(min_row=2)]
        self.assertEqual([cell.value for cell in cells], risky)
        self.assertEqual({cell.data_type for cell in cells}, {"s"})

    def test_addresses_and_digits_stay_text(self):
        book, _ = sheets(["https://example.vn", "0480012345"])
        rows = list(book["Danh sách"].iter_rows(min_row=2))
        self.assertEqual(
            [row[0].value for row in rows], ["https://example.vn", "0480012345"]
        )
        self.assertEqual([row[0].hyperlink for row in rows], [None, None])

    def test_dates_and_numbers_keep_their_kind(self):
        book, _ = sheets([datetime.date(2023, 9, 15), Decimal("72.50"), 3, True, None])
        cells = [row[0] for row in book["Danh sách"].iter_rows(min_row=2)]
        self.assertEqual(cells[0].value.date(), datetime.date(2023, 9, 15))
        self.assertEqual(cells[0].number_format, "dd/mm/yyyy")
        self.assertEqual([cell.value for cell in cells[1:]], [72.5, 3, "có"])

    def test_what_excel_cannot_hold_is_dropped(self):
        book, _ = sheets(["Mật\x0b ong\x00", "dài" * 20_000])
        first, second = (row[0].value for row in book["Danh sách"].iter_rows(min_row=2))
        self.assertEqual(first, "Mật ong")
        self.assertEqual(len(second), 32_767)

    def test_second_sheet_names_the_filters(self):
        book, response = sheets([], [Chip("Hạng sao", "=4 sao", "/")])
        lines = list(book["Điều kiện lọc"].values)
        self.assertEqual(lines[0], ("Danh sách", "Sản phẩm OCOP"))
        self.assertEqual(lines[1][0], "Xuất lúc")
        self.assertEqual(lines[2], ("Hạng sao", "=4 sao"))
        self.assertIn("san-pham-ocop-", response["Content-Disposition"])
