"""Builds the .docx templates in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I.

The templates in documents/docx are made by ``manage.py build_docx_templates``; an
office may change them in Word afterwards, the tags in braces stay.
"""

from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TEMPLATES = Path(__file__).parent / "docx"
FONT = "Times New Roman"
BODY, HEADING = Pt(14), Pt(13)
CENTER, LEFT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
# Width between the margins: 210 - 30 - 20 mm.
WIDTH = Mm(160)


def new_document():
    """Return an empty A4 page with margins, font and page number of the decree."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, BODY
    fonts = style.element.rPr.rFonts
    for attribute in ("w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(attribute), FONT)
    style.paragraph_format.space_after = Pt(0)
    _page_number(section.header.paragraphs[0])
    return document


def _page_number(paragraph) -> None:
    paragraph.alignment = CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def line(place, text="", *, bold=False, italic=False, size=BODY, align=CENTER):
    """Add a paragraph without indent: titles, signatures, control tags."""
    paragraph = place.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = 1.0
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, size
    return paragraph


def body(place, text, *, bold=False, italic=False, keep=False):
    """Add a paragraph of the text: justified, first line indented, 6 pt after.

    A bold one is a heading, and like one to ``keep`` never parts from what follows.
    """
    paragraph = line(place, text, bold=bold, italic=italic, align=JUSTIFY)
    paragraph.paragraph_format.keep_with_next = bold or keep
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.space_after = Pt(6)
    return paragraph


def rule(place, indent: Mm):
    """Add a thin horizontal rule, shortened by the indent on both sides."""
    paragraph = line(place, "", size=Pt(2))
    paragraph.paragraph_format.space_before = Pt(2)
    paragraph.paragraph_format.left_indent = indent
    paragraph.paragraph_format.right_indent = indent
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)
    return paragraph


def columns(document, *widths):
    """Add a one-row table without borders; returns its cells, each empty."""
    table = document.add_table(rows=1, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set_widths(table, widths)
    _keep_whole(table.rows[0])
    for cell in table.rows[0].cells:
        first = cell.paragraphs[0]._p
        first.getparent().remove(first)
    return table.rows[0].cells


def grid(document, header: list[str], widths: list[Mm], loop: str, cells: list[str]):
    """Add a bordered table whose one body row repeats over a loop of the template."""
    table = document.add_table(rows=1, cols=len(header))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _set_widths(table, widths)
    _fill(table.rows[0], header, bold=True)
    mark = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    _fill(table.add_row(), [f"{{%tr for {loop} %}}"] + [""] * (len(header) - 1))
    row = table.add_row()
    _fill(row, cells)
    _keep_whole(row)
    _fill(table.add_row(), ["{%tr endfor %}"] + [""] * (len(header) - 1))
    return table


def _keep_whole(row) -> None:
    """Never break the row over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _set_widths(table, widths) -> None:
    """Set the widths on the grid; LibreOffice reads them there, Word in the cells."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def _fill(row, texts, *, bold=False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = CENTER if bold else LEFT
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(12)


def heading(document, *, about: str = "") -> None:
    """Add the national title, the issuing office, the number, place and date.

    A letter has no title of its own: what it is about stands below its number.
    """
    left, right = columns(document, Mm(66), Mm(100))
    line(left, "{{ superior }}", size=HEADING)
    line(left, "{{ agency }}", bold=True, size=HEADING)
    rule(left, Mm(22))
    line(left, "Số: {{ number }}", size=HEADING)
    if about:
        line(left, about, size=Pt(12))
    line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, size=Pt(12))
    line(right, "Độc lập - Tự do - Hạnh phúc", bold=True, size=HEADING)
    rule(right, Mm(19))
    line(right, "{{ dateline }}", italic=True, size=HEADING)
    line(document, "{%p if draft %}")
    line(document, "DỰ THẢO", bold=True)
    line(document, "{%p endif %}")
    line(document)


def repeat(document, loop: str, text: str) -> None:
    """Add a paragraph of the text for each turn of a loop."""
    line(document, f"{{%p for {loop} %}}")
    body(document, text)
    line(document, "{%p endfor %}")


def when(document, condition: str, *texts: str) -> None:
    """Add paragraphs that are printed where the condition holds."""
    line(document, f"{{%p if {condition} %}}")
    for text in texts:
        body(document, text)
    line(document, "{%p endif %}")
