"""The steps of a visit from draft to signed; signing itself stands in ``office``."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.versions import StaleVersionError

from .. import services
from ..exceptions import InspectionError
from ..forms import ReopenVisitForm, ReturnVisitForm, StepForm
from ..models import Visit
from ..services.workflow import APPROVE, REOPEN, RETURN, SUBMIT
from .reviews import desk
from .visits import show

# What a form of the review desk sends as ``tu``: its answer is given there.
DESK = "ban-duyet"
STALE = "Buổi kiểm tra vừa được người khác sửa. Hãy xem lại bản hiện tại rồi làm tiếp."


@require_POST
@permission_required(SUBMIT.permission, raise_exception=True)
def visit_submit(request, uuid):
    done = "Đã nộp buổi kiểm tra."
    return _take(request, uuid, SUBMIT, StepForm, services.submit_visit, done)


@require_POST
@permission_required(RETURN.permission, raise_exception=True)
def visit_return(request, uuid):
    done = "Đã trả lại buổi kiểm tra để bổ sung."
    return _take(request, uuid, RETURN, ReturnVisitForm, services.return_visit, done)


@require_POST
@permission_required(APPROVE.permission, raise_exception=True)
def visit_approve(request, uuid):
    done = "Đã duyệt buổi kiểm tra."
    return _take(request, uuid, APPROVE, StepForm, services.approve_visit, done)


@require_POST
@permission_required(REOPEN.permission, raise_exception=True)
def visit_reopen(request, uuid):
    done = "Đã mở lại buổi kiểm tra để sửa."
    return _take(request, uuid, REOPEN, ReopenVisitForm, services.reopen_visit, done)


def _take(request, uuid, step, form_class, service, done):
    """Take one step, or show the visit as it stands now and what was typed."""
    at_desk = step in (APPROVE, RETURN) and request.POST.get("tu") == DESK
    visits = Visit.objects.permitted_to(request.user, step.permission)
    visit = get_object_or_404(visits, uuid=uuid)
    form = form_class(request.POST, visit=visit, name=step.action.value)
    status = 422
    if form.is_valid():
        version = form.cleaned_data["base_version"]
        try:
            service(visit, by=request.user, base_version=version, **form.words)
        except StaleVersionError:
            form.add_error(None, STALE)
            status = 409
        except InspectionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(_review(visit) if at_desk else visit)
    return (desk if at_desk else show)(request, uuid, status=status, refused=form)


def _review(visit) -> str:
    return reverse("inspections:review", args=[visit.uuid])
