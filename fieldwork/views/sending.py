"""Where devices send what was recorded, one operation at a time."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.requests import answers_json, refusal

from ..exceptions import BrokenError
from ..sent import parse
from ..services import Reply, receive
from ..services import refused as refused_reply

LARGEST = 1024 * 1024  # two signatures are the largest that an operation holds
JSON = "application/json"


@answers_json
@require_POST
@never_cache
def send(request):
    """Answer one operation; the same one again gets the same bytes."""
    if request.content_type != JSON:
        return refusal(415, "wrong_type", "Chỉ nhận nội dung JSON.")
    if length_of(request) > LARGEST:
        return refusal(413, "too_large", "Thao tác gửi lên quá lớn.")
    try:
        sent = parse(request.body)
    except BrokenError as error:
        return told(refused_reply(error))
    return told(receive(sent, by=request.user))


def told(reply: Reply) -> HttpResponse:
    return HttpResponse(reply.text, status=reply.status, content_type=JSON)


def length_of(request) -> int:
    """Return how many bytes a request says it has."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else LARGEST + 1
