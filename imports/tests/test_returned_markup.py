"""What is written into the XML of a workbook, sign by sign, and how long it takes."""

import time

from django.test import SimpleTestCase

from imports.reading import read_file
from imports.returning.markup import UnsafeError
from imports.returning.order import SheetOrder
from imports.returning.package import patched
from imports.returning.service import in_child, plain
from imports.returning.sheets import SheetPatch
from imports.returning.styles import Styles
from imports.understanding.tables import understand

from . import hostile
from .pages import annex, line
from .test_returning import coloured, column, opened

PREFIXED = """<?xml version="1.0" encoding="UTF-8"?>
<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<x:dimension ref="A1:B4"/>
<x:cols><x:col min="1" max="16384" width="9" hidden="1"/></x:cols>
<x:sheetData><x:row spans="1:2"><x:c t="str"><x:v>A &gt; 'b'</x:v></x:c><x:c>
<x:v>1</x:v></x:c></x:row>
<x:row r="2" s="1" customFormat="1"/><x:row r='3' note="a>b"><x:c r="D3"/></x:row>
<x:row r="4"><x:c r="B4" s="1"><x:f>1&lt;2</x:f><x:v>3</x:v></x:c></x:row></x:sheetData>
<x:autoFilter ref="A1:B4"/><x:pageMargins left="1"/></x:worksheet>"""
STYLES = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<fonts count="1"><font/></fonts>
<fills count="2"><fill><patternFill/></fill><fill/></fills>
<cellXfs count="2"><xf fillId="0"/><xf fillId="1" fontId="0"><alignment/></xf></cellXfs>
</styleSheet>"""


class MarkupTests(SimpleTestCase):
    maxDiff = None

    def test_prefixes_missing_references_and_closed_rows_are_understood(self):
        order = SheetOrder("S", [(1, 2)], {3, 4}, {3: "Lỗi <1>", 4: "b"},
                           {(3, 0), (4, 1)})  # fmt: skip
        styles = Styles(STYLES.encode())
        xml = SheetPatch(PREFIXED.encode(), order, styles, set()).patched().decode()
        column = "<x:col "
        self.assertEqual(
            xml.splitlines()[2:],
            [
                '<x:dimension ref="A1:C4"/>',
                "<x:cols>"
                f'{column}min="1" max="2" width="9" hidden="1"/>'
                f'{column}min="3" max="3" width="60" customWidth="1"/>'
                f'{column}min="4" max="16384" width="9" hidden="1"/></x:cols>',
                '<x:sheetData><x:row><x:c t="str"><x:v>A &gt; \'b\'</x:v></x:c>'
                "<x:c>",
                '<x:v>1</x:v></x:c><x:c r="C1" s="2" t="inlineStr"><x:is>'
                '<x:t xml:space="preserve">L&#7895;i</x:t></x:is></x:c></x:row>',
                '<x:row r="2" s="1" customFormat="1"><x:c r="C2" s="2"/></x:row>'
                '<x:row r="3" note="a&gt;b"><x:c r="A3" s="3"/>'
                '<x:c r="C3" s="4" t="inlineStr"><x:is><x:t xml:space="preserve">'
                'L&#7895;i &lt;1&gt;</x:t></x:is></x:c><x:c r="D3"/></x:row>',
                '<x:row r="4"><x:c r="B4" s="5"><x:f>1&lt;2</x:f><x:v>3</x:v></x:c>'
                '<x:c r="C4" s="4" t="inlineStr"><x:is><x:t xml:space="preserve">b'
                '</x:t></x:is></x:c></x:row></x:sheetData>',
                '<x:autoFilter ref="A1:B4"/><x:mergeCells count="1">'
                '<x:mergeCell ref="C1:C2"/></x:mergeCells>'
                '<x:pageMargins left="1"/></x:worksheet>',
            ],
        )  # fmt: skip
        text = styles.patched().decode()
        self.assertIn('<fonts count="3">', text)
        self.assertIn('<fills count="3">', text)
        self.assertIn('<cellXfs count="6">', text)
        self.assertIn(
            '<xf fillId="2" fontId="0" applyFill="1"><alignment/></xf></cellXfs>', text
        )

    def test_declarations_are_not_followed(self):
        bad = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
        with self.assertRaises(UnsafeError):
            Styles(bad.encode())

    def test_a_long_list_takes_its_time_once(self):
        rows = [line(n, star="6 sao" if n % 10 == 0 else "4 sao") for n in range(3000)]
        order = SheetOrder("Danh sách", [(4, 5)], set(range(6, 3006)))
        order.messages = dict.fromkeys(range(6, 3006, 10), "Hạng sao")
        order.cells = {(n, 5) for n in range(6, 3006, 10)}
        data = annex(*rows)
        began = time.process_time()
        sheet = opened(patched(data, [order])).active
        self.assertEqual(len(column(sheet, "I")), 301)
        self.assertEqual(len(coloured(sheet)), 300)
        self.assertLess(time.process_time() - began, 5)

    def test_files_that_ask_for_much_go_back_as_well(self):
        for name in (
            "50,000 merged ranges",
            "ranges over all rows",
            "names that are formulas",
            "ods with a merge over everything",
            "xls of 2 million blank cells",
        ):
            with self.subTest(file=name):
                data = hostile.READ_SAFELY[name]()
                book = read_file(data)
                [sheet, *_] = understand(book).sheets
                [table, *_] = sheet.tables
                row = table.header_last + 1
                headers = [(table.header_first, table.header_last)]
                order = SheetOrder(sheet.name, headers, {row}, {row: "=1"}, {(row, 1)})
                back = in_child(data if book.kind == "xlsx" else plain(book), [order])
                again = read_file(back)
                self.assertIn("=1", again.sheets[0].rows[row - 1])
                self.assertEqual(understand(again).sheets[0].tables, sheet.tables)
