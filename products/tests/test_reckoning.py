"""From points to stars: against a reading of the law in plain Python, and in words."""

from fractions import Fraction

from django.test import SimpleTestCase, TestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from products.models import CriteriaSet, Regime
from products.scoring.minima import Minimum, asked_for, minima_of
from products.scoring.reckoning import mean_points, reckon
from products.scoring.words import explanation, points_words, spread_words
from tests.criteria_factories import CriterionFactory, OptionFactory, short_set

BANDS = [[0, 30, 1], [30, 50, 2], [50, 70, 3], [70, 90, 4], [90, 100, 5]]
NEW = Regime(number="26/2026/QĐ-TTg", star_bands=BANDS)
OLD = Regime(number="1048/QĐ-TTg", star_bands=BANDS, bands_are_whole=True)
CRITERIA = range(1, 6)


def minimum(criterion, star, points):
    code = f"4.{criterion}"
    return Minimum(criterion, code, "Khu vực phân phối", star, points, "Có đại lý")


def stars_by_the_law(total, minima, points, *, whole):
    """Read the bands and the asterisks as they are printed."""
    if whole and total != int(total) and int(total) in (29, 49, 69, 89):
        return None
    band = 5
    for edge, below in ((90, 4), (70, 3), (50, 2), (30, 1)):
        if total < edge:
            band = below
    for star in (3, 4, 5):
        reached = all(
            points.get(one.criterion, 0) >= one.points
            for one in minima
            if one.star <= star
        )
        if not reached:
            return min(band, star - 1)
    return band


class ReckoningTests(SimpleTestCase):
    @given(
        sheets=st.lists(
            st.fixed_dictionaries({key: st.integers(0, 20) for key in CRITERIA}),
            min_size=1,
            max_size=5,
        ),
        minima=st.lists(
            st.builds(
                minimum,
                st.sampled_from(CRITERIA),
                st.sampled_from((3, 4, 5)),
                st.integers(1, 20),
            ),
            max_size=6,
        ),
        whole=st.booleans(),
    )
    @settings(max_examples=400)
    def test_stars_are_those_of_the_law(self, sheets, minima, whole):
        points = mean_points(sheets)
        total = sum(Fraction(sum(sheet.values())) for sheet in sheets) / len(sheets)
        result = reckon(OLD if whole else NEW, minima, points)
        self.assertEqual(result.total, total)
        self.assertEqual(
            result.stars, stars_by_the_law(total, minima, points, whole=whole)
        )
        held_down = result.stars is not None and result.stars < result.band
        self.assertEqual(bool(result.missed), held_down)

    def test_edges_are_half_open_and_nothing_is_rounded(self):
        for total, stars in (
            ("69.5", 3),
            ("69.999", 3),
            ("70", 4),
            ("89.99", 4),
            ("90", 5),
            ("100", 5),
            ("29.9", 1),
            ("0", 1),
        ):
            with self.subTest(total):
                self.assertEqual(reckon(NEW, [], {1: Fraction(total)}).stars, stars)

    def test_a_minimum_is_read_by_the_mean_of_its_criterion(self):
        asked = [minimum(1, 4, 3)]
        high = {2: 80}
        for given_points, stars in (((3, 3, 2), 3), ((3, 3, 3), 4), ((5, 2, 2), 4)):
            with self.subTest(given_points):
                sheets = [{1: points, **high} for points in given_points]
                result = reckon(NEW, asked, mean_points(sheets))
                self.assertEqual(result.stars, stars)

    def test_more_stars_ask_for_what_fewer_do(self):
        asked = asked_for([minimum(1, 3, 2), minimum(1, 4, 3), minimum(2, 3, 1)], 5)
        self.assertEqual([str(one) for one in asked], ["4.1 ≥ 3", "4.2 ≥ 1"])


