"""The file that goes back with its errors, and what becomes of it corrected."""

import io
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.styles import Border, PatternFill, Side

from imports.reading import read_file
from imports.returning.order import COLOUR
from imports.understanding.cleaning import clean_sheet
from products.models import Product

from .pages import HEAD, HEAD_BELOW, PageTestCase, annex, line, url
from .workbooks import Failed, Formula, rewritten, workbook, workbooks


def opened(data: bytes, **options):
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def column(sheet, letter: str) -> dict[int, str]:
    """Return what stands in a column, by row."""
    return {cell.row: cell.value for cell in sheet[letter] if cell.value is not None}


def coloured(sheet) -> list[str]:
    return [
        cell.coordinate
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.patternType and cell.fill.fgColor.rgb == COLOUR
    ]


FILES = Path(__file__).with_name("files")
NO_STAR = "Hạng sao “6 sao” không đọc được; chỉ nhận 3, 4, 5 sao hoặc tiềm năng 5 sao."
NO_DAY = "“31/02/2023” không phải là ngày hợp lệ (ngày/tháng/năm)."


class ReturnTestCase(PageTestCase):
    def returned(self, data, **options) -> bytes:
        run = self.previewed(data, **options)
        response = self.client.get(url("returned", run))
        self.assertEqual(response.status_code, 200)
        return response.content


class WorkbookTests(ReturnTestCase):
    def test_each_rejected_row_says_why_and_its_cells_are_coloured(self):
        data = annex(
            line(1),
            line(2, star="6 sao", day="31/02/2023"),
            line(3, producer=""),
            line(4, phone="091"),
        )
        sheet = opened(self.returned(data))["Danh sách"]
        self.assertEqual(
            column(sheet, "I"),
            {4: "Lỗi", 7: f"{NO_STAR}; {NO_DAY}", 8: "Thiếu tên chủ thể."},
        )
        self.assertEqual(coloured(sheet), ["F7", "H7", "C8"])
        self.assertEqual(
            {str(area) for area in sheet.merged_cells.ranges}, {"G4:H4", "I4:I5"}
        )

    def test_everything_else_stays_as_it_was(self):
        book = opened(annex(line(1, star="6 sao"), line(2)))
        sheet = book["Danh sách"]
        sheet.column_dimensions["B"].width = 41
        sheet.row_dimensions[7].hidden = True
        sheet.row_dimensions[3].height = 44
        sheet.freeze_panes = "C6"
        sheet["B6"].fill = PatternFill("solid", "FFFFFF00")
        sheet["F6"].border = Border(left=Side("thick"))
        sheet["F6"].font = openpyxl.styles.Font(name=".VnTime", bold=True)
        other = book.create_sheet("Ghi chép")
        other["A1"] = "=1+1"
        other.sheet_state = "hidden"
        before = saved(book)
        after = self.returned(before)
        book = opened(after)
        sheet = book["Danh sách"]
        self.assertEqual(sheet.column_dimensions["B"].width, 41)
        self.assertEqual(sheet.column_dimensions["I"].width, 60)
        self.assertTrue(sheet.row_dimensions[7].hidden)
        self.assertEqual(sheet.row_dimensions[3].height, 44)
        self.assertEqual(sheet.freeze_panes, "C6")
        self.assertEqual(sheet["B6"].fill.fgColor.rgb, "FFFFFF00")
        cell = sheet["F6"]
        self.assertEqual((cell.border.left.style, cell.font.name), ("thick", ".VnTime"))
        self.assertEqual(cell.fill.fgColor.rgb, COLOUR)
        self.assertEqual(sheet["I6"].font.name, "Times New Roman")
        self.assertEqual(book["Ghi chép"].sheet_state, "hidden")
        self.assertEqual(book["Ghi chép"]["A1"].value, "=1+1")
        parts, kept = (zipfile.ZipFile(io.BytesIO(data)) for data in (before, after))
        changed = {
            name for name in parts.namelist() if parts.read(name) != kept.read(name)
        }
        self.assertEqual(parts.namelist(), kept.namelist())
        self.assertEqual(
            changed,
            {"xl/styles.xml", "xl/worksheets/sheet1.xml"},
        )

    def test_formulas_keep_their_values(self):
        data = annex(
            line(1, star=Formula('="4 sao"', "4 sao")),
            line(2, star="6 sao", phone=Formula("=1+1", 912345678)),
            line(3, day=Formula()),
            line(4, producer=Failed()),
        )
        after = self.returned(data)
        self.assertEqual(opened(after).active["F6"].value, '="4 sao"')
        self.assertEqual(opened(after, data_only=True).active["F6"].value, "4 sao")
        self.assertEqual(coloured(opened(after).active), ["F7", "H8", "C9"])
        again = self.previewed(after)
        self.assertEqual((again.counts["new"], again.counts["rejected"]), (1, 3))

    def test_the_first_cell_of_a_merge_is_coloured(self):
        data = annex(line(1, producer=Failed()), line(2, producer=""), merges=["C6:C7"])
        self.assertEqual(coloured(opened(self.returned(data)).active), ["C6"])

    def test_the_title_stands_beside_every_table_and_on_every_sheet_with_errors(self):
        one = [["DANH SÁCH"], HEAD, HEAD_BELOW, line(1, star="x"), line(2)]
        two = [["Đợt 2"], HEAD, HEAD_BELOW, line(3, star="y")]
        good = [HEAD, HEAD_BELOW, line(5)]
        data = workbooks([("A", [*one, [], *two]), ("B", good)])
        book = opened(self.returned(data))
        titles = [row for row, text in column(book["A"], "I").items() if text == "Lỗi"]
        self.assertEqual(titles, [2, 8])
        self.assertEqual(column(book["B"], "I"), {})

    def test_columns_hidden_to_the_right_do_not_hide_it(self):
        book = opened(annex(line(1, star="6 sao")))
        sheet = book["Danh sách"]
        sheet.column_dimensions.group("I", "XFD", hidden=True)
        sheet = opened(self.returned(saved(book))).active
        self.assertFalse(sheet.column_dimensions["I"].hidden)
        self.assertTrue(sheet.column_dimensions["J"].hidden)

    def test_a_header_merged_to_the_right_is_not_written_over(self):
        data = annex(line(1, star="6 sao"), merges=["A4:A5"])
        book = opened(data)
        book.active.unmerge_cells("G4:H4")
        book.active.merge_cells("G4:J4")
        sheet = opened(self.returned(saved(book))).active
        self.assertEqual(column(sheet, "K")[4], "Lỗi")

    def test_nothing_in_it_runs(self):
        rows = [
            line(1, product="=1+1", star="6 sao"),
            line(2, star="=cmd|' /C calc'!A0"),
        ]
        sheet = opened(self.returned(annex(*rows))).active
        self.assertEqual(sheet["B6"].data_type, "s")
        self.assertEqual(sheet["F7"].data_type, "s")
        self.assertEqual(sheet["I6"].data_type, "s" if sheet["I6"].value else None)
        for cell in (sheet["I6"], sheet["I7"]):
            self.assertIn(cell.data_type, ("s", "inlineStr"))

    def test_macros_stay_behind(self):
        data = with_macro(annex(line(1, star="6 sao")))
        self.assertIsNotNone(opened(data, keep_vba=True).vba_archive)
        after = zipfile.ZipFile(io.BytesIO(self.returned(data, name="a.xlsm")))
        self.assertEqual([n for n in after.namelist() if "vba" in n.lower()], [])
        types = after.read("[Content_Types].xml").decode()
        self.assertNotIn("macroEnabled", types)
        self.assertNotIn("vbaProject", types)
        self.assertNotIn(b"vbaProject", after.read("xl/_rels/workbook.xml.rels"))

    def test_what_may_act_by_itself_is_built_anew(self):
        data = annex(line(1, star="6 sao"))
        target = io.BytesIO(data)
        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr("xl/embeddings/oleObject1.bin", b"x")
        after = self.returned(target.getvalue())
        names = zipfile.ZipFile(io.BytesIO(after)).namelist()
        self.assertNotIn("xl/embeddings/oleObject1.bin", names)
        self.assertEqual(column(opened(after).active, "I")[6], NO_STAR)


