"""What the tests of signing in have in common."""

from django.contrib.auth import get_user
from django.core.cache import cache
from django.test import TestCase
from django.urls import reverse

from accounts.enums import Role
from tests.factories import PASSWORD, UserFactory

WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."


class SignInCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.lan = UserFactory(username="lan", email="lan@example.vn", role=Role.OFFICER)

    def setUp(self):
        cache.clear()
        self.addCleanup(cache.clear)

    def sign_in(self, login="lan", password=PASSWORD, client=None, path="", **extra):
        url = reverse("account_login") + path
        data = {"login": login, "password": password}
        return (client or self.client).post(url, data, **extra)

    def signed_in(self, client=None) -> bool:
        return get_user(client or self.client).is_authenticated
