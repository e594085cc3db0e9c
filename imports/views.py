from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import sent
from core.exports import XLSX, Column
from core.listing import answer_list
from core.pagination import paginate

from . import services
from .enums import RunState
from .exceptions import FileRefusedError, ImportRefusedError
from .filters import ImportFilter
from .forms import HeaderForm, LayoutForm, UploadForm
from .models import ImportRun
from .reports import done_words, outcome_tabs, record_tallies, run_facts
from .samples import column_samples, first_rows
from .template import template_workbook

COLUMNS = [
    Column("Tên tệp", lambda row: row.file_name, 50),
    Column("Người nhập", lambda row: row.by_name, 30),
    Column("Tải lên lúc", lambda row: row.created_at),
    Column("Bước", lambda row: row.get_state_display()),
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
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("imports.add_importrun", raise_exception=True)
def upload(request):
    form = UploadForm(cancel_url=reverse("imports:list"), **sent(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.check_size(file.size)
            run = services.start_import(file.read(), file.name, by=request.user)
        except (FileRefusedError, ImportRefusedError) as error:
            form.add_error("file", f"Tệp “{file.name}”: {error}")
        else:
            return redirect("imports:understood", pk=run.pk)
    return render(request, "imports/upload.html", {"form": form})


def _open_run(request, pk) -> ImportRun:
    """Return a run that this person may go on with and that has written nothing."""
    runs = ImportRun.objects.editable_by(request.user).exclude(state=RunState.COMMITTED)
    return get_object_or_404(runs, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("imports.change_importrun", raise_exception=True)
def understood(request, pk):
    run = _open_run(request, pk)
    book, layout = services.load_book(run)
    form = LayoutForm(request.POST or None, instance=run, layout=layout)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_layout(run, layout, regime=run.regime, issuer=run.issuer)
            services.preview_import(run, by=request.user)
        except ImportRefusedError as error:
            messages.error(request, str(error))
        return redirect(run)
    return _understood_page(request, book, form)


def _understood_page(request, book, form, headers=None):
    """Show how a file is read, with what was chosen and what is wrong about it."""
    layout, run = form.layout, form.instance
    context = {
        "run": run,
        "form": form,
        "sheets": form.sheets(column_samples(book, layout), headers or {}),
        "tops": first_rows(book, layout),
        "may_preview": any(sheet.tables for sheet in layout.sheets),
        "earlier": services.earlier_commit(run, by=request.user),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/understood.html", context, status=status)


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
def reread(request, pk, sheet):
    """Take other rows for the header of a sheet; what was chosen elsewhere stays."""
    run = _open_run(request, pk)
    book, layout = services.load_book(run)
    if sheet >= len(layout.sheets):
        raise Http404
    form = LayoutForm(request.POST, instance=run, layout=layout)
    form.is_valid()
    header = HeaderForm(request.POST, prefix=f"header-{sheet}")
    if header.is_valid():
        try:
            services.change_layout(run, layout, regime=run.regime, issuer=run.issuer)
            services.reread_sheet(run, sheet, **header.cleaned_data)
            return redirect("imports:understood", pk=pk)
        except ImportRefusedError as error:
            header.add_error("first", str(error))
    return _understood_page(request, book, form, {sheet: header})


@require_safe
@permission_required("imports.view_importrun", raise_exception=True)
def detail(request, pk):
    runs = ImportRun.objects.visible_to(request.user).for_report()
    run = get_object_or_404(runs, pk=pk)
    if run.state == RunState.UPLOADED:
        return redirect("imports:understood", pk=pk)
    outcome, tabs = request.GET.get("ket_qua", ""), outcome_tabs(run)
    if outcome not in {key for key, _, _ in tabs}:
        raise Http404
    may_go_on = ImportRun.objects.editable_by(request.user).filter(pk=pk).exists()
    context = {
        "run": run,
        "outcome": outcome,
        "tabs": tabs,
        "page": paginate(request, run.rows.with_outcome(outcome), 50),
        "records": record_tallies(run),
        "facts": run_facts(run),
        "may_go_on": may_go_on and not run.is_committed,
        "earlier": services.earlier_commit(run, by=request.user),
    }
    return render(request, "imports/detail.html", context)


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
def commit(request, pk):
    run = _open_run(request, pk)
    try:
        run = services.commit_import(run, by=request.user)
    except ImportRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done_words(run))
    return redirect(run)


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
def discard(request, pk):
    run = _open_run(request, pk)
    try:
        services.discard_import(run)
    except ImportRefusedError as error:
        messages.error(request, str(error))
        return redirect(run)
    messages.success(request, f"Đã bỏ tệp “{run}”; chưa có gì được ghi.")
    return redirect("imports:list")


@require_safe
@permission_required("imports.add_importrun", raise_exception=True)
def template(request):
    response = HttpResponse(template_workbook(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="mau-danh-sach-ocop.xlsx"'
    return response
