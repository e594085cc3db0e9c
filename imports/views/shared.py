from django.shortcuts import get_object_or_404

from ..enums import RunState
from ..models import ImportRun


def open_run(request, pk) -> ImportRun:
    """Return a run that this person may go on with and that has written nothing."""
    runs = ImportRun.objects.editable_by(request.user).exclude(state=RunState.COMMITTED)
    return get_object_or_404(runs, pk=pk)
