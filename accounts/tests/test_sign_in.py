import re

from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role, SignInOutcome
from accounts.models import SignIn, User
from tests.factories import AssignmentFactory, UserFactory

from .cases import WRONG, SignInCase

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


class SignInTests(SignInCase):
    def test_by_username_or_email_in_any_case(self):
        for login in ("lan", "LAN", " lan ", "lan@example.vn", "Lan@Example.VN"):
            client = Client()
            with self.subTest(login):
                response = self.sign_in(login, client=client)
                self.assertRedirects(response, "/", fetch_redirect_response=False)
                self.assertTrue(self.signed_in(client))

    def test_wrong_password_and_unknown_account_answer_alike(self):
        pages = []
        for login in ("lan", "khong-co"):
            response = self.sign_in(login, "sai")
            self.assertContains(response, WRONG)
            page = response.content.decode().replace(f'value="{login}"', "")
            pages.append(
                re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"\w+"', "", page)
            )
        self.assertEqual(*pages)
        self.assertFalse(self.signed_in())

    def test_closed_account_is_told_so_only_to_who_knows_the_password(self):
        User.objects.filter(pk=self.lan.pk).update(is_active=False)
        self.assertContains(self.sign_in(password="sai"), WRONG)
        response = self.sign_in()
        self.assertRedirects(response, reverse("account_inactive"))
        self.assertFalse(self.signed_in())

    def test_page_asks_for_no_sign_up(self):
        page = self.client.get(reverse("account_login"))
        self.assertContains(page, "Tên đăng nhập hoặc e-mail")
        self.assertNotContains(page, "Đăng ký")
        self.assertEqual(self.client.get("/tai-khoan/dang-ky/").status_code, 404)

    def test_goes_on_to_the_page_that_was_asked_for(self):
        response = self.client.get("/tai-khoan/sua/?x=1")
        self.assertRedirects(
            response, "/tai-khoan/dang-nhap/?next=/tai-khoan/sua/%3Fx%3D1"
        )
        page = self.client.get(response.url)
        self.assertContains(
            page, '<input type="hidden" name="next" value="/tai-khoan/sua/?x=1">'
        )
        response = self.sign_in(path="?next=/tai-khoan/sua/")
        self.assertRedirects(response, "/tai-khoan/sua/")

    @override_settings(ALLOWED_HOSTS=["testserver", "other.example.vn"])
    def test_never_goes_on_to_another_host(self):
        for target in (
            "https://ke-gian.example/",
            "//ke-gian.example/",
            "/\\ke-gian.example/",
            "https:ke-gian.example",
            "javascript:alert(1)",
            "https://other.example.vn/",
            "http://testserver@ke-gian.example/",
        ):
            client = Client()
            with self.subTest(target):
                response = self.sign_in(client=client, path=f"?next={target}")
                self.assertRedirects(response, "/", fetch_redirect_response=False)
                response = client.post(reverse("account_logout"), {"next": target})
                self.assertRedirects(
                    response, reverse("account_login"), fetch_redirect_response=False
                )

    def test_somebody_signed_in_is_sent_on(self):
        self.sign_in()
        response = self.client.get(reverse("account_login"))
        self.assertRedirects(response, "/", fetch_redirect_response=False)

    def test_fragment_sends_the_whole_page_to_sign_in(self):
        response = self.client.get(
            reverse("accounts:user_list"),
            headers={
                "HX-Request": "true",
                "HX-Current-URL": "http://testserver/tai-khoan/nguoi-dung/?q=lan",
            },
        )
        self.assertEqual(response.status_code, 200)
        self.assertEqual(
            response["HX-Redirect"],
            "/tai-khoan/dang-nhap/?next=%2Ftai-khoan%2Fnguoi-dung%2F%3Fq%3Dlan",
        )
        self.assertEqual(response.content, b"")

    def test_bad_input_breaks_nothing(self):
        for data in (
            {},
            {"login": "", "password": ""},
            {"login": "x" * 10_000, "password": "y" * 10_000},
            {"login": "\u0130@x.vn", "password": "'\"--"},
            {"login": ["a", "b"], "password": "ố" * 300},
        ):
            with self.subTest(str(data)[:40]):
                response = self.client.post(reverse("account_login"), data)
                self.assertEqual(response.status_code, 200)


