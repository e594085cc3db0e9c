"""Who may send, what is no operation, and what a device is told about it."""

import json
import uuid

from django.db import OperationalError, connection
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import django as hypothesis_django

from accounts import sessions
from accounts.enums import Role
from fieldwork.kinds import KINDS
from fieldwork.models import Operation
from inspections.tests.cast import Cast
from tests.factories import UserFactory

from .devices import Device
from .protocol import says

URL = "/di-co-so/gui/"


class SendingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.item = cls.cast.item("suc-khoe")

    def setUp(self):
        self.lan = Device(self.cast.lan)

    def answer(self, device=None, **changes):
        device = device or self.lan
        op = device.op(
            "answer",
            self.cast.check.uuid,
            {"outcome": "passed"},
            item=self.item.pk,
            product=None,
        )
        return {**op, **changes}

    def assert_refused(self, response, status, code):
        self.assertEqual(response["Content-Type"], "application/json")
        self.assertEqual(
            (response.status_code, response.json()["code"]), (status, code)
        )
        self.assertEqual(Operation.objects.count(), 0)
        self.assertEqual(self.cast.check.results.count(), 0)

    @says("S3")
    def test_signed_out_is_401_and_no_redirect(self):
        op = self.answer()
        self.lan.client.logout()
        self.assert_refused(self.lan.post(op), 401, "signed_out")

    @says("S3")
    def test_session_that_ended_is_401(self):
        session = self.lan.client.session
        session[sessions.STARTED_AT] = 1
        session.save()
        self.assert_refused(self.lan.post(self.answer()), 401, "signed_out")

    @says("S4")
    def test_missing_token_is_403_csrf(self):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.cast.lan)
        data = json.dumps(self.answer())
        response = strict.post(URL, data, content_type="application/json")
        self.assert_refused(response, 403, "csrf")
        strict.logout()
        response = strict.post(URL, data, content_type="application/json")
        self.assert_refused(response, 401, "signed_out")

    def test_token_of_the_session_is_taken(self):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(self.cast.lan)
        token = strict.get(reverse("accounts:session")).json()["token"]
        response = strict.post(
            URL,
            json.dumps(self.answer()),
            content_type="application/json",
            headers={"X-CSRFToken": token},
        )
        self.assertEqual(response.status_code, 200)

    @says("S5")
    def test_person_who_must_choose_a_password_is_told_where(self):
        self.cast.lan.must_change_password = True
        self.cast.lan.save()
        response = self.lan.post(self.answer())
        self.assert_refused(response, 403, "first_steps")
        self.assertEqual(response.json()["page"], reverse("account_change_password"))

    @says("S6", "S9")
    def test_nothing_is_stored_under_another_name(self):
        hoa = Device(self.cast.hoa)
        self.assert_refused(hoa.post(self.answer(self.lan)), 403, "other_user")

    @says("S7")
    def test_right_that_no_role_grants(self):
        viewer = UserFactory(role=Role.VIEWER, role__area=self.cast.hoa_an)
        device = Device(viewer)
        self.assert_refused(device.post(self.answer(device)), 403, "forbidden")

    @says("S1")
    def test_other_content_types_are_415(self):
        for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
            with self.subTest(kind):
                response = self.lan.post(json.dumps(self.answer()), kind)
                self.assert_refused(response, 415, "wrong_type")

    @says("S1")
    def test_body_that_is_too_large_is_413(self):
        op = self.answer(fields={"note": "a" * 1024 * 1024})
        self.assert_refused(self.lan.post(op), 413, "too_large")

    @says("S2")
    def test_content_that_cannot_be_read_is_400(self):
        op = self.answer()
        for body in [
            "{",
            "null",
            "[]",
            "5",
            '"x"',
            json.dumps(op).replace("passed", "a\\u0000b"),
            json.dumps(op).replace("passed", "a\\ud800b"),
            json.dumps({**op, "fields": {"a\0": "b"}}),
            json.dumps({**op, "was": {"note": float("nan")}}),
            json.dumps({**op, "was": {"note": 1}}).replace(": 1}", ": 1e999}"),
            "[" * 100_000,
            json.dumps(op)[:-1] + ', "deep": ' + "[" * 20 + "]" * 20 + "}",
            "9" * 5000,
            json.dumps(op).encode("utf-16"),
            b"\xff\xfe",
        ]:
            with self.subTest(body=str(body)[:80]):
                self.assert_refused(self.lan.post(body), 400, "broken")

    @says("S2")
    def test_what_is_no_operation_is_400(self):
        op = self.answer()
        lacking = [
            {k: v for k, v in op.items() if k != name}
            for name in ("op_id", "user", "kind", "record")
        ]
        odd = [
            {**op, "op_id": "1"},
            {**op, "user": True},
            {**op, "user": -1},
            {**op, "user": 10**30},
            {**op, "record": 5},
            {**op, "kind": ["answer"]},
            {**op, "base_version": -1},
            {**op, "base_version": 2**31},
            {**op, "base_version": 1.5},
            {**op, "fields": []},
            {**op, "was": "x"},
            {**op, "item": "1"},
            {**op, "item": 2**63},
            {**op, "remove": "yes"},
        ]
        for body in [*lacking, *odd]:
            with self.subTest(body=str(body)[:80]):
                self.assert_refused(self.lan.post(body), 400, "broken")

    def test_unknown_kind_is_told(self):
        self.assert_refused(self.lan.post(self.answer(kind="x")), 422, "invalid")

    @says("S12")
    def test_answer_tells_what_is_stored(self):
        response = self.lan.post(self.answer())
        content = response.json()
        self.assertEqual(response.status_code, 200)
        self.assertEqual(content["record"], str(self.cast.check.uuid))
        self.assertEqual(content["version"], 1)
        self.assertEqual(
            content["values"], {"outcome": "passed", "note": "", "severity": ""}
        )
        self.assertTrue(content["at"].endswith("+07:00"))
        operation = Operation.objects.get()
        self.assertEqual(operation.user, self.cast.lan)
        self.assertEqual(operation.visit, self.cast.visit)
        self.assertEqual(operation.site_check, self.cast.check)
        self.assertIsNone(operation.body)
        self.assertLess(operation.received_at, timezone.now())

    @says("S13")
    def test_same_operation_is_answered_as_before_byte_for_byte(self):
        op = self.answer()
        first = self.lan.post(op)
        self.lan.ask(self.cast.check, self.item, note="Sau đó")
        reordered = json.dumps(dict(sorted(op.items(), reverse=True)), indent=1)
        for body in (op, reordered):
            again = self.lan.post(body)
            self.assertEqual(again.status_code, 200)
            self.assertEqual(again.content, first.content)
        self.assertEqual(Operation.objects.count(), 2)

    @says("S14")
    def test_op_id_with_other_content_is_409_and_stores_nothing(self):
        op = self.answer()
        self.lan.post(op)
        other = {**op, "fields": {"outcome": "failed"}}
        response = self.lan.post(other)
        self.assertEqual(
            (response.status_code, response.json()["code"]), (409, "reused")
        )
        self.assertEqual(self.cast.check.results.get().outcome, "passed")
        self.assertEqual(self.lan.post(op).status_code, 200)

    def test_op_id_of_another_person_tells_nothing(self):
        op = self.answer(fields={"note": "Bí mật của Lan"})
        self.lan.post(op)
        minh = Device(self.cast.minh)
        response = minh.post({**op, "user": self.cast.minh.pk})
        self.assertEqual(
            (response.status_code, response.json()["code"]), (409, "reused")
        )
        self.assertNotContains(response, "Bí mật", status_code=409)

    @says("S8")
    def test_record_elsewhere_is_missing(self):
        minh = Device(self.cast.minh)
        self.cast.check.looked_at = "Bí mật của Hòa An"
        self.cast.check.save()
        response = minh.post(self.answer(minh))
        self.assert_refused(response, 404, "missing")
        nowhere = minh.post(self.answer(minh, record=str(uuid.uuid4())))
        self.assertEqual(response.content, nowhere.content)

    @says("S11")
    def test_database_that_is_away_is_503(self):
        client = Client(raise_request_exception=False)
        client.force_login(self.cast.lan)
        data = json.dumps(self.answer())

        def away(execute, sql, *args):
            if "fieldwork_operation" in sql:
                raise OperationalError("server closed the connection")
            return execute(sql, *args)

        with (
            connection.execute_wrapper(away),
            self.assertLogs("django.request", "ERROR"),
        ):
            response = client.post(URL, data, content_type="application/json")
        self.assert_refused(response, 503, "unavailable")
        self.assertEqual(response["Retry-After"], "10")


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["", "2023-09-15", "08:30", "passed", str(uuid.uuid4())]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


class AnyContentTests(hypothesis_django.TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    @given(data=st.data(), name=st.sampled_from(sorted(KINDS)))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @says("S48")
    def test_no_content_makes_the_server_fail(self, data, name):
        device = Device(self.cast.lan)
        names = st.sampled_from([*KINDS[name].fields, "rows", "x"])
        values = JSON_VALUES | st.lists(
            st.dictionaries(
                st.sampled_from(["role", "name", "agency", "value", "kind"]),
                JSON_VALUES,
            ),
            max_size=2,
        )
        known = [self.cast.visit.uuid, self.cast.check.uuid, uuid.uuid4()]
        op = device.op(
            name,
            data.draw(st.sampled_from(known)),
            data.draw(st.dictionaries(names, values, max_size=5)),
            was=data.draw(st.dictionaries(names, values, max_size=3)),
            base=data.draw(st.integers(0, 3)),
            item=data.draw(st.sampled_from([None, self.cast.item("nhan").pk, 9])),
            remove=data.draw(st.booleans()),
        )
        response = device.post(op)
        self.assertIn(response.status_code, (200, 400, 404, 409, 422), response.content)
        self.assertIn(
            "op_id" if response.status_code == 200 else "code", response.json()
        )
