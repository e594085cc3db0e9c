from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.editing import answer_form, sent
from core.scans import download, show

from ..contents import differences, sections_of
from ..enums import SignatureSide, VisitStatus
from ..exceptions import ChangedMinutesError, InspectionError
from ..forms import (
    CorrectMinutesForm,
    SignatureForm,
    WithdrawCorrectionForm,
    signer_of,
)
from ..models import Minutes, MinutesSignature, SiteCheck
from ..services import correct_minutes, sign_minutes, withdraw_correction
from ..snapshots import content_of_check, digest_of
from .trails import trail_of_check

# Who signs first where nobody says otherwise.
USUAL_ORDER = (
    SignatureSide.PRODUCER,
    SignatureSide.HEAD,
    SignatureSide.SECRETARY,
    SignatureSide.COMMUNE,
)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.add_minutes", raise_exception=True)
def minutes_sign(request, uuid):
    """Show what is to be signed with the place to sign; ``?ben=`` says for whom."""
    check = _check(request, uuid, "inspections.add_minutes")
    last = check.minutes.prefetch_related("signatures").last()
    form = _form(request, check, last)
    if request.method == "POST":
        return _sign(request, check, last, form)
    return _sign_page(request, check, last, form)


def _form(request, check, last) -> SignatureForm | None:
    """Return the form of the side asked for, or of the next; None if nobody is left."""
    missing = last.missing_sides if last else list(SignatureSide)
    asked = request.POST.get("side") or request.GET.get("ben")
    sides = [asked, *USUAL_ORDER] if request.method != "POST" else [asked]
    side = next((side for side in sides if side in missing), None)
    if side is None or check.visit.status == VisitStatus.SIGNED:
        return None
    initial = signer_of(check, side)
    back = check.get_absolute_url()
    return SignatureForm(side=side, initial=initial, cancel_url=back, **sent(request))


def _sign(request, check, last, form):
    """Put one signature down, or show again what is to be signed and why not."""
    if form is None:
        messages.info(request, "Bên này đã ký, hoặc biên bản không nhận thêm chữ ký.")
        return redirect("inspections:minutes_sign", check.uuid)
    status = 422
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            sign_minutes(check, [form.signature], by=request.user, seen=seen)
        except InspectionError as error:
            form.add_error(None, str(error))
            status = 409 if isinstance(error, ChangedMinutesError) else 422
        else:
            messages.success(request, "Đã ký biên bản.")
            return redirect("inspections:minutes_sign", check.uuid)
    return _sign_page(request, check, last, form, status)


def _sign_page(request, check, last, form, status=200):
    content = last.content if last and last.is_written else content_of_check(check)
    sha256 = digest_of(content)
    if form:
        form.show(sha256)
    context = {
        "check": check,
        "trail": trail_of_check(check),
        "minutes": last,
        "sections": sections_of(content),
        "sha256": sha256,
        "form": form,
        "sides": _sides(last),
    }
    return render(request, "inspections/minutes_sign.html", context, status=status)


def _sides(last) -> list[tuple]:
    """Return every side with its signature, or None."""
    signed = {row.side: row for row in last.signatures.all()} if last else {}
    return [(side, signed.get(side)) for side in USUAL_ORDER]


@require_safe
@permission_required("inspections.view_minutes", raise_exception=True)
def minutes(request, uuid):
    found = _found(request, uuid)
    check = found.site_check
    context = {
        "minutes": found,
        "check": check,
        "trail": trail_of_check(check),
        "sections": sections_of(found.content) if found.is_written else [],
        "sides": _sides(found),
        "versions": check.minutes.order_by("-number"),
    }
    return render(request, "inspections/minutes.html", context)


@require_safe
@permission_required("inspections.view_minutes", raise_exception=True)
def minutes_compare(request, uuid):
    """Lay a version beside the one before it, or beside what is recorded now."""
    found = _found(request, uuid)
    check = found.site_check
    before = get_object_or_404(check.minutes.written(), number=found.number - 1)
    content = found.content if found.is_written else content_of_check(check)
    own = (f"Biên bản, phiên bản {found.number}", found.get_absolute_url())
    context = {
        "minutes": found,
        "before": before,
        "check": check,
        "trail": [*trail_of_check(check), own],
        "changes": differences(before.content, content),
    }
    return render(request, "inspections/minutes_compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_minutes", raise_exception=True)
def minutes_correct(request, uuid):
    check = _check(request, uuid, "inspections.change_minutes")
    return _answer_about(
        request,
        check,
        CorrectMinutesForm,
        correct_minutes,
        title="Lập biên bản sửa đổi",
        done="Đã mở biên bản sửa đổi. Sửa phiếu kiểm tra rồi mời hai bên ký lại.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_minutes", raise_exception=True)
def minutes_withdraw(request, uuid):
    check = _check(request, uuid, "inspections.change_minutes")
    return _answer_about(
        request,
        check,
        WithdrawCorrectionForm,
        withdraw_correction,
        title="Bỏ biên bản sửa đổi",
        done="Đã bỏ biên bản sửa đổi. Bản đã ký lại có hiệu lực.",
    )


def _answer_about(request, check, form_class, service, *, title, done):
    """Ask for what a service on the minutes of a check needs, and go back to it."""
    form = form_class(cancel_url=check.get_absolute_url(), **sent(request))

    def save() -> SiteCheck:
        service(check, by=request.user, **form.cleaned_data)
        return check

    return answer_form(
        request,
        form,
        save,
        done=done,
        context={"title": title, "trail": trail_of_check(check)},
        refusals=(InspectionError,),
    )


@require_safe
@permission_required("inspections.view_minutes", raise_exception=True)
def signature_picture(request, uuid):
    signature = _signature(request, uuid)
    return show(signature.picture, "image/png", "Chữ ký không còn trong kho lưu.")


@require_safe
@permission_required("inspections.view_minutes", raise_exception=True)
def signature_paper(request, uuid):
    signature = _signature(request, uuid)
    if not signature.paper:
        raise Http404("Bên này không ký trên bản giấy.")
    return download(signature.paper, f"biên bản đã ký {signature.get_side_display()}")


def _signature(request, uuid) -> MinutesSignature:
    seen = Minutes.objects.visible_to(request.user).values("pk")
    return get_object_or_404(MinutesSignature, minutes__in=seen, uuid=uuid)


def _check(request, uuid, right) -> SiteCheck:
    rows = SiteCheck.objects.permitted_to(request.user, right).for_list()
    return get_object_or_404(rows.select_related("visit__host"), uuid=uuid)


def _found(request, uuid) -> Minutes:
    rows = Minutes.objects.visible_to(request.user).select_related(
        "site_check__visit__host", "site_check__visit__place", "made_by"
    )
    rows = rows.select_related("site_check__site__producer", "site_check__site__place")
    return get_object_or_404(rows.prefetch_related("signatures"), uuid=uuid)
