import json
import logging
import uuid

from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory, SimpleTestCase, TestCase, override_settings
from django.utils.functional import SimpleLazyObject

from core.middleware import RequestLogMiddleware
from tests.factories import UserFactory

FORM = "application/x-www-form-urlencoded"
# Answers 405 to whatever is well formed, so 400 can only come from the middleware.
URL = "/healthz"


class RefuseBrokenInputTests(SimpleTestCase):
    def refused(self, response):
        self.assertEqual(response.status_code, 400)
        self.assertContains(response, "Yêu cầu không đọc được", status_code=400)

    def post(self, body: bytes, content_type=FORM):
        return self.client.generic("POST", URL, body, content_type=content_type)

    def test_broken_query(self):
        for query in ("q=%00", "q=a%", "q=%zz", "q=%e1%bb", "%ff=1", "q=%ed%a0%80"):
            with self.subTest(query):
                self.refused(self.client.get(f"{URL}?{query}"))

    def test_nul_in_the_path(self):
        self.refused(self.client.get("/a%00b/"))

    def test_any_other_path_is_just_unknown(self):
        for path in ("/%ff/", "/%e1%bb/", "/r%C6%B0%E1%BB%A3u/", "/100%25/"):
            with self.subTest(path):
                self.assertEqual(self.client.get(path).status_code, 404)

    def test_broken_form(self):
        for body in (b"a=%00", b"a%00=1", b"a=%ff", b"a=\xff", b"a=%zz", b"\0"):
            with self.subTest(body):
                self.refused(self.post(body))

    def test_nul_in_a_multipart_field(self):
        self.refused(self.client.post(URL, {"name": "Rượu\0gạo"}))
        self.refused(self.client.post(URL, {"na\0me": "Rượu gạo"}))

    def test_other_charsets(self):
        for charset in ("utf-7", "utf-16", "latin-1", "rot13", "khong-co", "\xa0"):
            with self.subTest(charset):
                self.refused(self.post(b"a=1", f"{FORM}; charset={charset}"))
                self.refused(self.post(b"{}", f"application/json; charset={charset}"))

    def test_broken_multipart_body(self):
        for boundary in ("", "; boundary=", "; boundary=é", "; boundary=a"):
            with self.subTest(boundary):
                response = self.post(b"--b\r\n\r\n", f"multipart/form-data{boundary}")
                self.assertIn(response.status_code, (400, 405))

    def test_vietnamese_passes_however_it_is_sent(self):
        accepted = [
            self.client.get(URL, {"q": "Rượu gạo Nhật"}),
            self.client.get(f"{URL}?q=R%C6%B0%E1%BB%A3u+100%25"),
            self.client.get(f"{URL}?q=Rượu"),
        ]
        self.assertEqual([r.status_code for r in accepted], [200, 200, 200])
        passed_on = [
            self.post("a=Rượu".encode(), f"{FORM}; charset=UTF-8"),
            self.post(b'{"a": "%zz"}', "application/json"),
            self.client.post(URL, {"name": "Cơm cháy 50% \ufffd"}),
        ]
        self.assertEqual([r.status_code for r in passed_on], [405, 405, 405])

    def test_form_over_the_limit_is_too_large(self):
        with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10):
            response = self.post(b"a=12345678901")
        self.assertContains(response, "Dữ liệu gửi lên quá lớn", status_code=413)


class RequestLogTests(SimpleTestCase):
    def line(self, path, **headers):
        with self.assertLogs("ocop.request", "INFO") as logs:
            response = self.client.get(path, **headers)
        [record] = logs.records
        return record.fields, response

    def test_line_says_what_was_asked_and_answered(self):
        fields, _ = self.line("/healthz?token=bi-mat")
        del fields["ms"]
        self.assertEqual(
            fields,
            {
                "address": "127.0.0.1",
                "user": "",
                "agency": None,
                "action": "healthz",
                "object": [],
                "result": 200,
            },
        )

    def test_unknown_path_is_not_written_down(self):
        fields, _ = self.line("/dat-lai-mat-khau/ma-bi-mat/")
        self.assertNotIn("ma-bi-mat", json.dumps(fields))
        self.assertEqual((fields["action"], fields["result"]), ("", 404))

    def test_answer_carries_an_id_of_our_own(self):
        given = "a1b2c3d4e5"
        _, response = self.line("/healthz", headers={"X-Request-ID": given})
        self.assertNotEqual(response["X-Request-ID"], given)
        self.assertEqual(len(uuid.UUID(response["X-Request-ID"]).hex), 32)

    @override_settings(TRUSTED_PROXY_COUNT=1)
    def test_id_of_our_proxy_is_kept_if_it_looks_like_one(self):
        _, response = self.line("/healthz", headers={"X-Request-ID": "a1b2c3d4e5"})
        self.assertEqual(response["X-Request-ID"], "a1b2c3d4e5")
        _, response = self.line("/healthz", headers={"X-Request-ID": "a1 <b>"})
        self.assertNotEqual(response["X-Request-ID"], "a1 <b>")

    def test_error_page_shows_the_id(self):
        response = self.client.get("/khong-co/")
        self.assertContains(response, response["X-Request-ID"], status_code=404)

    def test_line_asks_no_question_of_a_database_that_is_away(self):
        def load_user():
            raise OperationalError("connection refused")

        request = RequestFactory().get("/")
        request.user = SimpleLazyObject(load_user)
        answer = RequestLogMiddleware(lambda request: HttpResponse(status=503))
        self.assertEqual(answer(request).status_code, 503)

    def test_level_is_one_that_is_kept(self):
        self.assertTrue(logging.getLogger("ocop.request").isEnabledFor(logging.INFO))


class RequestLogUserTests(TestCase):
    def test_line_names_who_is_signed_in(self):
        user = UserFactory(username="lan")
        self.client.force_login(user)
        with self.assertLogs("ocop.request", "INFO") as logs:
            self.client.get("/quan-tri/")
        fields = logs.records[0].fields
        self.assertEqual((fields["user"], fields["agency"]), ("lan", user.agency_id))
