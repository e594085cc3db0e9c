import io
import uuid

import docx
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from documents.minutes import build_minutes
from history.services import history_of
from inspections.enums import CampaignKind, VisitStatus
from inspections.exceptions import InspectionError
from inspections.items import items_for
from inspections.models import Finding, Recommendation, SiteCheck, Visit
from inspections.progress import progress_of
from inspections.services import Answer, save_answers, save_points
from inspections.snapshots import content_of_check
from tests import factories

from .cast import Cast, move

CREATE = reverse("inspections:recheck_create")


class RecheckCase(TestCase):
    """A visit failed two questions, said one thing more, and asked for two things."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = cast = Cast()
        failed = [("nhan", cast.product), ("suc-khoe", None)]
        answers = [Answer(cast.item(code), of, "failed") for code, of in failed]
        save_answers(cast.check, answers, by=cast.lan)
        cls.label, cls.health = Finding.objects.order_by("item_result__item__position")[
            ::-1
        ]
        cls.dirt = factories.FindingFactory(site_check=cast.check, text="Sàn bẩn.")
        cls.asked = factories.RecommendationFactory(site_check=cast.check)
        cls.other = factories.RecommendationFactory(
            site_check=cast.check, text="In nhãn mới.", finding=cls.label
        )
        move(cast.visit, "signed")
        cls.campaign = factories.CampaignFactory(
            areas=[cast.hoa_an], kind=CampaignKind.FOLLOW_UP, name="Phúc tra quý I"
        )

    def setUp(self):
        self.client.force_login(self.cast.lan)

    def create(self, user=None, **data):
        self.client.force_login(user or self.cast.lan)
        told = {
            "uuid": uuid.uuid4(),
            "findings": [self.label.pk],
            "recommendations": [self.asked.pk],
            "starts_on": f"{timezone.localdate():%d/%m/%Y}",
            "place": self.cast.hoa_an.pk,
            "campaign": self.campaign.pk,
        }
        url = f"{CREATE}?chu_the={self.cast.product.producer_id}"
        return self.client.post(url, told | data)

    def made(self, **data) -> SiteCheck:
        response = self.create(**data)
        self.assertEqual(response.status_code, 302)
        return SiteCheck.objects.select_related("visit__checklist", "site").get(
            visit__campaign__kind=CampaignKind.FOLLOW_UP
        )

    def answer(self, check, outcome: str) -> None:
        cells = items_for(check)
        answers = [Answer(cell.item, cell.product, outcome) for cell in cells]
        save_answers(check, answers, by=self.cast.lan)

    def close(self, check, *points):
        url = reverse("inspections:recheck_close", args=[check.uuid])
        return self.client.post(url, {"points": [point.pk for point in points]})


class CreateTests(RecheckCase):
    def test_offers_what_is_open_and_only_what_is_chosen_is_ticked(self):
        page = self.client.get(CREATE, {"chon": [str(self.asked.uuid)]})
        self.assertNotContains(page, "-----")
        form = page.context["form"]
        offered = set(form.fields["findings"].queryset)
        self.assertEqual(offered, {self.label, self.health, self.dirt})
        self.assertEqual(form.initial["recommendations"], [self.asked.pk])

    def test_asks_those_questions_alone(self):
        check = self.made()
        self.assertEqual(check.visit.status, VisitStatus.DRAFT)
        self.assertEqual((check.site, check.only_open), (self.cast.site, True))
        [cell] = items_for(check)
        self.assertEqual((cell.item.code, cell.product), ("nhan", self.cast.product))
        self.assertEqual(progress_of(check.visit, [check])[check.pk].asked, 1)
        page = self.client.get(
            reverse("inspections:site_check_record", args=[check.uuid])
        )
        self.assertEqual(page.context["sheet"].total, 1)
        self.assertContains(page, "Phiếu này chỉ kiểm tra lại")

    def test_a_question_behind_a_recommendation_is_asked_too(self):
        check = self.made(findings=[], recommendations=[self.other.pk])
        self.assertEqual([cell.item.code for cell in items_for(check)], ["nhan"])

    def test_what_has_no_question_is_named_all_the_same(self):
        check = self.made(findings=[self.dirt.pk], recommendations=[])
        self.assertEqual(items_for(check), [])
        self.assertContains(self.client.get(check.get_absolute_url()), "Sàn bẩn.")

    def test_what_else_is_seen_may_be_answered_and_is_then_shown(self):
        check = self.made()
        more = Answer(self.cast.item("suc-khoe"), None, "passed")
        save_answers(check, [more], by=self.cast.lan)
        codes = {cell.item.code for cell in items_for(check)}
        self.assertEqual(codes, {"nhan", "suc-khoe"})

    def test_a_new_campaign_is_made_by_those_who_may(self):
        office = factories.UserFactory(role="provincial", role__area=self.cast.province)
        response = self.create(office, campaign="", campaign_name="Phúc tra đột xuất")
        self.assertEqual(response.status_code, 302)
        campaign = Visit.objects.get(status="draft").campaign
        self.assertEqual(campaign.kind, CampaignKind.FOLLOW_UP)
        self.assertEqual(list(campaign.areas.all()), [self.cast.hoa_an])
        refused = self.create(campaign="", campaign_name="Tự lập")
        self.assertEqual(list(refused.context["form"].errors), ["campaign"])

    def test_a_form_sent_twice_makes_one_visit(self):
        key = uuid.uuid4()
        urls = {self.create(uuid=key).url for _ in range(2)}
        self.assertEqual(len(urls), 1)
        self.assertEqual(Visit.objects.count(), 2)

    def test_nothing_chosen_and_another_place_are_told(self):
        response = self.create(findings=[], recommendations=[])
        self.assertContains(response, "ít nhất một nội dung")
        far = self.create(place=self.cast.trung_khanh.pk)
        self.assertEqual(list(far.context["form"].errors), ["place"])
        self.assertEqual(Visit.objects.count(), 1)

    def test_the_board_says_what_to_choose_if_no_producer_is_concerned(self):
        page = self.client.get(CREATE, follow=True)
        self.assertEqual(page.resolver_match.view_name, "inspections:follow_up")
        self.assertContains(page, "Chọn ít nhất một đề nghị đối với chủ thể")

    def test_a_kind_of_which_nothing_is_open_is_not_asked_for(self):
        Finding.objects.all().update(severity="good")
        page = self.client.get(CREATE, {"chon": [str(self.asked.uuid)]})
        self.assertNotContains(page, "Nhận định chưa khắc phục")
        self.assertContains(page, "Đề nghị chưa thực hiện xong")

    def test_nobody_elsewhere_makes_one_or_sees_what_is_open(self):
        self.assertEqual(self.create(self.cast.minh).status_code, 404)
        page = self.client.get(CREATE, {"chon": [str(self.asked.uuid)]})
        self.assertEqual(page.status_code, 404)

    def test_minutes_name_what_was_looked_at_again(self):
        check = self.made()
        paper = docx.Document(io.BytesIO(build_minutes(check.visit, site_check=check)))
        words = "\n".join(line.text for line in paper.paragraphs)
        self.assertIn("Phúc tra: Bao bì, nhãn mác: không đạt; Hoàn thiện quy", words)


class PointTests(RecheckCase):
    """What no question asks about is answered at the point itself."""

    def send(self, check, **data):
        url = reverse("inspections:recheck_points", args=[check.uuid])
        return self.client.post(url, data)

    def dirty(self):
        check = self.made(findings=[self.dirt.pk, self.label.pk], recommendations=[])
        first, second = check.recheck_points.order_by("finding__item_result")
        asked, own = sorted([first, second], key=lambda one: one.finding == self.dirt)
        return check, asked, own

    def test_it_passes_or_fails_with_a_note_and_may_then_be_closed(self):
        check, _, own = self.dirty()
        page = self.client.get(
            reverse("inspections:site_check_record", args=[check.uuid])
        )
        [(point, _, _)] = page.context["points_form"].rows
        self.assertEqual(point, own)
        told = {f"diem-{own.pk}": "passed", f"ghi-chu-{own.pk}": "Đã lát lại."}
        self.assertEqual(self.send(check, **told).status_code, 302)
        own.refresh_from_db()
        self.assertEqual((own.outcome, own.note), ("passed", "Đã lát lại."))
        self.assertEqual(
            history_of(check).first().changes,
            {str(own): ["chưa kiểm tra", "đạt: Đã lát lại."]},
        )
        move(check.visit, "submitted")
        page = self.client.get(check.get_absolute_url())
        self.assertContains(page, "Đã lát lại.")
        form = page.context["recheck_form"]
        self.assertEqual(form.initial["points"], [str(own.pk)])
        seen = content_of_check(check)["seen"]["looked_at"]
        self.assertIn("Sàn bẩn (đạt: Đã lát lại.)", seen)

    def test_a_recheck_of_nothing_else_shows_no_checklist_and_is_handed_in(self):
        check = self.made(findings=[self.dirt.pk], recommendations=[])
        url = reverse("inspections:site_check_record", args=[check.uuid])
        self.assertNotContains(self.client.get(url), "data-ocop-checklist")
        self.assertIn(check, SiteCheck.objects.untouched())
        [own] = check.recheck_points.all()
        self.send(check, **{f"diem-{own.pk}": "failed"})
        self.assertNotIn(check, SiteCheck.objects.untouched())

    def test_a_point_with_a_question_takes_no_other_answer(self):
        check, asked, _ = self.dirty()
        self.send(check, **{f"diem-{asked.pk}": "passed"})
        with self.assertRaisesMessage(InspectionError, "ở danh mục bên dưới"):
            save_points(check, {asked.pk: ("passed", "")}, by=self.cast.lan)
        asked.refresh_from_db()
        self.assertEqual(asked.outcome, "")

    def test_nonsense_and_what_was_handed_in_are_not_written(self):
        check, _, own = self.dirty()
        self.send(check, **{f"diem-{own.pk}": "na"})
        move(check.visit, "submitted")
        self.send(check, **{f"diem-{own.pk}": "passed", f"ghi-chu-{own.pk}": ""})
        own.refresh_from_db()
        self.assertEqual(own.outcome, "")


class CloseTests(RecheckCase):
    def handed_in(self, outcome: str) -> SiteCheck:
        check = self.made()
        self.answer(check, outcome)
        move(check.visit, "submitted")
        return check

    def form_of(self, check):
        page = self.client.get(check.get_absolute_url())
        return page.context["recheck_form"]

    def test_passed_proposes_and_an_officer_closes_on_its_proof(self):
        check = self.handed_in("passed")
        finding, asked = check.recheck_points.all()
        self.assertEqual(self.form_of(check).initial["points"], [str(finding.pk)])
        self.close(check, finding, asked)
        self.label.refresh_from_db()
        self.asked.refresh_from_db()
        for row in (self.label, self.asked):
            self.assertEqual(row.closing_check, check)
            self.assertEqual(row.closed_on, check.visit.starts_on)
            self.assertEqual(row.closed_by, self.cast.lan)
        self.assertIn("Phúc tra ngày", self.label.closing_note)
        self.assertIsNone(self.form_of(check))

    def test_failed_proposes_nothing(self):
        check = self.handed_in("failed")
        self.assertEqual(self.form_of(check).initial["points"], [])
        self.assertTrue(Finding.objects.get(pk=self.label.pk).is_open)

    def test_a_draft_closes_nothing(self):
        check = self.made()
        self.answer(check, "passed")
        self.assertIsNone(self.form_of(check))
        self.close(check, *check.recheck_points.all())
        self.assertTrue(Recommendation.objects.get(pk=self.asked.pk).is_open)

    def test_of_other_checks_nothing_is_closed(self):
        check = self.handed_in("passed")
        Recommendation.objects.filter(pk=self.other.pk).update(due_on=None)
        url = reverse("inspections:recheck_close", args=[check.uuid])
        self.client.post(url, {"points": ["999999"]})
        self.client.force_login(self.cast.minh)
        response = self.close(check, *check.recheck_points.all())
        self.assertEqual(response.status_code, 404)
        self.assertTrue(Finding.objects.get(pk=self.label.pk).is_open)

    def test_closed_twice_is_told(self):
        check = self.handed_in("passed")
        for _ in range(2):
            self.close(check, check.recheck_points.first())
        page = self.client.get(check.get_absolute_url())
        self.assertContains(page, "ít nhất một nội dung còn mở")
