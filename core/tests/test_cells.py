import datetime
import unicodedata
from decimal import Decimal

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from core.cells import (
    CellError,
    dates_in,
    is_blank,
    read_date,
    read_decimal,
    read_in_unicode,
    read_line,
    says_nothing,
    text_of,
)

RAW = st.one_of(
    st.text(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
)


def code_of(read, raw):
    """Return the code of the refusal of a cell."""
    try:
        value = read(raw)
    except CellError as error:
        return error.code
    return f"accepted as {value}"


class TextTests(SimpleTestCase):
    def test_a_number_shows_as_it_does_in_the_sheet(self):
        for raw, shown in ((4.0, "4"), (900000101.0, "900000101"), (82.5, "82,5")):
            with self.subTest(raw=raw):
                self.assertEqual(text_of(raw), shown)

    def test_text_is_composed_and_single_spaced_without_control_characters(self):
        raw = unicodedata.normalize("NFD", " Cơm\u200b  cháy\x00\n Huy Hoàng ")
        self.assertEqual(text_of(raw), "Cơm cháy Huy Hoàng")

    def test_dashes_and_dots_are_blank_and_words_may_say_nothing(self):
        for raw in ("", "  ", "-", "–", "...", "…", "\u200b", "\xa0", None):
            with self.subTest(raw=raw):
                self.assertTrue(is_blank(raw))
        self.assertFalse(is_blank("chưa có"))
        self.assertTrue(says_nothing("Chưa có."))
        self.assertFalse(says_nothing("có"))

    def test_text_too_long_for_its_column_is_refused(self):
        self.assertEqual(code_of(lambda raw: read_line(raw, 5), "Rượu gạo"), "too_long")

    def test_old_fonts_come_out_in_unicode_with_a_note(self):
        reading = read_in_unicode(read_line, "Hîp t¸c x· N«ng nghiÖp")
        self.assertEqual(reading.value, "Hợp tác xã Nông nghiệp")
        self.assertEqual([note.code for note in reading.notes], ["legacy_converted"])

    def test_every_kind_of_cell_is_put_into_unicode_first(self):
        reading = read_in_unicode(read_date, "ngµy 16 th¸ng 9 n¨m 2020")
        self.assertEqual(reading.value, datetime.date(2020, 9, 16))

    def test_an_old_font_that_nobody_can_tell_is_refused(self):
        for raw in ("Hîp t¸c xĐ x¸¸", "deâ"):
            with self.subTest(raw=raw):
                code = code_of(lambda raw: read_in_unicode(read_line, raw), raw)
                self.assertEqual(code, "legacy_encoding")

    @given(RAW)
    def test_anything_in_a_cell_is_read_or_refused(self, raw):
        for read in (read_line, read_date, read_decimal):
            code_of(read, raw)


class DateTests(SimpleTestCase):
    def test_text_dates_are_day_first(self):
        for text in (
            "16/9/2020",
            "16/09/20",
            "16.9.2020",
            " 16 - 9 - 2020 ",
            "16\\9\\2020",
            "16,9,2020",
            "Ngày 16/9/2020",
            "ngày 16 tháng 9 năm 2020",
            "16 tháng 09, năm 2020",
            "2020-09-16",
            "2020-09-16 00:00:00",
            "16/9/2020 0:00",
            unicodedata.normalize("NFD", "ngày 16 tháng 9 năm 2020"),
            "16 tháng 9, 2020",
            "16/9 năm 2020",
            "16–9–2020",
            "16//9/2020",
            "2020/09/16",
            "ngày16/9/2020",
        ):
            with self.subTest(text=text):
                self.assertEqual(read_date(text).value, datetime.date(2020, 9, 16))
        self.assertEqual(read_date("05/09/2023").value, datetime.date(2023, 9, 5))

    def test_real_dates_and_serial_numbers_are_dates(self):
        day = datetime.date(2020, 9, 16)
        moment = datetime.datetime(2020, 9, 16, 3, 0)  # noqa: DTZ001 -- as Excel has it
        for raw in (day, moment, 44090, 44090.5, "44090", "44090.0"):
            with self.subTest(raw=raw):
                self.assertEqual(read_date(raw).value, day)

    def test_an_incomplete_date_is_kept_as_printed_and_never_made_exact(self):
        for raw in (
            "2020",
            2020,
            2020.0,
            "năm 2022",
            "tháng 12/2022",
            "12/2022",
            "T12/2022",
            "Quý IV/2022",
            "Đợt 2 năm 2021",
            "Đợt 1",
        ):
            with self.subTest(raw=raw):
                reading = read_date(raw)
                self.assertIsNone(reading.value)
                self.assertEqual(reading.printed, text_of(raw))
                self.assertEqual(
                    [note.code for note in reading.notes], ["date_incomplete"]
                )

    def test_impossible_dates_are_refused(self):
        for raw in (
            "31/02/2021",
            "13/13/2020",
            "5/15/2021",
            "tháng 13/2022",
            "tháng 12",
            "16/9",
            "16/9/020",
            "1/1/1900",
            "l6/9/2020",
            "16/9/2O20",
            "ngày 31 tháng 6 năm 2022",
            "chờ quyết định",
            5,
            True,
            datetime.time(3, 4),
            "16/9/2020 và 17/9/2021",
        ):
            with self.subTest(raw=raw):
                self.assertEqual(code_of(read_date, raw), "invalid_date")

    def test_every_date_of_a_text_is_found_in_order(self):
        self.assertEqual(
            dates_in("114 (15/1/2020); 2008 ngày 16 tháng 9 năm 2023"),
            [datetime.date(2020, 1, 15), datetime.date(2023, 9, 16)],
        )


class DecimalTests(SimpleTestCase):
    def test_numbers_with_comma_or_point(self):
        for raw in ("82,8 điểm", "82.8", 82.8, Decimal("82.80")):
            with self.subTest(raw=raw):
                self.assertEqual(read_decimal(raw), Decimal("82.80"))

    def test_what_is_no_number_is_refused(self):
        for raw in ("abc", "1e9999", "82,8,1", "nan"):
            with self.subTest(raw=raw):
                self.assertEqual(code_of(read_decimal, raw), "invalid_number")
