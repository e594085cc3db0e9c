import datetime
import unicodedata

from django.test import SimpleTestCase

from imports.reading import read_file
from imports.understanding.lines import Kind
from imports.understanding.tables import BookLayout, reread, sheet_lines, understand

from .workbooks import HEAD, workbook, workbooks

ROW = [1, "Rượu gạo", "HTX Hoàng Tung", "Xã Hoàng Tung", "4 sao", "1806/QĐ-UBND"]


def layout_of(rows, **options):
    """Return the layout of the first sheet of a workbook with the given rows."""
    return understand(read_file(workbook(rows, **options))).sheets[0]


def columns_of(rows, **options) -> dict[str, str]:
    """Return {title: field} of the first table, without columns of no field."""
    [table] = layout_of(rows, **options).tables
    return {table.titles[index]: name for index, name in table.columns.items()}


def kinds_of(rows, **options) -> list[tuple[int, str]]:
    """Return (row, kind) of what stands under the header, blank rows left out."""
    book = read_file(workbook(rows, **options))
    layout = understand(book).sheets[0]
    return [
        (line.row + 1, line.kind.value)
        for _, line in sheet_lines(book.sheets[0], layout)
        if line.kind is not Kind.BLANK
    ]


def data_of(rows) -> list[tuple[str, tuple[str, ...]]]:
    """Return (product, sub-headings above it) of each row of data."""
    book = read_file(workbook(rows))
    layout = understand(book).sheets[0]
    return [
        (line.cells.get("product"), line.sections)
        for _, line in sheet_lines(book.sheets[0], layout)
        if line.kind is Kind.DATA
    ]


class TitleTests(SimpleTestCase):
    def test_a_title_close_above_is_no_part_of_the_header(self):
        title = ["Đơn vị: UBND huyện Hòa An", "Sản phẩm OCOP năm 2022"]
        [table] = layout_of([title, HEAD, ROW]).tables
        self.assertEqual((table.header_first, table.header_last), (2, 2))
        self.assertEqual(list(table.titles.values()), HEAD)


class SubHeadingTests(SimpleTestCase):
    def test_a_unit_ends_the_one_before_of_its_level_whatever_its_marker(self):
        for heading in (
            ["Huyện Bảo Lạc"],
            [None, "HUYỆN BẢO LẠC", None, None, 12],
            ["2", "Huyện Bảo Lạc", None, None, None, 5],
            ["II", "Huyện Bảo Lạc"],
            ["I.2", "Huyện Bảo Lạc"],
            ["B. Huyện Bảo Lạc"],
        ):
            with self.subTest(heading=heading):
                rows = [HEAD, ["I. Huyện Hòa An"], ROW, heading, ROW]
                self.assertEqual(
                    [[s.casefold() for s in sections] for _, sections in data_of(rows)],
                    [["huyện hòa an"], ["huyện bảo lạc"]],
                )

    def test_a_commune_lies_in_the_district_above_it(self):
        rows = [HEAD, ["HUYỆN HÒA AN"], ["Xã Đức Long"], ROW, ["1. Xã Đại Tiến"], ROW]
        self.assertEqual(
            [sections for _, sections in data_of(rows)],
            [("HUYỆN HÒA AN", "Xã Đức Long"), ("HUYỆN HÒA AN", "Xã Đại Tiến")],
        )

    def test_a_marker_a_name_and_a_count_are_a_sub_heading(self):
        rows = [HEAD, ["I", "Hòa An", None, None, 3], ROW]
        self.assertEqual(kinds_of(rows), [(2, "section"), (3, "data")])

    def test_a_row_numbered_beforehand_is_no_sub_heading(self):
        rows = [HEAD, ROW, [4], [5, None, None], ROW]
        self.assertEqual(
            kinds_of(rows), [(2, "data"), (3, "note"), (4, "note"), (5, "data")]
        )
        self.assertEqual([sections for _, sections in data_of(rows)], [(), ()])

    def test_names_that_begin_like_a_total_are_data(self):
        head, row = HEAD[1:], ["Cộng sinh nấm linh chi", *ROW[2:]]
        self.assertEqual(kinds_of([head, row, ["Cộng", None, 1]]),
                         [(2, "data"), (3, "total")])  # fmt: skip

    def test_a_star_without_an_owner_is_data(self):
        rows = [HEAD, ROW, [None, "Bún khô", None, None, 3]]
        self.assertEqual(kinds_of(rows), [(2, "data"), (3, "data")])

    def test_rows_that_number_columns_by_sums_or_name_units_are_none(self):
        rows = [HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)=(3)x(4)"],
                [None, None, None, None, "(sao)", "(số)"], ROW]  # fmt: skip
        self.assertEqual(kinds_of(rows), [(2, "numbers"), (3, "numbers"), (4, "data")])

    def test_a_header_with_line_breaks_further_down_begins_a_table(self):
        again = [title.replace(" ", "\n") for title in HEAD]
        layout = layout_of([HEAD, ROW, again, ROW])
        self.assertEqual([table.header_first for table in layout.tables], [1, 3])


