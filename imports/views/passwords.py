from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.exports import XLSX

from ..enums import ListKind, RunState
from ..models import ImportRun
from ..passwords import issue_passwords, waiting_for_passwords


@require_POST
@permission_required("accounts.change_user", raise_exception=True)
@never_cache
def issue(request, pk):
    """Answer with a workbook of first passwords, which no other page will show."""
    runs = ImportRun.objects.visible_to(request.user).filter(kind=ListKind.USERS)
    run = get_object_or_404(runs, pk=pk, state=RunState.COMMITTED)
    if not waiting_for_passwords(run, by=request.user).exists():
        messages.info(request, "Không còn ai chờ cấp mật khẩu lần đầu.")
        return redirect(run)
    response = HttpResponse(issue_passwords(run, by=request.user), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="mat-khau-lan-dau.xlsx"'
    return response
