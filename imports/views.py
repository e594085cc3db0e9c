from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import answer_form, sent
from core.exports import XLSX, Column
from core.listing import answer_list
from core.pagination import paginate

from . import services
from .enums import Outcome, RunState
from .exceptions import FileRefusedError, ImportRefusedError
from .filters import ImportFilter
from .forms import HeaderForm, LayoutForm, UploadForm
from .models import ImportRun
from .samples import sample_rows
from .template import template_workbook

COLUMNS = [
    Column("Tên tệp", lambda row: row.file_name, 50),
    Column("Người nhập", lambda row: row.by_name, 30),
    Column("Tải lên lúc", lambda row: row.created_at),
    Column("Bước", lambda row: row.get_state_display()),
    Column("Số dòng", lambda row: row.counts.get("rows")),
    Column("Bị loại", lambda row: row.counts.get("rejected")),
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
    back = reverse("imports:list")
    form = UploadForm(cancel_url=back, **sent(request))

    def save():
        file = form.cleaned_data["file"]
        run = services.start_import(file.read(), file.name, by=request.user)
        return reverse("imports:understood", args=[run.pk])

    return answer_form(
        request,
        form,
        save,
        done="Đã đọc tệp. Xin xem lại cách hiểu dưới đây.",
        context={"title": "Tải danh sách lên", "trail": [("Nhập Excel", back)]},
        refusals=(FileRefusedError, ImportRefusedError),
    )


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
        services.change_layout(run, layout, regime=run.regime, issuer=run.issuer)
        services.preview_import(run, by=request.user)
        return redirect(run)
    context = {
        "run": run,
        "form": form,
        "sheets": form.sheets(sample_rows(book, layout)),
        "empty": [sheet for sheet in layout.sheets if not sheet.tables],
        "earlier": services.earlier_commit(run),
    }
    status = 200 if request.method != "POST" else 422
    return render(request, "imports/understood.html", context, status=status)


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
def reread(request, pk, sheet):
    run = _open_run(request, pk)
    form = HeaderForm(request.POST)
    sheets = run.layout["sheets"]
    if sheet >= len(sheets) or not form.is_valid():
        messages.error(request, "Tiêu đề phải là một hoặc hai dòng liền nhau.")
    else:
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        services.reread_sheet(run, sheet, first, last)
    return redirect("imports:understood", pk=pk)


@require_safe
@permission_required("imports.view_importrun", raise_exception=True)
def detail(request, pk):
    runs = ImportRun.objects.visible_to(request.user).for_list()
    run = get_object_or_404(runs, pk=pk)
    if run.state == RunState.UPLOADED:
        return redirect("imports:understood", pk=pk)
    outcome = request.GET.get("ket_qua", "")
    context = {
        "run": run,
        "outcome": outcome,
        "tabs": _tabs(run),
        "page": paginate(request, run.rows.with_outcome(outcome), 50),
        "records": _records(run),
        "writes": any(new or changed for _, new, changed, _ in _records(run)),
        "may_go_on": ImportRun.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "imports/detail.html", context)


def _tabs(run) -> list[tuple[str, str, int]]:
    """Return (key, words, number of rows) for all rows, each outcome, and warnings."""
    counts = run.counts
    outcomes = [(key, label, counts.get(key, 0)) for key, label in Outcome.choices]
    warned = ("warning", "có lưu ý", counts.get("warning", 0))
    return [("", "tất cả", counts.get("rows", 0)), *outcomes, warned]


RECORDS = (
    ("producers", "Chủ thể"),
    ("products", "Sản phẩm"),
    ("recognitions", "Lần công nhận"),
    ("decisions", "Quyết định"),
)


def _records(run) -> list[tuple[str, int, int, int]]:
    """Return (words, new, changed, unchanged) for each kind of record."""
    return [
        (label, tally["new"], tally["changed"], tally["unchanged"])
        for name, label in RECORDS
        if (tally := run.counts.get(name))
    ]


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
def commit(request, pk):
    run = _open_run(request, pk)
    try:
        services.commit_import(run, by=request.user)
    except ImportRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã ghi danh sách vào hệ thống.")
    return redirect(run)


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
def discard(request, pk):
    run = _open_run(request, pk)
    services.discard_import(run)
    messages.success(request, "Đã bỏ tệp; chưa có gì được ghi.")
    return redirect("imports:list")


@require_safe
@permission_required("imports.add_importrun", raise_exception=True)
def template(request):
    response = HttpResponse(template_workbook(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="mau-danh-sach-ocop.xlsx"'
    return response
