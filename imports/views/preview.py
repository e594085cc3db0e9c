"""What a person answers and chooses on a preview; each time it is made anew."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from .. import background
from ..answers import choose, give_answers
from ..enums import RunState
from ..exceptions import ImportRefusedError
from .shared import RunPage, is_busy, open_run

AGAIN = "Dưới đây là kết quả xem trước mới."


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
def answer(request, pk):
    run = open_run(request, pk)
    if is_busy(request, run) or run.state != RunState.PREVIEWED:
        return redirect(run)
    page = RunPage(request, run, may_edit=True)
    form = page.sent_answers()
    if not form.is_valid():
        return page.response(status=422)
    return _again(
        request,
        run,
        lambda: give_answers(run, form.given(), by=request.user),
        "Đã ghi nhớ câu trả lời.",
    )


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
def choices(request, pk):
    run = open_run(request, pk)
    if is_busy(request, run) or run.state != RunState.PREVIEWED:
        return redirect(run)
    page = RunPage(request, run, may_edit=True)
    form = page.sent_choices()
    if not form.is_valid():
        return page.response(status=422)
    return _again(
        request,
        run,
        lambda: choose(run, form.cleaned_data["on_match"], form.exceptions()),
        "Đã áp dụng lựa chọn.",
    )


def _again(request, run, change, done: str):
    """Carry out a change and make the preview anew."""
    try:
        change()
        run = background.preview(run, by=request.user)
    except ImportRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done if run.is_busy else f"{done} {AGAIN}")
    return redirect(run)
