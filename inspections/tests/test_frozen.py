"""Nothing of a visit that was handed in can be written, whichever way one tries."""

from django.test import TestCase

from history.models import Change
from inspections import services
from inspections.enums import Direction, VisitStatus
from inspections.exceptions import InspectionError
from inspections.models import Finding, Participant, Recommendation, TeamMember, Visit
from inspections.services import Answer
from inspections.services.workflow import STEPS
from tests import factories
from tests.lab_factories import SampleFactory

from .cast import Cast, move, photo
from .pictures import jpeg


def writes(cast) -> dict:
    """Return every service that writes something of a draft, ready to be called."""
    visit, check, by = cast.visit, cast.check, cast.lan
    finding = factories.FindingFactory(site_check=check, text="Nhãn mờ.")
    asked = factories.RecommendationFactory(site_check=check, text="In lại nhãn.")
    picture, sample = photo(check), SampleFactory(site_check=check)
    item = cast.item("suc-khoe")
    seat = TeamMember(role="head", name="Người khác", agency=cast.head.agency)
    return _writes_of_findings(visit, finding, asked, by) | {
        "save_visit": lambda: services.save_visit(visit, place=cast.hoa_an, by=by),
        "save_team": lambda: services.save_team(visit, [seat], by=by),
        "save_participants": lambda: services.save_participants(
            visit, [Participant(kind="producer", headcount=12)], by=by
        ),
        "save_reported_figures": lambda: services.save_reported_figures(
            visit, [], by=by
        ),
        "add_site_checks": lambda: services.add_site_checks(
            visit, [factories.SiteFactory()], by=by
        ),
        "save_site_check": lambda: services.save_site_check(check, by=by),
        "remove_site_check": lambda: services.remove_site_check(check, by=by),
        "save_answers": lambda: services.save_answers(
            check, [Answer(item, None, "passed")], by=by
        ),
        "answer_row": lambda: services.answer_row(check, item, None),
        "save_points": lambda: services.save_points(check, {}, by=by),
        "save_sample": lambda: services.save_sample(sample, by=by),
        "remove_sample": lambda: services.remove_sample(sample, by=by),
        "add_photo": lambda: services.add_photo(check, jpeg(), by=by),
        "caption_photo": lambda: services.caption_photo(picture, caption="A", by=by),
        "remove_photo": lambda: services.remove_photo(picture, by=by),
    }


def _writes_of_findings(visit, finding, asked, by) -> dict:
    new = Finding(visit=visit, severity="good", text="Mới.")
    return {
        "add_findings": lambda: services.add_findings([new], by=by),
        "save_finding": lambda: services.save_finding(finding, by=by),
        "remove_finding": lambda: services.remove_finding(finding, by=by),
        "recommend": lambda: services.recommend(
            services.addressed(
                visit,
                direction=Direction.TO_LOCALITY,
                texts=["Tuyên truyền."],
                addressee_text="UBND huyện",
            ),
            by=by,
        ),
        "save_recommendation": lambda: services.save_recommendation(asked, by=by),
        "remove_recommendation": lambda: services.remove_recommendation(asked, by=by),
    }


# What is written once the visit was handed in, and what no visit freezes.
FOLLOW_UP = {
    "add_response",
    "answer_by_link",
    "close_finding",
    "close_looked_at",
    "close_recommendation",
    "create_answer_link",
    "extend_recommendation",
    "hand_in_answers",
    "lift_waiver",
    "record_lab_report",
    "remove_lab_report",
    "reopen_finding",
    "reopen_recommendation",
    "review_response",
    "revoke_answer_link",
    "waive_recommendation",
}
ELSEWHERE = {
    "add_basis",
    "add_comment",
    "add_minima",
    "add_site_check",
    "correct_minutes",
    "create_recheck",
    "create_visit",
    "decide_revocation",
    "delete_draft",
    "draft_checklist",
    "drop_proposal",
    "load_checklist",
    "move_group",
    "move_item",
    "propose_revocation",
    "publish_checklist",
    "remove_basis",
    "remove_item",
    "rename_group",
    "replace_items",
    "resolve_comment",
    "save_campaign",
    "save_proposal",
    "save_draft",
    "save_item",
    "save_reported_figure",
    "sign_minutes",
    "withdraw_correction",
}
READS = {
    "Answer",
    "Behind",
    "HANDLED",
    "PlannedItem",
    "Signature",
    "addressed",
    "check_uuid",
    "draw_example",
    "last_day",
    "last_team",
    "link_of",
    "missing_for_submission",
    "planned_items",
    "proofs_of",
    "steps_open_to",
}


class FrozenTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.writes = writes(cls.cast)

    def test_nothing_is_written_once_the_visit_was_handed_in(self):
        for status in ("submitted", "approved", "signed"):
            move(self.cast.visit, status)
            self.cast.check.visit.refresh_from_db()
            log = Change.objects.count()
            for name, write in self.writes.items():
                with self.subTest(status=status, write=name):
                    with self.assertRaises(InspectionError) as caught:
                        write()
                    self.assertIn("đã nộp", str(caught.exception))
            self.assertEqual(Change.objects.count(), log)

    def test_every_write_is_open_again_when_the_visit_was_returned(self):
        for name, write in self.writes.items():
            if name.startswith("remove_") or name == "caption_photo":
                continue  # their rows are gone after the first
            with self.subTest(write=name):
                move(self.cast.visit, "returned")
                write()

    def test_list_of_writes_is_complete(self):
        steps = {f"{step.action}_visit" for step in STEPS}
        named = set(self.writes) | FOLLOW_UP | steps | ELSEWHERE | READS
        self.assertEqual(set(services.__all__), named)

    def test_form_opened_before_the_return_does_not_bring_the_old_status_back(self):
        opened = Visit.objects.get(pk=self.cast.visit.pk)
        move(self.cast.visit, "returned")
        opened.session_note = "Làm việc tại UBND."
        services.save_visit(opened, place=self.cast.hoa_an, by=self.cast.lan)
        stored = Visit.objects.get(pk=opened.pk)
        self.assertEqual(stored.status, VisitStatus.RETURNED)
        self.assertIsNotNone(stored.submitted_at)
        self.assertEqual(stored.session_note, "Làm việc tại UBND.")

    def test_follow_up_waits_for_the_visit_to_be_handed_in(self):
        asked = Recommendation.objects.get()
        finding = Finding.objects.get()
        by = self.cast.lan
        for act in (
            lambda: services.close_recommendation(
                asked, by=by, status="done", note="x"
            ),
            lambda: services.extend_recommendation(
                asked, by=by, due_on=None, reason="x"
            ),
            lambda: services.close_finding(finding, by=by, note="x"),
            lambda: services.reopen_finding(finding, by=by, reason="x"),
            lambda: services.reopen_recommendation(asked, by=by, reason="x"),
        ):
            with self.assertRaises(InspectionError) as caught:
                act()
            self.assertIn("chưa nộp", str(caught.exception))
