"""Run the tests on SQLite, then on PostgreSQL, with a browser.

Arguments go to pytest. A PostgreSQL is the one DATABASE_URL names, or else one that
lets the user postgres in at 127.0.0.1. Where a PostgreSQL or a browser is missing,
the tests that need it are left out and the last lines say so; with CI set, that is a
failure instead.
"""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import chromium
import psycopg2

ROOT = Path(__file__).resolve().parent.parent
LOCAL_POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
POSTGRESQL_ADVICE = (
    "Start a PostgreSQL that lets the user postgres in at 127.0.0.1:5432, or name one"
    " whose user may create databases in the variable DATABASE_URL."
)
WORKERS = str(min(os.cpu_count() or 1, 4))
OWN_DATABASE = f"ocop_{os.getpid()}"


def connect(url: str):
    """Open the maintenance database of a server; None where none answers."""
    parts = urlsplit(url)._replace(scheme="postgresql", path="/postgres")
    try:
        connection = psycopg2.connect(urlunsplit(parts), connect_timeout=3)
    except psycopg2.OperationalError:
        return None
    connection.autocommit = True
    return connection


def run_pytest(arguments: list[str], database_url: str, notes: list[str]) -> int:
    environment = {**os.environ, "OCOP_TEST_NOTES": "\n".join(notes)}
    environment.pop("DATABASE_URL", None)
    if database_url:
        environment["DATABASE_URL"] = database_url
    command = [sys.executable, "-m", "pytest", "-n", WORKERS, *arguments]
    print(f"\nTests on {'PostgreSQL' if database_url else 'SQLite'}", flush=True)
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def run_on_postgresql(server, url: str, arguments: list[str], notes) -> int:
    """Run on databases of this run's own and leave none behind, even after a crash."""
    own = urlunsplit(urlsplit(url)._replace(path=f"/{OWN_DATABASE}"))
    try:
        return run_pytest(arguments, own, notes)
    finally:
        with server.cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s",
                [f"test_{OWN_DATABASE}%"],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def main() -> int:
    arguments, notes = sys.argv[1:], []
    url = os.environ.get("DATABASE_URL", "")
    url = url if url.startswith("postgres") else LOCAL_POSTGRESQL
    server = connect(url)
    if server is None:
        notes.append(f"PostgreSQL: none answers. {POSTGRESQL_ADVICE}")
    if not chromium.find_or_install():
        notes.append(f"Browser tests: no browser found. {chromium.ADVICE}")
        arguments += ["-m", "not browser"]
    if notes and os.environ.get("CI"):
        return "\n".join(notes)
    failed = run_pytest(arguments, "", notes)
    if failed or server is None:
        return failed
    return run_on_postgresql(server, url, arguments, notes)


if __name__ == "__main__":
    sys.exit(main())
