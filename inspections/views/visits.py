from functools import partial
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.editing import answer_form, sent
from core.exports import Column
from core.listing import answer_list
from core.versions import StaleVersionError

from .. import services
from ..exceptions import InspectionError
from ..forms import (
    FigureFormSet,
    ParticipantFormSet,
    SiteChoiceForm,
    TeamFormSet,
    VisitForm,
)
from ..models import SiteCheck, Visit
from ..services.visits import committee_of
from ..site_choice import SiteChoiceFilter, sites_for
from ..visit_page import visit_page
from .frozen import led_away
from .trails import trail_of

ROWS_PAGE = "inspections/visit_rows.html"
SITE_COLUMNS = [
    Column("Chủ thể", lambda site: site.producer, 40),
    Column("Cơ sở", str, 40),
    Column("Địa bàn", lambda site: site.place.full_name, 36),
    Column("Lần kiểm tra gần nhất", lambda site: site.last_checked_on),
]


@require_safe
@permission_required("inspections.view_visit", raise_exception=True)
def visit_detail(request, uuid):
    return show(request, uuid)


def show(request, uuid, *, status=200, refused=None):
    """Show a visit as it stands now; ``refused`` is the form of a step not taken."""
    visits = Visit.objects.visible_to(request.user).select_related(
        "campaign", "checklist", "host", "place__parent", "area", "created_by"
    )
    visit = get_object_or_404(visits, uuid=uuid)
    page = visit_page(visit, user=request.user, refused=refused)
    return render(request, "inspections/visit_detail.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.add_visit", raise_exception=True)
def visit_create(request):
    initial = {"uuid": uuid4()}
    if "dot" in request.GET:
        initial["campaign"] = request.GET["dot"]
    back = reverse("inspections:visit_list")
    form = VisitForm(
        user=request.user, cancel_url=back, initial=initial, **sent(request)
    )
    context = {
        "title": "Ghi buổi kiểm tra",
        "trail": [("Các buổi kiểm tra", back)],
    }
    return answer_form(
        request,
        form,
        partial(_create, request, form),
        done="Đã tạo buổi kiểm tra. Chọn cơ sở cần kiểm tra và xem lại đoàn.",
        context=context,
        refusals=(InspectionError,),
    )


def _create(request, form) -> Visit:
    visit, by = form.instance, request.user
    visit.uuid = form.cleaned_data["uuid"] or visit.uuid
    place = form.cleaned_data["place"]
    team = services.last_team(by)
    created = services.create_visit(visit, place=place, by=by, team=team)
    if others := form.others_like(created):
        messages.warning(request, _words_on(others))
    return created


def _words_on(others) -> str:
    """Say which visits the new one may repeat; there may be good reasons for it."""
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a> ({})',
        (
            (other.get_absolute_url(), other, other.get_status_display())
            for other in others
        ),
    )
    words = (
        "Cùng đợt, cùng địa bàn và cùng ngày này đã có: {}. Xin xem có ghi trùng không."
    )
    return format_html(words, links)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_visit", raise_exception=True)
def visit_edit(request, uuid):
    visit = _editable(request, uuid)
    back = visit.get_absolute_url()
    if away := led_away(request, visit, back):
        return away
    context = {"title": "Sửa buổi kiểm tra", "trail": trail_of(visit)}
    form = VisitForm(
        instance=visit, user=request.user, cancel_url=back, **sent(request)
    )
    return answer_form(
        request,
        form,
        partial(_save, form, by=request.user),
        done="Đã lưu buổi kiểm tra.",
        context=context,
        refusals=(InspectionError,),
    )


