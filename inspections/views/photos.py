from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import FORM_PAGE, answer_form, sent
from core.scans import show

from ..exceptions import InspectionError
from ..forms import CaptionForm, PhotosForm
from ..models import Photo, SiteCheck
from ..services import add_photo, answer_row, caption_photo, remove_photo
from .frozen import led_away
from .trails import trail_of_check

JSON = "application/json"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.add_photo", raise_exception=True)
def photo_add(request, uuid):
    """Take pictures for a check, or for one question of it (``?o=``)."""
    rows = SiteCheck.objects.permitted_to(request.user, "inspections.add_photo")
    check = get_object_or_404(rows.for_list(), uuid=uuid)
    if away := led_away(request, check.visit, check, check):
        return away
    back = check.get_absolute_url()
    initial = {"cell": request.GET.get("o", "")}
    form = PhotosForm(check=check, cancel_url=back, initial=initial, **sent(request))
    added = _add(form, check, by=request.user) if form.is_valid() else []
    if request.accepts(JSON) and not request.accepts("text/html"):
        return _told(form, added)
    if added:
        messages.success(request, f"Đã tải lên {len(added)} ảnh.")
    if added and not form.errors:
        return redirect(f"{back}#anh")
    return _form_page(request, form, check)


def _add(form, check, *, by) -> list[Photo]:
    """Store the pictures one by one; those that are refused are named in the form."""
    cell, added = form.chosen, []
    for upload in form.cleaned_data["photos"]:
        try:
            row = answer_row(check, cell.item, cell.product) if cell else None
            photo = add_photo(
                check,
                upload,
                by=by,
                caption=form.cleaned_data["caption"],
                item_result=row,
                position=form.position,
                taken_at=form.cleaned_data["taken_at"],
            )
        except InspectionError as error:
            form.add_error("photos", f"{upload.name}: {error}")
        else:
            added.append(photo)
    return added


def _told(form, added):
    """Answer a page that sends pictures by itself."""
    photos = [
        {
            "url": reverse("inspections:photo", args=[photo.uuid]),
            "thumbnail": reverse("inspections:photo_thumbnail", args=[photo.uuid]),
            "edit": reverse("inspections:photo_edit", args=[photo.uuid]),
        }
        for photo in added
    ]
    errors = [error for errors in form.errors.values() for error in errors]
    answer = {"photos": photos, "message": " ".join(errors)}
    return JsonResponse(answer, status=422 if errors else 200)


def _form_page(request, form, check):
    status = 422 if form.errors else 200
    context = {
        "title": "Thêm ảnh",
        "trail": trail_of_check(check),
        "form": form,
        "differences": [],
        "status": status,
    }
    return render(request, FORM_PAGE, context, status=status)


@require_safe
@permission_required("inspections.view_photo", raise_exception=True)
def photo(request, uuid):
    return _picture(request, uuid, "image")


@require_safe
@permission_required("inspections.view_photo", raise_exception=True)
def photo_thumbnail(request, uuid):
    return _picture(request, uuid, "thumbnail")


def _picture(request, uuid, rendition):
    found = get_object_or_404(Photo.objects.visible_to(request.user), uuid=uuid)
    return show(getattr(found, rendition))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_photo", raise_exception=True)
def photo_edit(request, uuid):
    rows = Photo.objects.editable_by(request.user)
    found = get_object_or_404(_with_check(rows), uuid=uuid)
    check = found.site_check
    if away := led_away(request, check.visit, check, check):
        return away
    back = check.get_absolute_url()
    form = CaptionForm(instance=found, cancel_url=f"{back}#anh", **sent(request))
    context = {"title": "Chú thích ảnh", "trail": trail_of_check(check)}
    return answer_form(
        request,
        form,
        partial(_caption, found, form, by=request.user),
        done="Đã lưu chú thích.",
        context=context,
        refusals=(InspectionError,),
    )


def _caption(found, form, *, by) -> str:
    caption_photo(found, caption=form.cleaned_data["caption"], by=by)
    return f"{found.site_check.get_absolute_url()}#anh"


@require_POST
@permission_required("inspections.delete_photo", raise_exception=True)
def photo_remove(request, uuid):
    rows = Photo.objects.permitted_to(request.user, "inspections.delete_photo")
    found = get_object_or_404(_with_check(rows), uuid=uuid)
    try:
        remove_photo(found, by=request.user)
    except InspectionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã xóa ảnh.")
    return redirect(f"{found.site_check.get_absolute_url()}#anh")


def _with_check(rows):
    return rows.select_related("site_check__visit", "site_check__site__producer")
