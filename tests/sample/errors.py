"""Views that fail in every way that has a page of its own."""

import errno

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404
from django.urls import path

from core.views import too_many_requests
from ocop_portal import urls as portal

FAULTS = {
    400: BadRequest(),
    403: PermissionDenied(),
    404: Http404(),
    413: RequestDataTooBig(),
    500: RuntimeError(),
    503: OperationalError(),
    507: OSError(errno.ENOSPC, ""),
}
STATUSES = sorted([*FAULTS, 429])


@login_not_required
def sample_error(request, status):
    if status == 429:
        return too_many_requests(request)
    raise FAULTS[status]


handler400, handler403 = portal.handler400, portal.handler403
handler404, handler500 = portal.handler404, portal.handler500
urlpatterns = [path("mau/loi/<int:status>/", sample_error), *portal.urlpatterns]
