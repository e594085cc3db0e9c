"""Settings of one person's own machine, in a process of their own."""

from unittest import TestCase

from .test_setup_production import run

DATABASE = "from django.conf import settings; print(settings.DATABASES['default'])"


def database(**environment: str) -> str:
    development = {"DJANGO_SETTINGS_MODULE": "ocop_portal.settings.dev"}
    return run(["-c", DATABASE], development | environment).stdout


class DevelopmentTests(TestCase):
    def test_sqlite_is_shared_by_several_wherever_it_lies(self):
        self.assertIn("journal_mode=WAL", database())
        elsewhere = database(DATABASE_URL="sqlite:////tmp/ocop.sqlite3?timeout=5")
        self.assertIn("'NAME': '/tmp/ocop.sqlite3'", elsewhere)
        self.assertIn("journal_mode=WAL", elsewhere)
        self.assertIn("'timeout': 5", elsewhere)

    def test_postgresql_has_options_of_its_own(self):
        self.assertNotIn("journal_mode", database(DATABASE_URL="postgres://db/ocop"))
