"""Where the bytes of a picture go, in pieces, from where the last ones ended."""

from django.db.models import Q
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.requests import answers_json, refusal
from core.text import is_key
from inspections.exceptions import FrozenError, InspectionError

from ..exceptions import MissingError
from ..kinds.base import reach
from ..models import Upload
from ..services import refused
from ..uploads import (
    LARGEST_PIECE,
    DamagedError,
    WrongOffsetError,
    receive_piece,
)
from .sending import length_of, told

RIGHT = "inspections.add_photo"
DAMAGED = "Ảnh tới máy chủ không nguyên vẹn; gửi lại từ đầu."


@answers_json
@require_http_methods(["GET", "PUT"])
@never_cache
def upload(request, uuid):
    """Say how much of a picture is there, or take the next piece (``?tu=`` offset)."""
    try:
        row = _own(request.user, uuid)
    except MissingError as error:
        return told(refused(error))
    if row.refusal:
        return refusal(422, "invalid", row.refusal)
    if request.method == "GET" or row.is_done:
        return JsonResponse(_state(row))
    if length_of(request) > LARGEST_PIECE:
        return refusal(413, "too_large", "Mỗi phần của ảnh tối đa 512 kB.")
    offset = request.GET.get("tu", "")
    if not is_key(offset):
        return refusal(400, "broken", "Thiếu vị trí của phần ảnh.")
    return _take(row, int(offset), request)


def _take(row: Upload, offset: int, request):
    try:
        receive_piece(row, offset, request.body, by=request.user)
    except WrongOffsetError:
        row.refresh_from_db()
        if row.is_done:
            return JsonResponse(_state(row))
        return refusal(409, "offset", offset=row.offset)
    except DamagedError:
        return refusal(422, "damaged", DAMAGED, offset=0)
    except FrozenError as error:
        return refusal(409, "frozen", str(error))
    except InspectionError as error:
        return refusal(422, "invalid", str(error))
    row.refresh_from_db()
    return JsonResponse(_state(row))


def _own(user, uuid) -> Upload:
    """Return an upload of this person's, within reach; raises MissingError."""
    rows = Upload.objects.filter(user=user).select_related(
        "photo", "item", "product", "site_check__visit"
    )
    within_reach = Upload.objects.permitted_to(user, RIGHT).values("pk")
    return reach(rows, Q(pk__in=within_reach), uuid=uuid)


def _state(row: Upload) -> dict:
    state = {"offset": row.offset, "size": row.size, "done": row.is_done}
    if row.is_done:
        state |= {"sha256": row.sha256, "photo": row.photo and str(row.photo.uuid)}
    return state