class HeaderTests(SimpleTestCase):
    def test_a_header_below_a_title_block_is_found(self):
        title = [
            ["UBND HUYỆN HÒA AN"],
            [],
            ["PHỤ LỤC"],
            ["Danh sách sản phẩm, năm 2022"],
        ]
        for deep in (0, 3, 25):
            with self.subTest(deep=deep):
                layout = layout_of([*title, *[["x"]] * deep, HEAD, ROW])
                [table] = layout.tables
                self.assertEqual(
                    (table.header_first, table.header_last), (5 + deep,) * 2
                )
                self.assertEqual((layout.is_used, layout.data_rows), (True, 1))

    def test_wordings_of_real_lists_are_known(self):
        for name, wordings in {
            "product": ("Sản phẩm", "TÊN SẢN PHẨM OCOP", "Tên sản phẩm/dịch vụ",
                        "Tên sản phẩm\n(dịch vụ)", "Ten san pham", "Tªn s¶n phÈm",
                        "Tên sản phẩm tham gia đánh giá"),
            "producer": ("Chủ thể", "Tên chủ thể sản xuất", "Chủ thể SXKD", "Đơn vị",
                         "Cơ sở sản xuất",
                         unicodedata.normalize("NFD", "Chủ thể OCOP")),
            "phones": ("SĐT", "ĐT liên hệ", "Điện thoại\nliên hệ", "Số điện thoại"),
            "grade": ("Số sao", "Xếp hạng\nsao OCOP", "Phân hạng", "Kết quả phân hạng"),
            "score": ("Điểm trung bình", "Tổng điểm (100)"),
            "decision": ("Số QĐ công nhận", "Quyết định công nhận", "QĐ số"),
            "decision_date": ("Ngày QĐ", "Ngày ký"),
            "valid_from": ("Ngày công nhận", "Năm công nhận", "Đợt", "Ngày cấp"),
            "term": ("Ngày hết hạn", "Thời hạn", "Hiệu lực đến"),
            "criteria_set": ("Nhóm sản phẩm", "Bộ sản phẩm", "Ngành hàng"),
            "address": ("Địa chỉ sản xuất", "Địa chỉ cơ sở"),
            "commune": ("Xã/Phường", "Xã, phường, thị trấn"),
            "district": ("Huyện/TP", "Huyện"),
            "legal_kind": ("Loại hình tổ chức sản xuất", "Loại chủ thể"),
            "representative": ("Họ tên người đại diện (pháp lý)", "Giám đốc"),
            "tax_code": ("MST", "Mã số thuế"),
            "state": ("Tình trạng HĐ", "Trạng thái"),
            "note": ("Ghi chú",),
            None: ("Doanh thu năm (triệu đồng)", "Sản lượng", "Điểm bán hàng"),
        }.items():  # fmt: skip
            for wording in wordings:
                with self.subTest(wording=wording):
                    head = ["STT", "Tên sản phẩm", "Tên chủ thể", "Hạng sao", wording]
                    if name in ("product", "producer", "grade"):
                        head = [one for one in HEAD if one != title_of(name)]
                        head.append(wording)
                    columns = columns_of([head, [1, *"abcdef"]])
                    shown = unicodedata.normalize("NFC", " ".join(wording.split()))
                    if wording == "Tªn s¶n phÈm":
                        shown = "Tên sản phẩm"
                    self.assertEqual(columns.get(shown), name)

    def test_a_two_row_header_with_merged_groups(self):
        columns = columns_of(
            [
                ["TT", "Tên sản phẩm", "Chủ thể OCOP", None, "Quyết định công nhận"],
                [None, None, "Tên", "Địa chỉ", "Số", "Ngày"],
                [1, "Rượu", "HTX", "Xã Hòa An", "1/QĐ-UBND", "16/9/2020"],
            ],
            merges=["A1:A2", "B1:B2", "C1:D1", "E1:F1"],
        )
        self.assertEqual(
            columns,
            {
                "Tên sản phẩm": "product",
                "Chủ thể OCOP – Tên": "producer",
                "Chủ thể OCOP – Địa chỉ": "address",
                "Quyết định công nhận – Số": "decision",
                "Quyết định công nhận – Ngày": "decision_date",
            },
        )

    def test_a_two_row_header_whose_groups_are_titles_of_nothing(self):
        columns = columns_of(
            [
                ["TT", "THÔNG TIN SẢN PHẨM", None, "THÔNG TIN CHUNG", None],
                [None, "Tên sản phẩm", "Hạng sao", "Tên chủ thể", "Điện thoại"],
                [1, "Rượu", "4 sao", "HTX", "0912345678"],
            ],
            merges=["A1:A2", "B1:C1", "D1:E1"],
        )
        self.assertEqual(
            list(columns.values()), ["product", "grade", "producer", "phones"]
        )

    def test_a_two_row_header_without_merges_as_csv_has_it(self):
        text = (
            "TT;Tên sản phẩm;Chủ thể;;Hạng sao\n"
            ";;Tên chủ thể;Địa chỉ;\n"
            "1;Rượu;HTX;Xã Hòa An;4 sao\n"
        )
        layout = understand(read_file(text.encode())).sheets[0]
        [table] = layout.tables
        self.assertEqual((table.header_first, table.header_last), (1, 2))
        self.assertEqual(
            table.columns,
            {1: "product", 2: "producer", 3: "address", 4: "grade"},
        )

    def test_dates_of_other_papers_are_not_those_of_the_recognition(self):
        columns = columns_of(
            [[*HEAD, "Giấy chứng nhận ATTP", "Ngày cấp"], [*ROW, "12/ATTP", "1/2/2021"]]
        )
        self.assertNotIn("Ngày cấp", columns)

    def test_of_two_columns_alike_the_surer_one_is_taken(self):
        columns = columns_of(
            [["STT", "Đơn vị", "Tên chủ thể", "Tên sản phẩm"], [1, "a", "b", "c"]]
        )
        self.assertEqual(
            columns, {"Tên chủ thể": "producer", "Tên sản phẩm": "product"}
        )

    def test_a_sheet_without_a_header_is_not_used_and_another_row_can_be_named(self):
        rows = [["Cột A", "Cột B", "Cột C"], [1, "Rượu", "HTX"]]
        book = read_file(workbook(rows))
        layout = understand(book).sheets[0]
        self.assertEqual((layout.tables, layout.is_used), ([], False))
        reread(book.sheets[0], layout, 1, 1)
        self.assertEqual(layout.tables[0].titles, {0: "Cột A", 1: "Cột B", 2: "Cột C"})
        self.assertEqual(
            layout.missing(layout.tables[0]), ["Tên sản phẩm", "Tên chủ thể"]
        )

    def test_hidden_sheets_and_sheets_without_a_list_are_offered_unticked(self):
        book = read_file(
            workbooks(
                [
                    ("Mẫu", [HEAD, ROW]),
                    ("Nháp", [HEAD, ROW]),
                    ("Ghi chép", [["x", "y"]]),
                ],
                hidden=["Nháp"],
            )
        )
        layout = understand(book)
        self.assertEqual([s.is_used for s in layout.sheets], [True, False, False])
        self.assertEqual([s.data_rows for s in layout.sheets], [1, 1, 0])

    def test_a_layout_survives_being_stored(self):
        layout = understand(read_file(workbook([HEAD, ROW])))
        self.assertEqual(BookLayout.from_json(layout.as_json()), layout)


