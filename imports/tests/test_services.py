import hashlib
import threading

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import OperationalError, connection, transaction
from django.test import TestCase, TransactionTestCase

from accounts.enums import Role
from history.enums import Action
from history.models import Change, ChangeBatch
from history.services import history_of, record
from imports.enums import RunState
from imports.exceptions import FileRefusedError, ImportRefusedError
from imports.models import ImportRow, ImportRun
from imports.services import (
    change_layout,
    commit_import,
    discard_import,
    earlier_commit,
    load_book,
    preview_import,
    reread_sheet,
    start_import,
)
from imports.understanding.tables import BookLayout
from producers.models import Producer, Representative, Site
from products.models import Decision, Product, Recognition
from products.regimes import load_regimes
from tests.factories import ProducerFactory, SiteFactory, UserFactory
from tests.places import load_cao_bang, unit

from .workbooks import workbook

TITLES = ["STT", "Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Điện thoại", "Hạng sao",
          "Số quyết định", "Bộ sản phẩm", "Người đại diện"]  # fmt: skip
WRITTEN = (Producer, Representative, Site, Decision, Product, Recognition)


def line(number, **cells):
    """Return one good row; every number makes another product."""
    return [
        number,
        cells.get("product", f"Rượu gạo số {number}"),
        cells.get("producer", f"HTX Bản số {number // 2}"),
        "Thị trấn Nước Hai, huyện Hòa An",
        cells.get("phone", "0912345678"),
        cells.get("star", "4 sao"),
        "1806/QĐ-UBND ngày 16/9/2020",
        "Rượu trắng",
        "Nông Thị A",
    ]


def annex(count=3, **cells) -> bytes:
    rows = [line(number, **cells) for number in range(1, count + 1)]
    return workbook([["DANH SÁCH SẢN PHẨM OCOP"], [], TITLES, *rows, ["Tổng cộng"]])


def stored() -> list[int]:
    return [model.objects.count() for model in WRITTEN]


class ServiceTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_regimes()
        cls.user = UserFactory(role=Role.PROVINCIAL, role__area=unit("04"))

    def start(self, data=None, name="phụ lục.xlsx") -> ImportRun:
        return start_import(annex() if data is None else data, name, by=self.user)

    def previewed(self, data=None) -> ImportRun:
        run = self.start(data)
        preview_import(run, by=self.user)
        return run

    def committed(self, data=None) -> ImportRun:
        return commit_import(self.previewed(data), by=self.user)


class StartTests(ServiceTestCase):
    def test_the_file_is_kept_under_a_name_of_the_portal(self):
        data = annex()
        run = self.start(data, "../../Phụ lục <1>.xlsx")
        self.assertEqual(run.file_name, "../../Phụ lục <1>.xlsx")
        self.assertRegex(run.file.name, r"^imports/[0-9a-f]{32}$")
        self.assertEqual(run.sha256, hashlib.sha256(data).hexdigest())
        self.assertEqual((run.size, run.area), (len(data), unit("04")))
        self.assertEqual((run.state, run.created_by), (RunState.UPLOADED, self.user))
        with run.file.open("rb") as file:
            self.assertEqual(file.read(), data)

    def test_a_refused_file_is_kept_nowhere(self):
        self.start()  # so that the folder exists
        kept = default_storage.listdir("imports")
        with self.assertRaises(FileRefusedError):
            self.start(annex()[:-200])
        self.assertEqual(ImportRun.objects.count(), 1)
        self.assertEqual(default_storage.listdir("imports"), kept)

    def test_a_file_beyond_the_limit_is_refused(self):
        with (
            self.settings(IMPORT_MAX_BYTES=100),
            self.assertRaises(FileRefusedError) as caught,
        ):
            self.start()
        self.assertEqual(caught.exception.code, "too_large")

    def test_who_may_not_import_cannot_start(self):
        officer = UserFactory(role=Role.OFFICER, role__area=unit("01654"))
        with self.assertRaises(ImportRefusedError):
            start_import(annex(), "a.xlsx", by=officer)

    def test_the_portal_itself_imports_for_its_province(self):
        run = start_import(annex(), "a.xlsx", by=None)
        self.assertEqual((run.area, run.by_name), (unit("04"), "Hệ thống"))


class LayoutTests(ServiceTestCase):
    def test_another_header_can_be_named_and_undoes_the_preview(self):
        run = self.previewed()
        reread_sheet(run, 0, 4, 4)
        run.refresh_from_db()
        [table] = run.layout["sheets"][0]["tables"]
        self.assertEqual(table["header_first"], 4)
        self.assertEqual((run.state, run.plan_digest), (RunState.UPLOADED, ""))

    def test_columns_can_be_given_other_meanings(self):
        run = self.start()
        _, layout = load_book(run)
        columns = layout.sheets[0].tables[0].columns
        columns[1], columns[2] = columns[2], columns[1]
        change_layout(run, layout)
        preview_import(run, by=self.user)
        row = run.rows.exclude(outcome="skipped").first()
        self.assertEqual((row.product, row.producer), ("HTX Bản số 0", "Rượu gạo số 1"))

    def test_a_sheet_that_is_not_used_gives_no_rows(self):
        run = self.start()
        _, layout = load_book(run)
        layout.sheets[0].is_used = False
        change_layout(run, layout)
        preview_import(run, by=self.user)
        self.assertEqual((run.rows.count(), run.counts["rows"]), (0, 0))


