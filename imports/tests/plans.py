"""Short ways from the rows of a workbook to its plan, for the tests of the import."""

from areas.models import Area
from imports.planning.plan import Plan, RowResult
from imports.planning.planner import Choices, make_plan
from imports.planning.scope import province_of, scope_of
from imports.reading import read_file
from imports.understanding.tables import understand
from imports.writing import write_plan
from tests.places import unit

from .workbooks import workbook


def plan_of(data: bytes, *, user=None, **choices) -> Plan:
    """Return the plan of a workbook as the given person imports it."""
    book = read_file(data)
    layout = understand(book)
    province = unit("04") if user is None else province_of(area_of(user))
    return make_plan(book, layout, scope_of(user, province), Choices(**choices))


def area_of(user) -> Area:
    return user.areas_with("imports.add_importrun")[0]


def rows_of(rows, *, user=None, merges=(), **choices) -> list[RowResult]:
    """Return what the rows of a workbook come to, rows that are no data left out."""
    plan = plan_of(workbook(rows, merges=merges), user=user, **choices)
    return [row for row in plan.rows if row.outcome != "skipped"]


def imported(rows, *, user=None, merges=(), **choices) -> Plan:
    """Write the rows of a workbook; returns the plan that was written."""
    plan = plan_of(workbook(rows, merges=merges), user=user, **choices)
    write_plan(plan, by=user, reason="thử")
    return plan


def codes(row: RowResult) -> list[str]:
    return [message.code for message in row.messages]
