"""The steps of an import: start, correct the reading, preview, write, discard."""

import hashlib
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from areas.enums import Level
from areas.models import Area
from core.bulk import collector_paused
from core.cells import is_blank
from core.snapshots import read_snapshot
from history.services import log_position

from .enums import ListKind, RunState, Step
from .exceptions import FileRefusedError, ImportRefusedError
from .keeping import keep_preview
from .kinds import check_kind, right_for
from .memory import recall
from .models import Answer, ImportRun
from .planning.answers import Answers
from .planning.plan import Plan
from .planning.planner import Choices, make_plan
from .planning.scope import (
    Scope,
    import_areas,
    lock_province,
    province_of,
    scope_of,
)
from .prepared import forget_prepared, prepared_plan
from .progress import INLINE, Job, progress_of, tell_to_stop
from .reading import Book, read_file
from .understanding.cleaning import clean_sheet
from .understanding.tables import BookLayout, read_as, reread, understand
from .undoing import keep_writes
from .writing import write_plan

DATA_CHANGED = (
    "Dữ liệu đã thay đổi sau khi xem trước, chưa ghi gì."
    " Dưới đây là kết quả xem trước mới; xin kiểm tra rồi ghi lại."
)


def home_province() -> Area:
    """Return the province that the portal serves."""
    provinces = Area.objects.current().filter(level=Level.PROVINCE)
    try:
        return provinces.get(name=settings.PORTAL_PROVINCE_NAME)
    except Area.DoesNotExist:
        message = "Danh mục địa giới hành chính chưa được nạp."
        raise ImportRefusedError(message) from None


def area_for(user: User | None) -> Area:
    """Return the unit that a person imports for; the province for the portal itself."""
    if user is None:
        return home_province()
    areas = import_areas(user)
    if not areas:
        raise ImportRefusedError("Bạn chưa được giao quyền nhập danh sách.")
    return areas[0]


def read_upload(data: bytes) -> tuple[Book, BookLayout]:
    """Return the cells of a file and what they were understood to say."""
    check_size(len(data))
    book = read_file(data)
    return book, understand(book)


def check_size(size: int) -> None:
    """Refuse a file by its size, before it is taken into memory."""
    if size > settings.IMPORT_MAX_BYTES:
        limit = settings.IMPORT_MAX_BYTES // (1024 * 1024)
        raise FileRefusedError("too_large", f"Tệp lớn quá {limit} MB.")


def start_import(data: bytes, file_name: str, *, by: User | None) -> ImportRun:
    """Keep an upload that can be read, with what was understood of it.

    A file that is refused is kept nowhere.
    """
    area = area_for(by)
    book, layout = read_upload(data)
    recall(book, layout, area)
    run = ImportRun(
        file_name=file_name[-200:] or "không tên",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        created_by=by,
        area=area,
        kind=layout.list_kind,
        layout=layout.as_json(),
    )
    run.file.save("upload", ContentFile(data), save=False)
    try:
        run.save()
    except Exception:
        run.file.delete(save=False)
        raise
    return run


def earlier_commit(run: ImportRun, *, by: User) -> ImportRun | None:
    """Return the last import that wrote the same file, of those a person may see."""
    seen = ImportRun.objects.visible_to(by)
    same = seen.filter(sha256=run.sha256, state=RunState.COMMITTED).defer("layout")
    return same.exclude(pk=run.pk).order_by("-committed_at").first()


def load_book(run: ImportRun) -> tuple[Book, BookLayout]:
    """Return the cells of a kept file as they were understood, and the layout."""
    book = read_file(run.content())
    for sheet in book.sheets:
        clean_sheet(sheet)
    return book, BookLayout.from_json(run.layout)


def reread_sheet(run: ImportRun, index: int, first: int, last: int) -> None:
    """Take other rows for the header of a sheet, and look at its columns again."""
    book, layout = load_book(run)
    sheet = book.sheets[index]
    if last > len(sheet.rows):
        raise ImportRefusedError(f"Trang tính chỉ có {len(sheet.rows)} dòng.")
    if all(is_blank(cell) for row in sheet.rows[first - 1 : last] for cell in row):
        raise ImportRefusedError("Dòng này trống, không làm tiêu đề được.")
    reread(sheet, layout.sheets[index], first, last)
    change_layout(run, layout)


def change_kind(run: ImportRun, kind: ListKind, *, by: User | None) -> None:
    """Take a file for another kind of list, and look at its titles again."""
    check_kind(kind, by)
    book, layout = load_book(run)
    read_as(book, layout, kind)
    change_layout(run, layout)


@transaction.atomic
def change_layout(run: ImportRun, layout: BookLayout, **choices) -> None:
    """Keep how a person says the file is to be read; an old preview no longer holds."""
    lock_open(run)
    run.kind = layout.list_kind
    run.layout = layout.as_json()
    for name, value in choices.items():
        setattr(run, name, value)
    run.state = RunState.UPLOADED
    run.plan_digest = ""
    run.work_error = ""
    run.save()


@collector_paused()
def preview_import(
    run: ImportRun, *, by: User | None, job: Job = INLINE, book: Book | None = None
) -> Plan:
    """Work out what the file would do and keep that for looking at.

    Others may write while it is worked out: what they change is found at the commit.
    The file is read unless its cells are given, as ``load_book`` returns them.
    """
    if book is None:
        book, _ = load_book(run)
    layout = BookLayout.from_json(run.layout)
    with read_snapshot():
        position = log_position()
        plan = plan_for(run, book, layout, by=by, job=job)
        del book
        plan.ask()
    job.at(Step.KEEP)
    with transaction.atomic():
        stored = lock_open(run, job.order)
        if _reading_of(stored) != _reading_of(run):
            raise ImportRefusedError("Cách hiểu tệp vừa được đổi, xin xem trước lại.")
        run.previewed_at = stored.previewed_at
        keep_preview(run, plan, position=position)
    return plan