class PreviewTests(ServiceTestCase):
    def test_a_preview_writes_only_itself(self):
        run = self.previewed()
        self.assertEqual(stored(), [0] * 6)
        self.assertEqual(Change.objects.count(), 0)
        self.assertEqual(run.state, RunState.PREVIEWED)
        self.assertEqual(
            {key: run.counts[key] for key in ("rows", "new", "rejected", "skipped")},
            {"rows": 3, "new": 3, "rejected": 0, "skipped": 1},
        )
        self.assertEqual(
            run.counts["producers"], {"new": 2, "changed": 0, "unchanged": 0}
        )

    def test_rows_are_kept_as_excel_counts_them(self):
        run = self.previewed()
        rows = run.rows.values_list("sheet", "row", "outcome", "product", "summary")
        self.assertEqual(
            rows[0],
            (
                "Danh sách",
                4,
                "new",
                "Rượu gạo số 1",
                "4 sao · 1806/QĐ-UBND ngày 16/09/2020 · đến 16/09/2023"
                " · Thị trấn Nước Hai",
            ),
        )
        self.assertEqual(rows[3][1:3], (7, "skipped"))

    def test_a_change_of_nothing_but_the_person_is_something_to_write(self):
        self.committed()
        rows = [TITLES, *([*line(number)[:-1], "Bế Văn B"] for number in (1, 2, 3))]
        run = self.previewed(workbook(rows))
        self.assertTrue(run.writes)
        self.assertEqual(run.counts["changed"], 2)

    def test_previewing_again_replaces_the_preview(self):
        run = self.previewed()
        preview_import(run, by=self.user)
        self.assertEqual(ImportRow.objects.count(), 4)


class CommitTests(ServiceTestCase):
    def test_everything_is_written_and_valid(self):
        self.committed()
        self.assertEqual(stored(), [2, 2, 2, 1, 3, 3])
        for model in WRITTEN:
            for row in model.objects.all():
                row.full_clean()

    def test_keys_for_search_and_matching_are_filled(self):
        self.committed()
        producer = Producer.objects.order_by("pk")[0]
        self.assertEqual(producer.search_key.strip(), "htx ban so 0")
        self.assertEqual(producer.match_key, "htx bản số 0")
        product = Product.objects.order_by("pk")[0]
        self.assertEqual(product.search_key.strip(), "ruou gao so 1")
        product.save()  # keys made here are those that saving makes

    def test_every_row_written_stands_in_the_log_as_one_batch(self):
        run = self.committed()
        self.assertEqual(ChangeBatch.objects.get(), run.batch)
        self.assertEqual((run.batch.by, run.batch.by_name), (self.user, str(self.user)))
        self.assertEqual(run.batch.reason, "Nhập danh sách phụ lục.xlsx")
        self.assertEqual(Change.objects.count(), sum(stored()))
        [change] = history_of(Recognition.objects.order_by("pk")[0])
        self.assertEqual(change.action, "create")
        self.assertEqual(change.changes["grade"], [None, "4 sao"])
        self.assertEqual(
            change.changes["decision"], [None, "1806/QĐ-UBND ngày 16/09/2020"]
        )
        [change] = history_of(Representative.objects.order_by("pk")[0])
        self.assertEqual(change.changes["name"], [None, "•••"])

    def test_changes_are_logged_with_old_and_new(self):
        self.committed()
        run = self.committed(annex(star="3 sao"))
        change = history_of(Recognition.objects.order_by("pk")[0])[0]
        self.assertEqual((change.action, change.batch), ("update", run.batch))
        self.assertEqual(change.changes, {"grade": ["4 sao", "3 sao"]})

    def test_the_report_stays(self):
        run = self.committed()
        run.refresh_from_db()
        self.assertEqual(run.state, RunState.COMMITTED)
        self.assertEqual(run.rows.filter(outcome="new").count(), 3)
        for step in (
            lambda: preview_import(run, by=self.user),
            lambda: commit_import(run, by=self.user),
            lambda: discard_import(run),
            lambda: reread_sheet(run, 0, 1, 1),
        ):
            with self.assertRaises(ImportRefusedError):
                step()

    def test_the_same_file_again_writes_nothing(self):
        data = annex()
        first = self.committed(data)
        again = self.committed(data)
        self.assertEqual((again.batch, again.writes), (None, False))
        self.assertEqual(again.counts["unchanged"], 3)
        self.assertEqual(earlier_commit(again, by=self.user), first)
        self.assertEqual(ChangeBatch.objects.count(), 1)

    def test_rejected_rows_create_nothing_and_the_others_are_written(self):
        data = workbook([TITLES, line(1), line(4, star="7 sao", producer="HTX Khác")])
        run = self.committed(data)
        self.assertEqual(run.counts["rejected"], 1)
        self.assertEqual(stored(), [1, 1, 1, 1, 1, 1])

    def test_without_a_preview_nothing_is_written(self):
        with self.assertRaises(ImportRefusedError):
            commit_import(self.start(), by=self.user)
        self.assertEqual(stored(), [0] * 6)

    def test_a_failure_in_the_middle_leaves_nothing(self):
        run = self.previewed()

        def fail(execute, sql, params, many, context):
            if sql.startswith('INSERT INTO "products_recognition"'):
                raise OperationalError("the database says no")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(fail), self.assertRaises(OperationalError):
            commit_import(run, by=self.user)
        self.assertEqual(stored(), [0] * 6)
        self.assertEqual(Change.objects.count(), 0)
        run.refresh_from_db()
        self.assertEqual(run.state, RunState.PREVIEWED)
        commit_import(run, by=self.user)
        self.assertEqual(stored(), [2, 2, 2, 1, 3, 3])


