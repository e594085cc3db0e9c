"""The status of a recognition on single days, worked out by hand."""

import datetime

from django.test import TestCase

from products.enums import DossierKind, Status, Window
from products.models import Dossier, Recognition
from tests.factories import DossierFactory, RecognitionFactory

day = datetime.date


class StatusTests(TestCase):
    def status(self, date, recognition):
        return Recognition.objects.with_status(date).get(pk=recognition.pk).status

    def window(self, date, recognition):
        return Recognition.objects.with_status(date).get(pk=recognition.pk).window

    def last_day(self, date, recognition):
        return Recognition.objects.with_status(date).get(pk=recognition.pk).last_day

    def recognise(self, valid_from, valid_to=None, **values):
        dates = {"valid_to": valid_to} if valid_to else {}
        return RecognitionFactory(valid_from=valid_from, **dates, **values)

    def test_valid_to_the_end_of_the_last_day(self):
        row = self.recognise(day(2020, 9, 16))
        self.assertEqual(row.valid_to, day(2023, 9, 16))
        self.assertEqual(self.status(day(2020, 9, 15), row), Status.UPCOMING)
        self.assertEqual(self.status(day(2020, 9, 16), row), Status.VALID)
        self.assertEqual(self.status(day(2022, 9, 15), row), Status.VALID)
        self.assertEqual(self.status(day(2022, 9, 16), row), Status.EXPIRING)
        self.assertEqual(self.status(day(2023, 9, 16), row), Status.EXPIRING)
        self.assertEqual(self.status(day(2023, 9, 17), row), Status.EXPIRED)

    def test_days_180_and_120_before_the_last_lie_in_the_window(self):
        row = self.recognise(day(2024, 12, 31))
        self.assertEqual(row.valid_to, day(2027, 12, 31))
        self.assertEqual(self.window(day(2027, 7, 3), row), Window.NOT_OPEN)
        self.assertEqual(self.window(day(2027, 7, 4), row), Window.OPEN)
        self.assertEqual(self.window(day(2027, 9, 2), row), Window.OPEN)
        self.assertEqual(self.window(day(2027, 9, 3), row), Window.MISSED)
        self.assertEqual(self.window(day(2028, 1, 1), row), Window.NONE)

    def test_nothing_is_to_be_filed_for_what_was_ended_or_replaced(self):
        row = self.recognise(day(2024, 12, 31), ended_on=day(2027, 8, 1))
        self.assertEqual(self.window(day(2027, 7, 31), row), Window.OPEN)
        self.assertEqual(self.window(day(2027, 8, 1), row), Window.NONE)
        newer = self.recognise(
            day(2027, 7, 20), product=self.recognise(day(2024, 12, 31)).product
        )
        older = newer.product.recognitions.get(valid_from=day(2024, 12, 31))
        self.assertEqual(self.window(day(2027, 7, 19), older), Window.OPEN)
        self.assertEqual(self.window(day(2027, 7, 20), older), Window.NONE)

    def test_dieu_12_lets_a_certificate_run_on_for_180_days(self):
        row = self.recognise(day(2023, 9, 18))
        self.assertEqual(row.valid_to, day(2026, 9, 18))
        self.assertEqual(self.status(day(2026, 9, 19), row), Status.EXPIRED)
        dossier = Dossier.objects.create(
            product=row.product,
            kind=DossierKind.RENEWAL,
            received_on=day(2026, 8, 1),
        )
        self.assertEqual(self.status(day(2026, 9, 18), row), Status.EXPIRING)
        self.assertEqual(self.status(day(2026, 9, 19), row), Status.EXTENDED)
        self.assertEqual(self.status(day(2027, 3, 17), row), Status.EXTENDED)
        self.assertEqual(self.status(day(2027, 3, 18), row), Status.EXPIRED)
        Dossier.objects.filter(pk=dossier.pk).update(decided_on=day(2026, 12, 1))
        self.assertEqual(self.status(day(2026, 11, 30), row), Status.EXTENDED)
        self.assertEqual(self.status(day(2026, 12, 1), row), Status.EXPIRED)

    def test_dieu_12_is_not_for_those_who_could_still_file_in_the_window(self):
        row = self.recognise(day(2023, 9, 19))
        Dossier.objects.create(
            product=row.product,
            kind=DossierKind.RENEWAL,
            received_on=day(2026, 8, 1),
        )
        self.assertEqual(self.status(day(2026, 9, 20), row), Status.EXPIRED)

    def test_a_file_for_an_earlier_certificate_extends_nothing(self):
        row = self.recognise(day(2023, 7, 1))
        Dossier.objects.create(
            product=row.product,
            kind=DossierKind.RENEWAL,
            received_on=day(2023, 6, 30),
        )
        self.assertEqual(self.status(day(2026, 7, 2), row), Status.EXPIRED)

    def test_a_later_award_takes_the_place_from_its_first_day(self):
        row = self.recognise(day(2021, 5, 1))
        RecognitionFactory(product=row.product, valid_from=day(2022, 5, 1))
        self.assertEqual(self.status(day(2022, 4, 30), row), Status.VALID)
        self.assertEqual(self.status(day(2022, 5, 1), row), Status.SUPERSEDED)

    def test_what_took_the_place_and_was_revoked_does_not_give_it_back(self):
        row = self.recognise(day(2021, 5, 1))
        RecognitionFactory(
            product=row.product,
            valid_from=day(2022, 5, 1),
            ended_on=day(2023, 1, 1),
        )
        self.assertEqual(self.status(day(2023, 1, 1), row), Status.SUPERSEDED)
        self.assertFalse(Recognition.objects.in_force_on(day(2023, 1, 1)).exists())

    def test_revoked_and_removed_from_the_day_of_the_decision(self):
        row = self.recognise(day(2021, 5, 1), ended_on=day(2022, 1, 10))
        self.assertEqual(self.status(day(2022, 1, 9), row), Status.VALID)
        self.assertEqual(self.status(day(2022, 1, 10), row), Status.REVOKED)
        gone = self.recognise(
            day(2021, 5, 1), ended_on=day(2024, 6, 1), ended_by_removal=True
        )
        self.assertEqual(self.status(day(2024, 6, 1), gone), Status.REMOVED)

    def test_missing_dates_are_said_to_be_missing(self):
        row = RecognitionFactory(valid_from=None, valid_to=None)
        self.assertEqual(self.status(day(2023, 9, 15), row), Status.UNKNOWN)
        half = RecognitionFactory(valid_from=None, valid_to=day(2023, 9, 15))
        self.assertEqual(self.status(day(2023, 9, 15), half), Status.UNKNOWN)
        self.assertEqual(self.status(day(2023, 9, 16), half), Status.EXPIRED)
        self.assertEqual(self.last_day(day(2023, 9, 15), half), day(2023, 9, 15))

    def test_what_has_no_date_is_not_said_to_have_been_replaced(self):
        row = RecognitionFactory(valid_from=None, valid_to=None)
        RecognitionFactory(product=row.product, valid_from=day(2022, 5, 1))
        self.assertEqual(self.status(day(2023, 9, 15), row), Status.UNKNOWN)
        self.assertEqual(
            [one.status for one in Recognition.objects.standing_on(day(2023, 9, 15))],
            [Status.VALID],
        )

    def test_whether_an_undated_certificate_runs_on_cannot_be_told(self):
        row = RecognitionFactory(valid_from=None, valid_to=day(2026, 9, 18))
        self.assertEqual(self.status(day(2026, 9, 19), row), Status.EXPIRED)
        DossierFactory(product=row.product, received_on=day(2026, 8, 1))
        self.assertEqual(self.status(day(2026, 9, 19), row), Status.UNKNOWN)
        self.assertEqual(self.status(day(2027, 3, 17), row), Status.UNKNOWN)
        self.assertEqual(self.status(day(2027, 3, 18), row), Status.EXPIRED)

    def test_the_last_day_is_gone_with_the_stars(self):
        row = self.recognise(day(2024, 2, 29), ended_on=day(2026, 1, 10))
        self.assertEqual(self.last_day(day(2026, 1, 9), row), day(2027, 2, 28))
        self.assertIsNone(self.last_day(day(2026, 1, 10), row))
        older = self.recognise(day(2021, 5, 1))
        RecognitionFactory(product=older.product, valid_from=day(2022, 5, 1))
        self.assertEqual(self.last_day(day(2022, 4, 30), older), day(2024, 5, 1))
        self.assertIsNone(self.last_day(day(2022, 5, 1), older))

    def test_the_last_day_of_what_runs_on_is_the_latest_there_can_be(self):
        row = self.recognise(day(2023, 8, 31))
        DossierFactory(product=row.product, received_on=day(2026, 8, 1))
        self.assertEqual(self.last_day(day(2026, 8, 31), row), day(2026, 8, 31))
        self.assertEqual(self.last_day(day(2026, 9, 1), row), day(2027, 2, 27))
        self.assertEqual(self.last_day(day(2027, 2, 28), row), day(2026, 8, 31))
