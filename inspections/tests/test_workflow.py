import datetime

from django.test import TestCase
from django.utils import timezone

from core.versions import StaleVersionError
from history.services import history_of
from inspections.enums import VisitStatus
from inspections.exceptions import InspectionError
from inspections.models import TeamMember, Visit
from inspections.services import (
    approve_visit,
    reopen_visit,
    return_visit,
    sign_visit,
    steps_open_to,
    submit_visit,
)
from inspections.services.workflow import STEPS

from .cast import Cast, move


def actions(visit, user) -> list[str]:
    return [step.action.value for step in steps_open_to(visit, user)]


class WorkflowTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def setUp(self):
        self.visit = self.cast.visit
        self.lan, self.hoa = self.cast.lan, self.cast.hoa

    def assert_refused(self, words, act, **options):
        status = Visit.objects.get(pk=self.visit.pk).status
        with self.assertRaises(InspectionError) as caught:
            act(self.visit, **options)
        self.assertIn(words, str(caught.exception))
        self.assertEqual(Visit.objects.get(pk=self.visit.pk).status, status)

    def test_whole_way_from_draft_to_signed_with_a_return(self):
        submit_visit(self.visit, by=self.lan)
        self.assertEqual(self.visit.status, VisitStatus.SUBMITTED)
        return_visit(self.visit, by=self.hoa, comment="Thiếu số lô.")
        self.assertEqual(self.visit.status, VisitStatus.RETURNED)
        self.assertEqual(self.visit.return_comment, "Thiếu số lô.")
        submit_visit(self.visit, by=self.lan)
        self.assertEqual(self.visit.return_comment, "")
        approve_visit(self.visit, by=self.hoa)
        sign_visit(self.visit, by=self.hoa)
        self.visit.refresh_from_db()
        self.assertEqual(self.visit.status, VisitStatus.SIGNED)
        self.assertEqual(self.visit.signed_by, self.hoa)
        self.assertEqual(
            self.visit.signature,
            "Nông Thị Hoa, Phó Chánh Văn phòng, Văn phòng Điều phối",
        )
        log = [(c.action, c.batch.by, c.batch.reason) for c in history_of(self.visit)]
        self.assertEqual(
            log[::-1],
            [
                ("submit", self.lan, ""),
                ("return", self.hoa, "Thiếu số lô."),
                ("submit", self.lan, ""),
                ("approve", self.hoa, ""),
                ("sign", self.hoa, ""),
            ],
        )

    def test_signature_stays_as_it_was_given(self):
        move(self.visit, "approved")
        sign_visit(self.visit, by=self.hoa)
        self.hoa.full_name, self.hoa.title = "Nông Thị Hoa Mới", "Chánh Văn phòng"
        self.hoa.save()
        self.visit.refresh_from_db()
        self.assertIn("Nông Thị Hoa, Phó Chánh", self.visit.signature)

    def test_only_the_arrows_of_the_table_lead_anywhere(self):
        acts = {
            "submit": lambda: submit_visit(self.visit, by=self.lan),
            "return": lambda: return_visit(self.visit, by=self.hoa, comment="Sửa."),
            "approve": lambda: approve_visit(self.visit, by=self.hoa),
            "sign": lambda: sign_visit(self.visit, by=self.hoa),
            "reopen": lambda: reopen_visit(self.visit, by=self.hoa, reason="Sai."),
        }
        arrows = {
            (source, step.action): step.target
            for step in STEPS
            for source in step.sources
        }
        for status in VisitStatus.values:
            for action, act in acts.items():
                with self.subTest(status=status, action=action):
                    move(self.visit, status)
                    target = arrows.get((status, action))
                    if target:
                        act()
                    else:
                        with self.assertRaises(InspectionError):
                            act()
                    self.visit.refresh_from_db()
                    self.assertEqual(self.visit.status, target or status)

    def test_second_of_two_clicks_is_refused(self):
        seen_twice = Visit.objects.get(pk=self.visit.pk)
        submit_visit(self.visit, by=self.lan)
        with self.assertRaises(InspectionError):
            submit_visit(seen_twice, by=self.lan)
        self.assertEqual(history_of(self.visit).count(), 1)

    def test_page_opened_before_a_change_approves_nothing(self):
        move(self.visit, "submitted")
        seen = self.visit.version
        return_visit(self.visit, by=self.hoa, comment="Sửa.")
        submit_visit(self.visit, by=self.lan)
        with self.assertRaises(StaleVersionError):
            approve_visit(self.visit, by=self.hoa, base_version=seen)
        self.visit.refresh_from_db()
        self.assertEqual(self.visit.status, VisitStatus.SUBMITTED)

    def test_visit_without_a_head_is_not_handed_in(self):
        TeamMember.objects.update(role="member")
        self.assert_refused("Chưa có trưởng đoàn", submit_visit, by=self.lan)

    def test_visit_without_content_is_not_handed_in(self):
        self.visit.site_checks.all().delete()
        self.assert_refused("Chưa có cơ sở nào", submit_visit, by=self.lan)

    def test_working_session_alone_is_content(self):
        self.visit.site_checks.all().delete()
        Visit.objects.update(session_note="Nghe UBND báo cáo.")
        submit_visit(self.visit, by=self.lan)
        self.assertEqual(self.visit.status, VisitStatus.SUBMITTED)

    def test_visit_that_is_yet_to_come_is_not_handed_in(self):
        tomorrow = timezone.localdate() + datetime.timedelta(days=2)
        Visit.objects.update(starts_on=tomorrow)
        self.assert_refused("còn ở phía trước", submit_visit, by=self.lan)
        Visit.objects.update(starts_on="2023-09-15", ends_on=tomorrow)
        self.assert_refused("còn ở phía trước", submit_visit, by=self.lan)

    def test_return_and_reopening_ask_why(self):
        move(self.visit, "submitted")
        self.assert_refused("Hãy ghi rõ", return_visit, by=self.hoa, comment=" \n")
        move(self.visit, "signed")
        self.assert_refused("phải ghi lý do", reopen_visit, by=self.hoa, reason="")

    def test_reopened_visit_is_returned_and_no_longer_signed(self):
        move(self.visit, "approved")
        sign_visit(self.visit, by=self.hoa)
        signature = self.visit.signature
        reopen_visit(self.visit, by=self.hoa, reason="Ghi nhầm số lô.")
        self.visit.refresh_from_db()
        self.assertEqual(self.visit.status, VisitStatus.RETURNED)
        self.assertEqual((self.visit.signature, self.visit.signed_by), ("", None))
        change = history_of(self.visit).first()
        self.assertEqual(change.action, "reopen")
        self.assertEqual(change.batch.reason, "Ghi nhầm số lô.")
        self.assertEqual(change.changes["signature"], [signature, ""])

    def test_name_is_needed_to_sign(self):
        move(self.visit, "approved")
        self.hoa.full_name = ""
        self.assert_refused("chưa có họ tên", sign_visit, by=self.hoa)

    def test_each_person_is_offered_what_the_role_and_the_place_allow(self):
        minh, visit = self.cast.minh, self.visit
        offered = {
            "draft": (["submit"], ["submit"], []),
            "submitted": ([], ["return", "approve"], []),
            "returned": (["submit"], ["submit"], []),
            "approved": ([], ["return", "sign"], []),
            "signed": ([], ["reopen"], []),
        }
        for status, expected in offered.items():
            with self.subTest(status=status):
                move(visit, status)
                got = tuple(actions(visit, who) for who in (self.lan, self.hoa, minh))
                self.assertEqual(got, expected)
