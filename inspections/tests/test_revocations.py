"""Proposals to revoke: from a signed inspection to a decision, within 15 days."""

import datetime

from django.db import IntegrityError, transaction
from django.test import TestCase
from django.utils import timezone

from history.services import history_of
from inspections import services
from inspections.enums import BasisKind, CountedFrom, Limit, ProposalState
from inspections.exceptions import InspectionError
from inspections.models import RevocationBasis, RevocationProposal
from inspections.services import Behind
from products.enums import Status
from products.exceptions import ProductError
from products.models import Recognition
from tests import factories
from tests.revocation_factories import BasisFactory, ProposalFactory

from .cast import DAY, Cast, move

TODAY = datetime.date(2023, 10, 1)
CONCLUDED = datetime.date(2023, 9, 20)


class Signed(TestCase):
    """A signed visit found a breach; two products of the site are recognised."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.recognition = factories.RecognitionFactory(product=cls.cast.product)
        cls.other = factories.RecognitionFactory(
            product__site=cls.cast.site, product__name="Bún khô"
        )
        cls.finding = factories.FindingFactory(
            site_check=cls.cast.check,
            product=cls.cast.product,
            severity="breach",
            text="Nhãn ghi sai hạng sao.",
        )
        move(cls.cast.visit, "signed")
        cls.check = cls.cast.check
        cls.check.visit.refresh_from_db()
        cls.decision = factories.DecisionFactory(
            kind="revoke", signed_on=datetime.date(2023, 9, 28)
        )

    def draft(self, **given):
        given = {"counted_on": CONCLUDED, "text": "Đề nghị thu hồi.", **given}
        return RevocationProposal(**given)

    def propose(self, *recognitions, behind=None, grounds=("c",), **given):
        if behind is None:
            behind = [Behind(BasisKind.FINDING, self.finding)]
        return services.propose_revocation(
            self.check,
            recognitions or [self.recognition],
            draft=self.draft(**given),
            grounds=grounds,
            behind=behind,
            by=self.cast.hoa,
        )


class ProposeTests(Signed):
    def test_names_grounds_findings_and_the_last_day(self):
        [proposal] = self.propose(grounds=("d", "c"))
        self.assertEqual(proposal.last_day, datetime.date(2023, 10, 5))
        self.assertEqual(
            [ground.reason for ground in proposal.grounds.all()], ["c", "d"]
        )
        self.assertEqual(
            [str(basis) for basis in proposal.bases.all()],
            ["Nhận định ngày 15/09/2023: Nhãn ghi sai hạng sao."],
        )
        self.assertEqual(proposal.proposed_by, self.cast.hoa)
        self.assertEqual(history_of(proposal).get().action, "create")

    def test_several_products_get_a_proposal_each(self):
        fine = Behind(
            BasisKind.FINE, None, "15/QĐ-XPHC", DAY, "Chi cục QLTT", 5_000_000
        )
        found = Behind(BasisKind.FINDING, self.finding)
        made = self.propose(self.recognition, self.other, behind=[found, fine])
        self.assertEqual([one.bases.count() for one in made], [2, 1])
        self.assertEqual(
            str(made[1].bases.get()),
            "Quyết định xử phạt số 15/QĐ-XPHC ngày 15/09/2023 của Chi cục QLTT, phạt"
            " 5.000.000 đồng",
        )

    def test_a_stop_that_the_commune_confirmed_needs_nothing_else(self):
        stopped = {"counted_from": CountedFrom.STOPPED, "behind": []}
        [proposal] = self.propose(grounds=("đ",), **stopped)
        self.assertEqual(proposal.bases.count(), 0)

    def test_what_is_refused(self):
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        for given, words in (
            ({"behind": []}, "Nêu ít nhất một căn cứ"),
            ({"grounds": ()}, "ít nhất một lý do"),
            ({"grounds": ("not_renewed",)}, "loại khỏi danh sách"),
            ({"text": " "}, "nội dung đề xuất"),
            ({"counted_on": tomorrow}, "không thể sau hôm nay"),
            (
                {"counted_on": DAY - datetime.timedelta(days=1)},
                "trước ngày kiểm tra 15/09/2023",
            ),
            ({"counted_from": CountedFrom.STOPPED}, "không còn sản xuất"),
        ):
            with self.subTest(given), self.assertRaisesMessage(InspectionError, words):
                self.propose(**given)
        with self.assertRaisesMessage(InspectionError, "Bún khô"):
            self.propose(self.recognition, self.other)
        self.assertEqual(RevocationProposal.objects.count(), 0)

    def test_only_what_a_reviewer_stands_behind(self):
        for status in ("draft", "submitted", "returned"):
            self.check.visit.status = status
            with self.subTest(status), self.assertRaises(InspectionError):
                self.propose()
        self.check.visit.status = "approved"
        self.propose()

    def test_one_at_a_time(self):
        self.propose()
        with self.assertRaisesMessage(InspectionError, "đang có đề xuất thu hồi"):
            self.propose()

    def test_what_has_ended_is_not_proposed(self):
        Recognition.objects.filter(pk=self.recognition.pk).update(ended_on=DAY)
        with self.assertRaisesMessage(InspectionError, "đã chấm dứt"):
            self.propose()

    def test_it_is_put_right_while_it_waits(self):
        [proposal] = self.propose()
        proposal.text = "Nội dung khác."
        services.save_proposal(proposal, ["b", "c"], by=self.cast.hoa)
        proposal = RevocationProposal.objects.get()
        self.assertEqual(proposal.text, "Nội dung khác.")
        self.assertEqual(proposal.grounds.count(), 2)
        self.assertEqual(history_of(proposal).count(), 3)


class DecideTests(Signed):
    def setUp(self):
        [self.proposal] = self.propose()

    def decide(self, **given):
        given = {
            "decision": self.decision,
            "reasons": ["c", "d"],
            "ended_on": self.decision.signed_on,
            **given,
        }
        return services.decide_revocation(self.proposal, by=self.cast.hoa, **given)

    def test_ends_the_recognition_and_closes_the_proposal(self):
        self.decide(note="Kết luận 5")
        self.proposal.refresh_from_db()
        self.assertEqual(self.proposal.state, ProposalState.DECIDED)
        self.assertEqual(self.proposal.decision, self.decision)
        told = Recognition.objects.with_status(self.decision.signed_on)
        ended = told.get(pk=self.recognition.pk)
        self.assertEqual(ended.status, Status.REVOKED)
        self.assertEqual(ended.end_decision, self.decision)
        self.assertEqual([end.reason for end in ended.ends.all()], ["c", "d"])
        self.assertEqual(ended.bases.get().finding, self.finding)
        self.assertEqual(history_of(self.proposal).first().action, "close")

    def test_all_or_nothing(self):
        before_it_began = datetime.date(2021, 1, 1)
        with self.assertRaises(ProductError):
            self.decide(ended_on=before_it_began)
        self.proposal.refresh_from_db()
        self.assertTrue(self.proposal.is_waiting)

    def test_what_is_refused(self):
        early = factories.DecisionFactory(kind="revoke", signed_on=DAY)
        for given, words in (
            ({"decision": factories.DecisionFactory()}, "một quyết định thu hồi"),
            ({"decision": early}, "trước ngày kết luận"),
            ({"reasons": []}, "ít nhất một lý do"),
            ({"reasons": ["not_renewed"]}, "loại khỏi danh sách"),
        ):
            with self.subTest(given), self.assertRaisesMessage(InspectionError, words):
                self.decide(**given)

    def test_is_decided_once(self):
        self.decide()
        for act in (
            self.decide,
            lambda: services.drop_proposal(self.proposal, reason="Thôi", by=None),
            lambda: services.save_proposal(self.proposal, ["c"], by=None),
        ):
            with self.assertRaisesMessage(InspectionError, "đã được xử lý"):
                act()

    def test_let_go_with_a_reason_it_may_be_proposed_again(self):
        with self.assertRaisesMessage(InspectionError, "lý do không thu hồi"):
            services.drop_proposal(self.proposal, reason=" ", by=self.cast.hoa)
        services.drop_proposal(self.proposal, reason="Đã sửa nhãn", by=self.cast.hoa)
        self.proposal.refresh_from_db()
        self.assertEqual(self.proposal.state, ProposalState.DROPPED)
        self.recognition.refresh_from_db()
        self.assertIsNone(self.recognition.ended_on)
        self.propose()

    def test_what_lies_behind_is_told_afterwards_and_taken_back(self):
        self.decide()
        referral = Behind(BasisKind.REFERRAL, None, "20/CV", TODAY, "Công an tỉnh")
        basis = services.add_basis(self.recognition, referral, by=self.cast.hoa)
        self.assertEqual(basis.proposal, self.proposal)
        self.assertEqual(
            str(basis), "Chuyển Công an tỉnh theo văn bản số 20/CV ngày 01/10/2023"
        )
        services.remove_basis(basis, by=self.cast.hoa)
        told = [change.changes for change in history_of(self.proposal)[:2]]
        self.assertEqual([line["căn cứ"][1] for line in told], ["", str(basis)])

    def test_what_was_revoked_without_a_proposal_has_its_basis_too(self):
        fine = Behind(BasisKind.FINE, None, "15", TODAY, "Chi cục QLTT")
        with self.assertRaises(InspectionError):
            services.add_basis(self.other, fine, by=None)
        row = Recognition.objects.get(pk=self.other.pk)
        row.ended_on = TODAY
        row.save()
        basis = services.add_basis(row, fine, by=None)
        self.assertIsNone(basis.proposal)
        found = Behind(BasisKind.FINDING, self.finding)
        with self.assertRaisesMessage(InspectionError, "sản phẩm khác"):
            services.add_basis(row, found, by=None)

    def test_a_finding_that_is_withdrawn_leaves_its_words(self):
        self.finding.delete()
        basis = RevocationBasis.objects.get()
        self.assertIsNone(basis.finding)
        self.assertEqual(basis.text, "Nhãn ghi sai hạng sao.")


class LimitTests(TestCase):
    """Counted from 20/09/2023: day 15 is 05/10/2023."""

    @classmethod
    def setUpTestData(cls):
        cls.proposal = ProposalFactory(counted_on=CONCLUDED)

    def told(self, date, **changes):
        RevocationProposal.objects.filter(pk=self.proposal.pk).update(**changes)
        row = RevocationProposal.objects.with_limit(date).get()
        late = RevocationProposal.objects.late_on(date).count()
        return row.limit, row.limit_words, late

    def test_day_15_is_in_time_and_day_16_is_late(self):
        day = datetime.date
        for date, told in (
            (day(2023, 9, 20), (Limit.RUNNING, "còn 15 ngày", 0)),
            (day(2023, 10, 4), (Limit.RUNNING, "còn 1 ngày", 0)),
            (day(2023, 10, 5), (Limit.RUNNING, "hôm nay là ngày cuối", 0)),
            (day(2023, 10, 6), (Limit.LATE, "quá hạn 1 ngày", 1)),
            (day(2023, 10, 31), (Limit.LATE, "quá hạn 26 ngày", 1)),
        ):
            with self.subTest(date):
                self.assertEqual(self.told(date), told)

    def test_a_decision_is_judged_by_the_day_it_was_signed(self):
        for signed_on, told in (
            (datetime.date(2023, 10, 5), (Limit.IN_TIME, "quyết định đúng hạn", 0)),
            (
                datetime.date(2023, 10, 6),
                (Limit.DECIDED_LATE, "quyết định chậm 1 ngày", 0),
            ),
            (None, (Limit.NONE, "", 0)),
        ):
            decision = factories.DecisionFactory(kind="revoke", signed_on=signed_on)
            closed = {"state": "decided", "decision": decision, "closed_on": TODAY}
            with self.subTest(signed_on):
                self.assertEqual(self.told(datetime.date(2024, 1, 1), **closed), told)


class ConstraintTests(TestCase):
    def refuses(self, name, make):
        with (
            self.subTest(name),
            self.assertRaises(IntegrityError) as caught,
            transaction.atomic(),
        ):
            make()
        return str(caught.exception)

    def test_what_the_database_refuses_of_a_proposal(self):
        proposal = ProposalFactory()
        decision = factories.DecisionFactory()
        for name, given in (
            ("one_open", {"recognition": proposal.recognition}),
            ("closed_on", {"state": "dropped", "closing_reason": "Thôi"}),
            ("closed_on", {"closed_on": TODAY}),
            ("decision", {"state": "decided", "closed_on": TODAY}),
            ("decision", {"decision": decision}),
            ("reason", {"state": "dropped", "closed_on": TODAY}),
        ):
            self.refuses(name, lambda given=given: ProposalFactory(**given))

    def test_what_the_database_refuses_of_a_basis(self):
        proposal = ProposalFactory()
        finding = factories.FindingFactory()
        for name, given in (
            ("finding without words", {"kind": "finding", "finding": finding}),
            ("fine without number", {"number": ""}),
            ("fine without day", {"dated_on": None}),
            ("fine of nobody", {"agency": ""}),
            ("fine with a finding", {"finding": finding}),
            ("fine of nothing", {"amount": 0}),
            ("referral with a sum", {"kind": "referral"}),
        ):
            self.refuses(
                name, lambda given=given: BasisFactory(proposal=proposal, **given)
            )
        BasisFactory(proposal=proposal, kind="referral", amount=None, number="")
