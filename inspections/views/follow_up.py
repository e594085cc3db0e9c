from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.exports import Column
from core.listing import answer_list
from core.scans import download
from history.services import latest_changes

from .. import services
from ..exceptions import InspectionError
from ..filters import RecommendationFilter
from ..forms import CloseForm, ExtendForm, ReopenForm, ResponseForm
from ..models import Recommendation, Response

COLUMNS = [
    Column("Nội dung", lambda row: row.text, 70),
    Column("Hướng", lambda row: row.get_direction_display(), 36),
    Column("Gửi", lambda row: row.addressee, 36),
    Column("Ngày kiểm tra", lambda row: row.visit.starts_on),
    Column("Thời hạn", lambda row: row.due_on),
    Column("Tình trạng", lambda row: row.get_status_display()),
    Column("Kết thúc ngày", lambda row: row.closed_on),
]


@require_safe
@permission_required("inspections.view_recommendation", raise_exception=True)
def follow_up(request):
    rows = Recommendation.objects.visible_to(request.user).counted().for_list()
    filters = RecommendationFilter(request.GET, rows, request=request)
    return answer_list(
        request,
        filters,
        title="Đề nghị, kiến nghị",
        columns=COLUMNS,
        page="inspections/follow_up.html",
        fragment="inspections/_follow_up_results.html",
        date=filters.date,
    )


@require_safe
@permission_required("inspections.view_recommendation", raise_exception=True)
def recommendation(request, uuid):
    rows = Recommendation.objects.visible_to(request.user).for_list()
    return _page(request, get_object_or_404(rows, uuid=uuid))


def _page(request, found, *, status=200, **bound):
    """Show one recommendation; ``bound`` are forms that were refused."""
    editable = Recommendation.objects.editable_by(request.user)
    may_write = not found.visit.is_editable and editable.filter(pk=found.pk).exists()
    context = {
        "recommendation": found,
        "responses": found.responses.select_related("recorded_by"),
        "today": timezone.localdate(),
        "changes": latest_changes(found),
        "forms": _forms(found, bound) if may_write else {},
    }
    return render(request, "inspections/recommendation.html", context, status=status)


def _forms(found, bound) -> dict:
    """Return the forms that fit the state, each under the name of its act."""
    today = timezone.localdate()
    if not found.is_open:
        kinds = {"reopen": (ReopenForm, {})}
    else:
        kinds = {
            "respond": (ResponseForm, {"responded_on": today}),
            "close": (CloseForm, {"closed_on": today}),
            "extend": (ExtendForm, {"due_on": found.due_on}),
        }
    return {
        name: bound.get(name) or form(initial=initial, action=_address(found, name))
        for name, (form, initial) in kinds.items()
    }


def _address(found, act: str) -> str:
    return reverse(f"inspections:recommendation_{act}", args=[found.uuid])


@require_POST
@permission_required("inspections.add_response", raise_exception=True)
def respond(request, uuid):
    return _act(request, uuid, "respond", ResponseForm, _respond, "Đã ghi trả lời.")


@require_POST
@permission_required("inspections.change_recommendation", raise_exception=True)
def close(request, uuid):
    return _act(request, uuid, "close", CloseForm, _close, "Đã kết thúc đề nghị.")


@require_POST
@permission_required("inspections.change_recommendation", raise_exception=True)
def extend(request, uuid):
    return _act(request, uuid, "extend", ExtendForm, _extend, "Đã đổi thời hạn.")


@require_POST
@permission_required("inspections.change_recommendation", raise_exception=True)
def reopen(request, uuid):
    return _act(request, uuid, "reopen", ReopenForm, _reopen, "Đã mở lại đề nghị.")


def _act(request, uuid, name, form_class, service, done):
    """Carry out one act; what is refused comes back with everything typed."""
    rows = Recommendation.objects.editable_by(request.user).for_list()
    found = get_object_or_404(rows, uuid=uuid)
    form = form_class(request.POST, files=request.FILES, action=_address(found, name))
    if form.is_valid():
        try:
            service(found, form, by=request.user)
        except InspectionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(found)
    return _page(request, found, status=422, **{name: form})


def _respond(found, form, *, by) -> None:
    response = form.save(commit=False)
    response.recommendation = found
    response.uuid = form.cleaned_data["uuid"] or response.uuid
    services.add_response(response, by=by)


def _close(found, form, *, by) -> None:
    services.close_recommendation(found, by=by, **form.cleaned_data)


def _extend(found, form, *, by) -> None:
    services.extend_recommendation(found, by=by, **form.cleaned_data)


def _reopen(found, form, *, by) -> None:
    services.reopen_recommendation(found, by=by, **form.cleaned_data)


@require_safe
@permission_required("inspections.view_recommendation", raise_exception=True)
def evidence(request, pk):
    seen = Recommendation.objects.visible_to(request.user).values("pk")
    answers = Response.objects.filter(recommendation__in=seen).exclude(evidence="")
    answer = get_object_or_404(answers, pk=pk)
    return download(answer.evidence, f"minh chứng {answer.pk}")