class RaceTests(ServiceTestCase):
    def test_data_changed_after_the_preview_refuse_the_commit_with_a_fresh_one(self):
        run = self.previewed()
        producer = ProducerFactory(name="HTX Bản số 0", phones="0999999999")
        place = unit("01654")
        SiteFactory(producer=producer, place=place, area=place)
        record(Action.CREATE, producer, by=None)
        with self.assertRaises(ImportRefusedError):
            commit_import(run, by=self.user)
        self.assertEqual(Product.objects.count(), 0)
        run.refresh_from_db()
        self.assertEqual(run.counts["producers"]["changed"], 1)
        commit_import(run, by=self.user)
        producer.refresh_from_db()
        self.assertEqual(producer.phones, "0912345678")
        self.assertEqual(Product.objects.count(), 3)

    def test_a_right_withdrawn_after_the_preview_writes_nothing(self):
        run = self.previewed()
        self.user.assignments.all().delete()
        del self.user.active_assignments
        with self.assertRaises(ImportRefusedError):
            commit_import(run, by=self.user)
        self.assertEqual(stored(), [0] * 6)

    def test_another_scope_than_that_of_the_preview_refuses_the_commit(self):
        run = self.previewed()
        lead = UserFactory(role=Role.LEAD, role__area=unit("01477"))
        lead.assignments.update(may_import=True)
        with self.assertRaises(ImportRefusedError):
            commit_import(run, by=lead)
        self.assertEqual(stored(), [0] * 6)

    def test_what_was_written_meanwhile_is_not_made_a_preview_again(self):
        run = self.previewed()
        seen_before = ImportRun.objects.get(pk=run.pk)
        commit_import(run, by=self.user)
        layout = BookLayout.from_json(run.layout)
        for act in (
            lambda: preview_import(seen_before, by=self.user),
            lambda: change_layout(seen_before, layout),
            lambda: discard_import(seen_before),
        ):
            with self.assertRaisesMessage(ImportRefusedError, "đã ghi xong"):
                act()
        run.refresh_from_db()
        self.assertTrue(run.is_committed)
        self.assertTrue(run.rows.exists())


class DiscardTests(ServiceTestCase):
    def test_an_import_that_wrote_nothing_is_removed_with_its_file(self):
        run = self.previewed()
        name = run.file.name
        with self.captureOnCommitCallbacks(execute=True):
            discard_import(run)
        self.assertFalse(default_storage.exists(name))
        self.assertEqual((ImportRun.objects.count(), ImportRow.objects.count()), (0, 0))


class QueryTests(ServiceTestCase):
    def test_queries_do_not_grow_with_rows(self):
        # Many names are all loaded anyway, few are asked for and then compared.
        for count, first, second in ((1, 15, 19), (3, 15, 19), (700, 14, 18)):
            ContentType.objects.clear_cache()
            with self.subTest(rows=count), transaction.atomic():
                run = self.start(annex(count))
                with self.assertNumQueries(first):
                    preview_import(run, by=self.user)
                with self.assertNumQueries(30):
                    commit_import(run, by=self.user)
                again = self.start(annex(count, star="3 sao"))
                with self.assertNumQueries(second):
                    preview_import(again, by=self.user)
                with self.assertNumQueries(24):
                    commit_import(again, by=self.user)
                transaction.set_rollback(True)


class TwoAtOnceTests(TransactionTestCase):
    def test_of_two_commits_of_one_preview_one_writes(self):
        load_cao_bang()
        run = start_import(annex(), "a.xlsx", by=None)
        preview_import(run, by=None)
        outcomes = []

        def commit():
            try:
                commit_import(run, by=None)
                outcomes.append("written")
            except ImportRefusedError:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=commit) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(outcomes), ["refused", "written"])
        self.assertEqual(Product.objects.count(), 3)
