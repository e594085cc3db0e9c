"""What a person may take along, and the pack itself."""

import hashlib
import json

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.requests import answers_json

from .. import pack
from ..exceptions import RefusedError
from ..services import refused
from .sending import JSON, told

RIGHT = "inspections.change_sitecheck"


@answers_json
@require_safe
@permission_required(RIGHT, raise_exception=True)
@cache_control(private=True, no_cache=True)
def offer(request):
    return JsonResponse(pack.offer(request.user, timezone.localdate()))


@answers_json
@require_safe
@permission_required(RIGHT, raise_exception=True)
@cache_control(private=True, no_cache=True)
def whole(request):
    """Answer the pack of the chosen places and visits; 304 for one that is held."""
    places, visits = request.GET.getlist("noi"), request.GET.getlist("buoi")
    try:
        chosen = pack.choose(request.user, places, visits)
    except RefusedError as error:
        return told(refused(error))
    content = pack.pack_of(request.user, chosen, timezone.localdate())
    etag = _etag(content)
    text = json.dumps(
        content | {"made_at": timezone.localtime().isoformat(timespec="seconds")},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    response = HttpResponse(text, content_type=JSON, headers={"ETag": etag})
    return get_conditional_response(request, etag=etag, response=response)


def _etag(content: dict) -> str:
    text = json.dumps(content, sort_keys=True)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