def with_macro(data: bytes) -> bytes:
    """Return a workbook as .xlsm with a project of macros."""
    book = "spreadsheetml.sheet.main+xml"
    data = rewritten(
        data,
        "[Content_Types].xml",
        lambda xml: xml.replace(
            f"application/vnd.openxmlformats-officedocument.{book}".encode(),
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ).replace(
            b"</Types>",
            b'<Override PartName="/xl/vbaProject.bin"'
            b' ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        ),
    )
    data = rewritten(
        data,
        "xl/_rels/workbook.xml.rels",
        lambda xml: xml.replace(
            b"</Relationships>",
            b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/'
            b'relationships/vbaProject" Target="vbaProject.bin"/></Relationships>',
        ),
    )
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return target.getvalue()


class CorrectedTests(ReturnTestCase):
    def setUp(self):
        super().setUp()
        self.data = annex(line(1), line(2, star="6 sao"), line(3, producer=""), line(4))

    def corrected(self, data: bytes, **cells) -> bytes:
        book = opened(data)
        for place, value in cells.items():
            book.active[place] = value
        return saved(book)

    def test_a_corrected_file_imports_only_what_was_missing(self):
        run = self.committed(self.data)
        self.assertEqual(Product.objects.count(), 2)
        back = self.client.get(url("returned", run)).content
        run = self.committed(self.corrected(back, F7="5 sao", C8="HTX Mới"))
        self.assertEqual(
            {
                key: run.counts[key]
                for key in ("new", "unchanged", "changed", "rejected")
            },
            {"new": 2, "unchanged": 2, "changed": 0, "rejected": 0},
        )
        self.assertEqual(Product.objects.count(), 4)

    def test_a_second_return_reuses_the_column_and_forgets_what_was_mended(self):
        back = self.returned(self.data)
        again = self.returned(self.corrected(back, F7="4 sao"))
        sheet = opened(again).active
        self.assertEqual(column(sheet, "I"), {4: "Lỗi", 8: "Thiếu tên chủ thể."})
        self.assertEqual(column(sheet, "J"), {})
        self.assertEqual(coloured(sheet), ["C8"])

    def test_the_column_disturbs_nothing_of_the_reading(self):
        first = self.previewed(self.data)
        back = self.client.get(url("returned", first)).content
        again = self.previewed(back)
        self.assertEqual(again.layout["sheets"][0]["tables"],
                         first.layout["sheets"][0]["tables"])  # fmt: skip
        self.assertEqual(again.counts, first.counts)
        # A row cleared by hand whose message was left is no row of data, nor a heading.
        emptied = self.corrected(back, **{f"{c}7": None for c in "ABCDEFGH"})
        self.assertEqual(self.previewed(emptied).counts["rows"], 3)

    def test_a_list_typed_in_an_old_font_is_still_known_as_such(self):
        rows = [
            ["STT", "Tªn s¶n phÈm", "Tªn chñ thÓ", "X· ", "H¹ng sao"],
            *([n, f"R­îu nÕp c¸i {n}", f"Hîp t¸c x· B¶n {n}", "x· Hoµ An", f"{n} sai"]
              for n in range(1, 8)),
        ]  # fmt: skip
        first = self.previewed(workbook(rows))
        self.assertEqual(first.counts["rejected"], 7)
        back = self.client.get(url("returned", first)).content
        again = self.previewed(back)
        self.assertEqual(again.counts, first.counts)
        self.assertEqual(again.layout, first.layout)


def told(book) -> list[tuple]:
    """Return everything that was read of a workbook, its messages taken out."""
    for sheet in book.sheets:
        clean_sheet(sheet)
    return [
        (
            [[cell for cell in row if cell != ""] for row in sheet.rows if any(row)],
            sheet.is_hidden,
            sorted(sheet.merges),
            sheet.marks.hidden_rows,
            sheet.marks.errors,
        )
        for sheet in book.sheets
    ]


class OtherKindsTests(ReturnTestCase):
    def test_a_csv_comes_back_as_a_workbook(self):
        text = "STT;Tên sản phẩm;Chủ thể;Hạng sao;Điện thoại\n"
        text += "1;Rượu;HTX A;4 sao;0912345678\n2;=1+1;HTX A;6 sao;\n"
        sheet = opened(self.returned(text.encode(), name="ds.csv")).active
        self.assertEqual(column(sheet, "F"), {1: "Lỗi", 3: NO_STAR})
        self.assertEqual(coloured(sheet), ["D3"])
        self.assertEqual(
            (sheet["E2"].value, sheet["B3"].data_type), ("0912345678", "s")
        )
        again = self.committed(self.mended(sheet.parent, D3="5 sao"))
        self.assertEqual((again.counts["new"], again.counts["rejected"]), (2, 0))

    def test_every_kind_is_read_again_as_it_was(self):
        for kind in ("xlsx", "xls", "ods", "csv"):
            with self.subTest(kind=kind):
                data = (FILES / f"danh-sach.{kind}").read_bytes()
                run = self.previewed(data, name=f"danh-sach.{kind}")
                rejected = run.rows.filter(outcome="rejected")
                rows = set(rejected.values_list("row", flat=True))
                self.assertIn(6, rows)
                response = self.client.get(url("detail", run))
                note = "Tệp trả lại là dạng .xlsx"
                self.assertEqual(note in response.content.decode(), kind != "xlsx")
                back = self.client.get(url("returned", run)).content
                sheet = opened(back).worksheets[0]
                self.assertEqual(column(sheet, "I").keys() - {3}, rows)
                self.assertEqual(told(read_file(back)), told(read_file(data)))
                again = self.previewed(back)
                self.assertEqual(again.counts, run.counts)

    def mended(self, book, **cells) -> bytes:
        for place, value in cells.items():
            book.active[place] = value
        return saved(book)

    def test_only_what_was_previewed_and_rejected_comes_back(self):
        for run in (self.start(), self.previewed()):
            response = self.client.get(url("returned", run))
            self.assertEqual(response.status_code, 404)

    def test_names_are_made_safe(self):
        names = {
            '../Phụ lục "1".XLS': "phu-luc-1-loi.xlsx",
            "=cmd().xlsx": "cmd-loi.xlsx",
            "<b>": "b-loi.xlsx",
            "…": "danh-sach-loi.xlsx",
        }
        for name, expected in names.items():
            run = self.previewed(annex(line(1, star="6 sao")), name=name)
            response = self.client.get(url("returned", run))
            self.assertEqual(
                response["Content-Disposition"], f'attachment; filename="{expected}"'
            )

    def test_the_run_of_another_office_gives_nothing(self):
        run = self.previewed(annex(line(1, star="6 sao")))
        self.client.force_login(self.hoa)
        self.assertEqual(self.client.get(url("returned", run)).status_code, 404)
        self.client.force_login(self.admin)
        self.assertEqual(self.client.get(url("returned", run)).status_code, 200)
