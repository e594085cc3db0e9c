"""How static files are named for production: by their content, scripts included."""

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_, _IMPORTS = vars(HashedFilesMixin)["_js_module_import_aggregation_patterns"]


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hash every file, and in our own modules the addresses of those that they load.

    Django's switch for that reads every script, and takes examples in the comments of
    other people's for addresses.

    A module gets its name when those it needs have theirs, so each step of a chain may
    take a pass of its own; a circle of modules would never end.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", _IMPORTS))
    max_post_process_passes = 12
