"""Numbering and freezing documents."""

import hashlib
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from areas.models import Agency
from history.enums import Action
from history.services import record
from inspections.models import SiteCheck, Visit
from products.models import Recognition

from .enums import DocumentType
from .exceptions import LetterError
from .minutes import build_minutes, issuing_agency
from .models import Counter, Document, LetterLine
from .reminders import Reminder, build_reminder


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
    return _freeze(document, data, by=by)


def issue_reminders(reminders: Sequence[Reminder], *, by) -> list[Document]:
    """Issue a letter each, all in one transaction, and record what they speak of.

    If any fails, no number is used and no file stays. A certificate is told of once
    a day, so that the same run sent twice writes no letter twice.
    """
    issued: list[Document] = []
    try:
        with transaction.atomic():
            _refuse_repeats(reminders)
            for reminder in reminders:
                issued.append(_issue(reminder, by=by))
    except BaseException:
        for document in issued:
            discard_file(document)
        raise
    return issued


def _refuse_repeats(reminders: Sequence[Reminder]) -> None:
    keys = [row.pk for reminder in reminders for row in reminder.rows]
    locked = Recognition.objects.filter(pk__in=keys).order_by("pk")
    list(locked.select_for_update().values_list("pk"))
    days = {reminder.date for reminder in reminders}
    told = LetterLine.objects.filter(recognition__in=keys, document__issued_on__in=days)
    if line := told.select_related("document__agency").first():
        raise LetterError(f"Sản phẩm đã có công văn {line.document.full_number}.")


def _issue(reminder: Reminder, *, by) -> Document:
    if not reminder.agency.short_code:
        raise LetterError(f"{reminder.agency} chưa có ký hiệu để đánh số công văn.")
    year = reminder.date.year
    document = Document(
        agency=reminder.agency,
        type=DocumentType.LETTER,
        year=year,
        number=next_number(reminder.agency, DocumentType.LETTER, year),
        title=reminder.title,
        issued_on=reminder.date,
        producer=reminder.producer,
        signature=reminder.signer.words,
        created_by=by,
    )
    data = build_reminder(reminder, document)
    lines = [LetterLine(recognition=row, document=document) for row in reminder.rows]
    return _freeze(document, data, lines, by=by)


def _freeze(
    document: Document, data: bytes, lines: Sequence[LetterLine] = (), *, by
) -> Document:
    """Write the file and store the row; if that fails the file is removed."""
    document.sha256 = hashlib.sha256(data).hexdigest()
    document.file.save("document.docx", ContentFile(data), save=False)
    try:
        document.save()
        record(Action.ISSUE, document, by=by, reason=document.reason)
        for line in lines:
            line.document = document
            line.save()
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