def _save(form, *, by) -> Visit:
    visit, place = form.instance, form.cleaned_data["place"]
    visit.host = visit.host or committee_of(place, visit.starts_on)
    return services.save_visit(
        visit,
        place=place,
        by=by,
        base_version=form.base_version,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_visit", raise_exception=True)
def visit_team(request, uuid):
    visit = _editable(request, uuid)
    rows = visit.team.select_related("agency", "user")
    return _answer_rows(request, visit, rows, TeamFormSet, services.save_team)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_visit", raise_exception=True)
def visit_participants(request, uuid):
    visit = _editable(request, uuid)
    rows = visit.participants.select_related("producer")
    return _answer_rows(
        request, visit, rows, ParticipantFormSet, services.save_participants
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_visit", raise_exception=True)
def visit_figures(request, uuid):
    visit = _editable(request, uuid)
    rows = visit.reported_figures.select_related("place", "area")
    return _answer_rows(
        request, visit, rows, FigureFormSet, services.save_reported_figures
    )


def _answer_rows(request, visit, rows, form_class, service):
    """Show a list of a visit, or put what was sent in the place of what is stored."""
    if away := led_away(request, visit, visit.get_absolute_url()):
        return away
    sheet = form_class(
        visit=visit, user=request.user, stored=list(rows), **sent(request)
    )
    status, differences = 200, []
    if request.method == "POST" and sheet.is_valid():
        try:
            service(visit, sheet.instances, by=request.user, base=sheet.base)
        except StaleVersionError:
            status, differences = 409, sheet.conflict(list(rows.all()))
        except InspectionError as error:
            status = 422
            sheet.refuse(str(error))
        else:
            messages.success(request, sheet.done)
            return redirect(visit)
    return _rows_page(request, sheet, differences, status)


def _rows_page(request, sheet, differences, status):
    context = {
        "visit": sheet.visit,
        "title": sheet.title,
        "trail": trail_of(sheet.visit),
        "form": sheet,
        "differences": differences,
        "status": status,
    }
    return render(request, ROWS_PAGE, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.add_sitecheck", raise_exception=True)
def visit_sites(request, uuid):
    visit = _editable(request, uuid)
    if away := led_away(request, visit, visit.get_absolute_url()):
        return away
    sites = sites_for(visit, request.user)
    if request.method == "POST":
        return _add_sites(request, visit, sites)
    ticked = SiteChoiceForm({"co_so": request.GET.getlist("co_so")}, sites=sites)
    return answer_list(
        request,
        SiteChoiceFilter(request.GET, sites, request=request),
        title="Cơ sở có thể kiểm tra",
        columns=SITE_COLUMNS,
        page="inspections/visit_sites.html",
        fragment="inspections/_visit_site_results.html",
        visit=visit,
        trail=trail_of(visit),
        ticked=list(ticked.cleaned_data["co_so"]) if ticked.is_valid() else [],
    )


def _add_sites(request, visit, sites):
    """Add what was ticked, and go on choosing if the person asked for that."""
    form = SiteChoiceForm(request.POST, sites=sites)
    again = redirect("inspections:visit_sites", uuid=visit.uuid)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["co_so"]))
        return again
    chosen = list(form.cleaned_data["co_so"])
    try:
        services.add_site_checks(visit, chosen, by=request.user)
    except InspectionError as error:
        messages.error(request, str(error))
        return redirect(visit)
    messages.success(request, f"Đã thêm {len(chosen)} cơ sở vào buổi kiểm tra.")
    return again if "tiep" in request.POST else redirect(visit)


@require_POST
@permission_required("inspections.change_sitecheck", raise_exception=True)
def site_check_remove(request, uuid):
    checks = SiteCheck.objects.editable_by(request.user).select_related(
        "visit", "site__producer"
    )
    check = get_object_or_404(checks, uuid=uuid)
    try:
        services.remove_site_check(check, by=request.user)
    except InspectionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã bỏ {check.site.producer} khỏi buổi kiểm tra.")
    return redirect(check.visit)


def _editable(request, uuid) -> Visit:
    visits = Visit.objects.editable_by(request.user)
    related = visits.select_related("campaign", "host", "place__parent", "area")
    return get_object_or_404(related, uuid=uuid)
