import time

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import sessions
from tests.factories import PASSWORD

from .cases import SignInCase


class SessionKeyTests(SignInCase):
    def test_key_changes_at_every_sign_in(self):
        self.client.get(reverse("account_login"))
        keys = set()
        for _ in range(2):
            self.sign_in()
            keys.add(self.client.session.session_key)
            self.client.post(reverse("account_logout"))
        self.assertEqual(len(keys), 2)

    def test_key_that_was_planted_is_left_behind(self):
        session = self.client.session
        session["x"] = 1
        session.save()
        planted = session.session_key
        self.sign_in()
        self.assertNotEqual(self.client.session.session_key, planted)
        self.assertFalse(session.exists(planted))

    def test_key_changes_when_the_person_proves_again_who_he_is(self):
        self.sign_in()
        before = self.client.session.session_key
        self.client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        self.assertNotEqual(self.client.session.session_key, before)
        self.assertTrue(self.signed_in())


class SignOutTests(SignInCase):
    def test_session_is_dead_on_the_server(self):
        self.sign_in()
        stolen = self.client.cookies["sessionid"].value
        response = self.client.post(reverse("account_logout"))
        self.assertRedirects(response, reverse("account_login"))
        self.assertEqual(response["Clear-Site-Data"], '"cache"')
        thief = Client()
        thief.cookies["sessionid"] = stolen
        response = thief.get(reverse("accounts:profile"))
        self.assertEqual(response.status_code, 302)
        self.assertFalse(self.client.session.exists(stolen))

    def test_get_signs_nobody_out(self):
        self.sign_in()
        self.assertEqual(self.client.get(reverse("account_logout")).status_code, 405)
        self.assertTrue(self.signed_in())

    def test_form_of_another_site_signs_nobody_out_or_in(self):
        client = Client(enforce_csrf_checks=True)
        self.assertEqual(self.sign_in(client=client).status_code, 403)
        client.force_login(self.lan)
        response = client.post(reverse("account_logout"))
        self.assertContains(response, "Phiên làm việc đã thay đổi", status_code=403)
        self.assertTrue(self.signed_in(client))


@override_settings(SESSION_IDLE_MINUTES=30, SESSION_ABSOLUTE_HOURS=12)
class SessionLimitTests(SignInCase):
    def setUp(self):
        super().setUp()
        self.sign_in()
        self.url = reverse("accounts:profile")

    def age(self, *, started: int = 0, seen: int = 0):
        """Let the session begin and be used last so many minutes ago."""
        session, now = self.client.session, int(time.time())
        session[sessions.STARTED_AT] = now - started * 60
        session[sessions.SEEN_AT] = now - seen * 60
        session.save()

    def state(self, method="get") -> dict:
        return getattr(self.client, method)(reverse("accounts:session")).json()

    def test_idle_session_ends(self):
        self.age(started=60, seen=31)
        response = self.client.get(self.url, follow=True)
        self.assertRedirects(response, f"/tai-khoan/dang-nhap/?next={self.url}")
        self.assertContains(response, "Phiên làm việc đã hết. Xin đăng nhập lại.")
        self.assertFalse(self.signed_in())

    def test_session_ends_after_so_long_in_all(self):
        self.age(started=12 * 60 + 1)
        self.assertEqual(self.client.get(self.url).status_code, 302)
        self.assertFalse(self.signed_in())

    def test_work_makes_it_longer(self):
        self.age(started=60, seen=29)
        self.assertEqual(self.client.get(self.url).status_code, 200)
        self.assertGreater(self.state()["seconds"], 29 * 60)

    def test_session_that_was_never_noted_has_ended(self):
        session = self.client.session
        del session[sessions.STARTED_AT]
        session.save()
        self.assertEqual(self.client.get(self.url).status_code, 302)

    def test_asking_does_not_make_it_longer_and_a_sign_of_life_does(self):
        self.age(started=60, seen=20)
        self.assertLessEqual(self.state()["seconds"], 600)
        self.assertLessEqual(self.state()["seconds"], 600)
        self.assertGreater(self.state("post")["seconds"], 29 * 60)

    def test_sign_of_life_does_not_wake_a_session_that_has_ended(self):
        self.age(started=60, seen=31)
        self.assertEqual(self.state("post")["seconds"], 0)
        self.assertEqual(self.client.get(self.url).status_code, 302)

    def test_sign_of_life_does_not_pass_the_end_of_all(self):
        self.age(started=12 * 60 - 5)
        self.assertLessEqual(self.state("post")["seconds"], 300)

    def test_state_names_the_person_and_hands_out_a_token(self):
        state = self.state()
        self.assertEqual(state["user"], self.lan.pk)
        self.assertEqual(state["name"], self.lan.full_name)
        client = Client(enforce_csrf_checks=True)
        client.cookies = self.client.cookies
        response = client.post(
            reverse("account_logout"), headers={"X-CSRFToken": state["token"]}
        )
        self.assertEqual(response.status_code, 302)

    def test_visitor_has_no_time_left(self):
        response = Client().get(reverse("accounts:session"))
        self.assertEqual(response.json(), {"seconds": 0, "user": None})

    def test_page_carries_the_time_left(self):
        self.assertContains(self.client.get(self.url), "data-ocop-session")

    def test_reading_within_a_minute_writes_nothing(self):
        with CaptureQueriesContext(connection) as queries:
            self.client.get(self.url)
        writing = [q["sql"] for q in queries if not q["sql"].startswith("SELECT")]
        self.assertEqual(writing, [])
