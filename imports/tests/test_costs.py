"""What an import may cost: statements, and rows written, however long the list."""

from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from history.services import record
from imports.models import ImportQuestion, ImportRow, ImportRun
from imports.services import commit_import, preview_import
from producers.models import Producer

from .test_services import ServiceTestCase, annex

MOST_STATEMENTS = 40
OF_THE_RUN = (ImportRun, ImportRow, ImportQuestion)


def stored_rows() -> dict[str, list[tuple]]:
    """Return what every table holds, but for those that keep the run itself."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values_list())
        for model in apps.get_models()
        if model not in OF_THE_RUN
    }


class StatementTests(ServiceTestCase):
    def statements(self, data: bytes) -> int:
        """Return how many statements preview and commit take; savepoints are none."""
        run = self.start(data)
        with CaptureQueriesContext(connection) as queries:
            preview_import(run, by=self.user)
            commit_import(run, by=self.user)
        return sum("SAVEPOINT" not in query["sql"] for query in queries)

    def test_a_list_takes_as_many_statements_however_long_it_is(self):
        self.committed(annex(1))  # the kinds of rows are known from here on
        taken = []
        for count in (1000, 4000):
            with transaction.atomic():
                new = self.statements(annex(count))
                changed = self.statements(annex(count, star="3 sao"))
                same = self.statements(annex(count, star="3 sao"))
                taken.append((new, changed, same))
                transaction.set_rollback(True)
        self.assertEqual(taken[0], taken[1])
        self.assertLessEqual(max(taken[1]), MOST_STATEMENTS)


class NothingToWriteTests(ServiceTestCase):
    def test_same_list_again_writes_nothing_but_the_run(self):
        self.committed(annex(20))
        before = stored_rows()
        run = self.committed(annex(20))
        self.assertEqual(stored_rows(), before)
        self.assertIsNone(run.batch)
        self.assertEqual(run.counts["unchanged"], 20)

    def test_list_that_changes_nothing_is_not_planned_again(self):
        self.committed(annex(20))
        run = self.previewed(annex(20))
        with CaptureQueriesContext(connection) as queries:
            commit_import(run, by=self.user)
        self.assertFalse([q for q in queries if "producers_producer" in q["sql"]])
        self.assertTrue(ImportRun.objects.get(pk=run.pk).is_committed)

    def test_it_is_planned_again_where_anything_was_recorded_since(self):
        self.committed(annex(20))
        run = self.previewed(annex(20))
        producer = Producer.objects.earliest("pk")
        record("update", producer, by=self.user)
        with CaptureQueriesContext(connection) as queries:
            run = commit_import(run, by=self.user)
        self.assertTrue([q for q in queries if "producers_producer" in q["sql"]])
        self.assertTrue(run.is_committed)
