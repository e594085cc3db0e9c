from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.scans import download, show
from history.services import latest_changes

from .. import services
from ..forms import (
    CloseForm,
    ExtendForm,
    LiftForm,
    ReopenForm,
    ResponseForm,
    ReviewForm,
    WaiveForm,
)
from ..models import Evidence, Recommendation, Response
from .acts import carried_out


@require_safe
@permission_required("inspections.view_recommendation", raise_exception=True)
def recommendation(request, uuid):
    rows = Recommendation.objects.visible_to(request.user).for_list()
    return recommendation_page(request, get_object_or_404(rows, uuid=uuid))


def recommendation_page(request, found, *, status=200, reviews=None, **bound):
    """Show one recommendation; ``bound`` and ``reviews`` are forms that were refused.

    ``reviews`` are about answers that wait to be confirmed, by the key of the answer.
    """
    editable = Recommendation.objects.editable_by(request.user)
    may_write = not found.visit.is_editable and editable.filter(pk=found.pk).exists()
    context = {
        "recommendation": found,
        "responses": _responses(found, may_write, reviews or {}),
        "may_link": may_write and found.is_open and found.producer_id,
        "deferrals": found.deferrals.select_related("decided_by"),
        "today": timezone.localdate(),
        "changes": latest_changes(found),
        "forms": _forms(found, bound) if may_write else {},
    }
    return render(request, "inspections/recommendation.html", context, status=status)


def _responses(found, may_write, refused) -> list[tuple]:
    """Return (answer, form) with a form for each that waits to be confirmed."""
    rows = found.responses.select_related("recorded_by", "reviewed_by", "link")
    return [
        (
            row,
            refused.get(row.pk) or _review(row)
            if may_write and row.is_pending
            else None,
        )
        for row in rows.prefetch_related("evidence")
    ]


def _review(response) -> ReviewForm | None:
    if not response.is_pending:
        return None
    action = reverse("inspections:response_review", args=[response.uuid])
    return ReviewForm(action=action, auto_id=f"id_review_{response.pk}_%s")


def _forms(found, bound) -> dict:
    """Return the forms that fit the state, each under the name of its act.

    One that was refused stays with what was typed, though somebody else has changed
    the state meanwhile.
    """
    today = timezone.localdate()
    if not found.is_open:
        kinds = {"reopen": (ReopenForm, {})}
    else:
        close = partial(CloseForm, recommendation=found)
        kinds = {
            "respond": (ResponseForm, {"responded_on": today}),
            "close": (close, {"closed_on": today}),
            "extend": (ExtendForm, {"due_on": found.due_on}),
            "waive": (WaiveForm, {}),
        }
        if found.is_waived_on(today):
            kinds["lift"] = (LiftForm, {})
    fresh = {
        name: form(initial=initial, **_of_act(found, name))
        for name, (form, initial) in kinds.items()
    }
    return fresh | bound


def _of_act(found, name: str) -> dict:
    """Return where a form goes, and ids that no other form of the page has."""
    action = reverse(f"inspections:recommendation_{name}", args=[found.uuid])
    return {"action": action, "auto_id": f"id_{name}_%s"}


@require_POST
@permission_required("inspections.add_response", raise_exception=True)
def respond(request, uuid):
    return _act(request, uuid, "respond", ResponseForm, _respond, "Đã ghi trả lời.")


@require_POST
@permission_required("inspections.change_recommendation", raise_exception=True)
def close(request, uuid):
    act = services.close_recommendation
    return _act(request, uuid, "close", CloseForm, act, "Đã kết thúc đề nghị.")


@require_POST
@permission_required("inspections.change_recommendation", raise_exception=True)
def extend(request, uuid):
    act = services.extend_recommendation
    return _act(request, uuid, "extend", ExtendForm, act, "Đã đổi thời hạn.")


@require_POST
@permission_required("inspections.change_recommendation", raise_exception=True)
def waive(request, uuid):
    act = services.waive_recommendation
    return _act(request, uuid, "waive", WaiveForm, act, "Đã tạm miễn.")


@require_POST
@permission_required("inspections.change_recommendation", raise_exception=True)
def lift(request, uuid):
    return _act(request, uuid, "lift", LiftForm, services.lift_waiver, "Đã thôi miễn.")


@require_POST
@permission_required("inspections.change_recommendation", raise_exception=True)
def reopen(request, uuid):
    act = services.reopen_recommendation
    return _act(request, uuid, "reopen", ReopenForm, act, "Đã mở lại đề nghị.")


def _act(request, uuid, name, form_class, service, done):
    """Carry out one act; what is refused comes back with everything typed."""
    rows = Recommendation.objects.editable_by(request.user).for_list()
    found = get_object_or_404(rows, uuid=uuid)
    extra = {"recommendation": found} if form_class is CloseForm else {}
    form = form_class(request.POST, request.FILES, **_of_act(found, name), **extra)
    if carried_out(form, partial(service, found, by=request.user)):
        messages.success(request, done)
        return redirect(found)
    return recommendation_page(request, found, status=422, **{name: form})


def _respond(found, *, by, proofs, uuid, **told) -> None:
    response = Response(recommendation=found, **told)
    response.uuid = uuid or response.uuid
    services.add_response(response, by=by, proofs=proofs)


@require_safe
@permission_required("inspections.view_evidence", raise_exception=True)
def evidence(request, uuid):
    """Show a picture, or hand over a PDF under a name of our own."""
    rows = Evidence.objects.visible_to(request.user)
    found = get_object_or_404(rows, uuid=uuid)
    if not found.is_picture:
        return download(found.file, f"minh chứng {found.pk}")
    return show(found.file)


@require_safe
@permission_required("inspections.view_evidence", raise_exception=True)
def evidence_thumbnail(request, uuid):
    rows = Evidence.objects.visible_to(request.user)
    found = get_object_or_404(rows, uuid=uuid)
    if not found.is_picture:
        raise Http404("Tệp PDF không có ảnh nhỏ.")
    return show(found.thumbnail or found.file)
