"""Work in the background that is stopped, fails, is taken up again; and undoing."""

import logging
import uuid

from django.db import OperationalError, connection, transaction
from django.test import override_settings

from accounts.models import User
from history.models import ChangeBatch
from imports import background
from imports.enums import RunState, Step, Work
from imports.exceptions import ImportRefusedError
from imports.models import ImportRun
from imports.progress import SILENT_SECONDS, Job, StoppedError, tell_to_stop
from imports.services import discard_import
from products.models import Product, Recognition

from .background import LONG, BackgroundTestCase, queue
from .pages import annex, line, url


class StopTests(BackgroundTestCase):
    def test_a_file_thrown_away_is_not_worked_on(self):
        run = self.ask(self.start())
        page = self.client.post(url("discard", run), follow=True)
        self.assertContains(page, "chưa có gì được ghi")
        background.do(run.pk, run.work_id, self.lan.pk)
        self.assertFalse(ImportRun.objects.exists())

    def test_a_commit_that_waits_can_be_called_off(self):
        run = self.ask(self.previewed(), Work.COMMIT)
        self.client.post(url("discard", run))
        background.do(run.pk, run.work_id, self.lan.pk)
        self.assertEqual((ImportRun.objects.count(), Product.objects.count()), (0, 0))

    def test_thrown_away_while_it_is_worked_out_nothing_is_kept(self):
        for told in (True, False):
            run = self.ask(self.start())
            with (
                self.subTest(told=told),
                connection.execute_wrapper(self.discarding(run, told)),
            ):
                background.do(run.pk, run.work_id, self.lan.pk)
                self.assertFalse(ImportRun.objects.exists())

    def discarding(self, run, told):
        """Return who throws a run away when its decisions are looked up."""

        def discard(execute, sql, params, many, context):
            if 'FROM "products_decision"' in sql and ImportRun.objects.exists():
                with self.captureOnCommitCallbacks(execute=told):
                    discard_import(ImportRun.objects.get(pk=run.pk))
            return execute(sql, params, many, context)

        return discard

    def test_the_worker_notices_at_its_next_step(self):
        job = Job(uuid.uuid4())
        job.at(Step.READ)
        tell_to_stop(job.order)
        job.beat()
        with self.assertRaises(StoppedError):
            job.planned(500, 1000)

    def test_what_has_stopped_is_taken_up_again(self):
        first = self.ask(self.previewed(), Work.COMMIT)
        self.started(first)
        self.later(first, SILENT_SECONDS + 1, "work_started_at")
        self.client.force_login(self.admin)
        self.client.post(url("resume", first))
        again = ImportRun.objects.get(pk=first.pk)
        self.assertEqual((again.work, again.work_started_at), (Work.COMMIT, None))
        self.assertNotEqual(again.work_id, first.work_id)
        self.carry_out(first)
        self.assertEqual(Product.objects.count(), 0)
        self.assertEqual(self.carry_out(again, self.admin).batch.by, self.admin)

    def test_what_goes_on_is_left_alone(self):
        run = self.ask(self.start())
        with Job(run.work_id):
            self.client.post(url("resume", run))
        self.assertEqual(ImportRun.objects.get().work_id, run.work_id)
        self.carry_out(run)
        self.client.post(url("resume", run))
        self.assertEqual(ImportRun.objects.get().work, "")

    def test_of_two_workers_with_one_order_one_writes(self):
        run = self.ask(self.previewed(), Work.COMMIT)
        for _ in range(2):
            self.carry_out(run)
        self.assertEqual((ChangeBatch.objects.count(), Product.objects.count()), (1, 1))


