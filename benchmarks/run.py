"""Make the database, build the data once, and run the benchmarks that were named."""

import logging
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

import django
from django.db import connection
from django.test.utils import (
    override_settings,
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

from . import world
from .measure import Figure, Result, Rounds

# These look at no visit, or at those alone that they make themselves.
WITHOUT_VISITS = {"importing", "public", "sync"}


@dataclass(frozen=True)
class Report:
    """What was measured, and on what."""

    database: str
    scale: float
    build_seconds: float
    results: list[Result | Figure]

    @property
    def about(self) -> dict:
        return {
            "database": self.database,
            "python": platform.python_version(),
            "django": django.get_version(),
            "scale": self.scale,
            "build_seconds": round(self.build_seconds, 1),
        }

    def as_json(self) -> dict:
        return self.about | {"results": [one.as_json() for one in self.results]}

    def __str__(self):
        head = ", ".join(f"{name} {value}" for name, value in self.about.items())
        return "\n".join([head, *map(str, self.results)])


def measure(names: Sequence[str], rounds: Rounds, *, scale: float) -> Report:
    """Run the named benchmarks on one set of data; the database is removed after."""
    logging.getLogger("ocop").setLevel(logging.WARNING)  # no line for each request
    setup_test_environment(debug=False)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with override_settings(ROOT_URLCONF="benchmarks.urls"):
            return _measure(names, rounds, scale)
    finally:
        teardown_databases(databases, verbosity=0)


def _measure(names, rounds, scale) -> Report:
    begun = time.perf_counter()
    needs_visits = not set(names) <= WITHOUT_VISITS
    built = world.build(scale, has_visits=needs_visits)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    spent = time.perf_counter() - begun
    print(f"data ready after {spent:.0f} s", file=sys.stderr)
    results: list[Result | Figure] = []
    for name in names:
        benchmark = import_module(f"{__package__}.{name}")
        results += benchmark.run(built, rounds)
    return Report(_database(), scale, spent, results)


def _database() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
