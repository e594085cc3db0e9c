"""Recording score sheets: what is kept, what is refused, and what it comes to."""

import datetime

from django.db import IntegrityError, transaction
from django.test import TestCase

from accounts.enums import Role
from core.versions import StaleVersionError
from history.enums import Action
from history.services import history_of
from products.enums import Grade, SheetKind
from products.exceptions import ProductError
from products.models import CriteriaSet, Option, Recognition, ScoreLine, ScoreSheet
from products.scoring import services
from products.scoring.rounds import own_words, rounds_of
from products.tree import leaves_of
from tests.criteria_factories import (
    CriterionFactory,
    OptionFactory,
    ScoreSheetFactory,
    short_set,
)
from tests.factories import (
    AreaFactory,
    DossierFactory,
    ProductFactory,
    RecognitionFactory,
    UserFactory,
)

DAY = datetime.date


class ScoringTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.province = AreaFactory(province=True)
        cls.hoa = UserFactory(role=Role.PROVINCIAL, role__area=cls.province)
        commune = AreaFactory(parent=cls.province)
        cls.row = short_set()
        cls.product = ProductFactory(place=commune, criteria_set=cls.row)
        cls.dossier = DossierFactory(product=cls.product, received_on=DAY(2026, 6, 1))

    def sheet(self, **given) -> ScoreSheet:
        known = {"product": self.product, "criteria_set": self.row}
        return ScoreSheetFactory(**known | given)

    def member(self, a=40, b=25, c=35, **given) -> ScoreSheet:
        points = {"1.1": a, "4.1": b, "8": c}
        known = {"kind": SheetKind.MEMBER, "dossier": self.dossier, "points": points}
        return self.sheet(**known | given)

    def choices(self, **given):
        wanted = {name.replace("_", "."): points for name, points in given.items()}
        found = {}
        for leaf in leaves_of(self.row):
            if leaf.criterion.code in wanted:
                options = {one.points: one for one in leaf.options}
                found[leaf.criterion] = options.get(wanted[leaf.criterion.code])
        return found

    def rounds(self):
        return rounds_of(
            self.product,
            user=self.hoa,
            dossiers=list(self.product.dossiers.all()),
            recognitions=list(Recognition.objects.all()),
        )

    def round(self):
        [found] = self.rounds()
        return found


class SaveTests(ScoringTestCase):
    def build(self, **given):
        known = {"scored_on": DAY(2026, 10, 1), "kind": SheetKind.SELF}
        known |= {"product": self.product, "criteria_set": self.row}
        return ScoreSheet(**known | given)

    def refused(self, words, sheet):
        with self.assertRaisesMessage(ProductError, words):
            services.save_sheet(sheet, by=self.hoa)
        self.assertFalse(ScoreSheet.objects.filter(pk=sheet.pk).exists())

    def test_an_incomplete_set_is_refused_in_words(self):
        CriteriaSet.objects.filter(pk=self.row.pk).update(is_complete=False)
        self.row.refresh_from_db()
        words = (
            "Bộ 14. Rượu trắng của 148/QĐ-TTg chưa đủ tiêu chí trong cổng nên không"
            " chấm điểm được."
        )
        self.refused(words, self.build())
        sheet = self.sheet()
        with self.assertRaisesMessage(ProductError, words):
            services.score(sheet, self.choices(**{"8": 20}), by=self.hoa)

    def test_sheets_of_a_council_need_a_dossier(self):
        words = "Bảng chấm của hội đồng phải gắn với một hồ sơ."
        for kind in (SheetKind.MEMBER, SheetKind.COUNCIL):
            with self.subTest(kind):
                self.refused(words, self.build(kind=kind, scorer="Lan"))

    def test_a_dossier_of_another_product_is_refused(self):
        other = DossierFactory()
        self.refused("không phải của sản phẩm này", self.build(dossier=other))

    def test_a_member_is_named_and_scores_once(self):
        member = {"kind": SheetKind.MEMBER, "dossier": self.dossier}
        self.refused("Ghi tên thành viên", self.build(**member))
        services.save_sheet(self.build(**member, scorer="Lan"), by=self.hoa)
        self.refused("đã có bảng chấm", self.build(**member, scorer="Lan"))
        services.save_sheet(self.build(**member, scorer="Mai"), by=self.hoa)

    def test_a_council_has_one_result(self):
        result = {"kind": SheetKind.COUNCIL, "dossier": self.dossier}
        services.save_sheet(self.build(**result), by=self.hoa)
        self.refused("đã có kết quả hội đồng", self.build(**result))

    def test_a_dossier_is_scored_by_one_set(self):
        self.member()
        other = short_set(number=15, name="Đồ uống khác")
        sheet = self.build(dossier=self.dossier, criteria_set=other)
        self.refused("Hồ sơ này đã được chấm theo bộ 14. Rượu trắng", sheet)
        stored = self.sheet()
        stored.criteria_set = other
        with self.assertRaisesMessage(ProductError, "không đổi sang bộ"):
            services.save_sheet(stored, by=self.hoa)


