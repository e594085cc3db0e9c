"""The tables of a page of figures: what was found, and what became of requests."""

from collections import Counter
from statistics import median

from core.templatetags.portal import vn_number
from inspections.enums import Direction, Severity
from inspections.filters import NO_ITEM_KEY

from . import queries, rules
from .lists import FINDINGS, FOLLOW_UP
from .parts import Cell, Line, Table
from .scope import Scope

TOTAL = "Tổng cộng"


def findings_of(scope: Scope) -> Table:
    """Count what was found in the year by group of the checklist and severity."""
    counts: Counter = Counter()
    for row in queries.count_findings(scope):
        counts[row["group"] or NO_ITEM_KEY, row["severity"]] += row["count"]
    groups = sorted(
        {group for group, _ in counts}, key=lambda group: (group == NO_ITEM_KEY, group)
    )
    asked = {"trang_thai": scope.held_key, **scope.this_year}

    def cell(label: str, count: int, **parts) -> Cell:
        url = scope.link(FINDINGS, **asked, **parts) if count else ""
        return Cell(label, count, url)

    def line(label: str, names: list[str], **part) -> Line:
        by_severity = {
            severity: sum(counts[name, severity] for name in names)
            for severity in Severity.values
        }
        return Line(
            cell(label, sum(by_severity.values()), **part),
            [
                cell(
                    f"{label}, {words}", by_severity[severity], muc_do=severity, **part
                )
                for severity, words in Severity.choices
            ],
        )

    lines = [line(_group_words(name), [name], nhom=name) for name in groups]
    return Table(
        "Nhận định trong năm theo nhóm nội dung và mức độ",
        rules.told(rules.FINDINGS, scope),
        "nhận định",
        [TOTAL, *(str(label).capitalize() for label in Severity.labels)],
        [*lines, line(TOTAL, groups)] if lines else [],
    )


def _group_words(name: str) -> str:
    return "Ngoài danh mục" if name == NO_ITEM_KEY else name


def requests_of(scope: Scope, open_ones: list[dict]) -> Table:
    """Say per direction what is open, overdue, was closed in the year and how fast."""
    days = queries.days_to_close(scope)
    open_by = {row["direction"]: row for row in open_ones}
    first = scope.this_year["tu_ngay"]

    def cell(label: str, count: int, state: str, **part) -> Cell:
        asked = {"ngay": scope.day, "tinh_trang": state, **scope.approved_only, **part}
        return Cell(label, count, scope.link(FOLLOW_UP, **asked) if count else "")

    def line(label: str, directions: list[str], **part) -> Line:
        took = sorted(day for name in directions for day in days[name])
        found = [open_by[name] for name in directions if name in open_by]
        overdue = sum(row["overdue"] for row in found)
        return Line(
            cell(label, sum(row["count"] for row in found), "open", **part),
            [
                cell(f"{label}, quá hạn", overdue, "overdue", **part),
                cell(
                    f"{label}, kết thúc", len(took), "closed", ket_thuc_tu=first, **part
                ),
                Cell(label, 0, words=_median_words(took)),
            ],
        )

    return Table(
        "Đề nghị, kiến nghị theo hướng",
        rules.told(rules.BY_DIRECTION, scope),
        "đề nghị, kiến nghị",
        ["Đang mở", "Quá hạn", "Kết thúc trong năm", "Trung vị đến khi kết thúc"],
        [
            *(
                line(str(label).capitalize(), [value], huong=value)
                for value, label in Direction.choices
            ),
            line(TOTAL, list(Direction.values)),
        ],
    )


def _median_words(days: list[int]) -> str:
    return f"{vn_number(median(days), 1)} ngày" if days else "–"
