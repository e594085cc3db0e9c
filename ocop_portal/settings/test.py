"""Settings of the test suite; DATABASE_URL chooses the database."""

import os
import tempfile
from pathlib import Path

import dj_database_url

from .base import *  # noqa: F403 -- every setting of base applies
from .base import CACHES, INSTALLED_APPS, SQLITE_OPTIONS

TEMPORARY = Path(tempfile.gettempdir())

DEBUG = False
SECRET_KEY = "for tests only, and long enough to sign what the tests sign"
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

if "DATABASE_URL" in os.environ:
    DATABASES = {"default": dj_database_url.config()}
else:
    # A file, not memory: browser tests read and write from several threads.
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": "never-opened",
            "OPTIONS": SQLITE_OPTIONS,
            "TEST": {"NAME": str(TEMPORARY / f"ocop-test-{os.getpid()}.sqlite3")},
        }
    }

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = TEMPORARY / "ocop-test-media"
PROGRESS = {"LOCATION": TEMPORARY / f"ocop-test-progress-{os.getpid()}"}
CACHES = CACHES | {"progress": CACHES["progress"] | PROGRESS}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Serve static files from where they are written, without collectstatic.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
