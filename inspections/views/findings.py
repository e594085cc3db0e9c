from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from core.editing import answer_form, asked_for, sent

from .. import services
from ..exceptions import InspectionError
from ..forms import (
    FindingForm,
    FindingsForm,
    RecommendationForm,
    RecommendationsForm,
)
from ..models import Finding, Recommendation, SiteCheck, Visit
from .frozen import led_away
from .trails import trail_of, trail_of_check

# What the breadcrumbs of a finding or recommendation print.
TOLD = (
    "visit__host",
    "visit__place",
    "site_check__visit__host",
    "site_check__visit__place",
    "site_check__site__producer",
)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.add_finding", raise_exception=True)
def finding_create(request, uuid):
    """Ask for findings of a visit, or of one site check of it (``?phieu=``)."""
    check = _chosen_check(request, uuid)
    visit = _visit(request, uuid, "inspections.add_finding", check)
    back = check or visit
    form = FindingsForm(
        visit=visit,
        user=request.user,
        site_check=check,
        cancel_url=back.get_absolute_url(),
        **sent(request),
    )
    save = partial(_add_findings, form, back, by=request.user)
    return _answer(request, form, save, visit, back, "Thêm nhận định")


def _add_findings(form, back, *, by):
    services.add_findings(form.findings(), by=by)
    return back


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_finding", raise_exception=True)
def finding_edit(request, pk):
    rows = Finding.objects.editable_by(request.user)
    finding = get_object_or_404(_with_visit(rows), pk=pk)
    back = finding.site_check or finding.visit
    if finding.item_result_id and request.method != "POST":
        return _to_answer(request, finding)
    url = back.get_absolute_url()
    form = FindingForm(instance=finding, cancel_url=url, **sent(request))
    save = partial(_save_finding, form, back, by=request.user)
    return _answer(request, form, save, finding.visit, back, "Sửa nhận định")


def _save_finding(form, back, *, by):
    services.save_finding(form.instance, by=by, base_version=form.base_version)
    return back


def _to_answer(request, finding):
    """Lead to the answer that a finding follows."""
    messages.info(request, "Nhận định này theo kết quả của nội dung kiểm tra bên dưới.")
    row = finding.item_result
    key = f"{row.item_id}-{row.product_id or 0}"
    url = reverse("inspections:site_check_record", args=[finding.site_check.uuid])
    return redirect(f"{url}#o-{key}")


@require_POST
@permission_required("inspections.delete_finding", raise_exception=True)
def finding_remove(request, pk):
    rows = Finding.objects.permitted_to(request.user, "inspections.delete_finding")
    finding = get_object_or_404(_with_visit(rows), pk=pk)
    back = finding.site_check or finding.visit
    return _remove(request, finding, services.remove_finding, back, "nhận định")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.add_recommendation", raise_exception=True)
def recommendation_create(request, uuid):
    """Ask for recommendations; ``?phieu=`` and ``?nhan_dinh=`` say from what."""
    finding = _chosen_finding(request, uuid)
    check = finding.site_check if finding else _chosen_check(request, uuid)
    visit = _visit(request, uuid, "inspections.add_recommendation", check)
    back = check or visit
    form = RecommendationsForm(
        visit=visit,
        user=request.user,
        site_check=check,
        finding=finding,
        cancel_url=back.get_absolute_url(),
        **sent(request),
    )
    save = partial(_recommend, form, back, by=request.user)
    title = f"Đề nghị từ nhận định: {finding.text[:80]}" if finding else "Thêm đề nghị"
    return _answer(request, form, save, visit, back, title)


def _recommend(form, back, *, by):
    services.recommend(form.recommendations(), by=by)
    return back


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_recommendation", raise_exception=True)
def recommendation_edit(request, uuid):
    rows = _of_own_visits(request, "inspections.change_recommendation")
    found = get_object_or_404(rows, uuid=uuid)
    back = found.site_check or found.visit
    url = back.get_absolute_url()
    form = RecommendationForm(instance=found, cancel_url=url, **sent(request))
    save = partial(_save_recommendation, form, back, by=request.user)
    return _answer(request, form, save, found.visit, back, "Sửa đề nghị")


def _save_recommendation(form, back, *, by):
    version = form.base_version
    services.save_recommendation(form.instance, by=by, base_version=version)
    return back


@require_POST
@permission_required("inspections.delete_recommendation", raise_exception=True)
def recommendation_remove(request, uuid):
    rows = _of_own_visits(request, "inspections.delete_recommendation")
    found = get_object_or_404(rows, uuid=uuid)
    back = found.site_check or found.visit
    return _remove(request, found, services.remove_recommendation, back, "đề nghị")


def _answer(request, form, save, visit, back, title):
    check = None if back == visit else back
    if away := led_away(request, visit, back, check):
        return away
    trail = trail_of_check(check) if check else trail_of(visit)
    return answer_form(
        request,
        form,
        save,
        done="Đã lưu.",
        context={"title": title, "trail": trail},
        refusals=(InspectionError,),
    )


def _remove(request, row, service, back, name):
    try:
        service(row, by=request.user)
    except InspectionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã xóa {name}.")
    return redirect(back)


def _visit(request, uuid, permission, check: SiteCheck | None) -> Visit:
    """Return a visit to write about: one hosted in reach, or with the check there."""
    hosted = Visit.objects.permitted_to(request.user, permission)
    rows = Visit.objects.visible_to(request.user) if check else hosted
    return get_object_or_404(rows.select_related("host", "place"), uuid=uuid)


def _chosen_check(request, visit) -> SiteCheck | None:
    checks = SiteCheck.objects.editable_by(request.user).filter(visit__uuid=visit)
    related = checks.for_list().select_related("visit__host", "visit__place")
    return asked_for(request, "phieu", related, key="uuid")


def _chosen_finding(request, visit) -> Finding | None:
    findings = Finding.objects.editable_by(request.user).filter(visit__uuid=visit)
    return asked_for(request, "nhan_dinh", _with_visit(findings))


def _with_visit(rows):
    return rows.select_related(*TOLD, "item_result")


def _of_own_visits(request, permission):
    """Return those of visits and site checks in reach: an addressee edits none."""
    visits = Visit.objects.permitted_to(request.user, permission).values("pk")
    checks = SiteCheck.objects.permitted_to(request.user, permission).values("pk")
    rows = Recommendation.objects.permitted_to(request.user, permission)
    own = rows.filter(Q(visit__in=visits) | Q(site_check__in=checks))
    return own.select_related(*TOLD, "producer")
