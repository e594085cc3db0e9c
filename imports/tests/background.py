"""What the tests of work in the background share: a queue that only keeps orders."""

from datetime import timedelta

from django.core.cache import caches
from django.db.models import F
from django.test import override_settings
from django_tasks import default_task_backend

from imports import background
from imports.enums import Work
from imports.models import ImportRun

from .pages import GOOD, PageTestCase, annex, line

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
