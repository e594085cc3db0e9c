"""Workers in processes of their own, on the test database, to be killed at any time."""

import mmap
import os
import signal
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection, connections

# How far a worker has come with an import.
IDLE, IN_TRANSACTION, WRITING = 0, 1, 2


class ForkedWorker:
    """A worker that does what waits in the queue, then ends."""

    def __init__(self, at_statement: Callable[[str], None] | None = None, **options):
        self._mark = mmap.mmap(-1, 1)
        self.started = time.monotonic()
        connections.close_all()  # a connection belongs to one process
        self.pid = os.fork()
        if self.pid == 0:
            self._work_and_exit(at_statement, options)

    def _work_and_exit(self, at_statement, options):
        """Work until nothing waits; the forked process never comes back from here."""
        status = 1

        def note(execute, sql, params, many, context):
            if sql.startswith('INSERT INTO "producers_producer"'):
                self._mark[0] = WRITING
            elif 'FROM "imports_importrun"' in sql and connection.in_atomic_block:
                self._mark[0] = max(self._mark[0], IN_TRANSACTION)
            if at_statement:
                at_statement(sql)
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(note):
                options = {"batch": True, "reload": False, **options}
                call_command("db_worker", startup_delay=False, verbosity=0, **options)
            status = 0
        finally:
            os._exit(status)

    @property
    def came_to(self) -> int:
        return self._mark[0]

    def wait(self) -> float:
        """Wait for the end; return the seconds it took."""
        _, status = os.waitpid(self.pid, 0)
        if status:
            raise AssertionError(f"a worker ended with {status}")
        return time.monotonic() - self.started

    def kill(self, after: float) -> None:
        """Kill it so many seconds after its start, if it is still there by then."""
        time.sleep(max(0, self.started + after - time.monotonic()))
        os.kill(self.pid, signal.SIGKILL)  # one that has ended waits to be waited for
        os.waitpid(self.pid, 0)
        wait_for_database()


def wait_for_database() -> None:
    """Wait until PostgreSQL has given up the sessions of processes that are gone."""
    if connection.vendor != "postgresql":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    with connection.cursor() as cursor:
        for _ in range(600):
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.05)
    raise AssertionError("sessions of a killed worker stay open")
