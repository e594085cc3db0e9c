"""The desk where reports from the public pages are dealt with."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.exports import Column
from core.listing import answer_list
from core.scans import show
from history.services import latest_changes

from .. import services
from ..exceptions import CatalogueError
from ..filters import ReportFilter
from ..forms import OutcomeForm
from ..models import MisuseReport

READ, WRITE = "catalogue.view_misusereport", "catalogue.change_misusereport"
COLUMNS = [
    Column("Gửi lúc", lambda row: row.sent_at.date()),
    Column("Sản phẩm", lambda row: row.product_name, 40),
    Column("Địa bàn", lambda row: row.area.name, 24),
    Column("Nội dung", lambda row: row.get_kind_display(), 40),
    Column("Thấy ở đâu", lambda row: row.seen_at, 40),
    Column("Mô tả", lambda row: row.text, 60),
    Column("Kết quả xử lý", lambda row: row.outcome, 60),
]


@require_safe
@permission_required(READ, raise_exception=True)
def report_list(request):
    rows = MisuseReport.objects.visible_to(request.user).for_list()
    return answer_list(
        request,
        ReportFilter(request.GET, rows, request=request),
        title="Phản ánh",
        columns=COLUMNS,
        page="catalogue/report_list.html",
        fragment="catalogue/_report_results.html",
    )


@require_safe
@permission_required(READ, raise_exception=True)
def report(request, uuid):
    return _page(request, _found(request, uuid))


def _found(request, uuid, right: str = READ) -> MisuseReport:
    rows = MisuseReport.objects.permitted_to(request.user, right).for_list()
    return get_object_or_404(rows, uuid=uuid)


def _page(request, found, refused=None, *, status=200):
    """Show a report; whoever may deal with it reads how to reach who sent it."""
    writable = MisuseReport.objects.editable_by(request.user)
    may_handle = writable.filter(pk=found.pk).exists()
    context = {
        "report": found,
        "trail": [("Phản ánh", reverse("catalogue:report_list"))],
        "may_handle": may_handle,
        "form": refused or (OutcomeForm() if may_handle and found.is_waiting else None),
        "changes": latest_changes(found),
    }
    return render(request, "catalogue/report.html", context, status=status)


@require_POST
@permission_required(WRITE, raise_exception=True)
def report_handle(request, uuid):
    found = _found(request, uuid, WRITE)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        services.handle_report(found, by=request.user, **form.cleaned_data)
    except CatalogueError as error:
        form.add_error(None, str(error))
        return _page(request, _found(request, uuid), form, status=409)
    messages.success(request, "Đã ghi kết quả xử lý.")
    return redirect(found)


@require_safe
@permission_required(READ, raise_exception=True)
def report_picture(request, uuid):
    return show(_found(request, uuid).picture)