class ScoreTests(ScoringTestCase):
    def test_points_are_kept_and_logged_as_one_act(self):
        sheet = self.sheet()
        services.score(sheet, self.choices(**{"1_1": 30, "8": 0}), by=self.hoa)
        stored = ScoreSheet.objects.with_totals().get(pk=sheet.pk)
        self.assertEqual((stored.total, stored.scored, stored.left), (30, 2, 1))
        services.score(sheet, self.choices(**{"1_1": 40, "4_1": 3}), by=self.hoa)
        last = history_of(sheet).first()
        self.assertEqual(
            last.changes,
            {
                "tiêu chí 1.1": [30, 40],
                "tiêu chí 4.1": [None, 3],
                "tiêu chí 8": [0, None],
            },
        )

    def test_saving_the_same_again_writes_nothing(self):
        sheet = self.sheet(points={"1.1": 30})
        services.score(sheet, self.choices(**{"1_1": 30}), by=self.hoa)
        self.assertFalse(history_of(sheet).exists())
        self.assertEqual(sheet.version, 1)

    def test_nothing_met_gives_no_points(self):
        sheet = self.sheet()
        services.score(sheet, self.choices(**{"4_1": 0}), by=self.hoa)
        [line] = sheet.lines.all()
        self.assertEqual((line.option, line.points), (None, 0))

    def test_an_option_of_another_criterion_is_refused(self):
        sheet = self.sheet()
        criterion = self.row.criteria.get(code="8")
        option = Option.objects.filter(criterion__code="1.1").first()
        with self.assertRaisesMessage(ProductError, "không thuộc tiêu chí 8"):
            services.score(sheet, {criterion: option}, by=self.hoa)

    def test_of_two_cases_one_alone_is_scored(self):
        cases = [["8a", "Cộng đồng"], ["8b", "Điểm du lịch"]]
        criterion = CriterionFactory(
            criteria_set=self.row, heading=self.row.headings.last(), branches=cases
        )
        first, second = (
            OptionFactory(criterion=criterion, branch=branch, points=3)
            for branch in ("8a", "8b")
        )
        sheet = self.sheet()
        services.score(sheet, {criterion: second}, by=self.hoa)
        self.assertEqual(sheet.lines.get().option, second)
        with self.assertRaises(IntegrityError), transaction.atomic():
            ScoreLine.objects.create(
                sheet=sheet, criterion=criterion, option=first, points=3
            )

    def test_somebody_elses_points_are_not_overwritten_unseen(self):
        sheet = self.sheet()
        services.score(sheet, self.choices(**{"8": 20}), by=self.hoa, base_version=1)
        mine = ScoreSheet.objects.get(pk=sheet.pk)
        with self.assertRaises(StaleVersionError):
            services.score(mine, self.choices(**{"8": 35}), by=self.hoa, base_version=1)
        self.assertEqual(sheet.lines.get().points, 20)

    def test_the_log_keeps_a_deleted_sheet(self):
        sheet = self.sheet(points={"1.1": 30})
        key = sheet.pk
        services.delete_sheet(sheet, by=self.hoa)
        self.assertFalse(ScoreLine.objects.exists())
        sheet.pk = key
        last = history_of(sheet).first()
        self.assertEqual(last.action, Action.DELETE)
        self.assertEqual(last.changes["tiêu chí 1.1"], [30, None])

    def test_one_sheet_explains_itself(self):
        def words(sheet):
            return own_words(ScoreSheet.objects.with_totals().get(pk=sheet.pk))

        self.assertEqual(
            words(self.sheet(points={"1.1": 30})), "30 điểm, còn 2 tiêu chí chưa chấm"
        )
        self.assertEqual(
            words(self.member(b=2)), "77 điểm nhưng thiếu 4.1 ≥ 3: hạng 3 sao"
        )
        self.assertEqual(
            words(self.member(eliminated_for="giả mạo")), "Hồ sơ bị loại: giả mạo"
        )


