"""Every address × method × person, or the build fails.

Each app with addresses has ``tests/access.py`` with ``rows(world)``, a list of
``tests.access.Row``. An address that no row names fails the build, and so does a row
that names none. The back office is opened page by page in ``tests/test_admin.py``.
"""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import transaction
from django.test import TestCase
from django.urls import URLPattern, get_resolver, reverse

from .access import PEOPLE, Row
from .world import build_world

BACK_OFFICE = "admin"


def address_names(resolver=None, prefix="") -> set[str]:
    """Return the full names of all addresses outside the back office."""
    names = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            names.add(f"{prefix}{entry.name or entry.pattern}")
        elif entry.namespace != BACK_OFFICE:
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            names |= address_names(entry, inner)
    return names


def all_rows(world) -> list[Row]:
    """Return the rows of every app that has some."""
    modules = [f"{app}.tests.access" for app in settings.OCOP_APPS]
    return [
        row
        for name in modules
        if find_spec(name.rpartition(".")[0]) and find_spec(name)
        for row in import_module(name).rows(world)
    ]


class AccessTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()
        cls.rows = all_rows(cls.world)

    def test_every_address_is_listed(self):
        self.assertEqual(address_names(), {row.name for row in self.rows})

    def test_every_person_gets_what_the_table_says(self):
        for row in self.rows:
            url = reverse(row.name, kwargs=row.kwargs) + row.query
            for method, expected in (("get", row.get), ("post", row.post)):
                for person, status in zip(PEOPLE, expected, strict=True):
                    with self.subTest(name=row.name, method=method, person=person):
                        got = self.status(person, method, url, row.data)
                        self.assertEqual(got, status)

    def status(self, person, method, url, data):
        """Return the status of one request, and undo whatever it did."""
        self.client.logout()
        if person != "visitor":
            self.client.force_login(getattr(self.world, person))
        with transaction.atomic():
            sent = {} if method == "get" else data
            response = getattr(self.client, method)(url, sent)
            transaction.set_rollback(True)
        return response.status_code
