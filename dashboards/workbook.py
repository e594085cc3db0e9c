"""The page of figures as one workbook, with the unit and the day written in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.http import FileResponse

from core.exports import Column, xlsx_response
from core.filtering import Chip

from . import rules
from .cross import Cross
from .parts import Board, share
from .scope import Scope

TITLE = "Số liệu OCOP"
COLUMNS = [
    Column("Phần", lambda line: line.part, 36),
    Column("Chỉ tiêu", lambda line: line.label, 44),
    Column("Số liệu", lambda line: line.value, 12),
    Column("Số báo cáo", lambda line: line.reported, 12),
    Column("Ghi chú", lambda line: line.note, 44),
    Column("Cách tính", lambda line: line.rule, 90),
]


@dataclass(frozen=True)
class Line:
    part: str
    label: str
    value: int | None
    note: str
    rule: str
    reported: Decimal | None = None


def workbook_of(board: Board, scope: Scope) -> FileResponse:
    """Answer with every figure of the page, in its order."""
    counted = "đã duyệt, đã ký" if scope.approved else "đã nộp, đã duyệt, đã ký"
    filters = [*scope.chips, Chip("Buổi kiểm tra được tính", counted, "")]
    return xlsx_response(TITLE, COLUMNS, lines_of(board), filters)


def cross_workbook(table: Cross, filters: list[Chip]) -> FileResponse:
    """Answer with a table of products counted two ways, totals last."""
    heads = [column.label for column in table.columns]
    columns = [
        Column(table.down.label, lambda row: row[0], 44),
        *(
            Column(head, lambda row, number=number: row[number], 16)
            for number, head in enumerate(["Tổng cộng", *heads], start=1)
        ),
    ]
    rows = [
        [line.head.label, line.head.count, *(cell.count for cell in line.cells)]
        for line in table.lines
    ]
    sums = [column.count for column in table.columns]
    total = [table.total.label, table.total.count, *sums]
    parts = table.down.label.lower()
    return xlsx_response(f"Sản phẩm theo {parts}", columns, [*rows, total], filters)


def lines_of(board: Board) -> Iterator[Line]:
    for section in board.sections:
        for one in section.figures:
            yield Line(section.title, one.label, one.value, one.note, one.rule)
    for row in board.reported.comparisons:
        yield Line(
            f"Số báo cáo ngày {row.figure.as_of:%d/%m/%Y} và số tính",
            row.label,
            row.computed,
            row.words,
            rules.REPORTED,
            reported=row.figure.value,
        )
    for table in board.tables:
        for line in table.lines:
            words = zip(table.heads, [line.head, *line.cells], strict=True)
            for head, cell in words:
                label = f"{line.head.label}: {head.lower()}"
                value = None if cell.words else cell.count
                yield Line(table.title, label, value, cell.words, table.rule)
    for chart in board.charts:
        for bar in chart.bars:
            note = share(bar.value, chart.total, chart.of) if chart.of else ""
            yield Line(chart.title, bar.label, bar.value, note, chart.rule)
