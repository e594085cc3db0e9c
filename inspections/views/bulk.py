"""One act on many recommendations of the board, once their number was confirmed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ..bulk import Choice, choice_of
from ..exceptions import InspectionError
from ..forms import CloseManyForm, ExtendManyForm, WaiveManyForm
from ..services.terms import Act, Close, Extend, Waive, carry_out, refusal_of

CHANGED = "Danh sách theo bộ lọc vừa thay đổi. Hãy xem lại rồi xác nhận."


@dataclass(frozen=True)
class Kind:
    """An act that the board offers for the rows chosen there."""

    words: str
    form: type
    act: Callable[..., Act]
    done: str


KINDS = {
    "gia-han": Kind(
        "Đổi thời hạn",
        ExtendManyForm,
        lambda due_on, reason, **_: Extend(due_on, reason),
        "Đã đổi thời hạn {} đề nghị.",
    ),
    "mien": Kind(
        "Tạm miễn",
        WaiveManyForm,
        lambda until, reason, **_: Waive(until, reason),
        "Đã tạm miễn {} đề nghị.",
    ),
    "ket-thuc": Kind(
        "Kết thúc",
        CloseManyForm,
        lambda status, closed_on, note, **_: Close(status, closed_on, note),
        "Đã kết thúc {} đề nghị.",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("inspections.change_recommendation", raise_exception=True)
def bulk_act(request, act):
    """Show what an act would change and what it cannot, then do it to the former."""
    kind = KINDS.get(act)
    if kind is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    choice = choice_of(request, sent or request.GET)
    form = kind.form(sent, initial={"closed_on": timezone.localdate()})
    asked = kind.act(**form.cleaned_data) if form.is_valid() else None
    able = [row for row in choice.rows if not refusal_of(row, asked)]
    form.expect(len(able))
    if asked and _done(request, form, asked, choice, able):
        messages.success(request, kind.done.format(len(able)))
        return redirect(reverse("inspections:follow_up", query={"tinh_trang": "open"}))
    status = 409 if asked else 422 if form.errors else 200
    context = _told(choice, asked) | {"kind": kind, "form": form, "able": able}
    return render(request, "inspections/bulk_act.html", context, status=status)


def _done(request, form, act: Act, choice: Choice, able) -> bool:
    """Do it to all if their number was typed; otherwise say so at the form."""
    if form.cleaned_data["count"] != len(able):
        message = f"Có {len(able)} đề nghị sẽ thay đổi; gõ đúng số này để xác nhận."
        form.add_error("count", message)
        return False
    if choice.query is not None and request.POST.get("dau") != choice.seal:
        form.add_error(None, CHANGED)
        return False
    try:
        carry_out(act, able, by=request.user)
    except InspectionError as error:
        form.add_error(None, str(error))
        return False
    return True


def _told(choice: Choice, act: Act | None) -> dict:
    """Return what the page lists beside the rows that will be changed."""
    refused = [(row, why) for row in choice.rows if (why := refusal_of(row, act))]
    return {"choice": choice, "refused": refused, "today": timezone.localdate()}
