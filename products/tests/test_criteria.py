"""The criteria as they ship: counts, sums, minima, cases, and their pages."""

import json
from collections import Counter
from io import StringIO

from django.core.management import call_command
from django.db.models import Count, Sum
from django.test import TestCase
from django.urls import reverse

from products.criteria import FOLDER, load_criteria
from products.models import CriteriaSet, Criterion, Heading, Option, Regime
from products.regimes import load_regimes
from products.scoring.minima import minima_of
from products.tree import leaves_of, tree_of
from tests.criteria_factories import short_set
from tests.factories import RegimeFactory, UserFactory

from .cast import Places

COUNTS = {
    "26/2026/QĐ-TTg": (787, 2579),
    "148/QĐ-TTg": (795, 2632),
    "1048/QĐ-TTg": (31, 113),
}


class ShippedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_regimes()
        load_criteria()

    def of(self, regime: str, number: int) -> CriteriaSet:
        return CriteriaSet.objects.get(regime__number=regime, number=number)

    def test_each_regime_has_as_many_criteria_and_options_as_its_source(self):
        found = Regime.objects.annotate(
            criteria=Count("criteria_sets__criteria", distinct=True),
            options=Count("criteria_sets__criteria__options", distinct=True),
        )
        self.assertEqual(
            {one.number: (one.criteria, one.options) for one in found}, COUNTS
        )

    def test_every_set_of_2026_adds_up_to_40_25_and_35(self):
        for row in CriteriaSet.objects.filter(regime__number="26/2026/QĐ-TTg"):
            tree = tree_of(row)
            with self.subTest(row):
                self.assertEqual(
                    [
                        (
                            part.heading.code,
                            part.heading.max_points,
                            sum(one.criterion.max_points for one in part.all_leaves()),
                        )
                        for part in tree.parts
                    ],
                    [("A", 40, 40), ("B", 25, 25), ("C", 35, 35)],
                )

    def test_a_set_is_complete_where_its_criteria_add_up_to_100(self):
        rows = CriteriaSet.objects.annotate(points=Sum("criteria__max_points"))
        self.assertEqual(
            {row.pk for row in rows if row.is_complete},
            {row.pk for row in rows if row.points == 100},
        )

    def test_every_heading_holds_what_lies_below_it(self):
        def check(node):
            below = sum(one.criterion.max_points for one in node.all_leaves())
            with self.subTest(f"{node.heading.criteria_set_id} {node.heading}"):
                self.assertEqual(node.heading.max_points, below)
            for inner in node.nodes:
                check(inner)

        for row in CriteriaSet.objects.filter(is_complete=True):
            for part in tree_of(row).parts:
                check(part)

    def test_no_option_gives_more_than_its_criterion(self):
        for option in Option.objects.select_related("criterion"):
            self.assertLessEqual(option.points, option.criterion.max_points)

    def minima(self, row) -> dict[str, dict[int, int]]:
        """Return {code: {stars: points}} of a set."""
        found: dict[str, dict[int, int]] = {}
        for one in minima_of([row.pk]).get(row.pk, []):
            found.setdefault(one.code, {})[one.star] = one.points
        return found

    def test_minima_rise_with_the_stars_and_stand_in_no_case(self):
        """A minimum in one case of several would say nothing of the others."""
        self.assertFalse(Option.objects.exclude(branch="").filter(min_for_star__gt=0))
        for row in CriteriaSet.objects.filter(is_complete=True):
            for asked in self.minima(row).values():
                points = [points for _, points in sorted(asked.items())]
                self.assertEqual(points, sorted(points))

    def test_minima_of_white_spirit(self):
        asked = self.minima(self.of("26/2026/QĐ-TTg", 14))
        self.assertEqual(asked["4.1"], {3: 2, 4: 3, 5: 5})
        self.assertEqual(asked["3.5"], {3: 1, 4: 2})
        self.assertEqual(asked["2.1"], {4: 4})
        self.assertNotIn("2.4", asked)

    def test_an_asterisk_at_the_criterion_asks_for_some_points(self):
        self.assertEqual(self.minima(self.of("148/QĐ-TTg", 14))["3.e"], {4: 1})

    def test_tourism_offers_two_cases_each(self):
        row = self.of("26/2026/QĐ-TTg", 26)
        cases = {
            leaf.criterion.code: [block.code for block in leaf.blocks]
            for leaf in leaves_of(row)
            if leaf.criterion.branches
        }
        self.assertEqual(
            cases, {"8": ["8a", "8b"], "9": ["9a", "9b"], "15": ["15a", "15b"]}
        )
        self.assertEqual(
            [
                [one.points for one in block.options]
                for block in self.leaf(row, "15").blocks
            ],
            [[1, 3], [1, 3]],
        )

    def leaf(self, row, code):
        return next(one for one in leaves_of(row) if one.criterion.code == code)

    def test_inner_headings_stand_in_their_section(self):
        tea = tree_of(self.of("26/2026/QĐ-TTg", 11))
        section = next(
            node for node in tree_of_sections(tea) if node.heading.code == "6"
        )
        self.assertEqual([one.heading.code for one in section.nodes], ["6.1", "6.2"])
        self.assertEqual(
            [one.criterion.code for one in section.nodes[0].leaves], ["6.1.1", "6.1.2"]
        )

    def test_a_second_run_mends_and_adds_nothing(self):
        models = (Heading, Criterion, Option)
        before = [set(model.objects.values_list("pk", flat=True)) for model in models]
        Option.objects.filter(points=2).update(label="sai")
        self.assertEqual(load_criteria(), (1613, 5324))
        self.assertFalse(Option.objects.filter(label="sai").exists())
        after = [set(model.objects.values_list("pk", flat=True)) for model in models]
        self.assertEqual(after, before)

    def test_every_code_stands_once_in_its_set(self):
        for path in FOLDER.glob("*.json"):
            for row in json.loads(path.read_text(encoding="utf-8"))["sets"]:
                for kind in ("headings", "criteria"):
                    codes = Counter(entry["code"] for entry in row[kind])
                    self.assertEqual([c for c, n in codes.items() if n > 1], [])


