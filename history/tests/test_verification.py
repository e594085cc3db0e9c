import datetime
from decimal import Decimal
from io import StringIO

from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import TestCase

from history.enums import Action
from history.models import Change, ChangeBatch
from history.services import record, record_many
from history.verification import verify_log
from tests.factories import AgencyFactory, UserFactory

GUARDED = connection.vendor == "postgresql"


def rewrite(sql: str, *params) -> None:
    """Change the log as somebody with the keys to the database would."""
    with connection.cursor() as cursor:
        if GUARDED:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, params)
        if GUARDED:
            cursor.execute("SET LOCAL session_replication_role = origin")


class VerificationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        lan = UserFactory(full_name="Lê Thị Lan")
        agency = AgencyFactory(name="Phòng Kinh tế")
        changes = {
            "valid_to": [None, datetime.date(2025, 6, 30)],
            "score": [Decimal("1.50"), 0.1],
            "name": ["Phòng NN", "Phòng Kinh tế"],
            "at": [None, datetime.datetime(2025, 1, 2, 3, 4, 5, 678901, datetime.UTC)],
        }
        cls.batches = [
            record(Action.CREATE, agency, by=None),
            record_many(
                [(Action.UPDATE, agency, changes), (Action.UPDATE, lan, {"b": [1, 2]})],
                by=lan,
                reason="Sắp xếp\r\nbộ máy.",
            ),
            record(Action.UPDATE, lan, by=lan),
        ]

    def faults(self) -> list[str]:
        return [text.rpartition(": ")[2] for text in verify_log().faults]

    def test_untouched_log_is_whole(self):
        report = verify_log()
        self.assertEqual(report.faults, [])
        self.assertEqual(report.count, 3)
        self.assertEqual(report.last_digest, self.batches[-1].digest)

    def test_queries_do_not_grow_with_batches(self):
        for _ in range(2):
            record(Action.UPDATE, AgencyFactory(), by=None)
            with self.assertNumQueries(3):
                verify_log()

    def test_rewritten_value_shows(self):
        rewrite(
            "UPDATE history_change SET object_name = %s WHERE batch_id = %s",
            "Phòng khác",
            self.batches[1].pk,
        )
        self.assertEqual(self.faults(), ["nội dung đã bị sửa."])

    def test_other_author_shows(self):
        rewrite(
            "UPDATE history_changebatch SET by_id = NULL, by_name = %s WHERE id = %s",
            "Hệ thống",
            self.batches[2].pk,
        )
        self.assertEqual(self.faults(), ["nội dung đã bị sửa."])

    def test_other_time_shows(self):
        rewrite(
            "UPDATE history_changebatch SET at = %s WHERE id = %s",
            datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
            self.batches[0].pk,
        )
        self.assertEqual(self.faults(), ["nội dung đã bị sửa."])

    def test_removed_row_shows(self):
        change = Change.objects.filter(batch=self.batches[1]).first()
        rewrite("DELETE FROM history_change WHERE id = %s", change.pk)
        self.assertEqual(self.faults(), ["nội dung đã bị sửa."])

    def test_removed_batch_shows_in_the_next_one(self):
        pk = self.batches[1].pk
        rewrite("DELETE FROM history_change WHERE batch_id = %s", pk)
        rewrite("DELETE FROM history_changebatch WHERE id = %s", pk)
        self.assertEqual(self.faults(), ["lần ngay trước đã bị sửa hoặc xóa."])

    def test_command_says_that_the_log_is_whole(self):
        out = StringIO()
        call_command("verify_history", stdout=out)
        self.assertEqual(
            out.getvalue(),
            "Nhật ký nguyên vẹn: 3 lần thay đổi.\n"
            f"Mã băm cuối: {self.batches[-1].digest}\n",
        )

    def test_command_names_the_batch_and_fails(self):
        rewrite(
            "UPDATE history_changebatch SET reason = 'khác' WHERE id = %s",
            self.batches[1].pk,
        )
        err = StringIO()
        with self.assertRaisesMessage(CommandError, "Nhật ký có 1 chỗ không khớp."):
            call_command("verify_history", stderr=err)
        self.assertIn(f"Lần thay đổi {self.batches[1].pk} (Lê Thị Lan,", err.getvalue())


class DatabaseGuardTests(TestCase):
    """PostgreSQL refuses to rewrite the log; SQLite lets it pass, and it shows."""

    def setUp(self):
        self.batch = record(Action.UPDATE, AgencyFactory(), by=None, reason="gốc")

    def attempt(self, sql: str) -> bool:
        """Run the statement; say whether the database took it."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        except DatabaseError as error:
            self.assertIn("The change log is append-only", str(error))
            return False
        return True

    def test_update(self):
        taken = self.attempt("UPDATE history_changebatch SET reason = 'sửa lén'")
        self.assertEqual(taken, not GUARDED)
        self.batch.refresh_from_db()
        self.assertEqual(self.batch.reason, "gốc" if GUARDED else "sửa lén")
        self.assertEqual(len(verify_log().faults), 0 if GUARDED else 1)

    def test_delete(self):
        taken = self.attempt("DELETE FROM history_change")
        self.assertEqual(taken, not GUARDED)
        self.assertEqual(Change.objects.count(), 1 if GUARDED else 0)
        self.assertEqual(ChangeBatch.objects.count(), 1)
        self.assertEqual(len(verify_log().faults), 0 if GUARDED else 1)
