"""A visit of a former district goes to several communes, each with its own officer."""

from django.test import TestCase
from django.urls import reverse

from accounts.enums import Role
from inspections.enums import Direction, Severity
from inspections.exceptions import InspectionError
from inspections.models import Finding, Recommendation, Visit
from inspections.services import create_visit
from tests.factories import (
    AreaFactory,
    RecommendationFactory,
    SiteCheckFactory,
    SiteFactory,
    UserFactory,
    VisitFactory,
)


class SharedVisitTests(TestCase):
    """Lan looks after xã Hòa An alone; the visit was also at a site in Nam Tuấn."""

    @classmethod
    def setUpTestData(cls):
        province = AreaFactory(province=True, name="Tỉnh Cao Bằng")
        district = AreaFactory(name="Phường Chủ trì", parent=province)
        hoa_an = AreaFactory(name="Xã Hòa An", parent=province)
        nam_tuan = AreaFactory(name="Xã Nam Tuấn", parent=province)
        cls.visit = VisitFactory(place=district, session_note="Họp chung.")
        cls.own = SiteCheckFactory(
            visit=cls.visit,
            site=SiteFactory(place=hoa_an, producer__name="HTX Hòa An"),
        )
        cls.other = SiteCheckFactory(
            visit=cls.visit,
            site=SiteFactory(place=nam_tuan, producer__name="HTX Nam Tuấn"),
        )
        cls.upward = Recommendation.objects.create(
            visit=cls.visit,
            direction=Direction.TO_AGENCY,
            addressee_text="Các cơ quan chuyên môn",
            text="Hỗ trợ xây dựng thương hiệu.",
        )
        cls.to_other = RecommendationFactory(site_check=cls.other)
        cls.lan = UserFactory(role=Role.OFFICER, role__area=hoa_an)
        cls.host = UserFactory(role=Role.OFFICER, role__area=district)

    def setUp(self):
        self.client.force_login(self.lan)

    def status(self, name, row, method="get", **data):
        url = reverse(name, args=[row.uuid])
        return getattr(self.client, method)(url, data).status_code

    def test_the_visit_is_read_with_her_own_site_alone(self):
        page = self.client.get(self.visit.get_absolute_url())
        self.assertContains(page, "HTX Hòa An")
        self.assertNotContains(page, "HTX Nam Tuấn")

    def test_what_concerns_all_sites_is_not_hers_to_change(self):
        for part in ("edit", "team", "participants", "figures", "sites", "submit"):
            method = "post" if part == "submit" else "get"
            with self.subTest(part):
                status = self.status(f"inspections:visit_{part}", self.visit, method)
                self.assertEqual(status, 404)
        self.assertEqual(list(Visit.objects.editable_by(self.lan)), [])
        self.assertEqual(list(Visit.objects.editable_by(self.host)), [self.visit])

    def test_the_minutes_of_the_session_are_for_those_who_hosted_it(self):
        self.assertEqual(self.status("documents:session_draft", self.visit), 404)
        page = self.client.get(self.visit.get_absolute_url())
        self.assertNotContains(page, "biên bản buổi làm việc")
        self.client.force_login(self.host)
        self.assertEqual(self.status("documents:session_draft", self.visit), 200)

    def test_a_recommendation_to_agencies_above_is_not_hers_to_close(self):
        editable = Recommendation.objects.editable_by
        self.assertEqual(list(editable(self.lan)), [])
        self.assertIn(self.upward, editable(self.host))

    def test_she_writes_findings_about_her_own_site_alone(self):
        url = reverse("inspections:finding_create", args=[self.visit.uuid])
        self.assertEqual(self.client.get(url).status_code, 404)
        about_all = {
            "key": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
            "severity": Severity.GOOD,
            "texts": "Làm tốt.",
        }
        mine = f"{url}?phieu={self.own.uuid}"
        self.client.post(mine, about_all)
        self.assertEqual(Finding.objects.count(), 0)
        self.client.post(mine, {**about_all, "site_check": self.other.pk})
        self.assertEqual(Finding.objects.count(), 0)
        self.client.post(mine, {**about_all, "site_check": self.own.pk})
        self.assertEqual(Finding.objects.get().site_check, self.own)
        foreign = self.client.get(f"{url}?phieu={self.other.uuid}")
        self.assertEqual(foreign.status_code, 404)

    def test_she_asks_only_producers_she_sees(self):
        url = reverse("inspections:recommendation_create", args=[self.visit.uuid])
        self.assertEqual(self.client.get(url).status_code, 404)
        mine = f"{url}?phieu={self.own.uuid}"
        page = self.client.get(mine)
        self.assertContains(page, "HTX Hòa An")
        self.assertNotContains(page, "HTX Nam Tuấn")
        before = Recommendation.objects.count()
        self.client.post(
            mine,
            {
                "key": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
                "direction": Direction.TO_PRODUCER,
                "producers": [self.other.site.producer_id],
                "texts": "Hoàn thiện nhãn.",
            },
        )
        self.assertEqual(Recommendation.objects.count(), before)

    def test_the_form_of_somebody_else_is_not_answered_as_ones_own(self):
        theirs = VisitFactory(created_by=self.lan, campaign=self.visit.campaign)
        again = Visit(
            uuid=theirs.uuid, campaign=theirs.campaign, starts_on=theirs.starts_on
        )
        place = self.visit.place
        with self.assertRaisesMessage(InspectionError, "hãy mở biểu mẫu mới"):
            create_visit(again, place=place, by=self.host)
        self.assertEqual(create_visit(again, place=place, by=self.lan), theirs)
