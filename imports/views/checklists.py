"""A draft of the checklist from a workbook: uploaded, previewed, then written."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.editing import sent
from core.versions import StaleVersionError
from inspections.comparison import compare_items, items_with_coverage, stamp_of
from inspections.exceptions import InspectionError
from inspections.models import Checklist
from inspections.services import planned_items, replace_items

from ..checklists import read_checklist, unsigned
from ..exceptions import FileRefusedError
from ..forms import ChecklistUploadForm

PUBLISHED = "Phiên bản này đã công bố, không nhập vào được nữa; hãy lập bản mới."
TOO_OLD = "Bản xem trước đã cũ; xin tải tệp lên lại."
CHANGED = (
    "Người khác vừa sửa bản nháp. Xin tải tệp lên lại để xem thay đổi so với bản mới"
    " nhất."
)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_checklist", raise_exception=True)
def checklist_upload(request, pk):
    """Take a workbook and show what it would change; nothing is written."""
    draft = get_object_or_404(Checklist, pk=pk)
    if draft.is_published:
        messages.info(request, PUBLISHED)
        return redirect(draft)
    form = ChecklistUploadForm(cancel_url=_editor(draft), **sent(request))
    if request.method != "POST" or not form.is_valid():
        return _upload_page(request, draft, form)
    file = form.cleaned_data["file"]
    try:
        return _preview(request, draft, file)
    except FileRefusedError as error:
        form.add_error("file", f"Tệp “{file.name}”: {error}")
        return _upload_page(request, draft, form)


def _editor(draft) -> str:
    return reverse("inspections:draft", args=[draft.pk])


def _upload_page(request, draft, form, *, status=0):
    context = {"draft": draft, "trail": _trail(draft), "form": form}
    status = status or (422 if form.errors else 200)
    return render(request, "imports/checklist_upload.html", context, status=status)


def _trail(draft) -> list[tuple[str, str]]:
    return [
        ("Danh mục kiểm tra", reverse("inspections:checklist_list")),
        (f"Bản nháp {draft.number}", _editor(draft)),
    ]


def _preview(request, draft, file):
    said = read_checklist(file.read(), draft)
    base = stamp_of(draft)
    stored = items_with_coverage(draft)
    context = {
        "draft": draft,
        "trail": _trail(draft),
        "refusals": said.refusals,
        "comparison": compare_items(stored, planned_items(draft, said.rows)),
        "signed": said.signed(draft=draft, base=base, name=file.name[-100:]),
    }
    return render(request, "imports/checklist_preview.html", context)


@require_POST
@permission_required("inspections.change_checklist", raise_exception=True)
def checklist_write(request, pk):
    """Write what was previewed; a draft changed meanwhile is left alone."""
    draft = get_object_or_404(Checklist, pk=pk)
    try:
        rows, base, name = unsigned(request.POST.get("signed", ""), draft)
        reason = f"Nhập từ tệp {name}"
        replace_items(draft, rows, by=request.user, base=base, reason=reason)
    except signing.BadSignature:
        return _refused(request, draft, TOO_OLD, status=422)
    except StaleVersionError:
        return _refused(request, draft, CHANGED, status=409)
    except InspectionError as error:
        return _refused(request, draft, str(error), status=422)
    messages.success(request, "Đã ghi các thay đổi từ tệp vào bản nháp.")
    return redirect(_editor(draft))


def _refused(request, draft, words, *, status):
    form = ChecklistUploadForm({}, {}, cancel_url=_editor(draft))
    form.errors.clear()
    form.add_error(None, words)
    return _upload_page(request, draft, form, status=status)
