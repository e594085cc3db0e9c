import time
from concurrent.futures import ThreadPoolExecutor

from django.core.cache import cache
from django.test import RequestFactory, SimpleTestCase, override_settings

from accounts.exceptions import TooManyTriesError
from accounts.throttle import Limit, count_try, counted_try, give_back


def request_from(address: str):
    return RequestFactory(REMOTE_ADDR=address).post("/")


class ThrottleCase(SimpleTestCase):
    def setUp(self):
        cache.clear()
        self.addCleanup(cache.clear)


class LimitTests(ThrottleCase):
    def test_takes_so_many_and_then_says_how_long_to_wait(self):
        limit = Limit(tries=2, seconds=300)
        self.assertNotEqual(limit.take("a"), limit.take("a"))
        with self.assertRaises(TooManyTriesError) as caught:
            limit.take("a")
        self.assertIn(caught.exception.seconds, (299, 300))
        self.assertEqual(caught.exception.wait, "5 phút")

    def test_keys_do_not_share_slots(self):
        limit = Limit(tries=1, seconds=300)
        limit.take("a")
        self.assertTrue(limit.take("b"))

    def test_slot_is_free_again_after_its_time(self):
        limit = Limit(tries=1, seconds=1)
        limit.take("a")
        time.sleep(1.1)
        self.assertTrue(limit.take("a"))

    def test_simultaneous_tries_win_no_more_than_there_are(self):
        limit = Limit(tries=3, seconds=300)

        def won(_) -> bool:
            try:
                return bool(limit.take("a"))
            except TooManyTriesError:
                return False

        with ThreadPoolExecutor(8) as pool:
            self.assertEqual(sum(pool.map(won, range(16))), 3)

    def test_short_waits_are_told_in_seconds(self):
        self.assertEqual(TooManyTriesError(42.2).wait, "42 giây")
        self.assertEqual(TooManyTriesError(61).wait, "2 phút")
        self.assertEqual(
            TooManyTriesError(0).message,
            "Đã nhập sai quá nhiều lần. Xin thử lại sau 1 giây.",
        )


@override_settings(
    SIGN_IN_TRIES_PER_ACCOUNT=(2, 300), SIGN_IN_TRIES_PER_ADDRESS=(3, 600)
)
class CountTryTests(ThrottleCase):
    def exhaust(self, address="10.0.0.1", account="lan"):
        for _ in range(2):
            count_try(request_from(address), account)

    def assertBlocked(self, address, account):  # noqa: N802 -- as TestCase names its own
        with self.assertRaises(TooManyTriesError):
            count_try(request_from(address), account)

    def test_account_is_blocked_from_that_address_alone(self):
        self.exhaust()
        self.assertBlocked("10.0.0.1", "lan")
        self.assertEqual(len(count_try(request_from("10.0.0.2"), "lan")), 2)

    def test_writing_the_name_otherwise_gives_no_new_tries(self):
        self.exhaust()
        for name in (" LAN ", "Lan", "lan\u200b"):
            with self.subTest(name):
                self.assertBlocked("10.0.0.1", name)

    def test_refused_try_does_not_use_up_the_address(self):
        self.exhaust()
        for _ in range(5):
            self.assertBlocked("10.0.0.1", "lan")
        count_try(request_from("10.0.0.1"), "minh")
        self.assertBlocked("10.0.0.1", "hoa")

    def test_addresses_of_one_ipv6_network_count_as_one(self):
        self.exhaust("2001:db8::1")
        self.assertBlocked("2001:db8::ffff", "lan")
        self.assertTrue(count_try(request_from("2001:db8:0:1::1"), "lan"))

    def test_right_try_is_given_back(self):
        for _ in range(5):
            give_back(count_try(request_from("10.0.0.1"), "lan"))
            with counted_try(request_from("10.0.0.1"), "lan"):
                pass
        self.assertTrue(count_try(request_from("10.0.0.1"), "lan"))

    def test_try_that_ends_in_an_error_is_kept(self):
        for _ in range(2):
            with (
                self.assertRaises(ValueError),
                counted_try(request_from("10.0.0.1"), "lan"),
            ):
                raise ValueError
        self.assertBlocked("10.0.0.1", "lan")

    def test_request_without_an_address_is_counted_too(self):
        self.exhaust("")
        self.assertBlocked("", "lan")

    @override_settings(TRUSTED_PROXY_COUNT=1)
    def test_visitor_cannot_choose_his_address(self):
        for forged in ("1.1.1.1", "2.2.2.2"):
            count_try(forwarded(f"{forged}, 10.0.0.1"), "lan")
        with self.assertRaises(TooManyTriesError):
            count_try(forwarded("3.3.3.3, 10.0.0.1"), "lan")


def forwarded(hops: str):
    """Return a request that our one proxy has handed on."""
    factory = RequestFactory(REMOTE_ADDR="127.0.0.1")
    return factory.post("/", headers={"X-Forwarded-For": hops})
