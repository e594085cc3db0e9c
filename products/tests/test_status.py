"""The status of a recognition against a reading of the rules in plain Python."""

import datetime

from django.test import TestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase

from products.dates import NEW_RULES_ON, add_months
from products.enums import IN_FORCE, DossierKind, Grade, Status, Window
from products.models import Dossier, Product, Recognition
from tests.factories import ProductFactory, RecognitionFactory

day = datetime.date
ONE_DAY = datetime.timedelta(days=1)

# Days from the chosen date at which some rule begins or ends, and those beside them.
EDGES = sorted({edge + off for edge in (-180, 0, 120, 180) for off in (-1, 0, 1)})
DAYS = st.sampled_from(
    [
        day(2023, 9, 15),
        day(2024, 2, 29),
        day(2025, 8, 31),
        NEW_RULES_ON - ONE_DAY,
        NEW_RULES_ON,
        day(2026, 9, 18),
        day(2026, 9, 19),
        day(2026, 9, 20),
        day(2027, 3, 17),
    ]
) | st.dates(day(2019, 1, 1), day(2030, 12, 31))


@st.composite
def near(draw, date):
    """Draw a day that some rule may turn on, or any other, or none at all."""
    year_on = add_months(date, 12)
    known = [date + datetime.timedelta(days=edge) for edge in EDGES]
    known += [year_on - ONE_DAY, year_on, year_on + ONE_DAY]
    known += [day(2026, 5, 21), NEW_RULES_ON, day(2026, 9, 18), day(2026, 9, 19)]
    anywhere = st.dates(day(2018, 1, 1), day(2033, 12, 31))
    return draw(st.none() | st.sampled_from(known) | anywhere)


@st.composite
def recognitions(draw, date):
    start, end = draw(near(date)), draw(near(date))
    if start and end and end < start:
        start, end = end, start
    ended_on = draw(st.none() | near(date))
    return {
        "valid_from": start,
        "valid_to": end,
        "ended_on": ended_on,
        "ended_by_removal": ended_on is not None and draw(st.booleans()),
    }


@st.composite
def dossiers(draw, date):
    received = draw(near(date).filter(lambda value: value is not None))
    decided = draw(near(date))
    if decided and decided < received:
        received, decided = decided, received
    kind = draw(st.sampled_from(DossierKind.values))
    return {"received_on": received, "decided_on": decided, "kind": kind}


@st.composite
def histories(draw):
    """Draw a day, the chain of one product, and what was filed for it."""
    date = draw(DAYS)
    chain = draw(st.lists(recognitions(date), min_size=1, max_size=3))
    return date, chain, draw(st.lists(dossiers(date), max_size=2))


def begun(row, date):
    return row["valid_from"] is None or row["valid_from"] <= date


def counts_before(index, chain, date):
    """Say whether another recognition has taken the place of this one."""

    def rank(number):
        start = chain[number]["valid_from"]
        return (start is not None, start or day.min, number)

    others = [n for n, row in enumerate(chain) if begun(row, date)]
    return any(rank(number) > rank(index) for number in others)


def runs_on(row, filed, date):
    """Điều 12: the window had closed before the new rules came, and a file waits."""
    start, end = row["valid_from"], row["valid_to"]
    last_day_to_file = end - datetime.timedelta(days=120)
    return (
        start is not None
        and start < NEW_RULES_ON <= end
        and last_day_to_file < NEW_RULES_ON
        and (date - end).days <= 180
        and any(
            one["kind"] == DossierKind.RENEWAL
            and start <= one["received_on"] <= date
            and (one["decided_on"] is None or one["decided_on"] > date)
            for one in filed
        )
    )


def status_of(index, chain, filed, date):
    row = chain[index]
    start, end = row["valid_from"], row["valid_to"]
    if row["ended_on"] and row["ended_on"] <= date:
        return Status.REMOVED if row["ended_by_removal"] else Status.REVOKED
    if not begun(row, date):
        return Status.UPCOMING
    if counts_before(index, chain, date):
        return Status.SUPERSEDED
    if end is None or (start is None and end >= date):
        return Status.UNKNOWN
    if end >= date:
        return Status.EXPIRING if end <= add_months(date, 12) else Status.VALID
    return Status.EXTENDED if runs_on(row, filed, date) else Status.EXPIRED


def window_of(status, row, date):
    if date < NEW_RULES_ON or status not in (Status.VALID, Status.EXPIRING):
        return Window.NONE
    days_left = (row["valid_to"] - date).days
    if days_left > 180:
        return Window.NOT_OPEN
    return Window.OPEN if days_left >= 120 else Window.MISSED


class StatusPropertyTests(PropertyTestCase):
    @settings(
        max_examples=200,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(histories())
    def test_database_and_plain_reading_agree(self, history):
        date, chain, filed = history
        product = ProductFactory()
        rows = [
            Recognition.objects.create(product=product, grade=Grade.THREE, **values)
            for values in chain
        ]
        for values in filed:
            Dossier.objects.create(product=product, **values)
        expected = [status_of(n, chain, filed, date) for n in range(len(chain))]
        stored = Recognition.objects.with_status(date).in_bulk()
        self.assertEqual([stored[row.pk].status for row in rows], expected)
        self.assertEqual(
            [stored[row.pk].window for row in rows],
            [window_of(s, r, date) for s, r in zip(expected, chain, strict=True)],
        )
        self.check_what_counts(product, date, chain, rows, expected)

    def check_what_counts(self, product, date, chain, rows, expected):
        counted = [
            (row.pk, status)
            for index, (row, status) in enumerate(zip(rows, expected, strict=True))
            if begun(chain[index], date) and not counts_before(index, chain, date)
        ]
        standing = Recognition.objects.standing_on(date)
        self.assertEqual([(row.pk, row.status) for row in standing], counted)
        self.assertLessEqual(len(counted), 1)
        self.assertLessEqual(sum(status in IN_FORCE for status in expected), 1)
        annotated = Product.objects.with_standing(date).get(pk=product.pk)
        self.assertEqual(
            [annotated.standing] if annotated.standing else [],
            [status for _, status in counted],
        )
        self.assertEqual(
            Recognition.objects.in_force_on(date).exists(),
            any(status in IN_FORCE for status in expected),
        )
        self.assertEqual(
            Product.objects.never_recognised_by(date).exists(), not counted
        )


class StatusTests(TestCase):
    """Single days, worked out by hand."""

    def status(self, date, recognition):
        return Recognition.objects.with_status(date).get(pk=recognition.pk).status

    def window(self, date, recognition):
        return Recognition.objects.with_status(date).get(pk=recognition.pk).window

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
