"""One writer of a process after another on SQLite, all at once elsewhere."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

from django.db import connection, transaction
from django.test import TransactionTestCase

from core.turns import in_turn

PATIENCE = 1


class TurnTests(TransactionTestCase):
    def meet(self) -> list[bool]:
        """Let two threads write; returns of each whether it met the other inside."""
        both = Barrier(2)

        def write(_) -> bool:
            try:
                with in_turn(), transaction.atomic():
                    both.wait(PATIENCE)
            except BrokenBarrierError:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(write, range(2)))

    def test_two_are_never_inside_where_only_one_may_write(self):
        met = connection.vendor != "sqlite"
        self.assertEqual(self.meet(), [met, met])

    def test_what_is_inside_a_transaction_does_not_wait_for_itself(self):
        with transaction.atomic(), in_turn(), in_turn():
            self.assertTrue(connection.in_atomic_block)
