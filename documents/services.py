"""Numbering and freezing documents."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from areas.models import Agency
from history.enums import Action
from history.services import record
from inspections.models import SiteCheck, Visit

from .enums import DocumentType
from .minutes import build_minutes, issuing_agency
from .models import Counter, Document


@transaction.atomic
def next_number(agency: Agency, type_: DocumentType, year: int) -> int:
    """Return the next number; given back if the transaction around it fails."""
    counter, _ = Counter.objects.get_or_create(agency=agency, type=type_, year=year)
    Counter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db(fields=["last"])
    return counter.last


@transaction.atomic
def freeze_minutes(
    visit: Visit, *, by, site_check: SiteCheck | None = None, reason: str = ""
) -> Document:
    """Issue the minutes of a signed visit, or of one of its site checks.

    The file is written before the commit and removed if this function fails; a
    caller whose transaction fails later removes it with ``discard_file``. A later
    version replaces the one before under a number of its own.
    """
    agency = issuing_agency(visit)
    issued_on = timezone.localdate()
    earlier = (
        Document.objects.current()
        .filter(visit=visit, site_check=site_check, type=DocumentType.MINUTES)
        .first()
    )
    document = Document(
        agency=agency,
        type=DocumentType.MINUTES,
        year=issued_on.year,
        number=next_number(agency, DocumentType.MINUTES, issued_on.year),
        title=_title(visit, site_check),
        issued_on=issued_on,
        visit=visit,
        site_check=site_check,
        version=earlier.version + 1 if earlier else 1,
        replaces=earlier,
        reason=reason,
        signature=visit.signature,
        created_by=by,
    )
    data = build_minutes(visit, site_check=site_check, document=document)
    document.sha256 = hashlib.sha256(data).hexdigest()
    document.file.save("minutes.docx", ContentFile(data), save=False)
    try:
        document.save()
        record(Action.ISSUE, document, by=by, reason=reason)
    except BaseException:
        discard_file(document)
        raise
    return document


def discard_file(document: Document) -> None:
    """Remove the file of a document whose transaction has failed."""
    if document.file.name:
        document.file.storage.delete(document.file.name)


def _title(visit: Visit, site_check: SiteCheck | None) -> str:
    if site_check is None:
        return f"Buổi làm việc: {visit}"
    return f"Kiểm tra tại {site_check.site.producer}"
