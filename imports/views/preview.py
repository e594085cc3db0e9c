"""What a person answers and chooses on a preview; each time it is made anew."""

from functools import wraps

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


def on_a_preview(view):
    """Call a view with the page of a preview that something is sent to.

    Where there is none now, lead to what there is instead.
    """

    @require_POST
    @permission_required("imports.change_importrun", raise_exception=True)
    @wraps(view)
    def answer(request, pk):
        run = open_run(request, pk)
        if is_busy(request, run) or run.state != RunState.PREVIEWED:
            return redirect(run)
        return view(RunPage(request, run, may_edit=True))

    return answer


@on_a_preview
def answer(page: RunPage):
    form = page.sent_answers()
    if not form.is_valid():
        return page.response(status=422)
    return _again(
        page,
        lambda: give_answers(page.run, form.given(), by=page.request.user),
        "Đã ghi nhớ câu trả lời.",
    )


@on_a_preview
def choices(page: RunPage):
    form = page.sent_choices()
    if not form.is_valid():
        return page.response(status=422)
    return _again(
        page,
        lambda: choose(page.run, form.cleaned_data["on_match"], form.exceptions()),
        "Đã áp dụng lựa chọn.",
    )


def _again(page: RunPage, change, done: str):
    """Carry out a change and make the preview anew."""
    request, run = page.request, page.run
    try:
        change()
        run = background.preview(run, by=request.user)
    except ImportRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done if run.is_busy else f"{done} {AGAIN}")
    return redirect(run)
