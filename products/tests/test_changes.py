"""What each recognition of a chain did to the stars before it."""

from importlib import import_module

from django.db import IntegrityError, transaction
from django.test import SimpleTestCase, TestCase

from products.enums import Change
from products.models import Recognition
from products.services import save_recognition
from tests.factories import (
    DecisionFactory,
    DossierFactory,
    ProductFactory,
    RecognitionFactory,
)

from .cast import DAY, Places

code_of = import_module("products.migrations.0008_code_outcomes").code_of


class ChangeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.product = ProductFactory()
        cls.first = RecognitionFactory(
            product=cls.product, grade="3", valid_from=DAY(2022, 1, 10)
        )

    def again(self, grade, valid_from, **given):
        row = RecognitionFactory.build(
            product=self.product,
            decision=given.pop("decision", None),
            grade=grade,
            valid_from=valid_from,
            **given,
        )
        return save_recognition(row, by=None)

    def change(self, row):
        return Recognition.objects.with_change().get(pk=row.pk).change

    def test_the_first_is_the_first(self):
        self.assertEqual(self.change(self.first), Change.FIRST)

    def test_re_evaluation_moves_stars_up_down_or_not(self):
        for before, after, change in (
            ("3", "4", Change.RAISED),
            ("4", "4+", Change.RAISED),
            ("4+", "5", Change.RAISED),
            ("4", "4", Change.KEPT),
            ("4+", "4", Change.LOWERED),
            ("4", "3", Change.LOWERED),
        ):
            with self.subTest(before=before, after=after), transaction.atomic():
                Recognition.objects.filter(pk=self.first.pk).update(grade=before)
                row = self.again(after, DAY(2025, 1, 5))
                self.assertEqual(self.change(row), change)
                transaction.set_rollback(True)

    def test_without_a_dossier_more_stars_are_an_upgrade_until_the_window_opens(self):
        # The certificate before runs to 10/01/2025; its window opens on 14/07/2024.
        for day, change in (
            (DAY(2024, 7, 13), Change.UPGRADED),
            (DAY(2024, 7, 14), Change.RAISED),
        ):
            with self.subTest(day), transaction.atomic():
                row = self.again("4", day)
                self.assertEqual(self.change(row), change)
                transaction.set_rollback(True)

    def test_the_dossier_behind_it_decides(self):
        for kind, outcome, change in (
            ("upgrade", "", Change.UPGRADED),
            ("upgrade", "passed", Change.UPGRADED),
            ("renewal", "passed", Change.RAISED),
            ("first", "passed", Change.AGAIN),
            ("upgrade", "failed", Change.RAISED),
            ("upgrade", "withdrawn", Change.RAISED),
        ):
            with self.subTest(kind=kind, outcome=outcome), transaction.atomic():
                DossierFactory(
                    product=self.product,
                    kind=kind,
                    outcome=outcome,
                    received_on=DAY(2024, 8, 1),
                    decided_on=DAY(2024, 12, 1),
                )
                row = self.again("4", DAY(2025, 1, 5))
                self.assertEqual(self.change(row), change)
                transaction.set_rollback(True)

    def test_after_a_revocation_it_is_recognised_anew(self):
        Recognition.objects.filter(pk=self.first.pk).update(ended_on=DAY(2023, 3, 1))
        row = self.again("4", DAY(2023, 3, 1))
        self.assertEqual(self.change(row), Change.AGAIN)

    def test_a_correction_is_no_award(self):
        row = self.again("4", DAY(2022, 2, 1), decision=DecisionFactory(kind="correct"))
        self.assertEqual(self.change(row), Change.CORRECTED)

    def test_without_a_beginning_no_order_can_be_told(self):
        row = self.again("4", None, dates_as_printed="năm 2020")
        self.first.refresh_from_db()
        self.assertEqual(self.first.previous, row)
        self.assertEqual(self.change(self.first), Change.UNCLEAR)


class RefusedTests(Places):
    def test_a_failed_re_evaluation_stands_in_the_chain(self):
        DossierFactory(
            product=self.product,
            received_on=DAY(2023, 8, 1),
            decided_on=DAY(2023, 10, 5),
            outcome="failed",
            outcome_note="thiếu phiếu kiểm nghiệm",
        )
        DossierFactory(
            product=self.product,
            received_on=DAY(2023, 11, 1),
            decided_on=DAY(2023, 11, 5),
            outcome="returned",
        )
        page = self.page(self.product.get_absolute_url())
        steps = page.context["profile"].steps
        self.assertEqual(
            [str(step).partition(",")[0] for step in steps],
            ["đánh giá lại", str(self.recognition)],
        )
        self.assertContains(page, "05/10/2023: không đạt – thiếu phiếu kiểm nghiệm")
        self.assertContains(page, "Công nhận lần đầu")

    def test_a_result_has_its_day(self):
        with self.assertRaisesMessage(IntegrityError, ""), transaction.atomic():
            DossierFactory(product=self.product, outcome="failed")


class DecisionConstraintTests(TestCase):
    def test_what_the_database_refuses(self):
        corrected = DecisionFactory()
        for wrong in (
            {"effective_on": DAY(2021, 12, 30)},
            {"corrects": corrected},
            {"correction": "Sửa tên"},
        ):
            with (
                self.subTest(wrong),
                self.assertRaises(IntegrityError),
                transaction.atomic(),
            ):
                DecisionFactory(**wrong)
        corrected.kind, corrected.corrects = "correct", corrected
        with self.assertRaises(IntegrityError), transaction.atomic():
            corrected.save()

    def test_a_term_begins_when_the_decision_takes_effect(self):
        decision = DecisionFactory(effective_on=DAY(2022, 1, 10))
        row = Recognition(product=ProductFactory(), decision=decision, grade="3")
        save_recognition(row, by=None)
        self.assertEqual(
            (row.valid_from, row.valid_to), (DAY(2022, 1, 10), DAY(2025, 1, 10))
        )


class OutcomeWordTests(SimpleTestCase):
    def test_what_was_written_before_results_were_coded(self):
        for words, code in (
            ("đạt 4 sao", "passed"),
            ("Không đạt", "failed"),
            ("Chủ thể rút hồ sơ", "withdrawn"),
            ("trả lại do thiếu giấy tờ", "returned"),
            ("chờ họp", ""),
        ):
            with self.subTest(words):
                self.assertEqual(code_of(words), code)
