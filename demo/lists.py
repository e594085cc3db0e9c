"""The two lists of the demonstration, imported as an administrator would."""

import hashlib
from pathlib import Path

from accounts.models import User
from areas.models import Agency
from imports import services
from imports.enums import RunState
from imports.models import ImportRun
from products.models import Regime

from .workbooks import HOA_AN, PROVINCE

# Each list with the regime under which its products were recognised.
LISTS = ((HOA_AN, "1048/QĐ-TTg"), (PROVINCE, "148/QĐ-TTg"))
ISSUER = "UBND tỉnh Cao Bằng"


def load_lists(*, by: User) -> None:
    """Import the lists that have not been written yet."""
    for path, regime in LISTS:
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        written = ImportRun.objects.filter(sha256=digest, state=RunState.COMMITTED)
        if not written.exists():
            import_list(path, data, Regime.objects.get(number=regime), by=by)


def import_list(path: Path, data: bytes, regime: Regime, *, by: User) -> ImportRun:
    """Take one list through every step: read, choose, preview, write."""
    run = services.start_import(data, path.name, by=by)
    _, layout = services.load_book(run)
    issuer = Agency.objects.get(name=ISSUER)
    services.change_layout(run, layout, regime=regime, issuer=issuer)
    services.preview_import(run, by=by)
    return services.commit_import(run, by=by)
