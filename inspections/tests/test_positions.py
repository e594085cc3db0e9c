from decimal import Decimal

from django.test import SimpleTestCase

from inspections.positions import (
    Distance,
    Position,
    distance_between,
    length_in_words,
)

SITE = Position(Decimal("22.665312"), Decimal("106.257894"))


class PositionTests(SimpleTestCase):
    def test_distance_runs_over_the_globe(self):
        hanoi = Position(Decimal("21.028511"), Decimal("105.804817"), 30)
        distance = distance_between(hanoi, SITE)
        self.assertAlmostEqual(distance.metres, 187_889, delta=200)
        self.assertEqual(distance.accuracy, 30)
        self.assertEqual(distance_between(SITE, SITE).metres, 0)

    def test_the_other_end_of_the_earth_is_no_error(self):
        north, south = (
            Position(Decimal(90), Decimal(0)),
            Position(Decimal(-90), Decimal(0)),
        )
        metres = distance_between(north, south).metres
        self.assertAlmostEqual(metres, 20_015_114, delta=5)

    def test_lengths_are_said_in_metres_or_kilometres(self):
        said = {
            0: "0 m",
            999: "999 m",
            1_000: "1,0 km",
            12_340: "12,3 km",
            1_234_567: "1.235 km",
        }
        for metres, words in said.items():
            self.assertEqual(length_in_words(metres), words)

    def test_what_the_device_may_be_out_speaks_for_the_site(self):
        near, unsure, far = Distance(40, 12), Distance(400, 900), Distance(2_500, 900)
        flags = [(one.is_unsure, one.is_far) for one in (near, unsure, far)]
        self.assertEqual(flags, [(False, False), (True, False), (False, True)])
        self.assertFalse(Distance(1_500, 600).is_far)
        self.assertFalse(Distance(40, None).is_unsure)
        self.assertTrue(Distance(1_001, None).is_far)
