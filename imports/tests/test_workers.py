"""Workers as processes: killed at random moments, and several at once.

OCOP_KILLS says how often a commit is killed; the figures are in docs/performance.md.
"""

import fcntl
import multiprocessing
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db.models import F
from django.test import TransactionTestCase, override_settings
from django_tasks_db.models import DBTaskResult

from accounts.enums import Role
from history.models import Change, ChangeBatch
from imports import background
from imports.enums import RunState, Work
from imports.models import ImportRow, ImportRun, ImportWrite
from imports.services import preview_import, start_import
from imports.worker import turn
from producers.models import Producer, Representative, Site
from products.models import Decision, Product, Recognition
from products.regimes import load_regimes
from tests.factories import UserFactory
from tests.places import load_cao_bang, unit

from .processes import IDLE, IN_TRANSACTION, WRITING, ForkedWorker
from .workbooks import workbook

KILLS = int(os.environ.get("OCOP_KILLS", "10"))
ROWS = 300
# Killed up to so many times the duration of one that is left alone.
LONGEST = 1.4
TITLES = ["STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Điện thoại", "Hạng sao",
          "Số quyết định", "Người đại diện"]  # fmt: skip
WRITTEN = (Producer, Representative, Site, Decision, Product, Recognition)
LOGGED = (Change, ImportWrite, ChangeBatch)
# What one list adds to each table, to the log, and to what an undo needs.
HALF = ROWS // 2
CHANGES = 3 * HALF + 1 + 2 * ROWS
ALL = [HALF, HALF, HALF, 1, ROWS, ROWS, CHANGES, CHANGES, 1]
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PHASES = {
    IDLE: "before the transaction",
    IN_TRANSACTION: "in the transaction, before the first row",
    WRITING: "in the transaction, while writing",
}


def annex(number: int) -> bytes:
    """Return a list that has nothing in common with those of other numbers."""
    rows = [
        [
            row,
            f"Rượu {number} số {row}",
            f"HTX Bản {number} số {row // 2}",
            "Thị trấn Nước Hai, huyện Hòa An",
            "0912345678",
            "4 sao",
            f"{number}/QĐ-UBND ngày 16/9/2020",
            "Nông Thị A",
        ]
        for row in range(ROWS)
    ]
    return workbook([TITLES, *rows])


def stored() -> list[int]:
    return [model.objects.count() for model in (*WRITTEN, *LOGGED)]


@override_settings(TASKS=QUEUE)
class WorkerTestCase(TransactionTestCase):
    def setUp(self):
        load_cao_bang()
        load_regimes()
        self.user = UserFactory(role=Role.PROVINCIAL, role__area=unit("04"))

    def asked(self, number: int, work: Work) -> ImportRun:
        run = start_import(annex(number), f"{number}.xlsx", by=self.user)
        if work == Work.COMMIT:
            preview_import(run, by=self.user)
        return background.ask(run, work, by=self.user)

    def take_up_again(self) -> int:
        """Let the killed work be found stopped and taken up; return how much it was."""
        caches["progress"].clear()
        left = ImportRun.objects.exclude(work="")
        ago = timedelta(hours=1)
        left.update(
            work_asked_at=F("work_asked_at") - ago,
            work_started_at=F("work_started_at") - ago,
        )
        for run in left:
            background.resume(run, by=self.user)
        ForkedWorker().wait()
        return len(left)


