"""What is asked about producers and places, and what an answer changes in the plan."""

from django.db import IntegrityError, transaction
from django.test import TestCase
from django.utils import timezone

from accounts.enums import Role
from areas.models import Area
from imports.models import Answer
from imports.planning.answers import Answers
from imports.tests.plans import codes, plan_of
from producers.models import Producer, Site
from products.models import Product
from products.regimes import load_regimes
from tests.factories import ProducerFactory, SiteFactory, UserFactory
from tests.places import load_cao_bang, unit

from .workbooks import workbook

TITLES = ["Tên sản phẩm", "Tên chủ thể", "Địa chỉ", "Mã số thuế"]
NUOC_HAI = "Thị trấn Nước Hai, huyện Hòa An"
HOANG_TUNG = "Xã Hoàng Tung, huyện Hòa An"
ONE, OTHER = "HTX Hoàng Tung", "HTX Hoàng Tùng"
ONE_KEY, OTHER_KEY = "htx hoàng tung", "htx hoàng tùng"


def answer(kind, key, other_key="", **said) -> Answer:
    return Answer(kind=kind, key=key, other_key=other_key, text=key, **said)


def alike(verdict) -> Answer:
    return answer("alike", ONE_KEY, OTHER_KEY, verdict=verdict)


def two_places(verdict) -> Answer:
    return answer("two_places", ONE_KEY, verdict=verdict)


class AnswerTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_regimes()

    def plan(self, *rows, answers=(), user=None, **choices):
        """Return the plan of rows under TITLES, with what it asks."""
        plan = plan_of(
            workbook([TITLES, *rows]), user=user, answers=Answers(answers), **choices
        )
        plan.ask()
        return plan

    def asked(self, *rows, **options):
        """Return (kind, text, other text) of everything still open."""
        return [
            (one.kind, one.text, one.other_text)
            for one in self.plan(*rows, **options).asked
            if one.answer is None
        ]

    def names(self, plan) -> list[str]:
        """Return the names of the producers of a plan, new ones with a plus."""
        return [
            ("+" if record.is_new else "") + record["name"]
            for record in plan.records[Producer]
        ]


