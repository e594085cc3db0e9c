from django.test import TestCase

from producers.placing import PlaceReader
from tests.places import FORMER, load_cao_bang, unit


class PlaceReaderTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.reader = PlaceReader(unit("04"))

    def read(self, *parts, **hints):
        """Return (place, unit of today, codes of the notes)."""
        with self.assertNumQueries(0):
            reading = self.reader.read(*parts, **hints)
            location = reading.location
            found = (location.place, location.area) if location else (None, None)
            return (*found, [note.code for note in reading.notes])

    def test_two_queries_make_a_reader(self):
        province = unit("04")
        with self.assertNumQueries(2):
            PlaceReader(province)

    def test_a_former_commune_with_the_unit_of_today(self):
        self.assertEqual(
            self.read("Xóm 3", "TT Nước Hai", "Hòa An"),
            (unit("01654", FORMER), unit("01654"), []),
        )

    def test_a_unit_of_today(self):
        hoa_an = unit("01654")
        self.assertEqual(self.read("xã Hoà An, tỉnh Cao Bằng"), (hoa_an, hoa_an, []))

    def test_a_name_of_both_eras_that_is_one_unit_today_is_sure_enough(self):
        today = unit("01660")
        self.assertEqual(self.read("Xã Nam Tuấn, tỉnh Cao Bằng"), (today, today, []))
        self.assertEqual(self.read("Nam Tuấn", former=True)[0], unit("01660", FORMER))

    def test_a_name_of_both_eras_that_is_several_units_is_not(self):
        self.assertEqual(self.read("Xã Đức Long"), (None, None, ["place_ambiguous"]))
        self.assertEqual(self.read("Xã Đức Long", former=False)[0].is_current, True)

    def test_unknown_and_ambiguous_names_are_notes_and_no_guess(self):
        self.assertEqual(self.read("Xã Không Có"), (None, None, ["place_unknown"]))
        self.assertEqual(self.read("Hòa An"), (None, None, ["place_ambiguous"]))
        [note] = self.reader.read("Hòa An").notes
        self.assertIn("Huyện Hòa An", note.message)
        self.assertIn("Xã Hòa An", note.message)

    def test_nothing_said_is_nothing_found(self):
        self.assertEqual(self.read("", ""), (None, None, []))
