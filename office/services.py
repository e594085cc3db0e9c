"""Acts that need several apps."""

from django.db import transaction

import inspections.services
from documents.models import Document
from documents.services import discard_file, freeze_minutes
from history.enums import Action
from history.services import history_of
from inspections.models import Visit


def sign_visit(visit: Visit, *, by, base_version: int | None = None) -> list[Document]:
    """Sign a visit and freeze its minutes: one per site check, one of the session.

    All in one transaction; if any part fails, no number is used and no file stays. A
    visit that was opened again gets the next version, with the reason given then.
    ``base_version`` is the version that was read before signing; another one raises
    StaleVersionError.
    """
    frozen: list[Document] = []
    try:
        with transaction.atomic():
            inspections.services.sign_visit(visit, by=by, base_version=base_version)
            reason = _reason_for_another(visit)
            for minutes in minutes_of(visit):
                frozen.append(
                    freeze_minutes(visit, site_check=minutes, by=by, reason=reason)
                )
    except BaseException:
        for document in frozen:
            discard_file(document)
        raise
    return frozen


def minutes_of(visit: Visit) -> list:
    """Return what signing will freeze: the site checks, and None for the session."""
    checks = list(visit.site_checks.select_related("site__producer", "site__place"))
    has_session = bool(visit.session_note) or visit.participants.exists()
    return checks + ([None] if has_session else [])


def _reason_for_another(visit: Visit) -> str:
    """Return why the visit was last opened again; empty where it never was."""
    opened = history_of(visit).filter(action=Action.REOPEN).first()
    return opened.batch.reason if opened else ""