def tree_of_sections(tree):
    return [node for part in tree.parts for node in part.nodes]


class LoadTests(TestCase):
    def test_the_command_loads_all_of_it(self):
        out = StringIO()
        call_command("load_regimes", stdout=out)
        self.assertIn("1613 tiêu chí, 5324 mức điểm", out.getvalue())
        self.assertEqual(Option.objects.count(), 5324)


class PageTests(Places):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.row = short_set(
            regime=RegimeFactory(number="26/2026/QĐ-TTg"),
            number=2,
            name="Thịt tươi",
            elimination=["Giả mạo hồ sơ"],
            doubts=[["tiêu chí 1.1", "Mức đầu để trống"]],
        )
        cls.url = cls.row.get_absolute_url()

    def test_everybody_reads_the_sets_by_regime(self):
        for person in (self.lan, self.hoa, self.reader):
            page = self.page(reverse("products:regime_list"), person)
            self.assertContains(page, "2. Thịt tươi")
            self.assertContains(page, "26/2026/QĐ-TTg")

    def test_incomplete_sets_are_marked(self):
        CriteriaSet.objects.filter(pk=self.row.pk).update(is_complete=False)
        for url in (reverse("products:regime_list"), self.url):
            page = self.page(url)
            self.assertContains(page, "Chưa đủ tiêu chí, không chấm điểm")

    def test_a_set_shows_points_minima_grounds_and_doubts(self):
        page = self.page(self.url)
        for words in (
            "Phần A. PHẦN A",
            "tối thiểu cho 4 sao",
            "Giả mạo hồ sơ",
            "Tiêu chí 1.1: Mức đầu để trống.",
            "3 tiêu chí, cộng 100 trên 100 điểm",
        ):
            with self.subTest(words):
                self.assertContains(page, words)

    def test_a_set_is_read_in_as_many_queries_however_large_it_is(self):
        load_regimes()
        load_criteria()
        large = CriteriaSet.objects.get(regime__number="148/QĐ-TTg", number=13)
        self.client.force_login(UserFactory(role="viewer"))
        self.client.get(self.url)
        for url in (self.url, large.get_absolute_url()):
            with self.subTest(url), self.assertNumQueries(7):
                self.client.get(url)
