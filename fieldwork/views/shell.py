"""The workbench as it is before anybody signs in: page, worker, manifest.

They hold nothing of any person, so a browser may keep them on the device.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .. import shell as parts


@require_safe
@login_not_required
@cache_control(no_cache=True)
def shell(request):
    return HttpResponse(parts.page())


@require_safe
@login_not_required
@cache_control(no_cache=True)
def worker(request):
    return HttpResponse(parts.worker(), content_type="text/javascript; charset=utf-8")


@require_safe
@login_not_required
@cache_control(max_age=24 * 60 * 60)
def manifest(request):
    return JsonResponse(parts.manifest(), content_type="application/manifest+json")
