"""Which kind of list a file is taken for, and how a person says otherwise."""

from django.test import SimpleTestCase
from django.urls import reverse

from imports.enums import ListKind
from imports.models import RememberedTable
from imports.reading import read_file
from imports.understanding.tables import understand
from products.models import Product

from .pages import FILE, PageTestCase, url
from .workbooks import workbook, workbooks

PRODUCERS = [
    ["DANH SÁCH CHỦ THỂ OCOP"],
    [],
    ["STT", "Tên chủ thể", "Địa chỉ", "Số điện thoại", "Mã số thuế"],
    [1, "HTX Nước Hai", "Thị trấn Nước Hai, huyện Hòa An", "0912345678", None],
    [2, "HTX Bản Giốc", "Xã Đàm Thủy, huyện Trùng Khánh", None, None],
]
PRODUCTS = [["STT", "Tên sản phẩm", "Chủ thể"], [1, "Rượu gạo", "HTX Nước Hai"]]


def kind_of(*sheets, hidden=()) -> str:
    """Return the kind that a workbook of the given sheets is taken for."""
    named = [(f"Trang {number}", rows) for number, rows in enumerate(sheets, 1)]
    return understand(read_file(workbooks(named, hidden=hidden))).list_kind


class GuessTests(SimpleTestCase):
    def test_titles_tell_the_kind(self):
        for expected, rows in (
            (ListKind.PRODUCTS, PRODUCTS),
            (ListKind.PRODUCERS, PRODUCERS),
            (ListKind.PRODUCERS, [["Đơn vị", "MST"], ["HTX A", "4800123456"]]),
            (ListKind.PRODUCTS, [["Đơn vị", "Số hộ"], ["Xã A", 5]]),
        ):
            with self.subTest(rows=rows[0]):
                self.assertEqual(kind_of(rows), expected)

    def test_the_list_of_products_counts_before_that_of_its_producers(self):
        self.assertEqual(kind_of(PRODUCERS, PRODUCTS), ListKind.PRODUCTS)

    def test_hidden_sheets_tell_only_where_no_other_does(self):
        hidden = ["Trang 2"]
        self.assertEqual(kind_of(PRODUCERS, PRODUCTS, hidden=hidden), "producers")
        self.assertEqual(kind_of([["x"]], PRODUCERS, hidden=hidden), "producers")

    def test_a_sheet_of_another_kind_is_left_unticked(self):
        book = read_file(workbooks([("SP", PRODUCTS), ("CT", PRODUCERS)]))
        layout = understand(book)
        self.assertEqual([sheet.is_used for sheet in layout.sheets], [True, False])

    def test_rows_of_producers_are_told_from_what_stands_between_them(self):
        rows = [
            *PRODUCERS[:3],
            ["I", "HUYỆN HÒA AN"],
            PRODUCERS[3],
            ["II", "Huyện Trùng Khánh"],
            PRODUCERS[4],
            [None, "Tổng cộng: 3 chủ thể"],
            ["Người lập biểu", None, None, "Chủ tịch"],
        ]
        [sheet] = understand(read_file(workbook(rows))).sheets
        self.assertEqual(sheet.data_rows, 2)


class KindPageTests(PageTestCase):
    def kind(self, run, kind):
        return self.client.post(url("kind", run), {"kind": kind})

    def test_the_guess_is_shown_and_kept(self):
        run = self.start(workbook(PRODUCERS))
        self.assertEqual(run.kind, ListKind.PRODUCERS)
        response = self.client.get(url("understood", run))
        self.assertContains(
            response, '<option value="producers" selected>Chủ thể</option>', html=True
        )
        self.assertNotContains(response, "Cho cả tệp")
        self.assertContains(
            self.client.get(reverse("imports:list")),
            '<span class="cell-note">chủ thể</span>',
            html=True,
        )

    def test_choosing_another_kind_reads_the_titles_again(self):
        run = self.start()
        self.assertEqual(run.kind, ListKind.PRODUCTS)
        self.assertRedirects(self.kind(run, "producers"), url("understood", run))
        run.refresh_from_db()
        self.assertEqual(run.kind, ListKind.PRODUCERS)
        response = self.client.get(url("understood", run))
        [sheet] = response.context["sheets"]
        held = {one.title: one.choice.value() for one in sheet.tables[0].columns}
        self.assertEqual(
            (held["Chủ thể"], held["Tên sản phẩm"], held["Xếp hạng"]),
            ("producer", "", ""),
        )
        self.client.post(url("understood", run), self.layout(run))
        self.client.post(url("commit", run))
        run.refresh_from_db()
        self.assertTrue(run.is_committed)
        self.assertEqual(run.counts["producers"]["new"], 1)
        self.assertEqual(Product.objects.count(), 0)

    def test_no_kind_or_a_made_up_one_is_told(self):
        run = self.start()
        for kind in ("", "weather", "x" * 500):
            with self.subTest(kind=kind):
                response = self.client.post(
                    url("kind", run), {"kind": kind}, follow=True
                )
                self.assertContains(response, "Hãy chọn loại danh sách.")
        run.refresh_from_db()
        self.assertEqual(run.kind, ListKind.PRODUCTS)

    def test_what_is_written_keeps_its_kind(self):
        run = self.committed()
        self.assertEqual(self.kind(run, "producers").status_code, 404)

    def test_the_kind_is_remembered_for_the_next_file_of_the_shape(self):
        run = self.start()
        self.kind(run, "producers")
        self.client.post(url("understood", run), self.layout(run))
        self.assertEqual(RememberedTable.objects.get().kind, "producers")
        again = self.start(FILE)
        self.assertEqual(again.kind, ListKind.PRODUCERS)
        self.kind(again, "products")
        self.client.post(url("understood", again), self.layout(again))
        self.assertFalse(RememberedTable.objects.exists())
        self.assertEqual(self.start(FILE).kind, ListKind.PRODUCTS)

    def test_the_list_of_imports_can_be_narrowed_to_a_kind(self):
        self.start(workbook(PRODUCERS), name="chủ thể.xlsx")
        self.start(name="sản phẩm.xlsx")
        response = self.client.get(reverse("imports:list"), {"loai": "producers"})
        self.assertContains(response, "chủ thể.xlsx")
        self.assertNotContains(response, "sản phẩm.xlsx")
