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

database = dj_database_url.config(default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
if database["ENGINE"] == "django.db.backends.sqlite3":
    database["OPTIONS"] = SQLITE_OPTIONS | database.get("OPTIONS", {})
DATABASES = {"default": database}
IMPORT_CALLS_WORKER = True

MAP_TILE_URL = os.environ.get("MAP_TILE_URL", "")
MAP_TILE_ATTRIBUTION = os.environ.get("MAP_TILE_ATTRIBUTION", "")

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
