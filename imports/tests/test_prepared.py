"""The plan that a preview keeps is what the commit writes, as long as it holds."""

import subprocess
from unittest import mock

from django.db import transaction

from accounts.enums import Role
from history.models import Change
from history.services import record
from history.verification import verify_log
from imports.exceptions import ImportRefusedError
from imports.models import ImportWrite, PreparedPlan
from imports.services import change_layout, commit_import, preview_import
from imports.understanding.tables import BookLayout
from producers.models import Producer
from tests.factories import UserFactory
from tests.places import unit

from . import test_ending_list as endings
from . import test_kinds as producers
from . import test_user_list as users
from .pages import PageTestCase, annex, line
from .undoing import everything
from .workbooks import workbook

OLD = annex(line(1, phone="0912345678"), line(2), line(3))
NEW = annex(line(1, phone="0987654321", star="5 sao"), line(2, place="Xã Hòa An"),
            line(3), line(4), line(5, producer="HTX Khác"))  # fmt: skip
VARYING = {"id", "updated_at", "created_at", "password", "uuid", "public_code"}


def files_read():
    """Count the processes that read a file."""
    return mock.patch("subprocess.Popen", wraps=subprocess.Popen)


def written(run) -> dict:
    """Return all that an import has left behind, but for keys and moments."""
    held = everything(with_counters=True)
    for rows in held.values():
        for row in rows:
            for name in [*row]:
                if name in VARYING or name.endswith("_id"):
                    del row[name]
    changes = Change.objects.filter(batch=run.batch).order_by("pk")
    writes = ImportWrite.objects.filter(run=run).order_by("pk")
    held["log"] = list(changes.values("action", "object_name", "changes"))
    held["writes"] = list(
        writes.values("content_type", "version", "is_new", "before", "sheet", "row")
    )
    return held


class SameTests(PageTestCase):
    def assert_same(self, *datas, by=None) -> None:
        """Write files one after another both ways, and compare what they leave."""
        left = []
        for is_prepared in (True, False):
            with transaction.atomic():
                for data in datas:
                    run = self.previewed(data, by=by)
                    if not is_prepared:
                        PreparedPlan.objects.all().delete()
                    with files_read() as reading:
                        run = commit_import(run, by=run.created_by)
                    self.assertEqual(reading.call_count, 0 if is_prepared else 1)
                left.append(written(run))
                self.assertFalse(verify_log().faults)
                self.assertFalse(PreparedPlan.objects.exists())
                transaction.set_rollback(True)
        self.assertEqual(left[0], left[1])

    def test_products_new_changed_and_moved(self):
        self.assert_same(OLD, NEW)

    def test_a_new_name_by_tax_code(self):
        titles = ["STT", "Tên chủ thể", "Địa chỉ", "Mã số thuế", "Người đại diện"]
        place = "Thị trấn Nước Hai, huyện Hòa An"
        one = [1, "HTX Cũ", place, "4800000001", "Nông Thị A"]
        other = [1, "HTX Mới", place, "4800000001", "Nông Thị B"]
        self.assert_same(workbook([titles, one]), workbook([titles, other]))

    def test_producers(self):
        self.assert_same(workbook(producers.PRODUCERS))

    def test_ends_of_recognitions(self):
        endings.award()
        rows = [endings.line(cause="điểm a"), endings.line(cause="điểm c")]
        self.assert_same(workbook([endings.TITLES, *rows]))

    def test_users(self):
        UserFactory(username="nong.van.b", role=Role.VIEWER, role__area=unit("01654"))
        changed = users.line("Nông Văn B", "nong.van.b", title="Chuyên viên")
        data = workbook([users.TITLES, users.line(), changed])
        self.assert_same(data, by=self.admin)


class StaleTests(PageTestCase):
    def setUp(self):
        super().setUp()
        self.committed(OLD)
        self.run_ = self.previewed(NEW)

    def committed_by_reading(self) -> int:
        """Commit, and return how often the file was read for it."""
        with files_read() as reading:
            commit_import(self.run_, by=self.lan)
        return reading.call_count

    def test_it_holds_while_nothing_is_recorded(self):
        self.assertEqual(self.committed_by_reading(), 0)

    def test_not_once_anything_was_recorded(self):
        record("update", self.lan, by=self.lan)
        self.assertEqual(self.committed_by_reading(), 1)

    def test_not_on_another_day(self):
        with mock.patch("django.utils.timezone.localdate") as today:
            today.return_value = self.run_.previewed_at.date().replace(year=2000)
            self.assertEqual(self.committed_by_reading(), 1)

    def test_not_once_what_it_changes_stands_otherwise(self):
        """Even where nobody has recorded that."""
        Producer.objects.filter(name="HTX Nước Hai").update(phones="0900000000")
        self.assertEqual(self.committed_by_reading(), 1)
        producer = Producer.objects.get(name="HTX Nước Hai")
        self.assertEqual(producer.phones, "0987654321")
        kept = ImportWrite.objects.get(
            run=self.run_, object_id=producer.pk, content_type__model="producer"
        )
        self.assertEqual(kept.before, {"phones": "0900000000"})

    def test_not_for_another_person(self):
        with files_read() as reading:
            commit_import(self.run_, by=self.hoa)
        self.assertEqual(reading.call_count, 1)

    def test_a_file_that_is_read_otherwise_is_previewed_first(self):
        change_layout(self.run_, BookLayout.from_json(self.run_.layout))
        with self.assertRaisesMessage(ImportRefusedError, "Cần xem trước"):
            commit_import(self.run_, by=self.lan)
        preview_import(self.run_, by=self.lan)
        self.assertEqual(self.committed_by_reading(), 0)

    def test_a_preview_of_nothing_to_write_keeps_none(self):
        preview_import(self.run_, by=self.lan)
        self.assertEqual(PreparedPlan.objects.count(), 1)
        commit_import(self.run_, by=self.lan)
        self.previewed(NEW)
        self.assertEqual(PreparedPlan.objects.count(), 0)
