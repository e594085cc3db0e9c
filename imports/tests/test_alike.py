"""Names that are so much alike that a person should look at them."""

from django.test import SimpleTestCase

from imports.planning.alike import Known, alike_pairs, without_place
from producers.identity import match_key


def known(name, code="", record=None) -> Known:
    return Known(name, match_key(name), code, record or name)


def is_place(text) -> bool:
    return text in ("xã Nam Tuấn", "huyện Hòa An")


class AlikeTests(SimpleTestCase):
    def pairs(self, names, stored=(), settled=()):
        def named(given):
            return [known(*one) if isinstance(one, tuple) else known(one)
                    for one in given]  # fmt: skip

        found = alike_pairs(named(names), named(stored), is_place, settled)
        return [(p.one.name, p.other.name, int(p.score)) for p in found]

    def test_one_letter_apart_within_the_file_and_against_the_stored(self):
        self.assertEqual(
            self.pairs(
                ["HTX Hoàng Tung", "HTX Hoàng Tùng", "HTX Bản Giốc"],
                ["HTX Bản Dốc", "HTX Bản Giốcc", "Công ty TNHH Đông Bắc"],
            ),
            [
                ("HTX Bản Giốc", "HTX Bản Giốcc", 96),
                ("HTX Hoàng Tung", "HTX Hoàng Tùng", 92),
            ],
        )

    def test_a_name_with_and_without_its_place(self):
        for name in (
            "HTX Dược liệu, xã Nam Tuấn",
            "HTX Dược liệu - huyện Hòa An",
            "HTX Dược liệu (TT Nước Hai)",
            "HTX Dược liệu xã Nam Tuấn",
        ):
            with self.subTest(name):
                found = self.pairs(["HTX Dược liệu", name])
                self.assertEqual(found, [("HTX Dược liệu", name, 100)])

    def test_only_a_known_place_is_cut_off_without_a_comma(self):
        for name, bare in (
            ("HTX Rau xã Nam Tuấn", "HTX Rau"),
            ("HTX Rau xã Không Có", "HTX Rau xã Không Có"),
            ("HTX Vùng cao, xã Không Có", "HTX Vùng cao"),
            ("HTX Tỉnh Túc", "HTX Tỉnh Túc"),
            ("Xã Nam Tuấn", "Xã Nam Tuấn"),
        ):
            with self.subTest(name):
                self.assertEqual(without_place(name, is_place), bare)

    def test_two_tax_codes_other_numbers_and_equal_keys_are_no_question(self):
        one, other = "HTX Hoàng Tung", "HTX Hoàng Tùng"
        for names in (
            [(one, "4800000001"), (other, "4800000002")],
            ["Nông trại số 12", "Nông trại số 13"],
            ["Nông trại hữu cơ 1", "Nông trại hữu cơ 2"],
            ["HTX Hoàng Tung", "Hợp tác xã HOÀNG TUNG"],
            [(one, "", "same record"), (other, "", "same record")],
        ):
            with self.subTest(names):
                self.assertEqual(self.pairs(names), [])
        self.assertEqual(self.pairs([(one, "4800000001"), other]), [(one, other, 92)])

    def test_what_is_settled_is_not_asked_again(self):
        one, other = "HTX Hoàng Tung", "HTX Hoàng Tùng"
        settled = {frozenset((match_key(one), match_key(other)))}
        self.assertEqual(self.pairs([one, other], settled=settled), [])

    def test_the_stored_are_not_compared_among_themselves(self):
        self.assertEqual(
            self.pairs(["HTX Xa"], ["HTX Hoàng Tung", "HTX Hoàng Tùng"]), []
        )

    def test_a_name_has_no_more_than_its_three_nearest(self):
        stored = [f"HTX Hoàng Tung {letter}" for letter in "ABCDE"]
        found = self.pairs(["HTX Hoàng Tung"], stored)
        self.assertEqual([score for *_, score in found], [93, 93, 93])

    def test_many_alike_do_not_give_a_question_for_each_two(self):
        names = [f"HTX Nông nghiệp sạch {letter}" for letter in "ABCDEĐGHIKLMNOPQ"]
        self.assertLessEqual(len(self.pairs(names)), 3 * len(names))
