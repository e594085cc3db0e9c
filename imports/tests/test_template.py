import io

import openpyxl
from django.test import TestCase

from areas.models import Agency
from imports.enums import ListKind
from imports.kinds import vocabulary_of
from imports.reading import read_file
from imports.template import LIST, template_workbook
from imports.understanding.tables import understand
from products.models import Product, Recognition
from products.regimes import load_regimes
from tests.places import load_cao_bang, unit

from .plans import imported, plan_of
from .workbooks import workbook

# A column that a person may leave empty where everything else is as in the example.
SPARE = {
    ListKind.PRODUCTS: "website",
    ListKind.PRODUCERS: "website",
    ListKind.ENDINGS: "end_kind",
    ListKind.USERS: "title",
}


class TemplateTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_regimes()
        cls.data = template_workbook(ListKind.PRODUCTS)

    def test_the_reader_understands_every_column_of_it(self):
        for kind in ListKind:
            with self.subTest(kind=kind):
                layout = understand(read_file(template_workbook(kind)))
                self.assertEqual(layout.list_kind, kind)
                self.assertEqual(
                    [s.is_used for s in layout.sheets], [True, False, False]
                )
                [table] = layout.sheets[0].tables
                self.assertEqual(
                    list(table.columns.values()), list(vocabulary_of(kind).fields)
                )

    def filled_in(self, kind: ListKind) -> list:
        """Return the rows of the template, its example touched by somebody."""
        [sheet, *_] = read_file(template_workbook(kind)).sheets
        titles, example = sheet.rows
        example[list(vocabulary_of(kind).fields).index(SPARE[kind])] = ""
        return [titles, example]

    def test_its_example_is_no_data_as_long_as_nobody_touches_it(self):
        for kind in ListKind:
            with self.subTest(kind=kind):
                [sheet, *_] = read_file(template_workbook(kind)).sheets
                [row] = plan_of(workbook(sheet.rows)).rows
                self.assertEqual(
                    (row.outcome, row.summary), ("skipped", "Dòng ví dụ của tệp mẫu")
                )

    def test_its_example_can_be_imported(self):
        Agency.objects.create(name="UBND tỉnh Cao Bằng", area=unit("04"))
        plan = imported(self.filled_in(ListKind.PRODUCTS))
        [row] = plan.rows
        self.assertEqual((row.outcome, row.messages), ("new", []))
        award = Recognition.objects.get(product=Product.objects.get())
        self.assertEqual(award.get_grade_display(), "4 sao")
        self.assertEqual(award.product.site.area, unit("01654"))

    def test_the_examples_of_all_kinds_fit_one_another(self):
        Agency.objects.create(name="UBND tỉnh Cao Bằng", area=unit("04"))
        for kind, outcome in (
            (ListKind.PRODUCTS, "new"),
            (ListKind.PRODUCERS, "unchanged"),
            (ListKind.ENDINGS, "changed"),
            (ListKind.USERS, "new"),
        ):
            with self.subTest(kind=kind):
                [row] = imported(self.filled_in(kind)).rows
                said = [m for m in row.messages if m.code != "recognition_expired"]
                self.assertEqual((row.outcome, said), (outcome, []))

    def test_drop_downs_offer_what_is_known(self):
        book = openpyxl.load_workbook(io.BytesIO(self.data))
        lists = book[LIST].data_validations.dataValidation
        columns = [area.min_col for rule in lists for area in rule.sqref.ranges]
        offered = {book[LIST].cell(1, column).value for column in columns}
        self.assertEqual(
            offered,
            {"Loại hình", "Giới tính", "Hạng sao", "Tình trạng hoạt động",
             "Bộ sản phẩm", "Bộ quy định"},
        )  # fmt: skip
        values = {cell.value for row in book["Lựa chọn"] for cell in row}
        self.assertLess({"tiềm năng 5 sao", "148/QĐ-TTg", "Rượu trắng"}, values)

    def test_codes_and_phones_are_text_so_that_no_zero_is_lost(self):
        book = openpyxl.load_workbook(io.BytesIO(self.data))
        titles = {cell.value: cell.column for cell in book[LIST][1]}
        for title in ("Mã số thuế", "Điện thoại", "Mã số mã vạch"):
            with self.subTest(title=title):
                cell = book[LIST].cell(2, titles[title])
                self.assertEqual(cell.number_format, "@")
