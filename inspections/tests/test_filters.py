import datetime

from django.http import QueryDict
from django.test import RequestFactory, TestCase

from accounts.enums import Role
from inspections.board import RecommendationFilter
from inspections.enums import (
    Direction,
    RecommendationStatus,
    VisitStatus,
)
from inspections.filters import (
    CampaignFilter,
    SiteCheckFilter,
    VisitFilter,
)
from inspections.models import Campaign, Recommendation, SiteCheck, Visit
from tests.factories import (
    AreaFactory,
    CampaignFactory,
    RecommendationFactory,
    SiteCheckFactory,
    UserFactory,
    VisitFactory,
)

MODELS = {
    CampaignFilter: Campaign,
    VisitFilter: Visit,
    SiteCheckFilter: SiteCheck,
    RecommendationFilter: Recommendation,
}


class FilterCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.province = AreaFactory(province=True)
        cls.place = AreaFactory(parent=cls.province, name="Xã Nước Hai")
        cls.user = UserFactory(role=Role.VIEWER, role__area=cls.province)

    def filters(self, kind, query):
        request = RequestFactory().get("/")
        request.user = self.user
        rows = MODELS[kind].objects.all()
        return kind(QueryDict(query), rows, request=request)

    def found(self, kind, query):
        return list(self.filters(kind, query).qs)


class VisitFilterTests(FilterCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.visits = {
            status: VisitFactory(
                status=status,
                starts_on=datetime.date(2023, 9, day),
                place=cls.place,
                signed_at="2023-09-20T00:00Z",
                signature="Người ký",
            )
            for day, status in enumerate(VisitStatus.values, 1)
        }

    def statuses(self, query):
        return [visit.status for visit in self.found(VisitFilter, query)]

    def test_latest_stand_first(self):
        self.assertEqual(
            self.statuses(""), ["signed", "approved", "returned", "submitted", "draft"]
        )

    def test_states_and_groups_of_states(self):
        self.assertEqual(self.statuses("tinh_trang=draft"), ["draft"])
        self.assertEqual(
            self.statuses("tinh_trang=handed_in"), ["signed", "approved", "submitted"]
        )
        self.assertEqual(self.statuses("tinh_trang=pending"), ["returned", "draft"])

    def test_both_days_of_a_period_count(self):
        self.assertEqual(
            self.statuses("tu_ngay=02/09/2023&den_ngay=03/09/2023"),
            ["returned", "submitted"],
        )

    def test_search_and_place(self):
        VisitFactory()
        self.assertEqual(len(self.found(VisitFilter, "q=NUOC+hai")), 5)
        self.assertEqual(len(self.found(VisitFilter, f"dia_ban={self.place.pk}")), 5)

    def test_only_a_campaign_that_may_be_read_can_be_asked_for(self):
        own = CampaignFactory(areas=[self.place])
        visit = VisitFactory(campaign=own, place=self.place)
        self.assertEqual(self.found(VisitFilter, f"dot={own.pk}"), [visit])
        foreign = VisitFactory()
        filters = self.filters(VisitFilter, f"dot={foreign.campaign_id}")
        self.assertEqual(list(filters.qs), [])
        self.assertEqual(list(filters.errors), ["dot"])


class PartFilterTests(FilterCase):
    def test_checks_by_state_of_their_visit_and_by_producer(self):
        draft = SiteCheckFactory(site__producer__name="Cơ sở Bản Ngần")
        done = SiteCheckFactory(visit__status=VisitStatus.SUBMITTED)
        self.assertEqual(self.found(SiteCheckFilter, "tinh_trang=handed_in"), [done])
        self.assertEqual(self.found(SiteCheckFilter, "q=ban+ngan"), [draft])
        self.assertEqual(
            self.found(SiteCheckFilter, f"dia_ban={done.site.place_id}"), [done]
        )

    def test_campaigns_that_ran_on_a_day_of_the_period(self):
        campaign = CampaignFactory(
            starts_on=datetime.date(2023, 9, 1), ends_on=datetime.date(2023, 9, 30)
        )
        for query, found in {
            "tu_ngay=30/09/2023": [campaign],
            "tu_ngay=01/10/2023": [],
            "den_ngay=01/09/2023": [campaign],
            "den_ngay=31/08/2023": [],
            "hinh_thuc=follow_up": [],
        }.items():
            with self.subTest(query):
                self.assertEqual(self.found(CampaignFilter, query), found)


class RecommendationFilterTests(FilterCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        done = {"site_check__visit__status": VisitStatus.SIGNED}
        done["site_check__visit__signed_at"] = "2023-09-20T00:00Z"
        done["site_check__visit__signature"] = "Người ký"
        cls.late = RecommendationFactory(due_on=datetime.date(2023, 10, 1), **done)
        cls.open = RecommendationFactory(direction=Direction.TO_LOCALITY, **done)
        cls.closed = RecommendationFactory(
            status=RecommendationStatus.DONE,
            closed_on=datetime.date(2023, 11, 1),
            **done,
        )

    def states(self, day):
        return {
            key: self.found(RecommendationFilter, f"tinh_trang={key}&ngay={day}")
            for key in ("open", "overdue", "closed")
        }

    def test_states_are_those_of_the_day(self):
        self.assertEqual(
            self.states("14/09/2023"), {"open": [], "overdue": [], "closed": []}
        )
        self.assertEqual(
            self.states("01/10/2023"),
            {
                "open": [self.late, self.open, self.closed],
                "overdue": [],
                "closed": [],
            },
        )
        self.assertEqual(
            self.states("01/11/2023"),
            {
                "open": [self.late, self.open],
                "overdue": [self.late],
                "closed": [self.closed],
            },
        )

    def test_direction(self):
        self.assertEqual(
            self.found(RecommendationFilter, "huong=locality"), [self.open]
        )
