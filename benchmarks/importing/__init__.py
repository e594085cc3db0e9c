"""A list of 10,000 rows: new, the same again, 5 % of it changed.

Upload, preview and commit beside stock django-import-export (preview and confirm of
the same rows), and beside the least an import can do, in turns in one process.
"""

from collections.abc import Callable

from django.db import connection, transaction
from django.test import override_settings

from accounts.models import User
from producers.models import Site

from .. import alone
from ..measure import Figure, Result, Rounds, compared, seconds
from ..world import World
from . import floor, lists, ours, pages, peaks, stock

PHASES = ("new rows", "the same rows again", "5 % of them changed")
OURS = "upload, preview with its page, commit"
STOCK = "django-import-export, its two pages"
ALL_TABLES = "read the file, write each table at once"
ONE_TABLE = "read the file, write the products at once"


def run(world: World, rounds: Rounds) -> list[Result | Figure]:
    """Measure each way in turns; what a turn wrote is rolled back before the next."""
    rows, changed = lists.lines(), lists.lines(changed=True)
    titled, plain = lists.annex(rows), lists.plain(rows)
    place = lists.place_of_rows()
    site = Site.objects.select_related("producer").first()
    user, superuser = world.steering, _superuser()
    ways = {
        ALL_TABLES: lambda: _turn([(floor.write_all_tables, titled, place)]) * 3,
        ONE_TABLE: lambda: _turn([(floor.write_one_table, titled, site)]) * 3,
        OURS: lambda: _turn(
            (ours.import_list, data, user)
            for data in (titled, titled, lists.annex(changed))
        ),
        STOCK: lambda: _turn(
            (stock.import_list, data, superuser)
            for data in (plain, plain, lists.plain(changed))
        ),
    }
    times: dict[str, list[list[float]]] = {name: [] for name in ways}
    for way in (ALL_TABLES, ONE_TABLE, OURS):
        ways[way]()  # the first turn is not counted
    for number in range(max(rounds.usual, rounds.slow)):
        for name, way in ways.items():
            if number < (rounds.slow if name == STOCK else rounds.usual):
                times[name].append(way())
    return [
        *_results(times),
        *ours.figures(titled, lists.annex(rows[:1000]), user, rounds.usual),
        *pages.figures(titled, user),
        *peaks.figures(titled, plain, rounds.slow),
    ]


def import_alone(way: str, data: bytes, database: str, wait: Callable) -> None:
    """Import one list into the named database, and roll it back.

    A short list loads all modules before; ``wait`` is called between the two.
    """
    connection.settings_dict["NAME"] = database
    few = lists.lines()[:20]
    with transaction.atomic(), override_settings(ROOT_URLCONF="benchmarks.urls"):
        if way == alone.OURS:
            user = User.objects.get(username="dieu-phoi")
            ours.import_list(lists.annex(few), user)
            wait()
            ours.import_list(data, user)
        else:
            user = _superuser()
            stock.import_list(lists.plain(few), user)
            wait()
            stock.import_list(data, user)
        transaction.set_rollback(True)


def _superuser() -> User:
    """Return who may do anything in the admin that stock runs in."""
    known = User.objects.filter(username="quan-tri-stock").first()
    return known or User.objects.create_superuser("quan-tri-stock")


def _turn(calls) -> list[float]:
    """Return the seconds of calls of which each finds what those before it wrote."""
    with transaction.atomic():
        times = [seconds(_to_the_end, *call) for call in calls]
        transaction.set_rollback(True)
    return times


def _to_the_end(call, *args) -> None:
    """Do what a commit would do as well: PostgreSQL checks foreign keys only then."""
    call(*args)
    if connection.vendor == "postgresql":
        connection.check_constraints()


def _results(times: dict[str, list[list[float]]]) -> list[Result]:
    results = []
    for work, least in ((OURS, ALL_TABLES), (OURS, ONE_TABLE), (STOCK, OURS)):
        for number, phase in enumerate(PHASES):
            pairs = [
                (mine[number], its[number])
                for mine, its in zip(times[work], times[least], strict=False)
            ]
            if pairs:
                name = f"import {lists.ROWS} rows, {phase}"
                results.append(compared(name, work, least, pairs))
    return results
