"""Settings of the real portal; everything secret or local comes from outside.

Each name in ``REQUIRED`` is explained in .env.example.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 -- every setting of base applies
from .base import CACHES, LOGGING, SQLITE_OPTIONS

REQUIRED = [
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "MEDIA_ROOT",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "TRUSTED_PROXY_COUNT",
]
missing = [name for name in REQUIRED if not os.environ.get(name, "").strip()]
if missing:
    raise ImproperlyConfigured(
        f"Missing from the environment: {', '.join(missing)}. .env.example says what"
        " each is for."
    )

DEBUG = False
DEMO_MODE = False
SECRET_KEY = os.environ["SECRET_KEY"]
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured("SECRET_KEY must be 50 random characters or more.")

ALLOWED_HOSTS = [host.strip() for host in os.environ["ALLOWED_HOSTS"].split(",")]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name each host; * is all of them.")

# A database that has gone away is noticed in seconds, and a query that runs wild
# is stopped: a page then says so (503) instead of holding its worker. Options in
# DATABASE_URL go before these.
POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 15_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "options": "-c statement_timeout=60s -c lock_timeout=15s"
    " -c idle_in_transaction_session_timeout=60s"
    # Compiling a query of many small parts takes longer than running it.
    " -c jit=off",
}
database = dj_database_url.config(conn_max_age=60, conn_health_checks=True)
on_sqlite = database["ENGINE"] == "django.db.backends.sqlite3"
defaults = SQLITE_OPTIONS if on_sqlite else POSTGRESQL_OPTIONS
database["OPTIONS"] = defaults | database.get("OPTIONS", {})
DATABASES = {"default": database}

# The embedded default needs no service beside it.
IMPORT_CALLS_WORKER = on_sqlite

# Shared by all web processes, so that limits on attempts hold for all of them, and by
# the workers; `manage.py createcachetable` makes the tables, once.
TABLE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}
if on_sqlite:
    FOLDER = {"LOCATION": Path(str(database["NAME"])).with_name("import-progress")}
    PROGRESS = CACHES["progress"] | FOLDER
else:
    PROGRESS = TABLE | {"LOCATION": "cache_progress"}
CACHES = CACHES | {"default": TABLE | {"LOCATION": "cache"}, "progress": PROGRESS}

MEDIA_ROOT = os.environ["MEDIA_ROOT"]
FILE_UPLOAD_PERMISSIONS = 0o640

email = urlsplit(os.environ["EMAIL_URL"])
EMAIL_HOST = email.hostname
EMAIL_PORT = email.port or 587
EMAIL_HOST_USER = unquote(email.username or "")
EMAIL_HOST_PASSWORD = unquote(email.password or "")
EMAIL_USE_TLS = email.scheme == "smtp"
EMAIL_USE_SSL = email.scheme == "smtps"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ["DEFAULT_FROM_EMAIL"]

MAP_TILE_URL = os.environ.get("MAP_TILE_URL", "")
MAP_TILE_ATTRIBUTION = os.environ.get("MAP_TILE_ATTRIBUTION", "")

TRUSTED_PROXY_COUNT = int(os.environ["TRUSTED_PROXY_COUNT"])
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
)

SECURE_SSL_REDIRECT = True
# Health probes come from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"

LOGGING["handlers"]["console"]["formatter"] = "json"
