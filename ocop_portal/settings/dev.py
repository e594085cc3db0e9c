"""Settings for one person's own machine; needs nothing from the environment."""

import os

import dj_database_url

from .base import *  # noqa: F403 -- every setting of base applies
from .base import BASE_DIR, INSTALLED_APPS, SQLITE_OPTIONS

# DEBUG=0, as `make run` sets it, shows the portal as its users will see it.
DEBUG = os.environ.get("DEBUG", "1") == "1"
DEMO_MODE = os.environ.get("DEMO_MODE", "1") == "1"
SECRET_KEY = "local-only: protects nothing, the portal answers this machine alone"
INSTALLED_APPS = [*INSTALLED_APPS, "demo"]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

if "DATABASE_URL" in os.environ:
    DATABASES = {"default": dj_database_url.config()}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": BASE_DIR / "db.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
        }
    }

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
