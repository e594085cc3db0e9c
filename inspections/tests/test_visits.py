import datetime
import uuid

from django.test import TestCase

from areas.models import Area
from core.versions import StaleVersionError
from history.services import history_of
from inspections.exceptions import InspectionError
from inspections.models import (
    Campaign,
    Participant,
    ReportedFigure,
    TeamMember,
    Visit,
)
from inspections.services import (
    add_site_checks,
    create_visit,
    last_team,
    remove_site_check,
    save_campaign,
    save_participants,
    save_reported_figures,
    save_site_check,
    save_team,
    save_visit,
)
from inspections.services.guards import digest
from tests import factories
from tests.places import FORMER, load_cao_bang

from .cast import DAY, Cast, published_checklist


class CampaignTests(TestCase):
    def new(self, **fields) -> Campaign:
        fields = {"name": "Kiểm tra OCOP năm 2023", **fields}
        return Campaign(
            starts_on=DAY, ends_on=DAY + datetime.timedelta(days=30), **fields
        )

    def test_campaign_is_stored_with_its_areas_and_who_made_it(self):
        area, user = factories.AreaFactory(name="Xã Hòa An"), factories.UserFactory()
        campaign = save_campaign(self.new(), areas=[area], by=user)
        self.assertEqual(list(campaign.areas.all()), [area])
        [areas, made] = history_of(campaign)
        self.assertEqual((made.action, made.batch.by), ("create", user))
        self.assertEqual(areas.changes, {"địa bàn dự kiến": ["", "Xã Hòa An"]})

    def test_campaign_sent_twice_is_one(self):
        key, areas = uuid.uuid4(), [factories.AreaFactory()]
        first = save_campaign(self.new(uuid=key), areas=areas, by=None)
        second = save_campaign(self.new(uuid=key), areas=areas, by=None)
        self.assertEqual(first, second)
        self.assertEqual(Campaign.objects.count(), 1)

    def test_change_of_a_campaign_saved_meanwhile_is_refused(self):
        campaign = save_campaign(self.new(), areas=[factories.AreaFactory()], by=None)
        campaign.name = "Đợt khác"
        with self.assertRaises(StaleVersionError):
            save_campaign(campaign, areas=[], by=None, base_version=0)
        self.assertEqual(Campaign.objects.get().name, "Kiểm tra OCOP năm 2023")
        self.assertEqual(campaign.areas.count(), 1)

    def test_other_areas_alone_make_an_open_form_stale(self):
        first, second = factories.AreaFactory.create_batch(2)
        campaign = save_campaign(self.new(), areas=[first], by=None)
        save_campaign(campaign, areas=[second], by=None, base_version=1)
        with self.assertRaises(StaleVersionError):
            save_campaign(campaign, areas=[], by=None, base_version=1)
        self.assertEqual(campaign.areas.get(), second)


class CreateVisitTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.lan = factories.UserFactory()
        cls.checklist = published_checklist()
        cls.district = Area.objects.get(name="Huyện Hòa An")
        cls.host = factories.AgencyFactory(
            name="UBND huyện Hòa An",
            short_code="UBND",
            area=cls.district,
            valid_to=FORMER,
        )
        cls.campaign = factories.CampaignFactory(areas=[cls.district])

    def create(self, **fields) -> Visit:
        visit = Visit(campaign=self.campaign, starts_on=DAY, **fields)
        return create_visit(visit, place=self.district, by=self.lan)

    def test_new_visit_is_a_draft_on_the_latest_checklist(self):
        factories.ChecklistFactory(number=99)  # a draft
        visit = self.create()
        self.assertEqual(visit.status, "draft")
        self.assertEqual(visit.checklist, self.checklist)
        self.assertEqual(visit.created_by, self.lan)
        self.assertEqual(history_of(visit).get().action, "create")

    def test_host_is_the_committee_of_the_unit(self):
        self.assertEqual(self.create().host, self.host)

    def test_place_stays_as_given_and_the_unit_of_today_stands_beside_it(self):
        visit = self.create()
        self.assertEqual(visit.place.name, "Huyện Hòa An")
        self.assertEqual(visit.area.name, "Tỉnh Cao Bằng")

    def test_visit_sent_twice_is_one(self):
        key = uuid.uuid4()
        self.assertEqual(self.create(uuid=key).pk, self.create(uuid=key).pk)
        self.assertEqual(Visit.objects.count(), 1)

    def test_team_of_the_last_visit_is_remembered(self):
        first = self.create()
        seat = TeamMember(role="head", title="Phó Giám đốc Sở", agency=self.host)
        save_team(first, [seat], by=self.lan)
        visit = Visit(campaign=self.campaign, starts_on=DAY)
        second = create_visit(
            visit, place=self.district, by=self.lan, team=last_team(self.lan)
        )
        self.assertEqual(second.head.title, "Phó Giám đốc Sở")
        self.assertEqual(first.team.count(), 1)
        self.assertEqual(last_team(factories.UserFactory()), [])


