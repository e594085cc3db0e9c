"""The portal's own import of a list, its steps one after another."""

from functools import partial
from statistics import median

from django.db import connection, transaction
from django.test import Client

from imports import services
from imports.models import ImportRun
from imports.undoing import undo_import

from ..measure import Figure, seconds


def import_list(data: bytes, user) -> ImportRun:
    """Upload, preview and commit a list, with the page of the preview."""
    client = Client()
    client.force_login(user)
    run = services.start_import(data, "danh-sach.xlsx", by=user)
    services.preview_import(run, by=user)
    assert run.counts["rejected"] == 0, run.counts
    page = client.get(run.get_absolute_url())
    assert page.status_code == 200, page.status_code
    return services.commit_import(run, by=user)


def figures(data: bytes, tenth: bytes, user, rounds: int) -> list[Figure]:
    """Return what an import costs beside its time.

    The search for similar names is part of the preview and so of all other times.
    """
    return [
        Figure("statements for 10,000 new rows", _statements(data, user)),
        Figure("statements for 1,000 new rows", _statements(tenth, user)),
        Figure("search for similar names", _likeness(data, user, rounds), "ms"),
        Figure("undo of 10,000 new rows", _undo(data, user, rounds), "ms"),
    ]


def _likeness(data: bytes, user, rounds: int) -> float:
    """Return the milliseconds of asking which names may be one producer."""
    with transaction.atomic():
        run = services.start_import(data, "danh-sach.xlsx", by=user)
        plan = services.plan_for(run, *services.load_book(run), by=user)
        spent = median(seconds(plan.ask) for _ in range(rounds))
        transaction.set_rollback(True)
    return round(1000 * spent)


def _undo(data: bytes, user, rounds: int) -> float:
    """Return the milliseconds of taking back a list that was just written."""
    times = []
    for _ in range(rounds):
        with transaction.atomic():
            run = import_list(data, user)
            times.append(seconds(partial(undo_import, run, by=user)))
            transaction.set_rollback(True)
    return round(1000 * median(times))


def _statements(data: bytes, user) -> int:
    """Return the number of statements of preview and commit; savepoints are none."""
    counted = []

    def count(execute, sql, params, many, context):
        if "SAVEPOINT" not in sql:
            counted.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic():
        run = services.start_import(data, "danh-sach.xlsx", by=user)
        with connection.execute_wrapper(count):
            services.preview_import(run, by=user)
            services.commit_import(run, by=user)
        transaction.set_rollback(True)
    return len(counted)
