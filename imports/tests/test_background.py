"""Long files: asked for, carried out, page by page."""

import uuid

from django.db import IntegrityError, transaction
from django.test import override_settings
from django.urls import reverse

from accounts.sessions import SEEN_AT
from imports.enums import RunState, Step, Work
from imports.exceptions import ImportRefusedError
from imports.models import ImportRun
from imports.progress import (
    SILENT_SECONDS,
    WAITING_SECONDS,
    Job,
)
from imports.services import change_layout, load_book, preview_import
from products.models import Product

from .background import HTMX, LONG, BackgroundTestCase, queue
from .pages import GOOD, annex, line, url


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
        self.assertContains(page, "Hệ thống chưa bắt đầu xử lý tệp này.")
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
        self.assertContains(page, "Việc xử lý tệp này đã dừng đột ngột.")
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