class KilledTests(WorkerTestCase):
    def test_a_commit_killed_at_any_moment_wrote_all_or_nothing(self):
        self.asked(0, Work.COMMIT)
        duration = ForkedWorker().wait()
        self.assertEqual(stored(), ALL)
        phases = Counter()
        for number in range(1, KILLS + 1):
            before = stored()
            run = self.asked(number, Work.COMMIT)
            worker = ForkedWorker()
            worker.kill(after=random.uniform(0, LONGEST * duration))
            run.refresh_from_db()
            with self.subTest(number):
                written = [
                    now - then for now, then in zip(stored(), before, strict=True)
                ]
                self.assertIn(written, (ALL, [0] * len(ALL)))
                is_written = written == ALL
                self.assertEqual(run.is_committed, is_written)
                self.assertEqual(run.batch is not None, is_written)
                self.assertEqual(run.work, "" if is_written else Work.COMMIT)
            phase = "after the commit" if is_written else PHASES[worker.came_to]
            phases[phase] += 1
            DBTaskResult.objects.all().delete()
        sys.stdout.write(
            f"\n{KILLS} kills within {LONGEST * duration:.2f} s: {phases}\n"
        )
        self.assertEqual(self.take_up_again(), KILLS - phases["after the commit"])
        self.assertEqual(stored(), [(KILLS + 1) * count for count in ALL])

    def test_a_preview_killed_at_any_moment_is_kept_whole_or_not(self):
        self.asked(0, Work.PREVIEW)
        duration = ForkedWorker().wait()
        for number in range(1, 4):
            run = self.asked(number, Work.PREVIEW)
            ForkedWorker().kill(after=random.uniform(0, duration))
            run.refresh_from_db()
            is_kept = run.state == RunState.PREVIEWED
            self.assertEqual(run.rows.count(), ROWS if is_kept else 0)
            self.assertEqual(run.work, "" if is_kept else Work.PREVIEW)
            DBTaskResult.objects.all().delete()
        self.take_up_again()
        self.assertEqual(ImportRow.objects.filter(outcome="new").count(), 4 * ROWS)


class LivingTests(WorkerTestCase):
    def test_a_worker_outlives_files_that_fail(self):
        damaged, lost, good = (self.asked(n, Work.PREVIEW) for n in (1, 2, 3))
        for run in (damaged, lost):
            run.file.storage.delete(run.file.name)
        damaged.file.storage.save(damaged.file.name, ContentFile(b"PK\3\4 and no more"))
        ForkedWorker().wait()
        for run in (damaged, lost, good):
            run.refresh_from_db()
        self.assertEqual((damaged.work, lost.work, good.work), ("", "", ""))
        self.assertIn("hỏng", damaged.work_error)
        self.assertIn("không còn trên máy chủ", lost.work_error)
        self.assertEqual((good.work_error, good.rows.count()), ("", ROWS))


class TurnTests(WorkerTestCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        own = self.settings(MEDIA_ROOT=folder.name)  # tests elsewhere take turns too
        own.enable()
        self.addCleanup(own.disable)

    def test_a_called_worker_does_what_waits_and_goes(self):
        self.asked(1, Work.COMMIT)
        call_command("import_worker", verbosity=0)
        self.assertEqual(stored(), ALL)

    def test_one_is_at_work_one_waits_and_further_ones_go(self):
        came = []

        def come():
            while "worked" not in came:  # the test itself stood there for a moment
                with turn() as is_ours:
                    came.append("worked" if is_ours else "sent away")

        waiting = threading.Thread(target=come)
        with turn() as is_ours:
            self.assertTrue(is_ours)
            waiting.start()
            while self.nobody_waits():
                time.sleep(0.01)
            with turn() as is_ours:
                self.assertFalse(is_ours)
            self.assertNotIn("worked", came)
        waiting.join()
        self.assertEqual(came[-1], "worked")

    def nobody_waits(self) -> bool:
        with (Path(settings.MEDIA_ROOT) / "workers" / "next").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True


class SeveralTests(WorkerTestCase):
    def test_two_workers_take_two_files_at_the_same_time(self):
        runs = [self.asked(number, Work.PREVIEW) for number in (1, 2)]
        both = multiprocessing.get_context("fork").Barrier(2)

        def meet(sql):
            """Go on only when the other worker is at the same place."""
            if 'FROM "products_decision"' in sql:
                both.wait(timeout=20)

        workers = [ForkedWorker(meet, max_tasks=1, worker_id=name) for name in "ab"]
        for worker in workers:
            worker.wait()
        for run in runs:
            run.refresh_from_db()
            self.assertEqual((run.state, run.work_error), (RunState.PREVIEWED, ""))
        done = DBTaskResult.objects.values_list("status", "worker_ids")
        self.assertEqual(sorted(done), [("SUCCESSFUL", ["a"]), ("SUCCESSFUL", ["b"])])
        for run in runs:
            background.ask(run, Work.COMMIT, by=self.user)
        workers = [ForkedWorker(max_tasks=1, worker_id=name) for name in "cd"]
        for worker in workers:
            worker.wait()
        self.assertEqual(stored(), [2 * count for count in ALL])
