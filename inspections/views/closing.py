"""One finding: what it says, what became of it, and who saw it remedied."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from history.services import latest_changes

from .. import services
from ..closing import reports_passed_since
from ..forms import CloseFindingForm, ReopenForm
from ..models import Finding, LabReport, Recommendation, Sample
from ..revoking import may_propose
from .acts import carried_out
from .trails import trail_of, trail_of_check

TOLD = (
    "visit__host",
    "visit__place",
    "site_check__visit__host",
    "site_check__visit__place",
    "site_check__site__producer",
    "product",
    "item_result__item",
    "lab_result__report__sample",
    "closed_by",
    "closing_check__visit__host",
    "closing_check__visit__place",
    "closing_check__site__producer",
    "closing_report__sample",
)


@require_safe
@permission_required("inspections.view_finding", raise_exception=True)
def finding(request, pk):
    return _page(request, _found(Finding.objects.visible_to(request.user), pk))


@require_POST
@permission_required("inspections.change_finding", raise_exception=True)
def finding_close(request, pk):
    found = _found(Finding.objects.editable_by(request.user), pk)
    form = _form(CloseFindingForm, request, found, request.POST, request.FILES)
    done = "Đã xác nhận khắc phục."
    return _act(request, found, form, services.close_finding, done)


@require_POST
@permission_required("inspections.change_finding", raise_exception=True)
def finding_reopen(request, pk):
    found = _found(Finding.objects.editable_by(request.user), pk)
    form = _form(ReopenForm, request, found, request.POST)
    done = "Đã mở lại nhận định."
    return _act(request, found, form, services.reopen_finding, done)


def _act(request, found, form, service, done):
    """Carry out one act; what is refused comes back with everything typed."""
    if carried_out(form, partial(service, found, by=request.user)):
        messages.success(request, done)
        return redirect(found)
    return _page(request, found, form, status=422)


def _page(request, found, refused=None, *, status=200):
    """Show a finding with the act that fits its state, or the form that was refused."""
    check = found.site_check
    recommendations = Recommendation.objects.visible_to(request.user)
    context = {
        "finding": found,
        "trail": trail_of_check(check) if check else trail_of(found.visit),
        "recommendations": recommendations.filter(finding=found).for_list(),
        "evidence": found.evidence.all(),
        "may_propose": _may_propose(found, request.user),
        "form": refused or _form_that_fits(request, found),
        "today": timezone.localdate(),
        "changes": latest_changes(found),
    }
    return render(request, "inspections/finding.html", context, status=status)


def _may_propose(found, user) -> bool:
    return bool(
        not found.is_good and found.site_check and may_propose(found.site_check, user)
    )


def _form_that_fits(request, found):
    """Return the form of the act open to the person; None where there is none."""
    editable = Finding.objects.editable_by(request.user).filter(pk=found.pk)
    if found.visit.is_editable or found.is_good or not editable.exists():
        return None
    return _form(CloseFindingForm if found.is_open else ReopenForm, request, found)


def _form(kind, request, found, *sent):
    """Return a form of one of both acts, empty or with what was sent."""
    if kind is ReopenForm:
        action = reverse("inspections:finding_reopen", args=[found.pk])
        return kind(*sent, action=action)
    return kind(
        *sent,
        action=reverse("inspections:finding_close", args=[found.pk]),
        reports=_reports(request.user, found),
        initial={"closed_on": timezone.localdate()},
    )


def _reports(user, found) -> QuerySet[LabReport]:
    samples = Sample.objects.visible_to(user).values("pk")
    rows = reports_passed_since(found).filter(sample__in=samples)
    return rows.select_related("sample").prefetch_related("results")


def _found(rows, pk) -> Finding:
    return get_object_or_404(rows.with_repeats().select_related(*TOLD), pk=pk)
