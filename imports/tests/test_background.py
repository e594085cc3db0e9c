"""Long files: asked for, carried out, stopped, taken up again; page by page."""

import logging
import uuid
from datetime import timedelta

from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test import override_settings
from django.urls import reverse
from django_tasks import default_task_backend

from accounts.models import User
from accounts.sessions import SEEN_AT
from history.models import ChangeBatch
from imports import background
from imports.enums import RunState, Step, Work
from imports.exceptions import ImportRefusedError
from imports.models import ImportRun
from imports.progress import (
    SILENT_SECONDS,
    WAITING_SECONDS,
    Job,
    StoppedError,
    tell_to_stop,
)
from imports.services import change_layout, discard_import, load_book, preview_import
from products.models import Product, Recognition

from .pages import GOOD, PageTestCase, annex, line, url

QUEUED = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
LONG = annex(GOOD, line(2), line(3))
HTMX = {"HTTP_HX_REQUEST": "true"}


def queue():
    return [(r.task.name, r.args) for r in default_task_backend.results]


@override_settings(TASKS=QUEUED)
class BackgroundTestCase(PageTestCase):
    def setUp(self):
        super().setUp()
        caches["progress"].clear()
        default_task_backend.clear()

    def ask(self, run, work=Work.PREVIEW) -> ImportRun:
        return background.ask(run, work, by=self.lan)

    def carry_out(self, run, by=None) -> ImportRun:
        background.do(run.pk, run.work_id, (by or self.lan).pk)
        return ImportRun.objects.get(pk=run.pk)

    def later(self, run, seconds, *names):
        """Let so many seconds have passed since the given moments."""
        gone = {name: F(name) - timedelta(seconds=seconds) for name in names}
        ImportRun.objects.filter(pk=run.pk).update(**gone)

    def started(self, run):
        ImportRun.objects.filter(pk=run.pk).update(work_started_at=F("work_asked_at"))


@override_settings(IMPORT_INLINE_ROWS=2)
class LengthTests(BackgroundTestCase):
    def test_up_to_the_limit_a_file_is_done_at_once(self):
        run = self.start(annex(GOOD, line(2)))
        self.client.post(url("understood", run), self.layout(run))
        run.refresh_from_db()
        self.assertEqual((run.state, run.work), (RunState.PREVIEWED, ""))
        self.client.post(url("commit", run))
        run.refresh_from_db()
        self.assertEqual((run.state, queue()), (RunState.COMMITTED, []))

    def test_beyond_it_each_step_is_queued(self):
        run = self.start(LONG)
        response = self.client.post(url("understood", run), self.layout(run))
        self.assertRedirects(response, url("detail", run))
        run.refresh_from_db()
        self.assertEqual((run.state, run.work), (RunState.UPLOADED, Work.PREVIEW))
        order = ("carry_out", [run.pk, str(run.work_id), self.lan.pk])
        self.assertEqual(queue(), [order])
        run = self.carry_out(run)
        self.assertEqual((run.state, run.work), (RunState.PREVIEWED, ""))
        self.client.post(url("commit", run))
        run.refresh_from_db()
        self.assertEqual((run.state, run.work), (RunState.PREVIEWED, Work.COMMIT))
        run = self.carry_out(run)
        self.assertEqual((run.state, run.work), (RunState.COMMITTED, ""))
        self.assertEqual((run.batch.by, Product.objects.count()), (self.lan, 3))

    def test_only_what_was_previewed_is_queued_for_writing(self):
        run = self.start(LONG)
        response = self.client.post(url("commit", run), follow=True)
        self.assertContains(response, "Cần xem trước kết quả trước khi ghi.")
        self.assertEqual(queue(), [])

    @override_settings(
        TASKS={
            "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
        }
    )
    def test_where_the_queue_works_at_once_the_page_shows_what_it_came_to(self):
        run = self.start(LONG)
        response = self.client.post(
            url("understood", run), self.layout(run), follow=True
        )
        self.assertContains(response, "Xem trước khi ghi")
        response = self.client.post(url("commit", run), follow=True)
        self.assertContains(response, "Báo cáo nhập danh sách")
        self.assertContains(response, "Đã ghi danh sách vào hệ thống.")


