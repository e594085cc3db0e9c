from django.contrib import messages
from django.shortcuts import get_object_or_404

from ..enums import WRITTEN
from ..models import ImportRun


def open_run(request, pk) -> ImportRun:
    """Return a run that this person may go on with and that has written nothing."""
    runs = ImportRun.objects.editable_by(request.user).exclude(state__in=WRITTEN)
    return get_object_or_404(runs, pk=pk)


def is_busy(request, run: ImportRun) -> bool:
    """Return whether a run is to be left alone now; say so to who sent something."""
    if run.is_busy and request.method == "POST":
        messages.error(request, "Tệp này đang được xử lý, xin chờ xong rồi làm tiếp.")
    return run.is_busy
