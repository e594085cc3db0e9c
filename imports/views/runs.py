"""The list of imports, and what becomes of one: preview, report, writing."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from core.exports import Column
from core.listing import answer_list

from .. import background, services
from ..enums import RunState
from ..exceptions import ImportRefusedError
from ..filters import ImportFilter
from ..kinds import kinds_open_to
from ..models import ImportRun
from ..reports import done_words
from .shared import RunPage, lists_refusals, open_run
from .work import working

# In the session: the files that were last discarded, by their keys.
DISCARDED, REMEMBERED = "imports_discarded", 20

COLUMNS = [
    Column("Tên tệp", lambda row: row.file_name, 50),
    Column("Loại danh sách", lambda row: row.get_kind_display(), 26),
    Column("Người nhập", lambda row: row.by_name, 30),
    Column("Tải lên lúc", lambda row: row.created_at),
    Column("Bước", lambda row: row.step_words),
    Column("Số dòng", lambda row: row.counts.get("rows")),
    Column("Mới", lambda row: row.counts.get("new")),
    Column("Thay đổi", lambda row: row.counts.get("changed")),
    Column("Bị loại", lambda row: row.counts.get("rejected")),
    Column("Ghi lúc", lambda row: row.committed_at),
    Column("Mã băm SHA-256", lambda row: row.sha256, 66),
]


@require_safe
@permission_required("imports.view_importrun", raise_exception=True)
def run_list(request):
    rows = ImportRun.objects.visible_to(request.user).for_list()
    return answer_list(
        request,
        ImportFilter(request.GET, rows, request=request),
        title="Nhập danh sách từ Excel",
        columns=COLUMNS,
        page="imports/run_list.html",
        fragment="imports/_run_results.html",
        kinds=kinds_open_to(request.user),
    )


@require_safe
@permission_required("imports.view_importrun", raise_exception=True)
def detail(request, pk):
    runs = ImportRun.objects.visible_to(request.user).for_report()
    run = get_object_or_404(runs, pk=pk)
    if run.is_busy:
        return working(request, run)
    if run.state == RunState.UPLOADED:
        return redirect("imports:understood", pk=pk)
    may_edit = ImportRun.objects.editable_by(request.user).filter(pk=pk).exists()
    return RunPage(request, run, may_edit=may_edit).response()


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
def commit(request, pk):
    # Not only open ones: who has pressed the button twice is led to the report.
    run = get_object_or_404(ImportRun.objects.editable_by(request.user), pk=pk)
    try:
        run = background.commit(run, by=request.user)
    except ImportRefusedError as error:
        messages.error(request, str(error))
    else:
        if run.is_committed:
            messages.success(request, done_words(run))
    return redirect(run)


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
@lists_refusals
def discard(request, pk):
    """Remove a file; who presses the button twice is told that it is done."""
    discarded = request.session.get(DISCARDED, [])
    if pk in discarded and not ImportRun.objects.filter(pk=pk).exists():
        raise ImportRefusedError("Tệp này đã được bỏ; chưa có gì được ghi.")
    run = open_run(request, pk)
    name = str(run)
    try:
        services.discard_import(run)
    except ImportRefusedError as error:
        if not ImportRun.objects.filter(pk=pk).exists():
            raise
        messages.error(request, str(error))
        return redirect(run)
    request.session[DISCARDED] = [*discarded, pk][-REMEMBERED:]
    messages.success(request, f"Đã bỏ tệp “{name}”; chưa có gì được ghi.")
    return redirect("imports:list")