class AlikeTests(AnswerTestCase):
    def test_alike_names_are_offered_and_stay_two(self):
        plan = self.plan(["Gạo", ONE, NUOC_HAI], ["Miến", OTHER, NUOC_HAI])
        self.assertEqual(self.names(plan), ["+" + ONE, "+" + OTHER])
        [question] = plan.asked
        self.assertEqual(
            (question.kind, question.key, question.other_key, question.score),
            ("alike", ONE_KEY, OTHER_KEY, 92),
        )
        side = {
            "place": "Thị trấn Nước Hai, huyện Hòa An (đến 30/06/2025)",
            "tax_code": "",
            "products": 1,
            "is_known": False,
        }
        self.assertEqual(
            question.sides, [{"name": ONE, **side}, {"name": OTHER, **side}]
        )
        self.assertEqual(question.rows, 2)

    def test_a_stored_name_is_shown_with_what_is_known_of_it(self):
        stored = ProducerFactory(name=OTHER, tax_code="4800000001")
        SiteFactory(producer=stored, place=unit("01654"), is_main=True)
        [question] = self.plan(["Gạo", ONE, NUOC_HAI]).asked
        self.assertEqual(
            question.sides[1],
            {
                "name": OTHER,
                "place": unit("01654").full_name,
                "tax_code": "4800000001",
                "products": 0,
                "is_known": True,
            },
        )

    def test_said_to_be_one_the_stored_name_stays_for_both(self):
        stored = ProducerFactory(name=OTHER)
        SiteFactory(producer=stored, place=unit("01654"), is_main=True)
        rows = [["Gạo", ONE, NUOC_HAI], ["Miến", OTHER, NUOC_HAI]]
        self.assertEqual(self.names(self.plan(*rows)), ["+" + ONE, OTHER])
        plan = self.plan(*rows, answers=[alike("same")])
        self.assertEqual(self.names(plan), [OTHER])
        [producer] = plan.records[Producer]
        self.assertEqual((producer.pk, producer.wanted), (stored.pk, {}))
        makers = {product.links["producer"] for product in plan.records[Product]}
        self.assertEqual(makers, {producer})
        self.assertEqual([one.answer is None for one in plan.asked], [False])

    def test_said_to_be_one_of_two_new_names_the_first_counts(self):
        for rows, name in (
            ([["Gạo", ONE, NUOC_HAI], ["Miến", OTHER, NUOC_HAI]], ONE),
            ([["Gạo", OTHER, NUOC_HAI], ["Miến", ONE, NUOC_HAI]], OTHER),
        ):
            with self.subTest(name):
                plan = self.plan(*rows, answers=[alike("same")])
                self.assertEqual(self.names(plan), ["+" + name])
                self.assertEqual(len(plan.records[Site]), 1)

    def test_two_names_said_to_be_one_may_lie_in_two_communes(self):
        rows = [["Gạo", ONE, NUOC_HAI], ["Miến", OTHER, HOANG_TUNG]]
        plan = self.plan(*rows, answers=[alike("same")])
        self.assertEqual(self.names(plan), ["+" + ONE])
        self.assertEqual(len(plan.records[Site]), 2)
        self.assertEqual([one.answer is None for one in plan.asked], [False])

    def test_the_same_product_under_both_names_is_a_repetition(self):
        rows = [["Gạo", ONE, NUOC_HAI], ["Gạo", OTHER, NUOC_HAI]]
        before = [row.outcome.value for row in self.plan(*rows).rows[-2:]]
        after = self.plan(*rows, answers=[alike("same")]).rows[-2:]
        self.assertEqual(before, ["new", "new"])
        self.assertEqual([row.outcome.value for row in after], ["new", "duplicate"])

    def test_what_is_said_of_three_names_two_by_two_is_one(self):
        third = answer("alike", OTHER_KEY, "htx hoàng tùngg", verdict="same")
        plan = self.plan(
            ["Gạo", "HTX Hoàng Tùngg", NUOC_HAI],
            ["Miến", ONE, NUOC_HAI],
            answers=[alike("same"), third],
        )
        self.assertEqual(self.names(plan), ["+HTX Hoàng Tùngg"])

    def test_said_to_be_two_they_are_asked_no_more(self):
        rows = [["Gạo", ONE, NUOC_HAI], ["Miến", OTHER, NUOC_HAI]]
        plan = self.plan(*rows, answers=[alike("different")])
        self.assertEqual(self.names(plan), ["+" + ONE, "+" + OTHER])
        self.assertEqual(self.asked(*rows, answers=[alike("different")]), [])
        self.assertEqual([one.text for one in plan.asked], [ONE_KEY])

    def test_two_stored_records_are_never_made_one(self):
        for name in (ONE, OTHER):
            SiteFactory(producer=ProducerFactory(name=name), place=unit("01654"))
        rows = [["Gạo", ONE, NUOC_HAI], ["Miến", OTHER, NUOC_HAI]]
        for answers in ([], [alike("same")]):
            plan = self.plan(*rows, answers=answers)
            self.assertEqual(self.names(plan), [ONE, OTHER])

    def test_no_answer_overrules_two_tax_codes(self):
        rows = [
            ["Gạo", ONE, NUOC_HAI, "4800000001"],
            ["Miến", OTHER, NUOC_HAI, "4800000002"],
        ]
        plan = self.plan(*rows, answers=[alike("same")])
        self.assertEqual(self.names(plan), ["+" + ONE, "+" + OTHER])
        self.assertEqual(self.asked(*rows), [])

    def test_one_tax_code_under_two_names_said_to_be_one_renames_nobody(self):
        code = "4800000001"
        stored = ProducerFactory(name=ONE, tax_code=code)
        SiteFactory(producer=stored, place=unit("01654"))
        row = ["Gạo", OTHER, NUOC_HAI, code]
        [renamed] = self.plan(row).records[Producer]
        self.assertEqual(renamed["name"], OTHER)
        [kept] = self.plan(row, answers=[alike("same")]).records[Producer]
        self.assertEqual((kept["name"], kept.wanted), (ONE, {}))

    def test_a_name_out_of_the_scope_is_neither_matched_nor_shown(self):
        elsewhere = ProducerFactory(name=OTHER)
        SiteFactory(producer=elsewhere, place=unit("01477"))
        lead = UserFactory(role=Role.LEAD, role__area=unit("01654"))
        lead.assignments.update(may_import=True)
        row = ["Gạo", ONE, "Xã Hòa An"]
        self.assertEqual(len(self.asked(row)), 1)
        self.assertEqual(self.asked(row, user=lead), [])
        plan = self.plan(row, user=lead, answers=[alike("same")])
        self.assertEqual(self.names(plan), ["+" + ONE])

    def test_an_answer_for_a_larger_unit_does_not_show_what_lies_elsewhere(self):
        SiteFactory(producer=ProducerFactory(name=OTHER), place=unit("01477"))
        lead = UserFactory(role=Role.LEAD, role__area=unit("01654"))
        lead.assignments.update(may_import=True)
        said = [
            alike("same"),
            answer("place", "xã đức long", place_id=unit("01822").pk),
        ]
        rows = [["Gạo", ONE, "Xã Hòa An"], ["Miến", "HTX A", "Xã Đức Long"]]
        plan = self.plan(*rows, user=lead, answers=said)
        self.assertEqual([(q.kind, q.answer) for q in plan.asked], [("place", None)])
        plan = self.plan(*rows, answers=said)
        self.assertEqual([q.answer for q in plan.asked], said)

    def test_an_answer_is_part_of_what_a_preview_shows(self):
        row = ["Gạo", ONE, NUOC_HAI]
        digests = [
            self.plan(row, answers=answers).digest
            for answers in ([], [alike("different")], [alike("same")])
        ]
        self.assertEqual(len(set(digests)), 3)
        about_others = answer("alike", "htx a", "htx b", verdict="same")
        self.assertEqual(self.plan(row, answers=[about_others]).digest, digests[0])


