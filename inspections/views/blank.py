"""The checklist on paper, to be printed and filled in by hand."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.editing import asked_for
from producers.models import Producer, Site

from ..blank import blank_sheets
from ..models import Checklist, SiteCheck, Visit
from .trails import trail_of, trail_of_check


@require_safe
@permission_required("inspections.view_visit", raise_exception=True)
def visit_blank(request, uuid):
    """Print a paper for each site of a visit that the person sees."""
    visits = Visit.objects.visible_to(request.user).for_list()
    visit = get_object_or_404(visits.select_related("checklist"), uuid=uuid)
    checks = SiteCheck.objects.visible_to(request.user).filter(visit=visit)
    sites = Site.objects.filter(pk__in=checks.values("site"))
    return _paper(request, sites, visit, trail_of(visit))


@require_safe
@permission_required("inspections.view_sitecheck", raise_exception=True)
def site_check_blank(request, uuid):
    checks = SiteCheck.objects.visible_to(request.user).for_list()
    rows = checks.select_related("visit__host", "visit__place", "visit__checklist")
    check = get_object_or_404(rows, uuid=uuid)
    sites = Site.objects.filter(pk=check.site_id)
    return _paper(request, sites, check.visit, trail_of_check(check))


@require_safe
@permission_required("inspections.view_checklist", raise_exception=True)
def producer_blank(request, pk):
    """Print a paper without a visit for each site of a producer that makes products.

    It is the latest version, or the one that the address names (``?danh_muc=``).
    """
    asked = asked_for(request, "danh_muc", Checklist.objects.all())
    producers = Producer.objects.visible_to(request.user)
    producer = get_object_or_404(producers, pk=pk)
    sites = Site.objects.visible_to(request.user).filter(producer=producer)
    making = sites.filter(products__isnull=False).distinct()
    trail = [(str(producer), producer.get_absolute_url())]
    return _paper(request, making or sites, None, trail, asked)


def _paper(request, sites, visit, trail, asked=None):
    today = timezone.localdate()
    day = visit.starts_on if visit else today
    latest = Checklist.objects.latest_published
    checklist = visit.checklist if visit else asked or latest()
    sites = sites.for_display().order_by("producer__search_key", "pk")
    context = {
        "trail": trail,
        "visit": visit,
        "checklist": checklist,
        "day": day,
        "printed_on": today,
        "sees_contacts": request.user.has_perm("producers.view_representative"),
        "sheets": checklist
        and blank_sheets(
            sites, checklist=checklist, day=day, user=request.user, visit=visit
        ),
    }
    return render(request, "inspections/blank.html", context)
