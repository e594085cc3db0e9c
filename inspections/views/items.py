"""Items of a draft of the checklist, and the example pictures of any version."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import sent
from core.scans import show
from core.versions import GoneError, StaleVersionError

from ..exceptions import InspectionError
from ..forms import ItemForm
from ..models import Checklist, ChecklistItem
from ..models.checklists import EXAMPLES
from ..services import remove_item, save_item
from .drafts import ITEM_GONE, draft_address, draft_trail, led_away_from


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_checklist", raise_exception=True)
def item_create(request, pk):
    """Ask for a new item, of one group if the address names it (``?nhom=``)."""
    checklist = get_object_or_404(Checklist.objects.select_related("source"), pk=pk)
    if away := led_away_from(request, checklist):
        return away
    item = ChecklistItem(checklist=checklist, uuid=uuid.uuid4())
    form = ItemForm(
        instance=item, initial={"group": request.GET.get("nhom", "")}, **sent(request)
    )
    return _answer(request, form, "Thêm nội dung kiểm tra")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_checklist", raise_exception=True)
def item_edit(request, pk):
    rows = ChecklistItem.objects.select_related("checklist__source")
    item = get_object_or_404(rows, pk=pk)
    if away := led_away_from(request, item.checklist):
        return away
    return _answer(request, ItemForm(instance=item, **sent(request)), "Sửa nội dung")


def _answer(request, form, title):
    """Show the form of an item, or save it, or say what keeps it from being saved."""
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, title)
    try:
        return _saved(request, form)
    except StaleVersionError as error:
        differences = form.differences(error.stored)
        return _form_page(request, form, title, differences, status=409)
    except GoneError:
        raise Http404(ITEM_GONE) from None
    except InspectionError as error:
        form.add_error(None, str(error))
        return _form_page(request, form, title, status=422)


def _form_page(request, form, title, differences=(), *, status=200):
    checklist = form.instance.checklist
    context = {
        "title": title,
        "trail": draft_trail(checklist),
        "back": draft_address(checklist),
        "form": form,
        "differences": differences,
        "status": status,
    }
    return render(request, "inspections/draft_item.html", context, status=status)


def _saved(request, form):
    item = save_item(
        form.filled(),
        sets=form.cleaned_data["sets"],
        by=request.user,
        base_version=form.base_version,
        picture=form.cleaned_data["picture"],
    )
    messages.success(request, f"Đã lưu nội dung “{item}”.")
    return redirect(f"{draft_address(item.checklist)}#nd-{item.pk}")


@require_POST
@permission_required("inspections.change_checklist", raise_exception=True)
def item_remove(request, pk):
    item = get_object_or_404(ChecklistItem.objects.select_related("checklist"), pk=pk)
    try:
        remove_item(item, by=request.user)
    except InspectionError as error:
        messages.error(request, str(error))
    except GoneError:
        messages.info(request, ITEM_GONE)
    else:
        messages.success(request, f"Đã xóa nội dung “{item}” khỏi bản nháp.")
    return redirect(draft_address(item.checklist))


@require_safe
@permission_required("inspections.view_checklist", raise_exception=True)
def example(request, name):
    """Send a example picture, which any version of the checklist may show."""
    shown = ChecklistItem.objects.filter(example=f"{EXAMPLES}{name.hex}.jpg").first()
    if shown is None:
        raise Http404("Ảnh mẫu không có trong danh mục nào.")
    return show(shown.example)
