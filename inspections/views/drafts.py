"""A draft of the checklist: begun, named, put in order, deleted."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import answer_form, sent
from core.versions import GoneError, StaleVersionError

from ..editor import DraftPage
from ..exceptions import InspectionError
from ..forms import DraftForm, PlaceForm, RenameForm
from ..models import Checklist, ChecklistItem
from ..models.checklists import FROZEN
from ..services import (
    delete_draft,
    draft_checklist,
    move_group,
    move_item,
    rename_group,
    save_draft,
)

NO_PLACE = "Hãy ghi vị trí bằng số, từ 1 trở lên."
ITEM_GONE = "Nội dung này vừa được người khác xóa."


@require_POST
@permission_required("inspections.add_checklist", raise_exception=True)
def draft_create(request, pk):
    """Begin the next version; sent twice it leads to the draft there is."""
    source = get_object_or_404(Checklist, pk=pk)
    try:
        draft = draft_checklist(source, by=request.user)
    except InspectionError as error:
        messages.info(request, str(error))
        draft = Checklist.objects.drafts().first() or source
    else:
        messages.success(request, f"Đã lập bản nháp, phiên bản {draft.number}.")
    return redirect(draft_address(draft))


def draft_address(checklist: Checklist) -> str:
    """Return the page where a draft is edited, or where a published one is read."""
    if checklist.is_published:
        return checklist.get_absolute_url()
    return reverse("inspections:draft", args=[checklist.pk])


def draft_trail(checklist: Checklist) -> list[tuple[str, str]]:
    """Return the way to a page below a draft."""
    return [
        ("Danh mục kiểm tra", reverse("inspections:checklist_list")),
        (f"Bản nháp {checklist.number}", draft_address(checklist)),
    ]


def led_away_from(request, checklist: Checklist):
    """Return the way back from a form of what has been published, or None."""
    if request.method == "POST" or not checklist.is_published:
        return None
    messages.info(request, FROZEN)
    return redirect(checklist)


@require_safe
@permission_required("inspections.change_checklist", raise_exception=True)
def draft(request, pk):
    checklist = get_object_or_404(Checklist, pk=pk)
    return led_away_from(request, checklist) or draft_page(request, checklist)


def draft_page(request, checklist, *, refused="", status=200):
    """Show a draft to be edited, with what was refused and why."""
    context = {"draft": DraftPage.of(checklist), "refused": refused}
    return render(request, "inspections/draft.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_checklist", raise_exception=True)
def draft_facts(request, pk):
    checklist = get_object_or_404(Checklist, pk=pk)
    if away := led_away_from(request, checklist):
        return away
    back = draft_address(checklist)
    form = DraftForm(instance=checklist, cancel_url=back, **sent(request))
    context = {"title": "Tên và ghi chú", "trail": draft_trail(checklist)}
    return answer_form(
        request,
        form,
        partial(_save_facts, form, by=request.user),
        done="Đã lưu bản nháp.",
        context=context,
        refusals=(InspectionError,),
    )


def _save_facts(form, *, by) -> str:
    return draft_address(
        save_draft(form.instance, by=by, base_version=form.base_version)
    )


@require_POST
@permission_required("inspections.change_checklist", raise_exception=True)
def draft_delete(request, pk):
    checklist = get_object_or_404(Checklist, pk=pk)
    try:
        delete_draft(checklist, by=request.user)
    except InspectionError as error:
        messages.error(request, str(error))
        return redirect(draft_address(checklist))
    messages.success(request, f"Đã xóa bản nháp, phiên bản {checklist.number}.")
    return redirect("inspections:checklist_list")


@require_POST
@permission_required("inspections.change_checklist", raise_exception=True)
def item_move(request, pk):
    item = get_object_or_404(ChecklistItem.objects.select_related("checklist"), pk=pk)
    form = PlaceForm(request.POST)
    wish = f"chuyển “{item.text}”"
    if not form.is_valid():
        return draft_page(request, item.checklist, refused=NO_PLACE, status=422)
    act = partial(move_item, item, place=form.target, base=form.cleaned_data["base"])
    return _arranged(request, item.checklist, act, wish, f"#nd-{pk}")


@require_POST
@permission_required("inspections.change_checklist", raise_exception=True)
def group_move(request, pk):
    checklist = get_object_or_404(Checklist, pk=pk)
    form = PlaceForm(request.POST)
    name = request.POST.get("name", "")
    if not form.is_valid():
        return draft_page(request, checklist, refused=NO_PLACE, status=422)
    base = form.cleaned_data["base"]
    act = partial(move_group, checklist, name, place=form.target, base=base)
    return _arranged(request, checklist, act, f"chuyển nhóm “{name}”", "")


@require_POST
@permission_required("inspections.change_checklist", raise_exception=True)
def group_rename(request, pk):
    checklist = get_object_or_404(Checklist, pk=pk)
    form = RenameForm(request.POST)
    if not form.is_valid():
        words = "Chưa rõ đổi tên nhóm nào; hãy bấm lại ở nhóm cần đổi."
        return draft_page(request, checklist, refused=words, status=422)
    name, new, base = (form.cleaned_data[key] for key in ("name", "new", "base"))
    act = partial(rename_group, checklist, name, new, base=base)
    wish = f"đổi tên nhóm “{name}” thành “{new}”"
    return _arranged(request, checklist, act, wish, "")


def _arranged(request, checklist, act, wish, anchor):
    """Put a draft in another order, or say why not, with what the person wanted."""
    try:
        act(by=request.user)
    except StaleVersionError:
        words = (
            f"Bạn muốn {wish}, nhưng người khác vừa thay đổi thứ tự hoặc nhóm."
            " Bên dưới là thứ tự đang lưu; xem lại rồi làm lần nữa nếu vẫn cần."
        )
        return draft_page(request, checklist, refused=words, status=409)
    except GoneError:
        return draft_page(request, checklist, refused=ITEM_GONE, status=409)
    except InspectionError as error:
        messages.error(request, f"Chưa {wish}: {error}")
        return redirect(draft_address(checklist))
    return redirect(draft_address(checklist) + anchor)
