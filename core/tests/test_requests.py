from django.test import RequestFactory, SimpleTestCase, override_settings

from core.requests import client_address


def address(forwarded: str, remote: str = "10.0.0.9") -> str:
    request = RequestFactory().get(
        "/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded}
    )
    return client_address(request)


class ClientAddressTests(SimpleTestCase):
    def test_without_proxies_the_header_is_not_believed(self):
        self.assertEqual(address("203.0.113.5"), "10.0.0.9")

    @override_settings(TRUSTED_PROXY_COUNT=1)
    def test_behind_one_proxy_its_last_entry_counts(self):
        self.assertEqual(address("1.2.3.4, 203.0.113.5"), "203.0.113.5")
        self.assertEqual(address("2001:db8::1"), "2001:db8::1")

    @override_settings(TRUSTED_PROXY_COUNT=2)
    def test_behind_two_proxies(self):
        self.assertEqual(address("6.6.6.6, 203.0.113.5, 10.0.0.1"), "203.0.113.5")
        self.assertEqual(address("203.0.113.5"), "10.0.0.9")

    @override_settings(TRUSTED_PROXY_COUNT=1)
    def test_what_is_no_address_is_left_out(self):
        self.assertEqual(address("<script>"), "")
        self.assertEqual(address("", remote=""), "")