class NoChecklistTests(TestCase):
    def test_without_a_published_checklist_there_is_no_visit(self):
        factories.ChecklistFactory()  # a draft
        visit = Visit(campaign=factories.CampaignFactory(), starts_on=DAY)
        with self.assertRaises(InspectionError):
            create_visit(visit, place=factories.AreaFactory(), by=None)
        self.assertEqual(Visit.objects.count(), 0)


class PartsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()

    def setUp(self):
        self.visit, self.lan = self.cast.visit, self.cast.lan

    def seat(self, **fields) -> TeamMember:
        return TeamMember(agency=self.cast.head.agency, **fields)

    def test_team_is_replaced_as_one_recorded_change(self):
        members = [
            self.seat(role="head", name="Nguyễn Văn Hà"),
            self.seat(role="secretary", title="Chuyên viên"),
        ]
        save_team(self.visit, members, by=self.lan)
        self.assertEqual(
            list(self.visit.team.values_list("role", "name")),
            [("head", "Nguyễn Văn Hà"), ("secretary", "")],
        )
        [change] = history_of(self.visit)
        old, new = change.changes["đoàn kiểm tra"]
        self.assertIn("Phó Chánh Văn phòng", old)
        self.assertIn("Chuyên viên", new)

    def test_same_rows_again_write_nothing(self):
        for _ in range(2):
            people = [Participant(kind="producer", headcount=12)]
            save_participants(self.visit, people, by=self.lan)
        self.assertEqual(history_of(self.visit).count(), 1)

    def test_rows_changed_meanwhile_are_not_overwritten(self):
        base = digest(self.visit.team.all())
        save_team(self.visit, [self.seat(role="head", name="Người đầu")], by=self.lan)
        with self.assertRaises(StaleVersionError):
            late = [self.seat(role="head", name="Người sau")]
            save_team(self.visit, late, by=self.lan, base=base)
        self.assertEqual(self.visit.team.get().name, "Người đầu")

    def test_other_parts_of_the_visit_do_not_stand_in_the_way(self):
        base = digest(self.visit.team.all())
        self.visit.session_note = "Nghe báo cáo."
        save_visit(self.visit, place=self.cast.hoa_an, by=self.lan)
        save_team(self.visit, [self.seat(name="Mới")], by=self.lan, base=base)
        self.assertEqual(self.visit.team.get().name, "Mới")

    def test_reported_figure_takes_place_and_day_of_the_visit(self):
        figure = ReportedFigure(indicator="producers", value=12, text="12 chủ thể")
        save_reported_figures(self.visit, [figure], by=self.lan)
        stored = ReportedFigure.objects.get()
        self.assertEqual(
            (stored.place, stored.area, stored.as_of),
            (self.cast.hoa_an, self.cast.hoa_an, DAY),
        )

    def test_reported_figure_moves_with_the_visit(self):
        figure = ReportedFigure(indicator="products", value=32)
        save_reported_figures(self.visit, [figure], by=None)
        save_visit(self.visit, place=self.cast.trung_khanh, by=None)
        figure.refresh_from_db()
        self.assertEqual(figure.place, self.cast.trung_khanh)
        self.assertEqual(figure.area, self.cast.trung_khanh)

    def test_change_of_facts_saved_meanwhile_is_refused(self):
        self.visit.assessment = "Tốt."
        save_visit(self.visit, place=self.cast.hoa_an, by=self.lan, base_version=1)
        self.visit.assessment = "Khá."
        with self.assertRaises(StaleVersionError):
            save_visit(self.visit, place=self.cast.hoa_an, by=self.lan, base_version=1)
        self.assertEqual(Visit.objects.get(pk=self.visit.pk).assessment, "Tốt.")

    def test_each_site_is_checked_once(self):
        other = factories.SiteFactory(place=self.cast.hoa_an)
        checks = add_site_checks(self.visit, [self.cast.site, other], by=self.lan)
        again = add_site_checks(self.visit, [other], by=self.lan)
        self.assertEqual(checks[0], self.cast.check)
        self.assertEqual(again, [checks[1]])
        self.assertEqual(self.visit.site_checks.count(), 2)

    def test_texts_of_a_check_are_recorded_and_stale_ones_refused(self):
        check = self.cast.check
        check.conclusion = "Cơ bản chấp hành."
        save_site_check(check, by=self.lan, base_version=1)
        self.assertEqual(
            history_of(check).get().changes, {"conclusion": ["", "Cơ bản chấp hành."]}
        )
        check.conclusion = "Khác."
        with self.assertRaises(StaleVersionError):
            save_site_check(check, by=self.lan, base_version=1)

    def test_check_taken_out_leaves_a_trace(self):
        check = self.cast.check
        factories.FindingFactory(site_check=check)
        remove_site_check(check, by=self.lan, reason="Nhầm cơ sở.")
        self.assertEqual(self.visit.site_checks.count(), 0)
        self.assertEqual(self.visit.findings.count(), 0)