class RoundTests(ScoringTestCase):
    def test_members_count_by_their_mean(self):
        self.member(40, 2, 35)
        self.member(40, 3, 20)
        self.member(40, 3, 20)
        self.sheet(dossier=self.dossier, points={"1.1": 40, "4.1": 25, "8": 35})
        found = self.round()
        self.assertEqual(found.basis_words, "Trung bình 3 thành viên hội đồng")
        self.assertEqual(
            found.result_words, "67,66… điểm, đủ mức tối thiểu của 3 sao: hạng 3 sao"
        )

    def test_a_spread_of_more_than_ten_is_flagged(self):
        self.member(40, 25, 35)
        self.member(40, 25, 20)
        [warning] = self.round().warnings
        self.assertIn("chênh nhau 15 điểm (từ 85 đến 100)", warning)

    def test_what_is_not_finished_does_not_count(self):
        self.member(40, 3, 35)
        self.member(points={"1.1": 10})
        found = self.round()
        self.assertEqual(found.reckoned.total, 78)
        self.assertEqual(
            found.warnings, ["Còn 1 bảng của thành viên chưa chấm xong, chưa tính."]
        )

    def test_a_result_that_is_no_mean_is_flagged(self):
        self.member(40, 3, 35)
        result = {"1.1": 40, "4.1": 25, "8": 35}
        self.sheet(kind=SheetKind.COUNCIL, dossier=self.dossier, points=result)
        words = "Kết quả hội đồng ghi 100 điểm, khác trung bình của các thành viên"
        self.assertEqual(self.round().warnings, [f"{words} (78 điểm)."])

    def test_the_result_counts_where_no_member_is_recorded(self):
        points = {"1.1": 40, "4.1": 3, "8": 35}
        self.sheet(kind=SheetKind.COUNCIL, dossier=self.dossier, points=points)
        self.assertEqual(self.round().basis_words, "Kết quả hội đồng")

    def test_an_eliminated_dossier_has_no_stars(self):
        self.member(eliminated_for="giả mạo hồ sơ")
        self.assertIn(
            "1 thành viên đề nghị loại hồ sơ: giả mạo hồ sơ.", self.round().warnings
        )
        self.sheet(
            kind=SheetKind.COUNCIL, dossier=self.dossier, eliminated_for="Giả mạo hồ sơ"
        )
        self.assertEqual(self.round().result_words, "Hồ sơ bị loại: Giả mạo hồ sơ")

    def test_all_that_the_band_asks_for_is_named_besides(self):
        sheet = self.member(40, 1, 35)
        self.assertEqual(
            self.round().result_words,
            "76 điểm nhưng thiếu 4.1 ≥ 2: 2 sao, không ban hành quyết định công nhận",
        )
        self.assertEqual(
            self.round().further_words,
            "Để đạt 4 sao như khung điểm, còn thiếu: 4.1 ≥ 3.",
        )
        sheet.delete()
        self.member(40, 2, 35)
        self.assertEqual(self.round().further_words, "")

    def test_stars_of_the_decision_are_compared(self):
        self.member(40, 2, 35)
        common = {"product": self.product, "valid_from": DAY(2026, 11, 1)}
        award = RecognitionFactory(**common, grade=Grade.FOUR, score="82.5")
        self.assertEqual(
            self.round().warnings,
            [
                "Trái với lần công nhận 4 sao sau hồ sơ này: bảng chấm cho 3 sao.",
                "Lần công nhận sau hồ sơ này ghi 82,5 điểm, bảng chấm cho 77 điểm.",
            ],
        )
        award.grade, award.score = Grade.THREE, 77
        award.save()
        self.assertEqual(self.round().warnings, [])

    def test_five_stars_of_the_ministry_agree_with_the_potential_of_the_province(self):
        self.member()
        RecognitionFactory(
            product=self.product, valid_from=DAY(2026, 11, 1), grade=Grade.FIVE
        )
        self.assertEqual(self.round().warnings, [])

    def test_a_self_assessment_contradicts_no_decision(self):
        self.sheet(dossier=self.dossier, points={"1.1": 10, "4.1": 2, "8": 0})
        RecognitionFactory(
            product=self.product, valid_from=DAY(2026, 11, 1), grade=Grade.FOUR
        )
        self.assertEqual(self.round().warnings, [])

    def test_a_decision_belongs_to_the_dossier_before_it(self):
        later = DossierFactory(product=self.product, received_on=DAY(2026, 9, 1))
        self.member(40, 2, 35)
        self.member(40, 3, 35, dossier=later)
        RecognitionFactory(
            product=self.product, valid_from=DAY(2026, 11, 1), grade=Grade.FOUR
        )
        warned = {found.dossier: bool(found.warnings) for found in self.rounds()}
        self.assertEqual(warned, {self.dossier: False, later: False})

    def test_sheets_without_a_dossier_stand_apart(self):
        self.member()
        self.sheet(points={"1.1": 10})
        found = {one.dossier: one.result_words for one in self.rounds()}
        self.assertEqual(found[None], "Chưa có bảng nào chấm đủ các tiêu chí")
        self.assertEqual(len(found), 2)
