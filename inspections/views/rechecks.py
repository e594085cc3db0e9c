"""Re-checks: made of what is open, and what they close."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.editing import answer_form, sent
from producers.models import Producer, Site

from .. import services
from ..bulk import choice_of
from ..exceptions import InspectionError
from ..forms import CloseLookedAtForm, PointsForm, RecheckForm
from ..models import Recommendation, SiteCheck, Visit
from ..rechecks import looked_at, open_findings

NOBODY = (
    "Chọn ít nhất một đề nghị đối với chủ thể ở bảng dưới, rồi bấm “Lập buổi phúc tra”."
)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.add_visit", raise_exception=True)
def recheck_create(request):
    """Draft a visit of what is open: of rows of the board, or of one producer.

    ``?chon=`` are recommendations, ``?chu_the=`` is a producer.
    """
    board = reverse("inspections:follow_up", query={"tinh_trang": "open"})
    keys, producers = _asked_about(request)
    if not producers:
        messages.error(request, NOBODY)
        return redirect(board)
    form = _form(request, keys, producers, cancel_url=board)
    context = {
        "title": "Lập buổi phúc tra",
        "trail": [("Đề nghị, kiến nghị", board)],
    }
    return answer_form(
        request,
        form,
        partial(_create, form, by=request.user),
        done="Đã lập buổi phúc tra. Xem lại đoàn kiểm tra.",
        context=context,
        refusals=(InspectionError,),
    )


def _form(request, keys, producers, *, cancel_url: str) -> RecheckForm:
    return RecheckForm(
        **sent(request),
        user=request.user,
        findings=_findings(request.user, producers),
        recommendations=_recommendations(request.user, producers),
        chosen=keys,
        cancel_url=cancel_url,
    )


def _asked_about(request) -> tuple[list[str], list[int]]:
    """Return the recommendations chosen, and the keys of the producers concerned.

    None of either where nothing was chosen, or nothing that is asked of a producer.
    """
    rows = choice_of(request, request.GET).rows
    keys = [str(row.uuid) for row in rows]
    asked = Recommendation.objects.filter(pk__in=[row.pk for row in rows])
    about = Q(pk__in=asked.values("producer"))
    about |= Q(pk__in=asked.values("site_check__site__producer"))
    producer = request.GET.get("chu_the", "")
    if producer.isascii() and producer.isdigit() and len(producer) < 18:
        about |= Q(pk=producer)
    reach = Producer.objects.permitted_to(request.user, "inspections.add_visit")
    found = list(reach.filter(about).values_list("pk", flat=True))
    out_of_reach = producer or (request.GET.getlist("chon") and not keys)
    if out_of_reach and not found:
        raise Http404("Không có chủ thể nào để phúc tra.")
    return keys, found


def _findings(user, producers):
    sites = Site.objects.permitted_to(user, "inspections.add_visit")
    return open_findings(user, sites.filter(producer__in=producers))


def _recommendations(user, producers):
    rows = Recommendation.objects.editable_by(user).counted().still_open()
    loaded = rows.filter(producer__in=producers).for_list()
    return loaded.prefetch_related("producer__sites").order_by("producer__name", "pk")


def _create(form, *, by) -> Visit:
    data = form.cleaned_data
    visit = Visit(
        uuid=data["uuid"], campaign=data["campaign"], starts_on=data["starts_on"]
    )
    return services.create_recheck(
        visit,
        place=data["place"],
        by=by,
        findings=data["findings"],
        recommendations=data["recommendations"],
        campaign=form.new_campaign(),
    )


@require_POST
@permission_required("inspections.change_sitecheck", raise_exception=True)
def recheck_points(request, uuid):
    """Record what was seen of points that no question of the checklist asks about."""
    checks = SiteCheck.objects.editable_by(request.user).select_related("visit")
    check = get_object_or_404(checks, uuid=uuid)
    form = PointsForm(request.POST, looked=looked_at(check))
    if not form.is_valid():
        messages.error(request, "Chọn đạt hoặc không đạt; ghi chú tối đa 500 ký tự.")
        return redirect("inspections:site_check_record", check.uuid)
    try:
        changed = services.save_points(check, form.seen(), by=request.user)
    except InspectionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã lưu {len(changed)} kết quả phúc tra.")
    return redirect("inspections:site_check_record", check.uuid)


@require_POST
@permission_required("inspections.change_finding", raise_exception=True)
def recheck_close(request, uuid):
    """Close what a re-check has seen to be remedied, as chosen by an officer."""
    checks = SiteCheck.objects.editable_by(request.user).select_related("visit")
    check = get_object_or_404(checks, uuid=uuid)
    form = CloseLookedAtForm(request.POST, looked=looked_at(check))
    if form.is_valid():
        note = form.cleaned_data["note"]
        try:
            count = services.close_looked_at(
                check, form.chosen(), by=request.user, note=note
            )
        except InspectionError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Đã kết thúc {count} nội dung theo phúc tra.")
    else:
        messages.error(request, "Chọn ít nhất một nội dung còn mở để kết thúc.")
    return redirect(f"{check.get_absolute_url()}#phuc-tra")
