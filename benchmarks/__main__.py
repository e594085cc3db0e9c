"""Run the benchmarks: python -m benchmarks [NAME …] [--json] [--scale 0.1].

They measure on a database of their own, which is made before and removed after:
SQLite, or the PostgreSQL server that DATABASE_URL names.
"""

import argparse
import json
import os
import sys

import django

from .measure import Rounds

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings.test")
NAMES = ("dashboard", "listing", "public", "importing", "sync")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        choices=[[], *NAMES],
        metavar="NAME",
        help=f"one or more of: {', '.join(NAMES)}; all by default",
    )
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    parser.add_argument("--rounds", type=int, default=7, help="counted rounds of each")
    parser.add_argument(
        "--slow-rounds",
        type=int,
        default=1,
        help="counted rounds of stock django-import-export, some minutes each",
    )
    parser.add_argument(
        "--scale",
        type=float,
        default=1.0,
        help="size of the data; figures are published for 1",
    )
    return parser.parse_args()


def main() -> None:
    chosen = arguments()
    django.setup()
    # Django must be ready before these are imported.
    from .run import measure  # noqa: PLC0415 -- needs the app registry

    names = chosen.names or NAMES
    rounds = Rounds(chosen.rounds, chosen.slow_rounds)
    report = measure(names, rounds, scale=chosen.scale)
    if chosen.json:
        json.dump(report.as_json(), sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print(report)


if __name__ == "__main__":
    main()
