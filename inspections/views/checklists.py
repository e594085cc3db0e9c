from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core.editing import sent
from core.exports import XLSX
from core.versions import StaleVersionError

from ..checklist_book import checklist_workbook
from ..comparison import compare, stamp_of
from ..exceptions import InspectionError
from ..forms import PublishForm
from ..models import Checklist
from ..services import publish_checklist
from ..sheets import reading_groups

TRAIL = [("Danh mục kiểm tra", reverse_lazy("inspections:checklist_list"))]
CHANGED = (
    "Người khác vừa sửa bản nháp. Phần so sánh ở trên là bản mới nhất; xin xem lại"
    " rồi ghi số thay đổi để công bố."
)


@require_safe
@permission_required("inspections.view_checklist", raise_exception=True)
def checklist_list(request):
    rows = Checklist.objects.select_related("published_by", "source")
    context = {
        "checklists": rows.annotate(item_count=Count("items")).order_by("-number"),
        "may_edit": request.user.has_perm("inspections.change_checklist"),
    }
    return render(request, "inspections/checklist_list.html", context)


@require_safe
@permission_required("inspections.view_checklist", raise_exception=True)
def checklist_export(request, pk):
    """Send a version as a workbook, which may be changed and read into a draft."""
    checklist = get_object_or_404(Checklist, pk=pk)
    name = f"danh-muc-kiem-tra-phien-ban-{checklist.number}.xlsx"
    return HttpResponse(
        checklist_workbook(checklist),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@permission_required("inspections.view_checklist", raise_exception=True)
def checklist_comparison(request, pk):
    """Show what a version changes in the one it was copied from."""
    checklist = get_object_or_404(Checklist.objects.select_related("source"), pk=pk)
    context = {
        "checklist": checklist,
        "trail": [*TRAIL, (str(checklist), checklist.get_absolute_url())],
        "comparison": compare(checklist),
        "form": None,
    }
    return render(request, "inspections/comparison.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.publish_checklist", raise_exception=True)
def checklist_publish(request, pk):
    """Publish a draft, shown with what it changes; one changed meanwhile is refused."""
    checklist = get_object_or_404(Checklist.objects.select_related("source"), pk=pk)
    if checklist.is_published:
        messages.info(request, "Phiên bản này đã được công bố.")
        return redirect(checklist)
    form = _publish_form(checklist, **sent(request))
    if request.method != "POST" or not form.is_valid():
        return _publish_page(request, checklist, form)
    note, base = form.cleaned_data["note"], form.cleaned_data["base"]
    try:
        publish_checklist(checklist, by=request.user, note=note, base=base)
    except StaleVersionError:
        return _changed_meanwhile(request, checklist)
    except InspectionError as error:
        form.add_error(None, str(error))
        return _publish_page(request, checklist, form, status=422)
    messages.success(request, f"Đã công bố phiên bản {checklist.number}.")
    return redirect(checklist)


def _publish_form(checklist, **given) -> PublishForm:
    return PublishForm(
        comparison=compare(checklist),
        cancel_url=reverse("inspections:draft", args=[checklist.pk]),
        **given,
    )


def _changed_meanwhile(request, checklist):
    """Show the comparison as it stands now; the note typed before is kept."""
    data = request.POST.copy()
    data["base"], data["count"] = stamp_of(checklist), ""
    form = _publish_form(checklist, data=data)
    form.add_error(None, CHANGED)
    return _publish_page(request, checklist, form, status=409)


def _publish_page(request, checklist, form, *, status=200):
    context = {
        "checklist": checklist,
        "trail": [*TRAIL, (str(checklist), checklist.get_absolute_url())],
        "comparison": form.comparison,
        "form": form,
    }
    return render(request, "inspections/comparison.html", context, status=status)


@require_safe
@permission_required("inspections.view_checklist", raise_exception=True)
def checklist_detail(request, pk):
    rows = Checklist.objects.select_related("source", "published_by")
    checklist = get_object_or_404(rows, pk=pk)
    user = request.user
    may_begin = user.has_perm("inspections.add_checklist")
    may_edit = user.has_perm("inspections.change_checklist")
    context = {
        "checklist": checklist,
        "groups": reading_groups(checklist),
        "may_begin": may_begin and checklist.is_published,
        "may_edit": may_edit and not checklist.is_published,
    }
    return render(request, "inspections/checklist_detail.html", context)
