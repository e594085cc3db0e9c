from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from core.exports import XLSX

from ..enums import RunState
from ..exceptions import ImportRefusedError
from ..models import ImportRun
from ..returning.service import returned_name, returned_workbook


@require_safe
@permission_required("imports.view_importrun", raise_exception=True)
def returned(request, pk):
    """Give the file back with the reasons of its rejected rows."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), pk=pk)
    if run.state == RunState.UPLOADED or not run.counts.get("rejected"):
        raise Http404
    try:
        content = returned_workbook(run)
    except ImportRefusedError as error:
        messages.error(request, str(error))
        return redirect(run)
    response = HttpResponse(content, content_type=XLSX)
    name = returned_name(run)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
