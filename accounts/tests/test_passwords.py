import datetime
import re

from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import reset_password
from tests.factories import PASSWORD, UserFactory

from .cases import WRONG, SignInCase


class PasswordChangeTests(SignInCase):
    url = "/tai-khoan/mat-khau/"

    def change(self, old=PASSWORD, new="mat-khau-moi-2026", again=None):
        return self.client.post(
            self.url,
            {"oldpassword": old, "password1": new, "password2": again or new},
        )

    def test_new_password_works_and_other_sessions_end(self):
        other = Client()
        self.sign_in(client=other)
        self.sign_in()
        response = self.change()
        self.assertRedirects(response, "/", fetch_redirect_response=False)
        self.assertTrue(self.signed_in())
        self.assertFalse(self.signed_in(other))
        self.lan.refresh_from_db()
        self.assertTrue(self.lan.check_password("mat-khau-moi-2026"))

    def test_refusals_are_told_in_vietnamese(self):
        self.client.force_login(self.lan)
        for fields, words in (
            ({"old": "sai"}, "Xin nhập mật khẩu đang dùng."),
            ({"new": "ngan"}, "Mật khẩu quá ngắn"),
            ({"new": "password123"}, "Mật khẩu này quá phổ biến, dễ bị đoán."),
            ({"new": "4815162342108"}, "Mật khẩu không được chỉ gồm chữ số."),
            ({"new": "lan@example.vn"}, "quá giống"),
            ({"new": PASSWORD}, "Mật khẩu mới phải khác mật khẩu đang dùng."),
            ({"again": "khac-han-2026"}, "Hai lần nhập mật khẩu không giống nhau."),
        ):
            cache.clear()  # only so many changes a minute
            with self.subTest(fields):
                self.assertContains(self.change(**fields), words)
        self.lan.refresh_from_db()
        self.assertTrue(self.lan.check_password(PASSWORD))


class FirstPasswordTests(SignInCase):
    def setUp(self):
        super().setUp()
        self.issued = reset_password(self.lan, by=None)
        self.sign_in(password=self.issued)

    def test_every_page_leads_to_the_password_until_it_is_changed(self):
        for name in ("accounts:profile", "accounts:user_list", "mfa_index"):
            with self.subTest(name):
                self.assertRedirects(
                    self.client.get(reverse(name)), reverse("account_change_password")
                )
        page = self.client.get(reverse("account_change_password"))
        self.assertContains(page, "Mật khẩu đang dùng là mật khẩu được cấp.")

    def test_nothing_is_written_before(self):
        self.client.post(reverse("accounts:profile_edit"), {"full_name": "Khác"})
        self.assertFalse(User.objects.filter(full_name="Khác").exists())

    def test_fragment_leads_the_whole_page_there(self):
        response = self.client.get(
            reverse("accounts:user_list"), headers={"HX-Request": "true"}
        )
        self.assertEqual(response["HX-Redirect"], "/tai-khoan/mat-khau/")

    def test_signing_out_is_possible(self):
        self.client.post(reverse("account_logout"))
        self.assertFalse(self.signed_in())

    def test_changed_password_opens_the_portal(self):
        self.client.post(
            reverse("account_change_password"),
            {
                "oldpassword": self.issued,
                "password1": "mat-khau-moi-2026",
                "password2": "mat-khau-moi-2026",
            },
        )
        response = self.client.get(reverse("accounts:profile"))
        self.assertEqual(response.status_code, 200)

    def test_issued_password_dies_unused(self):
        long_ago = timezone.now() - datetime.timedelta(days=8)
        User.objects.filter(pk=self.lan.pk).update(password_issued_at=long_ago)
        response = self.sign_in(password=self.issued, client=Client())
        self.assertContains(response, "Mật khẩu được cấp đã quá hạn dùng.")


class PasswordResetTests(SignInCase):
    def ask(self, email="lan@example.vn"):
        return self.client.post(reverse("account_reset_password"), {"email": email})

    def link(self) -> str:
        return re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]

    def test_whole_way(self):
        response = self.ask()
        self.assertRedirects(response, reverse("account_reset_password_done"))
        message = mail.outbox[0]
        self.assertEqual(message.subject, "[Cổng OCOP Cao Bằng] Đặt mật khẩu mới")
        self.assertEqual(message.to, ["lan@example.vn"])
        self.assertIn(f"Kính gửi {self.lan},", message.body)
        response = self.client.get(self.link(), follow=True)
        form_url = response.redirect_chain[-1][0]
        self.assertNotIn(self.link(), form_url)
        response = self.client.post(
            form_url,
            {"password1": "mat-khau-moi-2026", "password2": "mat-khau-moi-2026"},
        )
        self.assertRedirects(response, reverse("account_reset_password_from_key_done"))
        self.assertFalse(self.signed_in())
        self.assertEqual(self.sign_in(password="mat-khau-moi-2026").status_code, 302)

    def test_link_works_once_and_only_whole(self):
        self.ask()
        link = self.link()
        for broken in (
            f"{link[:-2]}x/",
            "/tai-khoan/mat-khau-moi/zzzzzzzzzzzzz-a/",
        ):
            with self.subTest(broken):
                self.assertContains(
                    self.client.get(broken), "Đường dẫn này đã dùng rồi"
                )
        self.lan.set_password("khac-han-2026")
        self.lan.save()
        self.assertContains(self.client.get(link), "Đường dẫn này đã dùng rồi")

    def test_unknown_and_closed_accounts_answer_alike_and_get_no_mail(self):
        UserFactory(email="khoa@example.vn", is_active=False)
        for email in ("khong-co@example.vn", "khoa@example.vn"):
            with self.subTest(email):
                self.assertRedirects(
                    self.ask(email), reverse("account_reset_password_done")
                )
        self.assertEqual(mail.outbox, [])

    def test_address_that_was_given_up_opens_nothing(self):
        self.ask()
        self.lan.email = "lan.moi@example.vn"
        self.lan.save()
        self.ask("lan@example.vn")
        self.assertEqual(len(mail.outbox), 1)
        self.assertContains(self.sign_in("lan@example.vn"), WRONG)
        self.assertContains(self.client.get(self.link()), "Đường dẫn này đã dùng rồi")

    @override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=9,
    )
    def test_mail_server_that_is_away_does_not_tell_which_accounts_there_are(self):
        with self.assertLogs("accounts.adapters", "ERROR"):
            response = self.ask()
        self.assertRedirects(response, reverse("account_reset_password_done"))

    def test_flood_is_told_to_wait(self):
        for _ in range(5):
            self.ask()
        response = self.ask()
        self.assertContains(response, "Bạn gửi yêu cầu quá nhanh", status_code=429)
        self.assertEqual(len(mail.outbox), 5)
