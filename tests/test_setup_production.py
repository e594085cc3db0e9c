"""Production settings in a process of their own, as a server starts them."""

import os
import subprocess
import sys
from unittest import TestCase

from .tree import ROOT

ENVIRONMENT = {
    "SECRET_KEY": "q7Zr1-ba0Lw9_xT4uPn6mVd3Hk8sJf2Gy5Ec-Ro0Ai7Wl9Bt1Xz",
    "ALLOWED_HOSTS": "ocop.example.gov.vn",
    "DATABASE_URL": "postgres://portal:mat-khau@db.example.gov.vn:5432/ocop",
    "MEDIA_ROOT": "/var/lib/ocop-portal/media",
    "EMAIL_URL": "smtp://portal:p%40ss@mail.example.gov.vn:587",
    "DEFAULT_FROM_EMAIL": "ocop@example.gov.vn",
    "TRUSTED_PROXY_COUNT": "1",
}


def run(arguments: list[str], environment: dict[str, str]):
    """Run Python with production settings and nothing else of this environment."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "ocop_portal.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
    )


def setting(name: str, **changes: str) -> str:
    """Return what a setting is with the environment as changed."""
    code = f"from django.conf import settings; print(settings.{name})"
    result = run(["-c", code], ENVIRONMENT | changes)
    return result.stdout.strip() or result.stderr


class ProductionTests(TestCase):
    def test_check_deploy_has_no_warning(self):
        arguments = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        result = run(arguments, ENVIRONMENT)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("no issues (0 silenced)", result.stdout)

    def test_does_not_start_without_each_of_its_secrets(self):
        for name in ENVIRONMENT:
            for left in ({}, {name: "  "}):
                without = {k: v for k, v in ENVIRONMENT.items() if k != name} | left
                with self.subTest(name, left=left):
                    result = run(["-c", "import ocop_portal.wsgi"], without)
                    self.assertEqual(result.returncode, 1)
                    self.assertIn(
                        f"Missing from the environment: {name}. ", result.stderr
                    )

    def test_names_everything_that_is_missing_at_once(self):
        result = run(["-c", "import ocop_portal.wsgi"], {})
        self.assertIn(", ".join(ENVIRONMENT), result.stderr)
        self.assertNotIn("KeyError", result.stderr)

    def test_example_names_every_variable(self):
        lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
        names = [line.partition("=")[0] for line in lines if line and line[0] != "#"]
        self.assertEqual(names, list(ENVIRONMENT))

    def test_refuses_a_weak_key_and_any_host(self):
        self.assertIn("50 random", setting("DEBUG", SECRET_KEY="bi-mat" * 10))
        self.assertIn("50 random", setting("DEBUG", SECRET_KEY="ngan"))
        self.assertIn("name each host", setting("DEBUG", ALLOWED_HOSTS="a.vn, *"))

    def test_demo_and_debug_cannot_be_switched_on(self):
        switches = {"DEMO_MODE": "1", "DEBUG": "1"}
        self.assertEqual(setting("DEMO_MODE", **switches), "False")
        self.assertEqual(setting("DEBUG", **switches), "False")
        self.assertNotIn("demo", setting("INSTALLED_APPS", **switches))

    def test_cookies_belong_to_this_host_alone(self):
        self.assertEqual(setting("SESSION_COOKIE_NAME"), "__Host-sessionid")
        self.assertEqual(setting("SESSION_COOKIE_SECURE"), "True")
        self.assertEqual(setting("CSRF_COOKIE_NAME"), "__Host-csrftoken")
        self.assertEqual(setting("CSRF_COOKIE_SECURE"), "True")

    def test_scripts_that_load_each_other_are_hashed_too(self):
        backend = setting("STORAGES['staticfiles']['BACKEND']")
        self.assertEqual(backend, "core.storage.StaticFiles")

    def test_proxy_is_believed_only_if_there_is_one(self):
        header = "SECURE_PROXY_SSL_HEADER"
        self.assertEqual(setting(header), "('HTTP_X_FORWARDED_PROTO', 'https')")
        self.assertEqual(setting(header, TRUSTED_PROXY_COUNT="0"), "None")

    def test_database_url_may_set_its_own_limits(self):
        name = "DATABASES['default']['OPTIONS']['connect_timeout']"
        url = ENVIRONMENT["DATABASE_URL"] + "?connect_timeout=20"
        self.assertEqual(setting(name), "5")
        self.assertEqual(setting(name, DATABASE_URL=url), "20")

    def test_only_the_embedded_database_has_its_worker_called(self):
        on_sqlite = {"DATABASE_URL": "sqlite:////var/lib/ocop-portal/db.sqlite3"}
        called, where = "IMPORT_CALLS_WORKER", "CACHES['progress']['LOCATION']"
        self.assertEqual(setting(called), "False")
        self.assertEqual(setting(where), "cache_progress")
        self.assertEqual(setting(called, **on_sqlite), "True")
        folder = "/var/lib/ocop-portal/import-progress"
        self.assertEqual(setting(where, **on_sqlite), folder)

    def test_secrets_of_the_mail_server_are_decoded(self):
        self.assertEqual(setting("EMAIL_HOST_PASSWORD"), "p@ss")
        self.assertEqual(setting("EMAIL_HOST"), "mail.example.gov.vn")
        self.assertEqual(setting("EMAIL_USE_TLS"), "True")
