"""Items of a draft that are made of the minima of stars."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from core.editing import sent

from ..exceptions import InspectionError
from ..forms import MinimaForm
from ..models import Checklist
from ..services import add_minima
from .drafts import draft_address, draft_trail, led_away_from


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_checklist", raise_exception=True)
def draft_minima(request, pk):
    """Ask for which sets and stars, and add what the draft does not ask yet."""
    checklist = get_object_or_404(Checklist, pk=pk)
    if away := led_away_from(request, checklist):
        return away
    form = MinimaForm(**sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _added(request, checklist, form)
        except InspectionError as error:
            form.add_error(None, str(error))
            status = 422
    context = {"form": form, "trail": draft_trail(checklist)}
    context["back"] = draft_address(checklist)
    return render(request, "inspections/draft_minima.html", context, status=status)


def _added(request, checklist, form):
    """Add the items and say what came of it."""
    sets, stars = form.cleaned_data["sets"], form.cleaned_data["stars"]
    new, wider = add_minima(checklist, sets, stars, by=request.user)
    words = f"Đã thêm {new} nội dung, mở rộng {wider} nội dung có sẵn."
    if not (new or wider):
        words = (
            "Không có gì để thêm: bản nháp đã có đủ, hoặc các bộ đã chọn không có mức"
            " tối thiểu."
        )
    if left_out := sum(not one.is_complete for one in sets):
        words += f" Bỏ qua {left_out} bộ chưa đủ tiêu chí."
    messages.success(request, words)
    return redirect(draft_address(checklist))
