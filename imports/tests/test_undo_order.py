"""Undoing beside other imports, other people, other undos; and how many queries."""

import threading

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import TransactionTestCase

from accounts.enums import Role
from history.services import save_recorded
from imports.enums import RunState
from imports.exceptions import ImportRefusedError
from imports.services import commit_import, preview_import, start_import
from imports.undoing import outlook, undo_import
from producers.models import Producer, Site
from products.models import Product
from tests.factories import SiteCheckFactory, UserFactory
from tests.places import load_cao_bang, unit

from . import test_ending_list as ending_list
from .test_services import annex, line
from .undoing import UndoTestCase, a_list, everything, stored_producer
from .workbooks import workbook


class ImportOnTopTests(UndoTestCase):
    def test_the_second_import_is_named_as_the_reason(self):
        first = self.imported(line(1))
        self.imported(line(1, star="3 sao"))
        first = self.undone(first)
        reasons = self.refusals(first)
        self.assertEqual(len(reasons), 6)
        self.assertTrue(any("đã được sửa lúc" in reason for reason in reasons.values()))

    def test_undone_in_turn_they_leave_nothing(self):
        before = everything()
        first = self.imported(line(1))
        between = everything()
        second = self.imported(line(1, star="3 sao", phone="0999999999"), line(2))
        self.undone(second)
        self.assertEqual(everything(), between)
        first = self.undone(first)
        self.assertEqual((first.state, everything()), (RunState.UNDONE, before))

    def test_three_changes_of_one_record_go_back_one_by_one(self):
        stored_producer()
        states, runs = [], []
        for phone in ("0911111111", "0922222222", "0933333333"):
            states.append(everything())
            runs.append(self.imported(line(1, phone=phone)))
        for run, state in zip(reversed(runs), reversed(states), strict=True):
            self.assertEqual(self.undone(run).state, RunState.UNDONE)
            self.assertEqual(everything(), state)


class EndingListTests(UndoTestCase):
    def ended(self):
        return self.committed(workbook([ending_list.TITLES, ending_list.line()]))

    def test_what_was_revoked_stands_again(self):
        award = ending_list.award()
        before = everything()
        run = self.ended()
        award.refresh_from_db()
        self.assertEqual((run.kind, award.ended_on), ("endings", ending_list.DAY))
        self.assertEqual(run.written.count(), 3)
        self.assertEqual(self.undone(run).state, RunState.UNDONE)
        self.assertEqual(everything(), before)

    def test_an_end_edited_since_keeps_its_grounds_and_its_decision(self):
        award = ending_list.award()
        run = self.ended()
        award.refresh_from_db()
        award.note = "Đã thu lại giấy."
        save_recorded(award, by=self.user)
        run = self.undone(run)
        because = f"vì lần công nhận “{award}” không hoàn tác được."
        self.assertEqual(
            [reason for name, reason in self.refusals(run).items()
             if not name.startswith("lần công nhận")],
            [because, because],
        )  # fmt: skip
        self.assertEqual(ending_list.grounds(award), ["đ"])


class ScopeTests(UndoTestCase):
    def test_what_moved_out_of_the_scope_of_the_person_stays(self):
        lead = UserFactory(role=Role.LEAD, role__area=unit("01654"))
        lead.assignments.update(may_import=True)
        run = start_import(a_list(line(1), line(2)), "a.xlsx", by=lead)
        preview_import(run, by=lead)
        run = commit_import(run, by=lead)
        self.assertEqual(Producer.objects.count(), 2)
        far = UserFactory(role=Role.LEAD, role__area=unit("01477"))
        far.assignments.update(may_import=True)
        refused = undo_import(run, by=far)
        self.assertEqual(Product.objects.count(), 2)
        self.assertEqual(
            {reason for name, reason in self.refusals(refused).items()
             if not name.startswith("quyết định")},
            {"nằm ngoài địa bàn bạn được nhập."},
        )  # fmt: skip
        self.assertEqual(undo_import(run, by=lead).state, RunState.UNDONE)

    def test_the_portal_itself_may_undo_anything(self):
        self.assertEqual(undo_import(self.imported(), by=None).undo_batch.by, None)


class OutlookTests(UndoTestCase):
    def test_says_what_would_happen_and_writes_nothing(self):
        stored_producer()
        run = self.imported(line(1), line(4))
        SiteCheckFactory(site=Site.objects.latest("pk"))
        before = everything(with_counters=True)
        found = outlook(run, by=self.user)
        self.assertEqual(
            found.deleted,
            [("sản phẩm OCOP", 1), ("lần công nhận", 1)],
        )
        self.assertEqual(
            found.restored,
            [("chủ thể OCOP", 1), ("người đại diện", 1), ("cơ sở sản xuất", 1),
             ("sản phẩm OCOP", 1), ("lần công nhận", 1), ("quyết định", 1)],
        )  # fmt: skip
        self.assertEqual(found.refused, 3)
        self.assertEqual(everything(with_counters=True), before)
        self.assertFalse(run.written.exclude(refusal="").exists())


class QueryTests(UndoTestCase):
    def test_queries_do_not_grow_with_rows(self):
        for count in (1, 3, 400):
            ContentType.objects.clear_cache()
            with self.subTest(rows=count), transaction.atomic():
                rows = [line(number) for number in range(1, count + 1)]
                first = self.imported(*rows)
                for row in rows:
                    row[5] = "3 sao"
                again = self.imported(*rows)
                with self.assertNumQueries(26):
                    undo_import(again, by=self.user)
                with self.assertNumQueries(67):
                    undo_import(first, by=self.user)
                transaction.set_rollback(True)


class TwoAtOnceTests(TransactionTestCase):
    def setUp(self):
        load_cao_bang()
        run = start_import(annex(), "a.xlsx", by=None)
        preview_import(run, by=None)
        self.run_ = commit_import(run, by=None)

    def together(self, *acts):
        outcomes = []
        start = threading.Barrier(len(acts))

        def go(act):
            start.wait()
            try:
                outcomes.append(act())
            except ImportRefusedError:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=go, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    def test_of_two_undos_one_does_it(self):
        def undo():
            return undo_import(self.run_, by=None).state

        outcomes = self.together(undo, undo)
        self.assertEqual(sorted(outcomes), ["refused", "undone"])
        self.assertEqual(Product.objects.count(), 0)

    def test_an_edit_at_the_same_time_is_lost_to_nobody(self):
        product = Product.objects.order_by("pk")[0]

        def edit():
            row = Product.objects.get(pk=product.pk)
            row.brand = "Nước Hai"
            return save_recorded(row, by=None) and "edited"

        def edit_if_there():
            try:
                return edit()
            except Exception as error:
                return type(error).__name__

        outcomes = self.together(lambda: undo_import(self.run_, by=None), edit_if_there)
        self.assertEqual(len(outcomes), 2)
        kept = Product.objects.filter(pk=product.pk).first()
        if "edited" in outcomes:
            self.assertEqual(kept.brand, "Nước Hai")
            self.assertTrue(Site.objects.filter(pk=kept.site_id).exists())
        else:
            self.assertIsNone(kept)
