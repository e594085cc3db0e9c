import time
from urllib.parse import unquote

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client, override_settings
from django.urls import reverse

from accounts.adapters import SecondFactorAdapter
from accounts.enums import Role, SignInOutcome
from accounts.models import SignIn
from tests.factories import PASSWORD, UserFactory

from .cases import SignInCase


def code_of(secret: str, step: int = 0) -> str:
    """Return what an authenticator app shows for the secret now, or steps later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


class SecondFactorCase(SignInCase):
    def confirm_password(self):
        self.client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    def activate(self) -> str:
        """Turn the second factor on as a person does; return its secret."""
        self.confirm_password()
        page = self.client.get(reverse("mfa_activate_totp"))
        secret = page.context["form"].secret
        self.client.post(reverse("mfa_activate_totp"), {"code": code_of(secret, -1)})
        return secret

    def recovery_codes(self) -> list[str]:
        page = self.client.get(reverse("mfa_view_recovery_codes"))
        return page.context["unused_codes"]

    def give_code(self, code, client=None, **extra):
        client = client or self.client
        return client.post(reverse("mfa_authenticate"), {"code": code}, **extra)


class ActivationTests(SecondFactorCase):
    def setUp(self):
        super().setUp()
        self.sign_in()

    def test_password_is_asked_for_first(self):
        response = self.client.get(reverse("mfa_activate_totp"))
        self.assertRedirects(
            response, "/tai-khoan/xac-nhan/?next=%2Ftai-khoan%2Fhai-lop%2Fbat%2F"
        )

    def test_page_shows_the_key_as_picture_and_text(self):
        self.confirm_password()
        page = self.client.get(reverse("mfa_activate_totp"))
        self.assertContains(page, page.context["form"].secret)
        self.assertContains(page, 'src="data:image/svg+xml;base64,')
        url = unquote(page.context["totp_url"])
        self.assertIn("otpauth://totp/lan?", url)
        self.assertIn("issuer=Cổng OCOP Cao Bằng", url)

    def test_right_code_turns_it_on_and_brings_recovery_codes(self):
        secret = self.activate()
        kinds = {factor.type for factor in self.lan.authenticator_set.all()}
        self.assertEqual(kinds, {"totp", "recovery_codes"})
        page = self.client.get(reverse("mfa_view_recovery_codes"))
        self.assertContains(page, "Còn 10 trong 10 mã.")
        for code in page.context["unused_codes"]:
            self.assertContains(page, code)
        self.assertNotContains(page, secret)

    def test_wrong_code_does_not(self):
        self.confirm_password()
        self.client.get(reverse("mfa_activate_totp"))
        response = self.client.post(reverse("mfa_activate_totp"), {"code": "000000"})
        self.assertContains(response, "Mã không đúng.")
        self.assertFalse(Authenticator.objects.exists())

    def test_secret_is_sealed_in_the_database(self):
        secret = self.activate()
        for stored in Authenticator.objects.all():
            self.assertNotIn(secret, str(stored.data))
        totp = Authenticator.objects.get(type="totp")
        self.assertNotEqual(totp.data["secret"], secret)

    def test_seal_still_opens_after_the_key_of_the_portal_has_changed(self):
        with override_settings(SECRET_KEY="cũ", SECRET_KEY_FALLBACKS=[]):
            sealed = SecondFactorAdapter().encrypt("hạt giống")
        with override_settings(SECRET_KEY="mới", SECRET_KEY_FALLBACKS=["cũ"]):
            self.assertEqual(SecondFactorAdapter().decrypt(sealed), "hạt giống")

    def test_seed_sealed_with_a_lost_key_lets_nobody_in(self):
        secret = self.activate()
        with override_settings(SECRET_KEY="quite another key"):
            thief = Client()
            self.sign_in(client=thief)
            with self.assertLogs("accounts.adapters", "WARNING"):
                response = self.give_code(code_of(secret), thief)
            self.assertContains(response, "Mã không đúng.")
            self.assertFalse(self.signed_in(thief))

    def test_codes_are_handed_out_as_a_text(self):
        self.activate()
        response = self.client.get(reverse("mfa_download_recovery_codes"))
        self.assertEqual(response["Content-Type"], "text/plain")
        self.assertContains(response, "Mã dự phòng của tài khoản lan")
        self.assertEqual(len(response.content.decode().split("\n\n")[1].split()), 10)

    def test_new_codes_replace_the_old_ones(self):
        self.activate()
        old = self.recovery_codes()
        self.client.post(reverse("mfa_generate_recovery_codes"))
        new = self.recovery_codes()
        self.assertTrue(set(old).isdisjoint(new))


class SignInWithSecondFactorTests(SecondFactorCase):
    def setUp(self):
        super().setUp()
        self.sign_in()
        self.secret = self.activate()
        self.codes = self.recovery_codes()
        self.client.post(reverse("account_logout"))

    def test_password_alone_opens_nothing(self):
        response = self.sign_in()
        self.assertRedirects(response, reverse("mfa_authenticate"))
        self.assertFalse(self.signed_in())
        response = self.client.get(reverse("accounts:profile"))
        self.assertEqual(response.status_code, 302)

    def test_code_opens_the_portal(self):
        self.sign_in(path="?next=/tai-khoan/sua/")
        response = self.give_code(code_of(self.secret))
        self.assertRedirects(response, "/tai-khoan/sua/")
        self.assertTrue(self.signed_in())

    def test_code_is_good_once(self):
        code = code_of(self.secret)
        self.sign_in()
        self.give_code(code)
        other = Client()
        self.sign_in(client=other)
        self.assertContains(self.give_code(code, other), "Mã không đúng.")
        self.assertFalse(self.signed_in(other))

    def test_recovery_code_is_good_once(self):
        self.sign_in()
        self.assertEqual(self.give_code(self.codes[0]).status_code, 302)
        other = Client()
        self.sign_in(client=other)
        self.assertContains(self.give_code(self.codes[0], other), "Mã không đúng.")

    def test_key_of_the_session_changes(self):
        self.sign_in()
        before = self.client.session.session_key
        self.give_code(code_of(self.secret))
        self.assertNotEqual(self.client.session.session_key, before)

    def test_wrong_codes_are_told_to_the_owner(self):
        self.sign_in(REMOTE_ADDR="10.0.0.66")
        self.give_code("000000", REMOTE_ADDR="10.0.0.66")
        attempt = SignIn.objects.first()
        self.assertEqual(
            (attempt.outcome, attempt.address), (SignInOutcome.WRONG_CODE, "10.0.0.66")
        )

    @override_settings(SIGN_IN_TRIES_PER_ACCOUNT=(3, 300))
    def test_guessing_codes_ends_for_that_address_alone(self):
        thief = Client(REMOTE_ADDR="10.0.0.66")
        self.sign_in(client=thief)
        for _ in range(3):
            self.give_code("000000", thief)
        response = self.give_code(code_of(self.secret), thief)
        self.assertContains(response, "Xin thử lại sau 5 phút.")
        self.assertFalse(self.signed_in(thief))
        self.sign_in(REMOTE_ADDR="10.0.0.1")
        response = self.give_code(code_of(self.secret), REMOTE_ADDR="10.0.0.1")
        self.assertEqual(response.status_code, 302)
        self.assertTrue(self.signed_in())

    def test_going_back_forgets_the_password_given(self):
        self.sign_in()
        self.client.post(reverse("account_logout"))
        response = self.client.get(reverse("mfa_authenticate"))
        self.assertRedirects(response, reverse("account_login"))

    def test_turning_it_off(self):
        self.sign_in()
        self.give_code(code_of(self.secret))
        self.confirm_password()
        page = self.client.get(reverse("mfa_deactivate_totp"))
        self.assertContains(page, "Sau khi tắt, chỉ cần mật khẩu là đăng nhập được.")
        self.client.post(reverse("mfa_deactivate_totp"))
        self.assertFalse(Authenticator.objects.exists())


@override_settings(SECOND_FACTOR_ROLES=["provincial", "admin"])
class RequiredSecondFactorTests(SecondFactorCase):
    @classmethod
    def setUpTestData(cls):
        cls.lan = UserFactory(username="lan", role=Role.ADMIN)
        cls.minh = UserFactory(username="minh", role=Role.OFFICER)

    def test_role_that_needs_one_is_led_there_from_every_page(self):
        self.sign_in()
        for name in ("accounts:profile", "accounts:user_list", "mfa_index"):
            with self.subTest(name):
                response = self.client.get(reverse(name))
                self.assertRedirects(
                    response,
                    reverse("mfa_activate_totp"),
                    fetch_redirect_response=False,
                )

    def test_other_roles_work_on(self):
        self.sign_in("minh")
        response = self.client.get(reverse("accounts:profile"))
        self.assertEqual(response.status_code, 200)

    def test_portal_opens_once_it_is_on(self):
        self.sign_in()
        self.confirm_password()
        page = self.client.get(reverse("mfa_activate_totp"))
        self.assertContains(page, "Vai trò của bạn yêu cầu xác thực hai lớp.")
        self.activate()
        response = self.client.get(reverse("accounts:user_list"))
        self.assertEqual(response.status_code, 200)

    def test_it_cannot_be_turned_off(self):
        self.sign_in()
        self.activate()
        page = self.client.get(reverse("mfa_deactivate_totp"))
        self.assertContains(page, "nên không tắt được")
        self.client.post(reverse("mfa_deactivate_totp"))
        self.assertTrue(Authenticator.objects.filter(type="totp").exists())

    def test_password_comes_first(self):
        type(self.lan).objects.filter(pk=self.lan.pk).update(must_change_password=True)
        self.sign_in()
        response = self.client.get(reverse("mfa_activate_totp"))
        self.assertRedirects(response, reverse("account_change_password"))
