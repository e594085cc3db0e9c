"""The demonstration tells the report of 15/9/2023, and tells it once."""

import datetime
from collections import Counter
from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.agencies import load_agencies
from demo.people import PASSWORD, place
from demo.seed_visit import NAMED_ITEMS
from documents.enums import DocumentType
from documents.models import Document
from history.models import ChangeBatch
from imports.models import ImportRun
from inspections.enums import (
    Direction,
    Indicator,
    Outcome,
    ProposalState,
    Severity,
    VisitStatus,
)
from inspections.models import ItemResult, RevocationProposal, Visit
from inspections.services import load_checklist
from producers.models import Producer, Representative, Site
from products.criteria import load_criteria
from products.enums import Grade, LackState, Stage
from products.models import Lapse, Product, Recognition, ScoreSheet
from products.regimes import load_regimes
from products.requirements import BY_KEY, lacking_producers
from products.scoring.rounds import rounds_of
from tests.places import load_cao_bang

DAY = datetime.date(2023, 9, 15)
REAL = [
    "Bún khô Cô Luyến (bún trắng)",
    "Cơm cháy Huy Hoàng",
    "Mật ong rừng tự nhiên",
    "Rượu gạo Nhật Cao Bằng",
    "Trà xanh Tài Hồ Sìn",
]


def load_demo() -> str:
    """Load the demonstration; returns what it prints."""
    out = StringIO()
    with override_settings(DEMO_MODE=True):
        call_command("load_demo", stdout=out)
    return out.getvalue()


class LoadDemoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_agencies("04")
        load_regimes()
        load_criteria()
        load_checklist()
        cls.printed = load_demo()
        cls.district = place("051", ended=True)
        cls.visit = Visit.objects.get(starts_on=DAY)

    def test_most_sites_stand_on_the_map_and_some_lack_a_position(self):
        lacking = Site.objects.filter(latitude__isnull=True)
        self.assertEqual((lacking.count(), Site.objects.count()), (2, 29))

    def test_the_ten_products_stand_as_reported(self):
        stars = Recognition.objects.in_areas([self.district]).in_force_on(DAY)
        grades = Counter(stars.values_list("grade", flat=True))
        self.assertEqual(grades, {Grade.FOUR: 3, Grade.THREE: 7})

    def test_only_the_five_named_products_bear_real_names(self):
        names = Product.objects.exclude(name__contains="(mẫu)")
        self.assertEqual(list(names.values_list("name", flat=True)), REAL)

    def test_recognitions_date_from_16_9_2020_to_31_12_2022(self):
        stars = Recognition.objects.in_areas([self.district]).in_force_on(DAY)
        signed = stars.values_list("decision__signed_on", flat=True)
        self.assertEqual(min(signed), datetime.date(2020, 9, 16))
        self.assertEqual(max(signed), datetime.date(2022, 12, 31))

    def test_the_lists_came_in_through_the_import(self):
        runs = ImportRun.objects.order_by("pk")
        rejected = [(run.is_committed, run.counts["rejected"]) for run in runs]
        self.assertEqual(rejected, [(True, 0), (True, 0)])

    def test_the_visit_has_team_host_and_counted_participants(self):
        head = self.visit.head
        title = "Phó Giám đốc Sở NN&PTNT, Phó Chánh Văn phòng Điều phối"
        self.assertEqual((head.title, head.agency.short_code), (title, "VPĐP"))
        self.assertEqual(str(self.visit.host), "UBND huyện Hòa An")
        self.assertEqual(self.visit.participants.get(kind="producer").headcount, 12)

    def test_figures_are_kept_as_reported(self):
        reported = self.visit.reported_figures.values_list("indicator", "value")
        self.assertEqual(
            dict(reported),
            {
                Indicator.PRODUCERS: 12,
                Indicator.PRODUCTS: 10,
                Indicator.PRODUCTS_4: 3,
                Indicator.PRODUCTS_3: 7,
            },
        )

    def test_two_sites_of_nuoc_hai_were_checked_on_what_the_report_names(self):
        checks = self.visit.site_checks.all()
        places = {check.site.place.name for check in checks}
        self.assertEqual((len(checks), places), (2, {"Thị trấn Nước Hai"}))
        answers = ItemResult.objects.filter(site_check__in=checks)
        self.assertEqual(
            set(answers.values_list("outcome", flat=True)), {Outcome.PASSED}
        )
        codes = Counter(answers.values_list("item__code", flat=True))
        self.assertEqual(codes, dict.fromkeys(NAMED_ITEMS, 2))

    def test_findings_are_the_good_ones(self):
        severities = self.visit.findings.values_list("severity", flat=True)
        self.assertEqual(list(severities), [Severity.GOOD] * 2)

    def test_recommendations_go_in_three_directions(self):
        rows = self.visit.recommendations.all()
        self.assertEqual(
            Counter(row.direction for row in rows),
            {
                Direction.TO_PRODUCER: 10,
                Direction.TO_LOCALITY: 6,
                Direction.TO_AGENCY: 1,
            },
        )
        upward = rows.get(direction=Direction.TO_AGENCY)
        self.assertEqual(upward.proposed_by, self.visit.host)

    def test_a_product_of_92_points_lacks_a_minimum_of_four_stars(self):
        product = ScoreSheet.objects.first().product
        [scored] = rounds_of(
            product,
            user=User.objects.get(username="dieuphoi"),
            dossiers=list(product.dossiers.all()),
            recognitions=list(product.recognitions.all()),
        )
        self.assertEqual(scored.basis_words, "Trung bình 3 thành viên hội đồng")
        self.assertEqual(scored.result_words, "92 điểm nhưng thiếu 4.1 ≥ 3: hạng 3 sao")
        self.assertEqual(scored.warnings, [])

    def test_it_is_signed_and_its_minutes_are_frozen(self):
        self.assertEqual(self.visit.status, VisitStatus.SIGNED)
        frozen = Document.objects.filter(visit=self.visit).order_by("number")
        self.assertEqual(
            [(row.full_number, row.site_check is None) for row in frozen],
            [("01/BB-VPĐP", False), ("02/BB-VPĐP", False), ("03/BB-VPĐP", True)],
        )

    def test_one_proposal_to_revoke_is_nearly_due_and_one_was_decided(self):
        rows = RevocationProposal.objects.with_limit(timezone.localdate())
        told = [(row.state, row.limit_words, row.bases.count()) for row in rows]
        self.assertEqual(
            told,
            [
                (ProposalState.PROPOSED, "còn 2 ngày", 1),
                (ProposalState.DECIDED, "quyết định đúng hạn", 2),
            ],
        )

    def test_one_producer_has_every_paper_and_one_lets_a_paper_expire(self):
        today, steering = timezone.localdate(), User.objects.get(username="dieuphoi")
        lacking = lacking_producers(steering, today)
        self.assertFalse(lacking.filter(name="HTX Nam Tuấn (mẫu)").exists())
        food = [BY_KEY["attp"]]
        expired = lacking_producers(steering, today, food, LackState.EXPIRED)
        self.assertEqual(expired.get().name, "HTX Trùng Khánh (mẫu)")

    def test_the_board_has_something_in_each_stage_of_the_window(self):
        today = timezone.localdate()
        stages = Counter(row.stage for row in Recognition.objects.staged_on(today))
        found = {stage: stages[stage] for stage in (Stage.SOON, Stage.OPEN)}
        self.assertEqual(found, {Stage.SOON: 1, Stage.OPEN: 2})
        self.assertEqual(stages[Stage.CLOSING], 2)
        letter = Document.objects.get(type=DocumentType.LETTER)
        self.assertEqual(letter.full_number, "01/VPĐP-OCOP")
        self.assertEqual(letter.lines.count(), 2)
        self.assertEqual(Lapse.objects.count(), 3)

    def test_made_up_people_stand_for_the_producers(self):
        self.assertEqual(Representative.objects.count(), Producer.objects.count())
        real = Representative.objects.exclude(name__endswith="(mẫu)")
        self.assertFalse(real.exists())

    def test_every_role_has_an_account_that_opens(self):
        roles = set(Assignment.objects.values_list("role", flat=True))
        self.assertEqual(roles, set(Role.values))
        for user in User.objects.all():
            with self.subTest(user.username):
                self.assertIn(user.username, self.printed)
                self.assertTrue(
                    self.client.login(username=user.username, password=PASSWORD)
                )

    def test_a_second_run_changes_nothing(self):
        before = ChangeBatch.objects.count(), Visit.objects.count()
        self.assertEqual(load_demo(), self.printed)
        self.assertEqual((ChangeBatch.objects.count(), Visit.objects.count()), before)


class RefusalTests(TestCase):
    def test_nothing_is_loaded_outside_demo_mode(self):
        with self.assertRaisesMessage(CommandError, "DEMO_MODE"):
            call_command("load_demo")
        self.assertEqual(User.objects.count(), 0)
