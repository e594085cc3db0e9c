"""The page of figures against the same figures in SQL written by hand."""

import datetime

from django.db import connection
from django.test import Client
from django.urls import reverse

from products import dates

from . import figures_sql
from .measure import Result, Rounds, paired, seconds
from .world import TODAY, World


def run(world: World, rounds: Rounds) -> list[Result]:
    """Measure the whole page of the province, after both told the same figures."""
    client = Client()
    client.force_login(world.steering)
    query = {"dia_ban": world.province.pk, "ngay": f"{TODAY:%d/%m/%Y}"}
    page = reverse("dashboards:home", query=query)
    values = _values(world)
    _check_agreement(client.get(page).context["board"], _by_hand(values))
    result = paired(
        "dashboard",
        ("page of the province", lambda: seconds(_get, client, page)),
        ("the same figures in SQL by hand", lambda: seconds(_by_hand, values)),
        rounds,
    )
    return [result]


def _get(client: Client, page: str) -> None:
    response = client.get(page)
    assert response.status_code == 200, response.status_code


def _values(world: World) -> dict:
    """Return the parameters of the statements."""
    years = {
        number: dates.add_months(TODAY, -12 * number)
        for number in figures_sql.YEARS_BEFORE
    }
    closes = datetime.timedelta(days=dates.WINDOW_CLOSES_DAYS)
    return {
        "province": world.province.pk,
        "today": TODAY,
        "in_3": dates.add_months(TODAY, 3),
        "in_6": dates.add_months(TODAY, 6),
        "in_12": dates.add_months(TODAY, 12),
        "first": TODAY.replace(month=1, day=1),
        "last": TODAY.replace(month=12, day=31),
        "recent": dates.add_months(TODAY, -12),
        "runs_on": TODAY - datetime.timedelta(days=dates.EXTENSION_DAYS),
        "new_rules": dates.NEW_RULES_ON,
        "window_closed": dates.NEW_RULES_ON + closes,
        **{f"year_{number}": day for number, day in years.items()},
        **{
            f"first_{number}": day.replace(month=1, day=1)
            for number, day in years.items()
        },
    }


def _by_hand(values: dict) -> dict[str, list[tuple]]:
    """Return the rows of every statement."""
    rows = {}
    with connection.cursor() as cursor:
        for name, statement in figures_sql.ALL.items():
            cursor.execute(statement, values)
            rows[name] = cursor.fetchall()
    return rows


def _check_agreement(board, rows: dict[str, list[tuple]]) -> None:
    """Stop where the page and the statements tell different figures."""
    shown, told = _shown(board), _cards(rows) | _tables(rows)
    differing = {
        label: (shown.get(label), value)
        for label, value in told.items()
        if shown.get(label) != value
    }
    assert not differing, differing


def _shown(board) -> dict:
    requests, findings = (table.lines[-1] for table in board.tables)
    return {
        **{
            figure.label: figure.value
            for section in board.sections
            for figure in section.figures
        },
        "closed": requests.cells[1].count,
        "findings": findings.head.count,
        "breaches": findings.cells[-1].count,
        "products of years": [bar.value for bar in board.charts[5].bars[1:]],
        "checks of years": [bar.value for bar in board.charts[6].bars[1:]],
    }


def _cards(rows: dict[str, list[tuple]]) -> dict:
    in_force = [row for row in rows["products"] if row[0] in ("valid", "expiring")]
    [(producers, never, recent)] = rows["coverage"]
    [(planned, done, late)] = rows["visits"]
    return {
        "Sản phẩm có hiệu lực": sum(row[4] for row in in_force),
        "Hết hạn trong 3 tháng tới": sum(row[5] for row in rows["products"]),
        "Hết hạn trong 12 tháng tới": sum(row[7] for row in rows["products"]),
        "Chủ thể có sản phẩm có hiệu lực": producers,
        "Chưa từng được kiểm tra": never,
        "Được kiểm tra trong 12 tháng qua": recent,
        f"Lượt kiểm tra cơ sở trong năm {TODAY.year}": rows["checks"][0][0],
        f"Buổi kiểm tra dự kiến năm {TODAY.year}": planned,
        "Buổi đã thực hiện": done,
        "Buổi đã qua ngày, chưa nộp": late,
        "Đang mở": sum(row[1] for row in rows["recommendations"]),
        "Không đặt thời hạn": sum(row[2] for row in rows["recommendations"]),
        "Quá hạn": sum(row[3] for row in rows["recommendations"]),
    }


def _tables(rows: dict[str, list[tuple]]) -> dict:
    return {
        "closed": len(rows["closed"]),
        "findings": sum(row[2] for row in rows["findings"]),
        "breaches": sum(row[2] for row in rows["findings"] if row[1] == "breach"),
        "products of years": [
            rows[f"before_{number}"][0][0] for number in figures_sql.YEARS_BEFORE
        ],
        "checks of years": list(rows["checks_of_years"][0]),
    }