class FailureTests(BackgroundTestCase):
    def error_of(self, run) -> str:
        """Carry out what was asked, and return what the page says of it."""
        run = self.carry_out(run)
        self.assertEqual((run.work, run.work_id), ("", None))
        page = self.client.get(url("detail", run), follow=True)
        self.assertContains(page, run.work_error)
        return run.work_error

    def test_a_right_withdrawn_meanwhile(self):
        for work, start in (
            (Work.PREVIEW, self.start),
            (Work.COMMIT, self.previewed),
        ):
            with self.subTest(work=work), transaction.atomic():
                run = self.ask(start(), work)
                self.lan.assignments.all().delete()
                self.client.force_login(self.admin)
                self.assertIn("không còn quyền", self.error_of(run))
                self.assertEqual(Product.objects.count(), 0)
                transaction.set_rollback(True)

    def test_an_account_closed_meanwhile(self):
        run = self.ask(self.previewed(), Work.COMMIT)
        User.objects.filter(pk=self.lan.pk).update(is_active=False)
        self.client.force_login(self.admin)
        self.assertIn("không còn quyền", self.error_of(run))

    def test_data_changed_meanwhile(self):
        run = self.ask(self.previewed(), Work.COMMIT)
        self.committed(annex(line(1, product="Rượu nếp cẩm", star="3 sao")))
        self.assertIn("Dữ liệu đã thay đổi sau khi xem trước", self.error_of(run))
        self.assertEqual(ImportRun.objects.get(pk=run.pk).counts["changed"], 1)
        self.assertEqual(Recognition.objects.get().get_grade_display(), "3 sao")

    def test_the_unforeseen_is_logged_and_the_worker_lives(self):
        def fail(execute, sql, params, many, context):
            if sql.startswith('INSERT INTO "products_recognition"'):
                raise OperationalError("the database says no")
            return execute(sql, params, many, context)

        run = self.ask(self.previewed(), Work.COMMIT)
        with (
            connection.execute_wrapper(fail),
            self.assertLogs("ocop.imports", logging.ERROR) as logged,
        ):
            self.assertIn("Hệ thống gặp sự cố", self.error_of(run))
        self.assertIn("the database says no", logged.output[0])
        self.assertEqual(Product.objects.count(), 0)
        run = self.carry_out(self.ask(run, Work.COMMIT))
        self.assertEqual((run.is_committed, run.work_error), (True, ""))

    def test_a_file_that_is_gone(self):
        run = self.ask(self.start())
        run.file.storage.delete(run.file.name)
        run = self.carry_out(run)
        self.assertEqual(
            run.work_error, "Tệp đã tải lên không còn trên máy chủ, xin tải lên lại."
        )


@override_settings(IMPORT_INLINE_ROWS=2)
class UndoTests(BackgroundTestCase):
    def asked(self) -> ImportRun:
        run = self.committed(LONG)
        page = self.client.post(url("undo", run), follow=True)
        self.assertRedirects(page, url("detail", run))
        self.assertContains(page, "Đang chờ đến lượt")
        return ImportRun.objects.get(pk=run.pk)

    def test_what_is_short_is_undone_at_once(self):
        run = self.committed()
        page = self.client.post(url("undo", run), follow=True)
        self.assertContains(page, "Dữ liệu đã trở lại như trước lần nhập này.")
        self.assertEqual((queue(), Product.objects.count()), ([], 0))

    def test_what_is_long_is_undone_in_the_background(self):
        run = self.asked()
        self.assertEqual((run.work, Product.objects.count()), (Work.UNDO, 3))
        run = self.carry_out(run)
        self.assertEqual((run.state, run.work), (RunState.UNDONE, ""))
        self.assertEqual((run.undo_batch.by, Product.objects.count()), (self.lan, 0))
        self.assertContains(self.client.get(url("detail", run)), "đã hoàn tác lúc")
        with self.assertRaisesMessage(ImportRefusedError, "không hoàn tác được nữa"):
            self.ask(run, Work.UNDO)

    def test_meanwhile_it_is_neither_undone_again_nor_thrown_away(self):
        run = self.asked()
        self.assertNotContains(self.client.get(url("detail", run)), "ỏ tệp")
        page = self.client.post(url("undo", run), follow=True)
        self.assertContains(page, "Tệp này đang được xử lý")
        with self.assertRaisesMessage(ImportRefusedError, "đang được xử lý"):
            self.ask(run, Work.UNDO)
        with self.assertRaises(ImportRefusedError):
            discard_import(run)

    def test_stopped_it_is_taken_up_again(self):
        run = self.asked()
        self.started(run)
        self.later(run, SILENT_SECONDS + 1, "work_started_at")
        page = self.client.get(url("detail", run))
        self.assertContains(page, "<strong>Dữ liệu giữ nguyên.</strong>")
        self.assertNotContains(page, "Bỏ tệp này")
        self.client.post(url("resume", run))
        self.carry_out(run)  # the order that has been overtaken
        self.assertEqual(Product.objects.count(), 3)
        self.carry_out(ImportRun.objects.get())
        self.assertEqual(Product.objects.count(), 0)

    def test_a_failure_leaves_everything_and_says_so(self):
        def fail(execute, sql, params, many, context):
            if sql.startswith('DELETE FROM "producers_producer"'):
                raise OperationalError("the database says no")
            return execute(sql, params, many, context)

        run = self.asked()
        with connection.execute_wrapper(fail), self.assertLogs("ocop.imports"):
            run = self.carry_out(run)
        self.assertEqual((run.state, run.work), (RunState.COMMITTED, ""))
        self.assertEqual(Product.objects.count(), 3)
        page = self.client.get(url("detail", run))
        self.assertContains(page, "Hệ thống gặp sự cố khi xử lý tệp, dữ liệu giữ")
