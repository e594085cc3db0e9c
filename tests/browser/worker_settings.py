"""Settings of a worker that a browser test has called: the database and files there."""

import json
import os

from ocop_portal.settings.test import *  # noqa: F403 -- every setting of test applies

SHARED = json.loads(os.environ["OCOP_TEST_SHARED"])
DATABASES = {"default": SHARED["DATABASE"]}
MEDIA_ROOT, STORAGES = SHARED["MEDIA_ROOT"], SHARED["STORAGES"]
CACHES, TASKS = SHARED["CACHES"], SHARED["TASKS"]
