"""Dates and numbers go in and come out as Vietnamese offices write them."""

import datetime
from decimal import Decimal

from django import forms
from django.template import Context, Template
from django.test import SimpleTestCase


class DateForm(forms.Form):
    day = forms.DateField()


class NumberForm(forms.Form):
    number = forms.DecimalField(localize=True)


class FormatTests(SimpleTestCase):
    def read(self, text: str) -> datetime.date | None:
        return DateForm({"day": text}).fields["day"].to_python(text)

    def test_day_comes_before_month(self):
        self.assertEqual(self.read("05/09/2023"), datetime.date(2023, 9, 5))
        self.assertEqual(self.read("15/09/2023"), datetime.date(2023, 9, 15))

    def test_what_a_date_picker_sends_is_read_too(self):
        self.assertEqual(self.read("2023-09-05"), datetime.date(2023, 9, 5))

    def test_other_ways_are_refused(self):
        for text in ("5/9/23", "09/15/2023", "31/02/2023", "5-9-2023", "mai"):
            with self.subTest(text), self.assertRaises(forms.ValidationError):
                self.read(text)

    def test_date_returns_to_its_field_as_it_is_typed(self):
        form = DateForm(initial={"day": datetime.date(2023, 9, 5)})
        self.assertIn('value="05/09/2023"', str(form["day"]))

    def test_page_shows_dates_and_numbers_the_vietnamese_way(self):
        page = Template("{{ day }} | {{ at }} | {{ whole }} | {{ part }}").render(
            Context(
                {
                    "day": datetime.date(2023, 9, 5),
                    "at": datetime.datetime(2023, 9, 15, 1, 5, tzinfo=datetime.UTC),
                    "whole": 1234567,
                    "part": Decimal("82.5"),
                }
            )
        )
        self.assertEqual(page, "05/09/2023 | 08:05 15/09/2023 | 1.234.567 | 82,5")

    def test_comma_is_the_decimal_sign(self):
        form = NumberForm({"number": "1.234,5"})
        self.assertTrue(form.is_valid())
        self.assertEqual(form.cleaned_data["number"], Decimal("1234.5"))
