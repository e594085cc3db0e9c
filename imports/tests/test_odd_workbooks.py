"""Workbooks of .xlsx that are right but not as Excel writes them."""

import io
import zipfile

import xlsxwriter
from django.test import SimpleTestCase

from imports.reading import read_file

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def written(rows, *, strings="", prefix="", main=MAIN, links=LINKS, name="S") -> bytes:
    """Return a workbook with the XML of its rows, its tags under a prefix."""
    before = f"{prefix}:" if prefix else ""
    space = f'xmlns{":" + prefix if prefix else ""}="{main}"'

    def part(tag, inside):
        return f"<{before}{tag} {space} xmlns:r='{links}'>{inside}</{before}{tag}>"

    sheet = f'<{before}sheet name="{name}" sheetId="1" r:id="worksheet"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"/>',
        "_rels/.rels": relations(links, officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": part(
            "workbook", f"<{before}sheets>{sheet}</{before}sheets>"
        ),
        "xl/_rels/workbook.xml.rels": relations(
            links,
            worksheet="worksheets/Sheet1.xml",
            sharedStrings="sharedStrings.xml",
        ),
        "xl/worksheets/sheet1.xml": part(
            "worksheet", f"<{before}sheetData>{rows}</{before}sheetData>"
        ),
        "xl/sharedStrings.xml": part("sst", strings),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return file.getvalue()


def relations(links, **targets) -> str:
    """Return the XML that names the parts of an archive by their kinds."""
    lines = "".join(
        f'<Relationship Id="{kind}" Type="{links}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{lines}</Relationships>'


def only_sheet(rows, **options):
    [sheet] = read_file(written(rows, **options)).sheets
    return sheet


class OddWorkbookTests(SimpleTestCase):
    def test_texts_in_their_cells_and_texts_of_many_fonts(self):
        sheet = only_sheet(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>Rượu</t></is></c>'
            '<c r="B1" t="s"><v>0</v></c></row>',
            strings='<si><r><t xml:space="preserve">Chè </t></r>'
            "<r><t>xanh</t></r></si>",
        )
        self.assertEqual(sheet.rows, [["Rượu", "Chè xanh"]])

    def test_cells_and_rows_without_places_follow_each_other(self):
        sheet = only_sheet(
            '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row>'
            '<row hidden="1"><c><v>2</v></c><c><f>A1</f></c></row>'
            '<row r="5" hidden="true"><c r="B5"><v>3</v></c>'
            '<c t="e"><v>#REF!</v></c></row>'
        )
        self.assertEqual([row[0] for row in sheet.rows], [1.0, 2.0, "", "", ""])
        self.assertEqual(sheet.cell(4, 1), 3.0)
        self.assertEqual(sheet.marks.hidden_rows, {1, 4})
        self.assertEqual(sheet.marks.errors, {(0, 1): "#N/A", (4, 2): "#REF!"})
        self.assertEqual(sheet.marks.uncounted, {(1, 1)})

    def test_tags_with_a_prefix_and_the_strict_kind(self):
        rows = (
            '<{0}row r="1" hidden="1"><{0}c r="A1" t="s"><{0}v>0</{0}v></{0}c>'
            '<{0}c r="B1" t="e"><{0}v>#N/A</{0}v></{0}c></{0}row>'
        )
        strings = "<{0}si><{0}t>Rượu</{0}t></{0}si>"
        for prefix, main, links in (("x", MAIN, LINKS), ("", STRICT, STRICT_LINKS)):
            with self.subTest(prefix=prefix):
                before = f"{prefix}:" if prefix else ""
                sheet = only_sheet(
                    rows.format(before),
                    strings=strings.format(before),
                    prefix=prefix,
                    main=main,
                    links=links,
                )
                self.assertEqual(sheet.rows, [["Rượu", ""]])
                self.assertEqual(sheet.marks.hidden_rows, {0})
                self.assertEqual(sheet.marks.errors, {(0, 1): "#N/A"})

    def test_shared_formulas_keep_their_values(self):
        sheet = only_sheet(
            '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1</f>'
            "<v>1</v></c></row>"
            '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
            '<row r="3"><c r="A3"><f t="shared" si="0"/></c>'
            '<c r="B3" t="str"><f>""</f><v></v></c></row>'
        )
        self.assertEqual([row[0] for row in sheet.rows], [1.0, 2.0])
        self.assertEqual(sheet.marks.uncounted, {(2, 0)})

    def test_a_folder_under_another_name(self):
        data = written('<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row>')
        [sheet] = read_file(data.replace(b"xl/", b"yl/")).sheets
        self.assertEqual(sheet.rows, [[1.0, ""]])
        self.assertEqual(sheet.marks.errors, {(0, 1): "#N/A"})

    def test_a_name_with_markup_is_a_name(self):
        sheet = only_sheet("<row><c><v>1</v></c></row>", name="&lt;b&gt;=1+1")
        self.assertEqual(sheet.name, "<b>=1+1")

    def test_a_sheet_that_is_a_chart_is_passed_over(self):
        file = io.BytesIO()
        with xlsxwriter.Workbook(file) as book:
            book.add_worksheet("Biểu").write(2, 3, "Rượu")
            chart = book.add_chart({"type": "bar"})
            chart.add_series({"values": "=Biểu!$A$1:$A$3"})
            book.add_chartsheet("Hình").set_chart(chart)
            book.add_worksheet("Sau").write(0, 0, "Chè")
        sheets = read_file(file.getvalue()).sheets
        self.assertEqual([sheet.name for sheet in sheets], ["Biểu", "Sau"])
        self.assertEqual(sheets[0].rows[2], ["", "", "", "Rượu"])
