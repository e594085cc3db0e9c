"""Health probes and the pages for when something is refused or fails."""

import errno
import shutil
import sys
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache as shared_cache
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .logging import request_id
from .requests import refusal, wants_json

RETRY_AFTER_SECONDS = 10
LEAST_FREE_BYTES = 100 * 1024 * 1024

ERRORS = {
    400: (
        "Yêu cầu không đọc được",
        "Địa chỉ hoặc dữ liệu gửi lên có ký tự không hợp lệ."
        " Xin kiểm tra lại đường dẫn hoặc nhập lại từ đầu.",
    ),
    403: (
        "Bạn chưa được giao quyền này",
        "Tài khoản của bạn không có quyền thực hiện việc vừa rồi."
        " Nếu công việc cần đến, xin liên hệ người quản trị.",
    ),
    404: (
        "Không tìm thấy trang",
        "Trang không có, đã chuyển chỗ, hoặc nằm ngoài địa bàn của bạn.",
    ),
    405: (
        "Địa chỉ này không mở trực tiếp",
        "Địa chỉ vừa mở chỉ nhận biểu mẫu gửi lên."
        " Xin quay lại trang trước rồi bấm nút ở đó.",
    ),
    413: (
        "Dữ liệu gửi lên quá lớn",
        "Tệp hoặc biểu mẫu vượt quá giới hạn cho phép."
        " Xin giảm dung lượng rồi gửi lại.",
    ),
    429: (
        "Bạn gửi yêu cầu quá nhanh",
        "Để bảo vệ tài khoản, việc này chỉ được làm vài lần mỗi giờ."
        " Xin chờ một lúc rồi thử lại.",
    ),
    500: (
        "Có lỗi ngoài dự kiến",
        "Hệ thống chưa xử lý được yêu cầu này, và lỗi đã được ghi lại."
        " Xin thử lại sau ít phút.",
    ),
    503: (
        "Hệ thống tạm gián đoạn",
        "Cơ sở dữ liệu chưa trả lời. Dữ liệu đã lưu vẫn nguyên vẹn;"
        " xin chờ ít giây rồi tải lại trang.",
    ),
    507: (
        "Máy chủ hết chỗ lưu",
        "Chưa lưu được dữ liệu vừa gửi vì máy chủ hết dung lượng."
        " Xin báo người quản trị; trang vừa nhập vẫn còn khi bấm quay lại.",
    ),
}
# What a script is told, in place of a page.
CODES = {
    400: "broken",
    403: "forbidden",
    404: "missing",
    405: "not_allowed",
    413: "too_large",
    429: "too_many",
    500: "failed",
    503: "unavailable",
    507: "full",
}
CSRF_FAILURE = (
    "Phiên làm việc đã thay đổi",
    "Biểu mẫu mở đã lâu, hoặc bạn đã đăng nhập lại ở cửa sổ khác."
    " Xin quay lại trang trước, tải lại rồi gửi lần nữa.",
)
FILE_IS_GONE = (
    "Tệp không còn trong kho lưu trữ",
    "Thông tin về tệp vẫn còn, nhưng máy chủ không tìm thấy tệp."
    " Xin báo người quản trị để khôi phục từ bản sao lưu.",
)


def _error_page(
    request, status: int, words: tuple[str, str] | None = None, code: str = ""
) -> HttpResponse:
    """Render an error page that needs neither session nor database; JSON to scripts."""
    title, message = words or ERRORS[status]
    if wants_json(request):
        return refusal(status, code or CODES[status], f"{title}. {message}")
    context = {
        "status": status,
        "title": title,
        "message": message,
        "portal_name": settings.PORTAL_NAME,
        "portal_province": settings.PORTAL_PROVINCE_NAME,
        "request_id": request_id.get(),
    }
    return HttpResponse(render_to_string("error.html", context), status=status)


def bad_request(request, exception=None):
    too_big = isinstance(exception, RequestDataTooBig)
    return _error_page(request, 413 if too_big else 400)


def permission_denied(request, exception=None):
    return _error_page(request, 403)


def page_not_found(request, exception=None):
    """Tell a page that is not there from a row whose file is gone.

    Views answer the latter with Http404 too, raised where the storage had refused.
    """
    cause = getattr(exception, "__context__", None)
    lost = isinstance(cause, FileNotFoundError)
    return _error_page(request, 404, FILE_IS_GONE if lost else None)


def method_not_allowed(request, allowed: str):
    response = _error_page(request, 405)
    response["Allow"] = allowed
    return response


def too_many_requests(request):
    return _error_page(request, 429)


def csrf_failure(request, reason=""):
    """Refuse a form without a token that fits; a script may have been signed out."""
    if wants_json(request) and not request.user.is_authenticated:
        return refusal(401, "signed_out")
    return _error_page(request, 403, CSRF_FAILURE, "csrf")


def server_error(request):
    """Tell a database that is away, a full disk and a lost file from other faults."""
    error = sys.exc_info()[1]
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _error_page(request, 507)
    if isinstance(error, FileNotFoundError):
        return _error_page(request, 500, FILE_IS_GONE)
    if isinstance(error, OperationalError | InterfaceError):
        response = _error_page(request, 503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    return _error_page(request, 500)


@require_safe
@login_not_required
@never_cache
def healthz(request):
    """Say that the process answers; asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@require_safe
@login_not_required
@never_cache
def readyz(request):
    """Say whether the portal can work: 200, or 503 naming the part that cannot."""
    checks = {"database": _database_answers()}
    checks["migrations"] = checks["database"] and _migrations_are_applied()
    checks["storage"] = _storage_has_room()
    ready = all(checks.values())
    answer = {"status": "ok" if ready else "fail", "checks": checks}
    return JsonResponse(answer, status=200 if ready else 503)


def _database_answers() -> bool:
    """Ask the database, and the cache that may live in it, one question each."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        shared_cache.get("readyz")
    except DatabaseError:
        return False
    return True


@cache
def _migrations_on_disk() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def _migrations_are_applied() -> bool:
    return _migrations_on_disk() <= set(
        MigrationRecorder(connection).applied_migrations()
    )


def _storage_has_room() -> bool:
    try:
        folder = Path(settings.MEDIA_ROOT)
        folder.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(folder).free >= LEAST_FREE_BYTES
    except OSError:
        return False
