"""What a person says of a file's columns holds for the next file of its shape."""

from imports.memory import remember
from imports.models import RememberedTable
from imports.services import load_book

from .pages import PageTestCase, url
from .workbooks import workbook

TITLES = ["Mặt hàng", "Người làm ra", "Xếp loại"]
ROWS = [["DANH MỤC MẶT HÀNG"], [], TITLES, ["Rượu men lá", "HTX Bản Giốc", "4 sao"]]


class MemoryTests(PageTestCase):
    def teach(self, by=None) -> None:
        """Point out the header and the columns of a list that is not understood."""
        run = self.start(workbook(ROWS), by=by)
        self.client.force_login(run.created_by)
        rows = {"header-0-first": 3, "header-0-last": 3}
        self.client.post(url("reread", run, 0), rows)
        names = {"column-0-0-0": "product", "column-0-0-1": "producer"}
        names |= {"column-0-0-2": "grade", "use-0": "on"}
        response = self.client.post(url("understood", run), names)
        self.assertRedirects(response, url("detail", run))

    def layout_of(self, rows, by=None) -> dict:
        return self.start(workbook(rows), by=by).layout["sheets"][0]

    def test_the_next_file_of_the_shape_is_read_the_same_way(self):
        self.assertEqual(self.layout_of(ROWS)["tables"], [])
        self.teach()
        next_file = [["Phụ lục II"], *ROWS, ["Chè đắng", "HTX Đông Khê", "3 sao"]]
        sheet = self.layout_of(next_file)
        [table] = sheet["tables"]
        self.assertEqual((table["header_first"], table["header_last"]), (4, 4))
        self.assertEqual(table["columns"], {0: "product", 1: "producer", 2: "grade"})
        self.assertEqual((sheet["is_used"], sheet["data_rows"]), (True, 2))
        run = self.start(workbook(next_file))
        self.assertContains(
            self.client.get(url("understood", run)),
            f"Các cột được hiểu như {self.lan.full_name} đã chỉnh ngày",
        )

    def test_columns_that_moved_are_still_known_by_their_titles(self):
        self.teach()
        moved = [["", *row] for row in ROWS]
        [table] = self.layout_of(moved)["tables"]
        self.assertEqual(table["columns"], {1: "product", 2: "producer", 3: "grade"})

    def test_other_titles_are_another_shape(self):
        self.teach()
        other = [["Mặt hàng", "Người làm ra"], ["Rượu men lá", "HTX Bản Giốc"]]
        self.assertEqual(self.layout_of(other)["tables"], [])

    def test_another_unit_is_not_told(self):
        self.teach()
        self.assertEqual(self.layout_of(ROWS, by=self.lead)["tables"], [])

    def test_a_changed_guess_is_kept_and_forgotten_when_taken_back(self):
        head = ["Sản phẩm", "Chủ thể", "Địa chỉ", "Ghi chú"]
        data = workbook([head, ["Rượu", "HTX Bản Giốc", "Xã Đàm Thủy", "mới"]])
        guess = self.layout(self.start(data))
        self.client.post(
            url("understood", self.start(data)), {**guess, "column-0-0-3": ""}
        )
        changed = self.start(data)
        self.assertEqual(self.layout(changed).get("column-0-0-3"), None)
        self.client.post(url("understood", changed), guess)
        self.assertEqual(RememberedTable.objects.count(), 0)
        self.assertEqual(self.layout(self.start(data)), guess)

    def test_what_is_guessed_and_left_so_is_not_kept(self):
        run = self.start()
        book, layout = load_book(run)
        remember(book, layout, run.area, by=self.lan)
        self.assertEqual(RememberedTable.objects.count(), 0)

    def test_a_later_word_replaces_the_earlier(self):
        self.teach()
        self.teach(by=self.hoa)
        [remembered] = RememberedTable.objects.all()
        self.assertEqual(remembered.by, self.hoa)

    def test_recalling_costs_one_query_beside_the_insert(self):
        self.teach()
        with self.assertNumQueries(2):
            self.start(workbook(ROWS))
