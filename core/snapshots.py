"""Reading many tables as they stood at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def read_snapshot() -> Iterator[None]:
    """Show one state of the database to all that is read inside, and hold nobody up.

    On SQLite a transaction is otherwise a writer from its first moment (IMMEDIATE), on
    PostgreSQL each statement sees what was committed before it. Nothing can be written
    inside. Within a transaction that runs already it changes nothing.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _deferred(), transaction.atomic():
            yield
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _deferred() -> Iterator[None]:
    """Let a transaction of SQLite begin as a reader."""
    sqlite: Any = connection
    sqlite.ensure_connection()
    mode = sqlite.transaction_mode
    sqlite.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = mode
