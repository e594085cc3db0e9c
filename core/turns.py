"""Writers of one process wait in line where the database has no line of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection

_turn = Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """Let the transaction inside wait for those of other threads, one after another.

    SQLite takes one writer at a time and has the others ask again by chance: among
    many one may not get its turn within the timeout, however short the others are.
    Elsewhere, and inside a transaction, nothing waits here.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _turn:
        yield
