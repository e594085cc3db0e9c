"""The portal's own import of a list, its steps one after another."""

from django.db import connection, transaction

from imports import services

from ..measure import Figure


def import_list(data: bytes, user) -> None:
    """Upload, preview and commit a list."""
    run = services.start_import(data, "danh-sach.xlsx", by=user)
    plan = services.preview_import(run, by=user)
    counts = plan.counts()
    assert counts["rejected"] == 0, counts
    services.commit_import(run, by=user)


def figures(data: bytes, tenth: bytes, user) -> list[Figure]:
    """Return how many statements an import takes, for a list and a tenth of it."""
    return [
        Figure("queries of an import of 10,000 new rows", queries(data, user)),
        Figure("queries of an import of 1,000 new rows", queries(tenth, user)),
    ]


def queries(data: bytes, user) -> int:
    """Return the number of statements of preview and commit, savepoints included."""
    counted = []

    def count(execute, sql, params, many, context):
        counted.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic():
        run = services.start_import(data, "danh-sach.xlsx", by=user)
        with connection.execute_wrapper(count):
            services.preview_import(run, by=user)
            services.commit_import(run, by=user)
        transaction.set_rollback(True)
    return len(counted)