class TwoPlacesTests(AnswerTestCase):
    ROWS = (["Gạo", ONE, NUOC_HAI], ["Miến", ONE, HOANG_TUNG], ["Ngô", ONE, HOANG_TUNG])

    def sites(self, plan) -> list[tuple[str, str]]:
        """Return (producer, place) of every site of a plan."""
        names = plan.questions.places.units
        return [
            (site.links["producer"]["name"], names[site["place_id"]].name)
            for site in plan.records[Site]
        ]

    def test_one_name_in_two_communes_is_one_producer_and_a_question(self):
        plan = self.plan(*self.ROWS)
        self.assertEqual(self.names(plan), ["+" + ONE])
        self.assertEqual(
            self.sites(plan), [(ONE, "Thị trấn Nước Hai"), (ONE, "Xã Hoàng Tung")]
        )
        [question] = plan.asked
        self.assertEqual(
            (question.kind, question.key, question.text), ("two_places", ONE_KEY, ONE)
        )
        self.assertEqual(
            [(side["place"], side["is_known"]) for side in question.sides],
            [
                ("Thị trấn Nước Hai, huyện Hòa An (đến 30/06/2025)", False),
                ("Xã Hoàng Tung, huyện Hòa An (đến 30/06/2025)", False),
            ],
        )

    def test_said_to_be_two_every_commune_has_its_own(self):
        plan = self.plan(*self.ROWS, answers=[two_places("different")])
        self.assertEqual(self.names(plan), ["+" + ONE, "+" + ONE])
        self.assertEqual(len(plan.records[Site]), 2)
        self.assertEqual([one.answer is None for one in plan.asked], [False])
        self.assertEqual([codes(row) for row in plan.rows[-3:]], [[], [], []])

    def test_said_to_be_two_the_stored_one_keeps_its_commune(self):
        stored = ProducerFactory(name=ONE)
        at_home = unit("01477")
        SiteFactory(producer=stored, place=at_home, is_main=True)
        rows = [["Gạo", ONE, "Xã Trùng Khánh, tỉnh Cao Bằng"], ["Miến", ONE, NUOC_HAI]]
        plan = self.plan(*rows, answers=[two_places("different")])
        self.assertEqual(self.names(plan), [ONE, "+" + ONE])
        asked = self.plan(*rows).asked
        self.assertEqual(
            [[(s["place"], s["is_known"]) for s in one.sides] for one in asked],
            [
                [
                    (at_home.full_name, True),
                    ("Thị trấn Nước Hai, huyện Hòa An (đến 30/06/2025)", False),
                ]
            ],
        )

    def test_said_to_be_one_it_is_taken_without_a_word(self):
        said = [codes(row) for row in self.plan(*self.ROWS).rows[-3:]]
        self.assertIn("producer_other_place", said[1])
        plan = self.plan(*self.ROWS, answers=[two_places("same")])
        self.assertEqual(self.names(plan), ["+" + ONE])
        self.assertEqual(len(plan.records[Site]), 2)
        self.assertNotIn("producer_other_place", codes(plan.rows[-2]))
        self.assertEqual([one.answer is None for one in plan.asked], [False])

    def test_one_tax_code_in_two_communes_is_no_question(self):
        rows = [[*row, "4800000001"] for row in self.ROWS]
        self.assertEqual(self.asked(*rows), [])

    def test_a_site_out_of_the_scope_is_not_shown(self):
        stored = ProducerFactory(name=ONE)
        SiteFactory(producer=stored, place=unit("01477"), is_main=True)
        SiteFactory(producer=stored, place=unit("01654"), is_main=False)
        lead = UserFactory(role=Role.LEAD, role__area=unit("01654"))
        lead.assignments.update(may_import=True)
        self.assertEqual(self.asked(["Gạo", ONE, "Xã Hòa An"], user=lead), [])


