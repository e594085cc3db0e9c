"""What a person sees and may do while a file is worked on in the background."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.sessions import is_no_activity

from .. import background
from ..exceptions import ImportRefusedError
from ..models import ImportRun
from ..progress import progress_of


def working(request, run, template="imports/working.html"):
    """Show how far the work on a run is, and what may be done about it."""
    editable = ImportRun.objects.editable_by(request.user).filter(pk=run.pk)
    context = {
        "run": run,
        "progress": progress_of(run),
        "may_go_on": editable.exists(),
    }
    return render(request, template, context)


@require_safe
@is_no_activity
@permission_required("imports.view_importrun", raise_exception=True)
def progress(request, pk):
    """Tell how far work on a run is; where it is done, lead to what it came to."""
    runs = ImportRun.objects.visible_to(request.user).for_list()
    run = get_object_or_404(runs, pk=pk)
    if not request.htmx:
        return redirect(run)
    if run.is_busy:
        return working(request, run, "imports/_progress.html")
    return HttpResponseClientRedirect(resolve_url(run))


@require_POST
@permission_required("imports.change_importrun", raise_exception=True)
def resume(request, pk):
    """Take up again what a worker that died has left."""
    run = get_object_or_404(ImportRun.objects.editable_by(request.user), pk=pk)
    try:
        background.resume(run, by=request.user)
    except ImportRefusedError as error:
        messages.error(request, str(error))
    return redirect(run)