class WordsTests(SimpleTestCase):
    def say(self, points, minima=(), regime=NEW):
        return explanation(
            reckon(regime, list(minima), {1: Fraction(points), 2: Fraction(90)}), regime
        )

    def test_a_missed_minimum_explains_the_stars(self):
        asked = [minimum(1, 4, 3), minimum(1, 5, 5)]
        self.assertEqual(self.say(2, asked), "92 điểm nhưng thiếu 4.1 ≥ 3: hạng 3 sao")
        self.assertEqual(self.say(4, asked), "94 điểm nhưng thiếu 4.1 ≥ 5: hạng 4 sao")

    def test_several_are_named_and_none_met_gives_two_stars(self):
        asked = [minimum(1, 3, 3), minimum(2, 3, 91)]
        self.assertEqual(
            self.say(0, asked),
            "90 điểm nhưng thiếu 4.1 ≥ 3, 4.2 ≥ 91: 2 sao, không ban hành quyết định"
            " công nhận",
        )

    def test_what_follows_from_the_stars(self):
        for points, words in (
            (
                3,
                "93 điểm, đủ mức tối thiểu của 5 sao: tiềm năng 5 sao, trình Trung ương"
                " đánh giá",
            ),
            ("-7.5", "82,5 điểm, đủ mức tối thiểu của 4 sao: hạng 4 sao"),
            (-40, "50 điểm, đủ mức tối thiểu của 3 sao: hạng 3 sao"),
            (-45, "45 điểm: 2 sao, không ban hành quyết định công nhận"),
            (-70, "20 điểm: 1 sao, không ban hành quyết định công nhận"),
        ):
            with self.subTest(points):
                self.assertEqual(self.say(points), words)

    def test_a_gap_of_1048_is_told(self):
        self.assertEqual(
            self.say("-20.5", regime=OLD),
            "69,5 điểm nằm giữa hai khung 50–69 và 70–89 điểm của 1048/QĐ-TTg: quy định"
            " không nói xếp hạng nào",
        )
        self.assertIn(
            "89,5 điểm nằm giữa hai khung 70–89 và 90–100", self.say("-0.5", regime=OLD)
        )
        self.assertIn("hạng 4 sao", self.say("-0.5"))

    def test_points_never_look_like_the_next_band(self):
        for points, words in (
            (Fraction(92), "92"),
            (Fraction(165, 2), "82,5"),
            (Fraction(331, 4), "82,75"),
            (Fraction(247, 3), "82,33…"),
            (Fraction(629, 7), "89,85…"),
            (Fraction(69999, 1000), "69,99…"),
        ):
            with self.subTest(words):
                self.assertEqual(points_words(points), words)

    def test_members_more_than_ten_points_apart_are_told(self):
        self.assertEqual(spread_words([82, 92, 85]), "")
        self.assertEqual(spread_words([]), "")
        self.assertEqual(
            spread_words([79, 92, 85]),
            "Điểm của các thành viên chênh nhau 13 điểm (từ 79 đến 92), quá 10 điểm:"
            " cần thảo luận và chấm lại.",
        )


class MinimaTests(TestCase):
    def test_minima_come_in_the_order_of_the_sheet(self):
        row = short_set()
        found = minima_of([row.pk])[row.pk]
        self.assertEqual(
            [(one.star, str(one)) for one in found],
            [
                (3, "1.1 ≥ 10"),
                (4, "1.1 ≥ 30"),
                (5, "1.1 ≥ 40"),
                (3, "4.1 ≥ 2"),
                (4, "4.1 ≥ 3"),
            ],
        )

    def test_an_asterisk_at_the_criterion_asks_for_the_least_points(self):
        criterion = CriterionFactory(code="3.e", min_for_star=4)
        for points in (2, 1, 0):
            OptionFactory(criterion=criterion, points=points)
        [one] = minima_of([criterion.criteria_set_id])[criterion.criteria_set_id]
        self.assertEqual((one.star, str(one)), (4, "3.e ≥ 1"))

    def test_sets_are_read_in_one_query(self):
        short_set()
        short_set(number=15)
        with self.assertNumQueries(1):
            found = minima_of(CriteriaSet.objects.values_list("pk", flat=True))
        self.assertEqual(len(found), 2)
