"""What is kept of each record an import writes, so that it can be taken back."""

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from core.bulk import insert_values

from ..models import ImportRun, ImportWrite
from ..planning.plan import Plan
from ..planning.records import Record

_FIELDS = [
    "run",
    "content_type",
    "object_id",
    "version",
    "is_new",
    "before",
    "sheet",
    "row",
    "is_undone",
    "refusal",
]


def keep_writes(run: ImportRun, plan: Plan) -> None:
    """Keep which records a plan has just written, in the order of writing."""
    written = list(_written(plan))
    kinds = dict.fromkeys(record.model for record in written)
    types = {model: ContentType.objects.get_for_model(model).pk for model in kinds}
    insert_values(
        ImportWrite,
        _FIELDS,
        [
            (
                run.pk,
                types[record.model],
                *record.written,
                record.is_new,
                None if record.is_new else _before(record),
                *_asked_for_at(record),
                False,
                "",
            )
            for record in written
        ],
    )


def _written(plan: Plan) -> Iterator[Record]:
    for model in plan.records:
        yield from plan.new(model)
    for model in plan.records:
        yield from plan.changed(model)


def _before(record: Record) -> dict:
    """Return what is stored in the columns that the file changes, by column."""
    columns = [record.model._meta.get_field(name).attname for name in record.wanted]
    return {column: record.stored[column] for column in columns}


def _asked_for_at(record: Record) -> tuple[str, int]:
    """Return the sheet and the row of the file that first asked for the record."""
    place = record.asked_at
    return place.sheet[:100], place.row


def stored_values(model: type[models.Model], before: dict) -> dict:
    """Return earlier values as the model holds them: dates, decimals, keys again."""
    return {
        column: model._meta.get_field(column).to_python(value)
        for column, value in before.items()
    }


def undo_ends(run: ImportRun) -> datetime.datetime:
    """Return until when a written import may be undone."""
    return run.committed_at + datetime.timedelta(days=settings.IMPORT_UNDO_DAYS)


def forget_earlier_values() -> int:
    """Drop the earlier values kept of imports that may no longer be undone."""
    limit = timezone.now() - datetime.timedelta(days=settings.IMPORT_UNDO_DAYS)
    kept = ImportWrite.objects.filter(before__isnull=False)
    return kept.filter(run__committed_at__lt=limit).update(before=None)