def plan_for(
    run: ImportRun,
    book: Book,
    layout: BookLayout,
    *,
    by: User | None,
    lock: bool = False,
    job: Job = INLINE,
) -> Plan:
    choices = Choices(
        run.regime,
        run.issuer_id,
        run.on_match,
        run.row_choices,
        Answers(Answer.objects.for_unit(run.area)),
    )
    scope = _scope(run, by)
    return make_plan(book, layout, scope, choices, lock=lock, tick=job.planned)


def _scope(run: ImportRun, by: User | None) -> Scope:
    """Return what a person may match by a file; refuse who may not import its kind."""
    check_kind(run.kind, by)
    return scope_of(by, province_of(run.area), right_for(run.kind))


def _reading_of(run: ImportRun) -> tuple:
    """Return what was said of how the file is to be read and what it may do."""
    layout = BookLayout.from_json(run.layout)  # in memory it may have other keys
    said = (run.regime_id, run.issuer_id, run.on_match, run.row_choices)
    return layout.as_json(), *said


@collector_paused()
def commit_import(run: ImportRun, *, by: User | None, job: Job = INLINE) -> ImportRun:
    """Write what was previewed, all of it or nothing, and keep the report.

    Where anything was recorded since, the plan is made again on locked rows. If it no
    longer is what was previewed, nothing is written: the fresh preview is kept and
    ImportRefusedError says so.
    """
    if not run.writes and (done := _commit_nothing(run, job)):
        return done
    return _commit_prepared(run, by, job) or _commit_anew(run, by, job)


@transaction.atomic
def _commit_nothing(run: ImportRun, job: Job) -> ImportRun | None:
    """Commit a list that was previewed to change nothing, if nothing changed since.

    Where nothing was recorded since the preview, making the plan again would come to
    the same; None where it has to be made.
    """
    run = lock_open(run, job.order)
    is_idle = run.state == RunState.PREVIEWED and not run.writes
    if not is_idle or run.counts.get("log") != log_position():
        return None
    _close(run)
    return run


@transaction.atomic
def _commit_prepared(run: ImportRun, by: User | None, job: Job) -> ImportRun | None:
    """Write the plan as the preview made it; None if it has to be made again."""
    run = lock_open(run, job.order)
    if run.state != RunState.PREVIEWED:
        return None
    lock_province(run.area)
    plan = prepared_plan(run, _scope(run, by))
    if plan is not None:
        _write(run, plan, by, job)
        return run
    return None


def _commit_anew(run: ImportRun, by: User | None, job: Job) -> ImportRun:
    """Make the plan on locked rows, and write it if it is what was previewed."""
    book, layout = load_book(run)
    with transaction.atomic():
        run = lock_open(run, job.order)
        if run.state != RunState.PREVIEWED:
            raise ImportRefusedError("Cần xem trước kết quả trước khi ghi.")
        lock_province(run.area)
        position = log_position()
        plan = plan_for(run, book, layout, by=by, lock=True, job=job)
        is_same = plan.digest == run.plan_digest
        if is_same:
            _write(run, plan, by, job)
        else:
            plan.ask()
            error = DATA_CHANGED if job.order else ""
            keep_preview(run, plan, position=position, error=error)
    if not is_same:
        raise ImportRefusedError(DATA_CHANGED)
    return run


def _write(run: ImportRun, plan: Plan, by: User | None, job: Job) -> None:
    job.at(Step.WRITE)
    run.batch = write_plan(plan, by=by, reason=f"Nhập danh sách {run}")
    _close(run)
    keep_writes(run, plan)
    forget_prepared(run)


def _close(run: ImportRun) -> None:
    run.state = RunState.COMMITTED
    run.committed_at = timezone.now()
    run.counts.pop("log", None)  # said nothing but whether the preview still holds
    run.end_work()
    run.save()


@transaction.atomic
def discard_import(run: ImportRun) -> None:
    """Remove an import that wrote nothing, with its file; work on it comes to an end.

    What a worker is just writing is not interrupted.
    """
    if run.is_busy and not progress_of(run).may_discard:
        raise ImportRefusedError("Danh sách đang được ghi, không dừng được nữa.")
    run = _lock_unwritten(run)
    file, order = run.file, run.work_id
    run.delete()
    transaction.on_commit(lambda: file.delete(save=False))
    if order:
        transaction.on_commit(lambda: tell_to_stop(order))


def lock_open(run: ImportRun, order: UUID | None = None) -> ImportRun:
    """Lock a run and return it as stored; refuse one that is not to be changed now.

    One that is being worked on in the background is left to whoever has the order.
    """
    locked = _lock_unwritten(run)
    refuse_other_order(locked, order)
    return locked


def _lock_unwritten(run: ImportRun) -> ImportRun:
    locked = lock_run(run)
    if locked.is_committed:
        raise ImportRefusedError("Lần nhập này đã ghi xong, không thay đổi được nữa.")
    return locked


def lock_run(run: ImportRun) -> ImportRun:
    """Lock a run and return it as stored; refuse one that is discarded by now."""
    rows = ImportRun.objects.select_related("area")
    locked = rows.select_for_update(of=("self",)).filter(pk=run.pk).first()
    if locked is None:
        raise ImportRefusedError("Tệp này vừa được bỏ.")
    return locked


def refuse_other_order(run: ImportRun, order: UUID | None) -> None:
    """Refuse to touch what somebody else has the order to work on."""
    if run.work_id != order:
        raise ImportRefusedError("Tệp này đang được xử lý, xin chờ xong rồi làm tiếp.")