def title_of(name: str) -> str:
    return {
        "product": "Tên sản phẩm",
        "producer": "Tên chủ thể",
        "grade": "Hạng sao",
    }[name]


class LineTests(SimpleTestCase):
    def test_only_data_is_data(self):
        rows = [
            HEAD,
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
            ["I. HUYỆN HÒA AN (Cao Bằng)"],
            ROW,
            [],
            ["II", "Huyện Trùng Khánh"],
            [2, *ROW[1:]],
            ["Cộng", None, None, None, 2],
            ["Tổng cộng: 02 sản phẩm"],
            [None, "Ghi chú: Danh sách tính đến 31/12/2022."],
            [None, None, "Hòa An, ngày 05 tháng 01 năm 2023"],
            [None, "NGƯỜI LẬP BIỂU", "CHỦ TỊCH"],
            [None, "Nông Thị A", "Bế Văn B"],
        ]
        self.assertEqual(
            kinds_of(rows),
            [
                (2, "numbers"),
                (3, "section"),
                (4, "data"),
                (6, "section"),
                (7, "data"),
                (8, "total"),
                (9, "total"),
                (10, "note"),
                (11, "note"),
                (12, "note"),
                (13, "note"),
            ],
        )

    def test_columns_may_be_counted_with_numbers_or_letters(self):
        for counts in ([1, 2, 3, 4, 5, 6], ["A", "B", 1, 2, 3, 4], [-1, -2, -3, -4]):
            with self.subTest(counts=counts):
                kinds = kinds_of([HEAD, counts, ROW])
                self.assertEqual(kinds, [(2, "numbers"), (3, "data")])

    def test_totals_stand_anywhere_and_may_fill_other_columns(self):
        rows = [HEAD, ["Tổng số", "10 sản phẩm", "8 chủ thể"], ROW, [None, "Cộng", 3]]
        self.assertEqual(kinds_of(rows), [(2, "total"), (3, "data"), (4, "total")])

    def test_a_counted_row_without_its_product_or_owner_is_data(self):
        rows = [
            HEAD,
            [1, "Rượu gạo"],
            [2, None, "HTX Hoàng Tung"],
            [None, "Rượu", "HTX"],
        ]
        self.assertEqual(kinds_of(rows), [(2, "data"), (3, "data"), (4, "data")])

    def test_merged_cells_hold_for_every_row_of_the_merge(self):
        rows = [HEAD, ROW, [2, "Bún khô", None, None, "3 sao"], [3, "Miến dong"]]
        book = read_file(workbook(rows, merges=["C2:C3", "D2:D3"]))
        layout = understand(book).sheets[0]
        lines = [line for _, line in sheet_lines(book.sheets[0], layout)]
        self.assertEqual(
            [line.cells.get("producer") for line in lines],
            ["HTX Hoàng Tung", "HTX Hoàng Tung", None],
        )
        self.assertEqual(lines[1].sources, {"producer": 1, "address": 1})

    def test_sections_lie_in_one_another_and_end_with_the_next_of_their_kind(self):
        rows = [
            HEAD,
            ["A. Huyện Hòa An"],
            ["I. Sản phẩm đạt 4 sao"],
            ROW,
            ["II. Sản phẩm đạt 3 sao"],
            ROW,
            ["B. Các huyện khác"],
            ROW,
        ]
        book = read_file(workbook(rows))
        layout = understand(book).sheets[0]
        sections = [
            line.sections
            for _, line in sheet_lines(book.sheets[0], layout)
            if line.kind is Kind.DATA
        ]
        self.assertEqual(
            sections,
            [
                ("Huyện Hòa An", "Sản phẩm đạt 4 sao"),
                ("Huyện Hòa An", "Sản phẩm đạt 3 sao"),
                ("Các huyện khác",),
            ],
        )

    def test_a_second_header_starts_a_new_table(self):
        other = ["STT", "Chủ thể", "Sản phẩm", "Số sao"]
        rows = [HEAD, ROW, [], ["Biểu 2"], other, [1, "HTX Đức Long", "Miến dong", 3]]
        book = read_file(workbook(rows))
        layout = understand(book).sheets[0]
        self.assertEqual([table.header_first for table in layout.tables], [1, 5])
        cells = [
            (line.cells["product"], line.cells["producer"])
            for _, line in sheet_lines(book.sheets[0], layout)
            if line.kind is Kind.DATA
        ]
        self.assertEqual(
            cells, [("Rượu gạo", "HTX Hoàng Tung"), ("Miến dong", "HTX Đức Long")]
        )

    def test_a_sheet_typed_in_an_old_font_is_converted_and_says_so(self):
        rows = [
            ["STT", "Tªn s¶n phÈm", "Chñ thÓ", "Ngµy c«ng nhËn"],
            [1, "R­îu g¹o", "Hîp t¸c x· Hoµng Tung", datetime.date(2020, 9, 16)],
        ]
        book = read_file(workbook(rows))
        layout = understand(book).sheets[0]
        [line] = [line for _, line in sheet_lines(book.sheets[0], layout)]
        self.assertEqual(line.cells["producer"], "Hợp tác xã Hoàng Tung")
        self.assertEqual(
            layout.notices,
            ["Trang tính gõ bằng phông TCVN3 (.VnTime); đã đổi sang Unicode."],
        )

    def test_hidden_rows_are_data_and_are_reported(self):
        layout = layout_of([HEAD, ROW, [2, *ROW[1:]]], hidden_rows=[3])
        self.assertEqual(layout.data_rows, 2)
        self.assertEqual(layout.notices, ["Có 1 dòng đang bị ẩn, vẫn được đọc."])