@override_settings(SIGN_IN_TRIES_PER_ACCOUNT=(3, 300))
class ThrottledSignInTests(SignInCase):
    def exhaust(self, login="lan"):
        for _ in range(3):
            self.sign_in(login, "sai", REMOTE_ADDR="10.0.0.66")

    def test_attacker_runs_out_of_tries_and_the_owner_still_signs_in(self):
        self.exhaust()
        response = self.sign_in(REMOTE_ADDR="10.0.0.66")
        self.assertContains(
            response, "Đã nhập sai quá nhiều lần. Xin thử lại sau 5 phút."
        )
        self.assertFalse(self.signed_in())
        owner = Client()
        response = self.sign_in(client=owner, REMOTE_ADDR="10.0.0.1")
        self.assertEqual(response.status_code, 302)
        self.assertTrue(self.signed_in(owner))

    def test_unknown_account_runs_out_of_tries_just_the_same(self):
        self.exhaust("khong-co")
        response = self.sign_in("khong-co", REMOTE_ADDR="10.0.0.66")
        self.assertContains(response, "Xin thử lại sau 5 phút.")

    def test_other_accounts_of_the_office_sign_in_meanwhile(self):
        self.exhaust()
        UserFactory(username="minh")
        self.assertEqual(self.sign_in("minh", REMOTE_ADDR="10.0.0.66").status_code, 302)

    @override_settings(SIGN_IN_TRIES_PER_ADDRESS=(4, 600))
    def test_address_that_tries_many_accounts_is_stopped(self):
        for number in range(4):
            self.sign_in(f"doan-{number}", "sai", REMOTE_ADDR="10.0.0.66")
        response = self.sign_in(REMOTE_ADDR="10.0.0.66")
        self.assertContains(response, "Xin thử lại sau 10 phút.")

    def test_signing_in_rightly_costs_no_tries(self):
        for _ in range(5):
            self.assertEqual(self.sign_in(client=Client()).status_code, 302)

    def test_right_password_does_not_wipe_the_wrong_ones(self):
        for _ in range(2):
            self.sign_in(password="sai", client=Client())
        self.sign_in(client=Client())
        self.sign_in(password="sai", client=Client())
        self.assertContains(self.sign_in(client=Client()), "Đã nhập sai quá nhiều lần.")


class SignInLogTests(SignInCase):
    def test_owner_sees_every_attempt(self):
        self.sign_in(password="sai", REMOTE_ADDR="10.0.0.66", HTTP_USER_AGENT="curl/8")
        self.sign_in(REMOTE_ADDR="10.0.0.1", HTTP_USER_AGENT=CHROME)
        attempts = SignIn.objects.filter(user=self.lan)
        self.assertEqual(
            [(a.outcome, a.address, a.device) for a in attempts],
            [
                (SignInOutcome.SUCCESS, "10.0.0.1", "Chrome trên Windows"),
                (SignInOutcome.WRONG_PASSWORD, "10.0.0.66", "thiết bị không rõ"),
            ],
        )
        page = self.client.get(reverse("accounts:sign_in_list"))
        for words in ("10.0.0.66", "Sai mật khẩu", "Chrome trên Windows", "Thành công"):
            self.assertContains(page, words)

    def test_nobody_sees_the_attempts_of_others(self):
        self.sign_in("lan", "sai", REMOTE_ADDR="10.0.0.66")
        self.client.force_login(UserFactory())
        for name in ("accounts:sign_in_list", "accounts:profile"):
            self.assertNotContains(self.client.get(reverse(name)), "10.0.0.66")

    def test_what_belongs_to_nobody_is_not_kept(self):
        self.sign_in("mat-khau-go-nham", "x")
        self.assertFalse(SignIn.objects.exists())

    def test_attempt_by_email_is_told_to_its_owner(self):
        self.sign_in("LAN@example.vn", "sai")
        self.assertEqual(SignIn.objects.get().user, self.lan)

    def test_list_costs_the_same_with_more_rows(self):
        self.client.force_login(self.lan)
        for total in (1, 3):
            while SignIn.objects.count() < total:
                SignIn.objects.create(user=self.lan, outcome=SignInOutcome.SUCCESS)
            with self.subTest(total), self.assertNumQueries(6):
                self.client.get(reverse("accounts:sign_in_list"))


class RightsActAtOnceTests(SignInCase):
    def test_ended_role_and_closed_account_count_with_the_next_request(self):
        role = AssignmentFactory(role=Role.ADMIN)
        self.client.force_login(role.user)
        url = reverse("accounts:user_list")
        self.assertEqual(self.client.get(url).status_code, 200)
        type(role).objects.filter(pk=role.pk).update(withdrawn_at=timezone.now())
        self.assertEqual(self.client.get(url).status_code, 403)
        User.objects.filter(pk=role.user_id).update(is_active=False)
        self.assertRedirects(self.client.get(url), f"/tai-khoan/dang-nhap/?next={url}")
