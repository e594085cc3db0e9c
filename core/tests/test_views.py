import errno
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InterfaceError, OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404
from django.test import Client, SimpleTestCase, TestCase, override_settings
from django.urls import path
from django.views.decorators.http import require_POST

from core import views


def failing(error):
    """Return a view that raises; marked open, so that no log-in stands before it."""

    def view(request):
        raise error

    view.login_required = False
    return view


def losing(request):
    try:
        raise FileNotFoundError(errno.ENOENT, "/srv/media/1.pdf")
    except FileNotFoundError:
        raise Http404 from None


losing.login_required = False


def demanding(request):
    return views.healthz(request)


demanding.login_required = False
sending = require_POST(demanding)

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.page_not_found"
handler500 = "core.views.server_error"
urlpatterns = [
    path("full/", failing(OSError(errno.ENOSPC, "No space left on device"))),
    path("other-os-error/", failing(OSError(errno.EACCES, "Permission denied"))),
    path("lost-file/", losing),
    path("lost-inside/", failing(FileNotFoundError(errno.ENOENT, "/srv/media/1.pdf"))),
    path("database-away/", failing(OperationalError("connection refused"))),
    path("connection-closed/", failing(InterfaceError("connection closed"))),
    path("fault/", failing(IntegrityError("NOT NULL mat-khau-123"))),
    path("denied/", failing(PermissionDenied("Rượu gạo của xã khác"))),
    path("form/", demanding),
    path("sent/", sending),
]


@override_settings(ROOT_URLCONF=__name__)
class ErrorPageTests(SimpleTestCase):
    def get(self, name, status, title):
        client = Client(raise_request_exception=False)
        response = client.get(f"/{name}/")
        self.assertContains(response, f"<h1>{title}</h1>", status_code=status)
        self.assertEqual(response["Content-Type"], "text/html; charset=utf-8")
        return response

    def test_full_disk(self):
        self.get("full", 507, "Máy chủ hết chỗ lưu")
        self.get("other-os-error", 500, "Có lỗi ngoài dự kiến")

    def test_lost_file(self):
        for name, status in (("lost-file", 404), ("lost-inside", 500)):
            with self.subTest(name):
                response = self.get(name, status, "Tệp không còn trong kho lưu trữ")
                self.assertContains(response, "báo người quản trị", status_code=status)
                self.assertNotContains(response, "/srv/media", status_code=status)

    def test_database_away(self):
        for name in ("database-away", "connection-closed"):
            with self.subTest(name):
                response = self.get(name, 503, "Hệ thống tạm gián đoạn")
                self.assertEqual(response["Retry-After"], "10")

    def test_fault_of_the_portal_tells_nothing_about_it(self):
        response = self.get("fault", 500, "Có lỗi ngoài dự kiến")
        self.assertNotContains(response, "mat-khau-123", status_code=500)

    def test_denied_page_tells_nothing_about_the_row(self):
        response = self.get("denied", 403, "Bạn chưa được giao quyền này")
        self.assertNotContains(response, "Rượu gạo", status_code=403)

    def test_unknown_page(self):
        self.get("khong-co", 404, "Không tìm thấy trang")

    def test_address_of_a_form(self):
        response = self.get("sent", 405, "Địa chỉ này không mở trực tiếp")
        self.assertEqual(response["Allow"], "POST")

    def test_form_without_its_token(self):
        client = Client(enforce_csrf_checks=True)
        response = client.post("/form/", {"name": "Rượu"})
        self.assertContains(response, "Phiên làm việc đã thay đổi", status_code=403)

    def test_wrong_host(self):
        response = Client().get("/fault/", headers={"Host": "evil.example"})
        self.assertContains(response, "Yêu cầu không đọc được", status_code=400)


class HealthTests(TestCase):
    def ready(self):
        response = self.client.get("/readyz")
        return response.status_code, response.json()["checks"]

    def test_live_asks_nothing_of_the_database(self):
        with self.assertNumQueries(0):
            response = self.client.get("/healthz")
        self.assertEqual(response.json(), {"status": "ok"})
        self.assertIn("no-store", response["Cache-Control"])

    def test_ready(self):
        checks = {"database": True, "migrations": True, "storage": True}
        self.assertEqual(self.ready(), (200, checks))

    def test_not_ready_while_a_migration_waits(self):
        MigrationRecorder.Migration.objects.filter(app="accounts").delete()
        checks = {"database": True, "migrations": False, "storage": True}
        self.assertEqual(self.ready(), (503, checks))

    def test_not_ready_without_a_folder_for_files(self):
        with TemporaryDirectory() as folder:
            a_file = Path(folder) / "media"
            a_file.touch()
            with override_settings(MEDIA_ROOT=str(a_file / "inside")):
                checks = {"database": True, "migrations": True, "storage": False}
                self.assertEqual(self.ready(), (503, checks))

    def test_not_ready_without_the_table_of_the_shared_cache(self):
        backend = "django.core.cache.backends.db.DatabaseCache"
        caches = {"default": {"BACKEND": backend, "LOCATION": "no_such_table"}}
        with override_settings(CACHES=caches):
            status, checks = self.ready()
        self.assertEqual((status, checks["database"]), (503, False))

    def test_policy_stands_on_every_answer(self):
        policy = self.client.get("/healthz")["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertIn("script-src 'self'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertEqual(settings.X_FRAME_OPTIONS, "DENY")
