from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import answer_form, sent
from history.services import latest_changes

from ..enums import VisitStatus
from ..exceptions import InspectionError, StaleAnswersError
from ..forms import CloseLookedAtForm, PointsForm, SentAnswers, SiteCheckForm
from ..models import SiteCheck
from ..rechecks import looked_at
from ..review import open_comments
from ..revoking import may_propose, proposals_from
from ..services import save_answers, save_site_check
from ..sheets import add_earlier, findings_open_at, sheet_of, still_open_of
from .frozen import led_away
from .trails import trail_of, trail_of_check


@require_safe
@permission_required("inspections.view_sitecheck", raise_exception=True)
def site_check(request, uuid):
    check = _found(SiteCheck.objects.visible_to(request.user), uuid)
    editable = SiteCheck.objects.editable_by(request.user).filter(pk=check.pk)
    minutes = check.minutes.prefetch_related("signatures").order_by("-number")
    frozen = bool(minutes and minutes[0].is_written)
    context = {
        "sheet": sheet_of(check),
        "minutes": minutes,
        "may_sign": _may_sign(check, request.user),
        "samples": check.samples.for_list(),
        "findings": _findings(check),
        "recommendations": check.recommendations.for_list(),
        "photos": check.photos.select_related("item_result__item", "site_check__site"),
        "may_record": check.visit.is_editable and not frozen and editable.exists(),
        "today": timezone.localdate(),
        "changes": latest_changes(check),
    }
    context |= _recheck(check, editable) | _revocation(check, request.user)
    context |= {"check": check, "trail": trail_of(check.visit)}
    return render(request, "inspections/site_check.html", context)


def _findings(check):
    rows = check.findings.select_related("product", "item_result__item")
    return rows.with_repeats()


def _revocation(check, user) -> dict:
    """Return what the visit led to propose about the site, and who may propose."""
    rows = proposals_from(check.visit, user)
    return {
        "proposals": rows.filter(recognition__product__site=check.site_id),
        "may_propose": may_propose(check, user),
    }


def _may_sign(check, user) -> bool:
    rows = SiteCheck.objects.permitted_to(user, "inspections.add_minutes")
    takes_signatures = check.visit.status != VisitStatus.SIGNED
    return takes_signatures and rows.filter(pk=check.pk).exists()


def _recheck(check, editable) -> dict:
    """Return what a re-check saw, and the form that closes it once it was handed in."""
    looked, form = looked_at(check), None
    is_open = any(one.is_open for one in looked)
    if is_open and not check.visit.is_editable and editable.exists():
        form = CloseLookedAtForm(looked=looked, auto_id="id_phuc_tra_%s")
    return {"looked": looked, "recheck_form": form}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_sitecheck", raise_exception=True)
def site_check_edit(request, uuid):
    check = _found(SiteCheck.objects.editable_by(request.user), uuid)
    if away := led_away(request, check.visit, check, check):
        return away
    back = check.get_absolute_url()
    form = SiteCheckForm(instance=check, cancel_url=back, **sent(request))
    context = {
        "title": f"Thông tin kiểm tra: {check.site.producer}",
        "trail": trail_of_check(check),
    }
    return answer_form(
        request,
        form,
        partial(_save, form, by=request.user),
        done="Đã lưu thông tin phiếu kiểm tra.",
        context=context,
        refusals=(InspectionError,),
    )


def _save(form, *, by) -> SiteCheck:
    return save_site_check(form.instance, by=by, base_version=form.base_version)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_sitecheck", raise_exception=True)
def site_check_record(request, uuid):
    check = _found(SiteCheck.objects.editable_by(request.user), uuid)
    if away := led_away(request, check.visit, check, check):
        return away
    sheet = sheet_of(check)
    if request.method != "POST":
        return _worksheet(request, sheet)
    answers = SentAnswers(sheet, request.POST)
    try:
        count = len(save_answers(check, answers.touched(), by=request.user))
    except StaleAnswersError as error:
        stale = answers.lay_beside(error.results)
        return _worksheet(request, sheet, status=409, stale=stale)
    except InspectionError as error:
        return _worksheet(request, sheet, status=422, refusal=str(error))
    words = f"Đã lưu {count} kết quả." if count else "Không có kết quả nào thay đổi."
    messages.success(request, words)
    return redirect("inspections:site_check_record", check.uuid)


def _worksheet(request, sheet, *, status=200, stale=(), refusal=""):
    """Show the checklist to be filled in, with what was refused and why."""
    add_earlier(sheet, user=request.user)
    looked = looked_at(sheet.check)
    unasked = any(one.is_unasked for one in looked)
    context = {
        "check": sheet.check,
        "trail": trail_of(sheet.check.visit),
        "sheet": sheet,
        "comments": open_comments(sheet.check),
        "looked": looked,
        "points_form": PointsForm(looked=looked) if unasked else None,
        "open": still_open_of(sheet.check, user=request.user),
        "open_findings": findings_open_at(sheet.check, user=request.user),
        "stale": stale,
        "refusal": refusal,
        "today": timezone.localdate(),
    }
    page = "inspections/site_check_record.html"
    return render(request, page, context, status=status)


@require_POST
@permission_required("inspections.change_sitecheck", raise_exception=True)
def site_check_answer(request, uuid):
    """Save the answers of a page that sends each as soon as it is given."""
    check = _found(SiteCheck.objects.editable_by(request.user), uuid)
    answers = SentAnswers(sheet_of(check), request.POST)
    keys = {entry.key for entry in answers.sent}
    try:
        if not keys:
            raise InspectionError("Không có câu trả lời nào của phiếu này.")
        save_answers(check, answers.answers(), by=request.user)
    except StaleAnswersError as error:
        stale = answers.lay_beside(error.results)
        return JsonResponse({"stored": _stored(check, stale)}, status=409)
    except InspectionError as error:
        return JsonResponse({"message": str(error)}, status=422)
    sheet = sheet_of(check)
    bases = {entry.key: entry.base for entry in sheet.entries if entry.key in keys}
    time = f"{timezone.localtime():%H:%M}"
    return JsonResponse({"bases": bases, "time": time, "answered": sheet.answered})


def _stored(check, stale) -> dict:
    """Return what others have written, for each answer that met another one."""
    words = {entry.key: entry.stored for entry in stale}
    return {
        entry.key: {
            "words": words[entry.key],
            "base": entry.base,
            "outcome": entry.outcome,
            "note": entry.note,
            "severity": entry.severity,
        }
        for entry in sheet_of(check).entries
        if entry.key in words
    }


def _found(rows, uuid) -> SiteCheck:
    """Return one check with what its pages print, or answer 404."""
    loaded = rows.for_list().select_related("visit__host", "visit__place")
    return get_object_or_404(loaded, uuid=uuid)
