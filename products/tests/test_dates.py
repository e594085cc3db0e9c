import datetime

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from products.dates import add_months, last_valid_day

day = datetime.date


def some_months_on(date: datetime.date, months: int) -> datetime.date:
    """Count month by month, then take the last day that the month has."""
    year, month = date.year, date.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    for number in range(date.day, 0, -1):
        try:
            return datetime.date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


class MonthTests(SimpleTestCase):
    def test_the_same_day_number_or_the_last_of_the_month(self):
        cases = [
            (day(2023, 9, 15), 36, day(2026, 9, 15)),
            (day(2023, 8, 31), 6, day(2024, 2, 29)),
            (day(2022, 8, 31), 6, day(2023, 2, 28)),
            (day(2024, 2, 29), 12, day(2025, 2, 28)),
            (day(2024, 2, 29), 48, day(2028, 2, 29)),
            (day(2023, 12, 31), 2, day(2024, 2, 29)),
            (day(2023, 12, 31), 1, day(2024, 1, 31)),
            (day(2024, 3, 31), -1, day(2024, 2, 29)),
            (day(2024, 1, 15), -1, day(2023, 12, 15)),
            (day(2024, 1, 15), 0, day(2024, 1, 15)),
        ]
        for start, months, expected in cases:
            with self.subTest(start=start, months=months):
                self.assertEqual(add_months(start, months), expected)

    @given(st.dates(day(1990, 1, 1), day(2200, 12, 31)), st.integers(-120, 120))
    def test_agrees_with_counting_month_by_month(self, start, months):
        self.assertEqual(add_months(start, months), some_months_on(start, months))

    def test_beyond_the_years_of_a_date_is_an_error(self):
        with self.assertRaises(OverflowError):
            add_months(day(9999, 12, 1), 1)
        with self.assertRaises(OverflowError):
            add_months(day(1, 1, 31), -1)

    def test_a_certificate_of_a_leap_day_ends_on_28_february(self):
        self.assertEqual(last_valid_day(day(2024, 2, 29)), day(2027, 2, 28))
        self.assertEqual(last_valid_day(day(2020, 12, 31)), day(2023, 12, 31))
