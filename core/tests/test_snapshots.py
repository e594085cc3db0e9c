import threading

from django.db import DatabaseError, connection, transaction
from django.test import TestCase, TransactionTestCase

from areas.models import Area
from core.snapshots import read_snapshot
from tests.factories import AreaFactory


def written_elsewhere() -> None:
    """Add a unit through another connection, and wait until it is committed."""

    def write():
        try:
            AreaFactory(province=True)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()


class SnapshotTests(TransactionTestCase):
    def test_what_is_written_meanwhile_is_not_seen_and_not_held_up(self):
        with read_snapshot():
            self.assertEqual(Area.objects.count(), 0)
            written_elsewhere()
            self.assertEqual(Area.objects.count(), 0)
        self.assertEqual(Area.objects.count(), 1)

    def test_nothing_is_written_inside(self):
        with self.assertRaises(DatabaseError), read_snapshot():
            Area.objects.count()
            written_elsewhere()
            AreaFactory(province=True)
        self.assertEqual(Area.objects.count(), 1)

    def test_afterwards_transactions_begin_as_before(self):
        with read_snapshot():
            pass
        with transaction.atomic():
            AreaFactory(province=True)
        self.assertEqual(Area.objects.count(), 1)
        if connection.vendor == "sqlite":
            self.assertEqual(connection.transaction_mode, "IMMEDIATE")


class InsideTests(TestCase):
    def test_within_a_transaction_it_changes_nothing(self):
        with read_snapshot():
            AreaFactory(province=True)
        self.assertEqual(Area.objects.count(), 1)
