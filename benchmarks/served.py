"""The portal as `make run` starts it, on the data and in the folder of a benchmark."""

import os

from ocop_portal.settings.dev import *  # noqa: F403 -- as make run
from ocop_portal.settings.dev import DATABASES

from .handed import DATABASE, KEY, MEDIA

DATABASES["default"]["NAME"] = os.environ[DATABASE]
MEDIA_ROOT = os.environ[MEDIA]
# Sessions were begun by the process that watches.
SECRET_KEY = os.environ[KEY]