class PageTests(BackgroundTestCase):
    def page(self, run):
        return self.client.get(url("detail", run))

    def at(self, run, *said):
        """Let a worker be at some step of a run."""
        self.started(run)
        job = Job(run.work_id)
        job.at(*said)
        job.beat()

    def test_waiting(self):
        run = self.ask(self.start())
        page = self.page(run)
        self.assertContains(page, "Đang chờ đến lượt")
        self.assertContains(page, f'hx-get="{url("progress", run)}"')
        self.assertContains(page, "Dừng và bỏ tệp")
        self.assertNotContains(page, "Làm tiếp")

    def test_waiting_for_a_worker_that_does_not_come(self):
        run = self.ask(self.start())
        self.later(run, WAITING_SECONDS + 1, "work_asked_at")
        page = self.page(run)
        self.assertContains(page, "Chưa có tiến trình nào nhận việc này.")
        self.assertContains(page, "Làm tiếp")

    def test_waiting_long_behind_other_files(self):
        run, other = self.ask(self.start()), self.ask(self.start())
        self.later(run, WAITING_SECONDS + 1, "work_asked_at")
        self.at(other, Step.PLAN, 500, 700)
        self.assertNotContains(self.page(run), "Làm tiếp")

    def test_being_compared(self):
        run = self.ask(self.start())
        self.at(run, Step.PLAN, 4000, 12000)
        page = self.page(run)
        self.assertContains(page, "Đang đối chiếu dòng")
        self.assertContains(page, "4.000/12.000")
        self.assertContains(page, 'value="4000"')
        self.assertContains(page, 'max="12000"')
        self.assertContains(page, "Dừng và bỏ tệp")

    def test_being_written_it_cannot_be_stopped(self):
        run = self.ask(self.previewed(), Work.COMMIT)
        self.at(run, Step.WRITE)
        page = self.page(run)
        self.assertContains(page, "Đang ghi vào hệ thống")
        self.assertContains(page, "lúc này không dừng được nữa")
        self.assertNotContains(page, "bỏ tệp")
        response = self.client.post(url("discard", run), follow=True)
        self.assertContains(response, "Danh sách đang được ghi, không dừng được nữa.")
        self.assertTrue(ImportRun.objects.filter(pk=run.pk).exists())

    def test_stopped(self):
        run = self.ask(self.previewed(), Work.COMMIT)
        self.started(run)
        self.assertContains(self.page(run), "Đang bắt đầu")
        self.later(run, SILENT_SECONDS + 1, "work_started_at")
        page = self.page(run)
        self.assertContains(page, "Tiến trình đang xử lý tệp này đã dừng đột ngột.")
        self.assertContains(page, "Làm tiếp")
        self.assertContains(page, "Bỏ tệp này")
        self.assertNotContains(page, "hx-trigger")

    def test_the_part_that_refreshes_itself_leads_on_when_it_is_done(self):
        run = self.ask(self.start())
        part = self.client.get(url("progress", run), **HTMX)
        self.assertContains(part, 'id="tien-do"')
        self.assertNotContains(part, "<h1")
        self.carry_out(run)
        part = self.client.get(url("progress", run), **HTMX)
        self.assertEqual(part["HX-Redirect"], url("detail", run))
        self.assertRedirects(self.client.get(url("progress", run)), url("detail", run))

    def test_watching_makes_no_session_longer(self):
        run = self.ask(self.start())
        session = self.client.session
        session[SEEN_AT] -= 600
        session.save()
        self.client.get(url("progress", run), **HTMX)
        self.assertEqual(self.client.session[SEEN_AT], session[SEEN_AT])
        self.page(run)
        self.assertGreater(self.client.session[SEEN_AT], session[SEEN_AT])

    def test_the_list_says_what_is_being_done(self):
        self.ask(self.start())
        self.ask(self.previewed(), Work.COMMIT)
        page = self.client.get(reverse("imports:list"))
        self.assertContains(page, "Đang đối chiếu</span>")
        self.assertContains(page, "Đang ghi</span>")

    def test_meanwhile_nothing_else_is_done_with_it(self):
        run = self.start()
        sent = self.layout(run)
        self.ask(run)
        self.assertRedirects(
            self.client.get(url("understood", run)), url("detail", run)
        )
        for name, *args in (("understood",), ("reread", 0), ("commit",)):
            with self.subTest(act=name):
                page = self.client.post(url(name, run, *args), sent, follow=True)
                self.assertContains(page, "Tệp này đang được xử lý")
        run.refresh_from_db()
        _, layout = load_book(run)
        for act in (
            lambda: change_layout(run, layout),
            lambda: preview_import(run, by=self.lan),
            lambda: self.ask(run),
        ):
            with self.assertRaisesMessage(ImportRefusedError, "đang được xử lý"):
                act()
        self.assertEqual(run.rows.count(), 0)

    def test_reading_changes_nothing(self):
        run = self.ask(self.start())
        self.started(run)
        self.later(run, SILENT_SECONDS + 1, "work_started_at")
        before = ImportRun.objects.values().get(pk=run.pk)
        self.page(run)
        self.client.get(url("progress", run), **HTMX)
        self.assertEqual(ImportRun.objects.values().get(pk=run.pk), before)

    def test_query_count(self):
        run = self.ask(self.start())
        with self.assertNumQueries(5):
            self.client.get(url("progress", run), **HTMX)


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
                raise IntegrityError("the database says no")
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
        with self.assertLogs("ocop.imports", logging.ERROR):
            run = self.carry_out(run)
        self.assertIn("Hệ thống gặp sự cố", run.work_error)


class ConstraintTests(BackgroundTestCase):
    def test_work_is_ordered_and_fits_its_step(self):
        run = self.start()
        for name, values in {
            "import_run_work_is_ordered": {"work": Work.PREVIEW},
            "import_run_work_fits_step": {
                "work": Work.COMMIT,
                "work_id": uuid.uuid4(),
                "work_asked_at": run.created_at,
            },
        }.items():
            with (
                self.subTest(name),
                self.assertRaisesMessage(IntegrityError, name),
                transaction.atomic(),
            ):
                ImportRun.objects.filter(pk=run.pk).update(**values)