class PlaceTests(AnswerTestCase):
    def test_an_ambiguous_name_is_asked_with_its_candidates(self):
        plan = self.plan(["Gạo", ONE, "Xã Đức Long"], ["Miến", ONE, "xã  Đức Long"])
        [question] = plan.asked
        self.assertEqual(
            (question.kind, question.key, question.text, question.rows),
            ("place", "xã đức long", "Xã Đức Long", 2),
        )
        units = plan.questions.places.units
        self.assertEqual(
            {units[pk].name for pk in question.candidates}, {"Xã Đức Long"}
        )
        self.assertGreater(len(question.candidates), 1)

    def test_an_unknown_name_is_asked_with_names_near_to_it(self):
        [question] = self.plan(["Gạo", ONE, "Xã Hoàng Tungg"]).asked
        names = [Area.objects.get(pk=pk).name for pk in question.candidates]
        self.assertEqual(names[0], "Xã Hoàng Tung")

    def test_an_answer_is_used_wherever_the_text_stands_unresolved(self):
        chosen = unit("01822")
        said = [answer("place", "xã đức long", place_id=chosen.pk)]
        plan = self.plan(
            ["Gạo", ONE, "Xã Đức Long"], ["Miến", OTHER, NUOC_HAI], answers=said
        )
        self.assertEqual(codes(plan.rows[-2]), [])
        first, second = plan.records[Site]
        self.assertEqual(first["place_id"], chosen.pk)
        self.assertNotEqual(second["place_id"], chosen.pk)

    def test_a_place_out_of_the_scope_is_neither_offered_nor_taken(self):
        lead = UserFactory(role=Role.LEAD, role__area=unit("01654"))
        lead.assignments.update(may_import=True)
        said = [answer("place", "xã đức long", place_id=unit("01822").pk)]
        row = ["Gạo", ONE, "Xã Đức Long"]
        plan = self.plan(row, user=lead, answers=said)
        self.assertIn("place_ambiguous", codes(plan.rows[-1]))
        [site] = plan.records[Site]
        self.assertEqual(site["place_id"], unit("01654").pk)
        [question] = self.plan(row, user=lead).asked
        self.assertEqual(question.candidates, [])

    def test_the_same_words_under_another_heading_are_another_question(self):
        rows = [
            ["I. HUYỆN HÒA AN"],
            ["Gạo", ONE, "Xã Lạ Hoắc"],
            ["II. HUYỆN THẠCH AN"],
            ["Miến", OTHER, "Xã Lạ Hoắc"],
        ]
        places = [text for kind, text, _ in self.asked(*rows) if kind == "place"]
        self.assertEqual(
            places, ["Xã Lạ Hoắc, HUYỆN HÒA AN", "Xã Lạ Hoắc, HUYỆN THẠCH AN"]
        )


class AnswerModelTests(AnswerTestCase):
    def store(self, area, kind="alike", key=ONE_KEY, other=OTHER_KEY, **said):
        one = answer(kind, key, other, area=area, at=timezone.now(), **said)
        with transaction.atomic():
            one.save()
        return one

    def test_an_answer_counts_for_the_unit_and_those_inside(self):
        self.store(unit("04"), verdict="same")
        nearer = self.store(unit("01654"), verdict="different")
        self.store(unit("01477"), verdict="same")
        for code, settled in (
            ("04", "same"),
            ("01654", "different"),
            ("01660", "same"),
        ):
            with self.subTest(code):
                answers = Answers(Answer.objects.for_unit(unit(code)))
                [one] = answers.by_question.values()
                self.assertEqual(one.verdict, settled)
        self.assertEqual(str(nearer), f"{ONE_KEY}: khác nhau")

    def test_answers_are_held_to_their_kind(self):
        province = unit("04")
        self.store(province, verdict="same")
        for name, said in {
            "answer_once_per_unit": {"verdict": "different"},
            "answer_fits_its_question": {"key": "a", "verdict": ""},
            "answer_has_two_names_if_alike": {
                "key": "a",
                "other": "",
                "verdict": "same",
            },
        }.items():
            with self.subTest(name), self.assertRaises(IntegrityError) as raised:
                self.store(province, **said)
            fields = "imports_answer.area_id"  # how SQLite names what is unique
            self.assertRegex(str(raised.exception), f"{name}|{fields}")
        self.assertEqual(Answer.objects.count(), 1)
