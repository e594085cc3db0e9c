"""One import in a process of its own, whose memory is watched from outside.

Says when it is ready, and begins when it is told to.
"""

import gc
import os
import sys
from pathlib import Path

import django

OURS, STOCK = "ours", "stock"
DATABASE = "BENCHMARK_DATABASE"


def main(way: str, path: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings.test")
    django.setup()
    # Django must be ready before these are imported.
    from django.db import connection, transaction  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415

    from .importing import lists, ours, place_of_rows, stock  # noqa: PLC0415

    connection.settings_dict["NAME"] = os.environ[DATABASE]
    data = Path(path).read_bytes()
    few = lists.lines()[:20]
    with transaction.atomic():
        if way == OURS:
            user = User.objects.get(username="dieu-phoi")
            ours.import_list(lists.annex(few), user)  # loads all modules
            _wait()
            ours.import_list(data, user)
        else:
            place = place_of_rows()
            stock.import_list(lists.plain(few), place)
            _wait()
            stock.import_list(data, place)
        transaction.set_rollback(True)


def _wait() -> None:
    gc.collect()
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main(*sys.argv[1:])
