"""Undoing an import: what it would do, the act, and what could not go back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from core.pagination import paginate

from .. import background
from ..enums import WRITTEN
from ..exceptions import ImportRefusedError
from ..models import ImportRun
from ..reports import named_refusals, undone_words
from ..undoing import may_be_undone, outlook
from .shared import is_busy


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("imports.change_importrun", raise_exception=True)
def undo(request, pk):
    runs = ImportRun.objects.editable_by(request.user).filter(state__in=WRITTEN)
    run = get_object_or_404(runs.for_report(), pk=pk)
    if is_busy(request, run):
        return redirect(run)
    if request.method == "POST":
        _undo(request, run)
        return redirect("imports:undo", pk=pk)
    page = paginate(request, run.written.refused().select_related("content_type"), 50)
    page.object_list = named_refusals(run, page.object_list)
    ahead = outlook(run, by=request.user) if may_be_undone(run) else None
    context = {"run": run, "ahead": ahead, "page": page}
    return render(request, "imports/undo.html", context)


def _undo(request, run) -> None:
    """Undo a run, or let it be undone; say what came of it."""
    try:
        run = background.undo(run, by=request.user)
    except ImportRefusedError as error:
        messages.error(request, str(error))
    else:
        if not run.is_busy:
            messages.success(request, undone_words(run))
