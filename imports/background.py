"""What takes long is done in the background: asked for, taken up again, carried out.

A page never waits for a long list. An order is stored in the same transaction that
queues it; what it comes to is stored in the same transaction that ends it.
"""

import logging
import uuid
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User

from .enums import RunState, Step, Work
from .exceptions import FileRefusedError, ImportRefusedError
from .models import ImportRun
from .models.work import WORK_FIELDS
from .progress import Job, StoppedError, progress_of
from .reading import Book
from .services import (
    commit_import,
    lock_open,
    lock_run,
    preview_import,
    refuse_other_order,
)
from .tasks import carry_out
from .undoing import may_be_undone, undo_import
from .worker import call_worker

logger = logging.getLogger("ocop.imports")

NO_RIGHT = "Người giao việc không còn quyền nhập danh sách này; dữ liệu giữ nguyên."
UNEXPECTED = (
    "Hệ thống gặp sự cố khi xử lý tệp, dữ liệu giữ nguyên. Xin thử lại; nếu vẫn vậy,"
    " xin báo người quản trị."
)


def preview(run: ImportRun, *, by: User, book: Book | None = None) -> ImportRun:
    """Preview a file: at once, or in the background if it is long.

    ``book`` are its cells, where they are at hand.
    """
    if is_long(run):
        return ask(run, Work.PREVIEW, by=by)
    preview_import(run, by=by, book=book)
    return run


def commit(run: ImportRun, *, by: User) -> ImportRun:
    """Write what was previewed: at once, or in the background if it is long."""
    if is_long(run):
        return ask(run, Work.COMMIT, by=by)
    return commit_import(run, by=by)


def undo(run: ImportRun, *, by: User) -> ImportRun:
    """Undo what a file wrote: at once, or in the background if it is long."""
    if is_long(run):
        return ask(run, Work.UNDO, by=by)
    return undo_import(run, by=by)


def is_long(run: ImportRun) -> bool:
    return run.data_rows > settings.IMPORT_INLINE_ROWS


@transaction.atomic
def ask(run: ImportRun, work: Work, *, by: User) -> ImportRun:
    """Queue a piece of work on a file; return the run as it stands then."""
    if work == Work.UNDO:
        run = lock_run(run)
        refuse_other_order(run, None)
        if not may_be_undone(run):
            raise ImportRefusedError("Lần nhập này không hoàn tác được nữa.")
    else:
        run = lock_open(run)
    if work == Work.COMMIT and run.state != RunState.PREVIEWED:
        raise ImportRefusedError("Cần xem trước kết quả trước khi ghi.")
    return _order(run, work, by)


@transaction.atomic
def resume(run: ImportRun, *, by: User) -> ImportRun:
    """Queue work again that has stopped; what still goes on is left alone.

    Should the first worker be alive after all, its order is not the one any more, and
    it stores nothing.
    """
    run = lock_run(run)
    if run.is_busy and progress_of(run).has_stopped:
        run = _order(run, Work(run.work), by)
    return run


def _order(run: ImportRun, work: Work, by: User) -> ImportRun:
    run.work, run.work_id, run.work_error = work, uuid.uuid4(), ""
    run.work_asked_at, run.work_started_at = timezone.now(), None
    run.save(update_fields=WORK_FIELDS)
    carry_out.enqueue(run.pk, str(run.work_id), by.pk)
    transaction.on_commit(call_worker, robust=True)
    return ImportRun.objects.get(pk=run.pk)


def do(run_pk: int, order: UUID, user_pk: int) -> None:
    """Carry out an order, unless another has taken its place; never raise.

    What was refused and what went wrong is kept for the person to read.
    """
    asked = ImportRun.objects.filter(pk=run_pk, work_id=order)
    if not asked.update(work_started_at=timezone.now()):
        return
    _allow_time()
    try:
        with Job(order) as job:
            _do(asked.get(), User.objects.get(pk=user_pk), job)
    except (StoppedError, ImportRun.DoesNotExist):
        return
    except (ImportRefusedError, FileRefusedError) as refusal:
        _end(asked, str(refusal))
    except Exception:
        logger.exception("import %s", run_pk)
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        _end(asked, UNEXPECTED)


def _do(run: ImportRun, by: User, job: Job) -> None:
    """Do it by the rights that the person has now, not when it was asked for."""
    may_still = by.is_active and by.has_perm("imports.change_importrun")
    if not may_still or not ImportRun.objects.editable_by(by).filter(pk=run.pk):
        raise ImportRefusedError(NO_RIGHT)
    if run.work == Work.PREVIEW:
        preview_import(run, by=by, job=job)
    elif run.work == Work.COMMIT:
        commit_import(run, by=by, job=job)
    else:
        _undo(run, by, job)


@transaction.atomic
def _undo(run: ImportRun, by: User, job: Job) -> None:
    """Undo an import, and end the work with it."""
    run = lock_run(run)
    refuse_other_order(run, job.order)
    job.at(Step.UNDO)
    run.end_work()
    run.save(update_fields=WORK_FIELDS)
    undo_import(run, by=by)


@transaction.atomic
def _end(asked, error: str) -> None:
    for run in asked.select_for_update(of=("self",)):
        run.end_work(error)
        run.save(update_fields=WORK_FIELDS)


def _allow_time() -> None:
    """Lift the limits that keep pages short; a long list takes longer than a page."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SET statement_timeout = '15min'; SET lock_timeout = '15min';"
                " SET idle_in_transaction_session_timeout = '15min'"
            )
