import uuid

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from areas.models import Area
from history.services import history_of
from inspections.models import Visit
from inspections.services.guards import FROZEN
from tests import factories
from tests.places import FORMER, load_cao_bang

from .cast import DAY, Cast, move, published_checklist

CREATE = reverse("inspections:visit_create")


class VisitFormTests(TestCase):
    """Mai records in the former huyện Hòa An and the commune of today."""

    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        published_checklist()
        cls.district = Area.objects.get(name="Huyện Hòa An")
        cls.commune = Area.objects.current().get(name="Xã Hòa An")
        cls.elsewhere = Area.objects.current().get(name="Xã Trùng Khánh")
        cls.mai = factories.UserFactory(role=Role.OFFICER, role__area=cls.district)
        factories.AssignmentFactory(user=cls.mai, area=cls.commune)
        cls.host = factories.AgencyFactory(
            name="UBND huyện Hòa An",
            short_code="UBND",
            area=cls.district,
            valid_to=FORMER,
        )
        cls.campaign = factories.CampaignFactory(areas=[cls.district], name="Đợt 2023")
        cls.foreign = factories.CampaignFactory(areas=[cls.elsewhere], name="Đợt xa")

    def setUp(self):
        self.client.force_login(self.mai)

    def post(self, url=CREATE, **changes):
        data = {
            "uuid": str(uuid.uuid4()),
            "campaign": self.campaign.pk,
            "place": self.district.pk,
            "starts_on": "15/09/2023",
            "session_note": "Nghe huyện báo cáo.",
        }
        return self.client.post(url, data | changes)

    def test_a_few_fields_make_a_visit(self):
        response = self.post()
        visit = Visit.objects.get()
        self.assertRedirects(response, visit.get_absolute_url())
        page = self.client.get(visit.get_absolute_url())
        self.assertNotContains(page, "Biên bản có khi đã chọn cơ sở")
        self.assertEqual(visit.starts_on, DAY)
        self.assertEqual(visit.place, self.district)
        self.assertEqual(visit.host, self.host)
        self.assertEqual(visit.session_note, "Nghe huyện báo cáo.")
        self.assertEqual((visit.created_by, visit.status), (self.mai, "draft"))

    def test_a_visit_with_nothing_in_it_says_when_it_will_have_minutes(self):
        self.post(session_note="")
        page = self.client.get(Visit.objects.get().get_absolute_url())
        self.assertContains(page, "Biên bản có khi đã chọn cơ sở")

    def test_a_form_sent_twice_is_one_visit(self):
        key = str(uuid.uuid4())
        first, second = self.post(uuid=key), self.post(uuid=key)
        self.assertEqual(Visit.objects.count(), 1)
        self.assertEqual(first["Location"], second["Location"])

    def test_the_team_of_the_last_visit_comes_along(self):
        self.post()
        seat = factories.TeamMemberFactory(visit=Visit.objects.get(), name="Ông Hà")
        self.post()
        later = Visit.objects.first()
        self.assertEqual(
            [(one.name, one.agency) for one in later.team.all()],
            [("Ông Hà", seat.agency)],
        )

    def test_the_form_begins_with_today_and_the_campaign_under_way(self):
        today = timezone.localdate()
        running = factories.CampaignFactory(
            areas=[self.commune], starts_on=today, ends_on=today
        )
        form = self.client.get(CREATE).context["form"]
        self.assertEqual(form["starts_on"].value(), today)
        self.assertEqual(form["campaign"].value(), running.pk)
        self.assertEqual(
            list(form.fields["campaign"].queryset), [running, self.campaign]
        )
        asked_for = self.client.get(CREATE, {"dot": self.campaign.pk})
        self.assertContains(
            asked_for, f'<option value="{self.campaign.pk}" selected>Đợt 2023</option>'
        )

    def test_an_address_that_names_no_campaign_selects_none(self):
        for asked in ("x", "9" * 26, str(self.foreign.pk), "²"):
            with self.subTest(asked):
                response = self.client.get(CREATE, {"dot": asked})
                self.assertNotContains(response, "Đợt xa")

    def test_campaigns_and_places_out_of_reach_are_refused(self):
        response = self.post(campaign=self.foreign.pk)
        self.assertEqual(list(response.context["form"].errors), ["campaign"])
        response = self.post(place=self.elsewhere.pk, place_text="")
        self.assertEqual(list(response.context["form"].errors), ["place"])
        self.assertEqual(Visit.objects.count(), 0)

    def test_host_is_found_by_its_name_without_marks(self):
        office = factories.AgencyFactory(name="Văn phòng Điều phối tỉnh")
        self.post(host="van phong dieu phoi")
        self.assertEqual(Visit.objects.get().host, office)

    def test_a_host_of_another_time_or_name_is_refused_in_words(self):
        response = self.post(host="UBND huyện Hòa An", starts_on="15/09/2025")
        self.assertContains(response, "không hoạt động vào ngày 15/09/2025")
        response = self.post(host="Sở Du hành vũ trụ")
        self.assertContains(response, "Không có “Sở Du hành vũ trụ” trong danh sách")
        factories.AgencyFactory(name="UBND huyện Hòa An B")
        response = self.post(host="hoa an")
        self.assertContains(response, "UBND huyện Hòa An; UBND huyện Hòa An B")
        self.assertEqual(Visit.objects.count(), 0)

    def test_another_visit_of_that_day_is_named_and_does_not_stand_in_the_way(self):
        warning = "Cùng đợt, cùng địa bàn và cùng ngày"
        key = str(uuid.uuid4())
        for _ in range(2):  # the same form sent twice is one visit, like no other
            response = self.post(uuid=key)
            self.assertNotContains(self.client.get(response.url), warning)
        first = Visit.objects.get()
        another = factories.CampaignFactory(areas=[self.district], name="Đợt hai")
        for changes in (
            {"starts_on": "16/09/2023"},
            {"campaign": another.pk},
            {"place": self.commune.pk, "starts_on": "15/09/2025"},
        ):
            with self.subTest(changes):
                response = self.post(**changes)
                self.assertNotContains(self.client.get(response.url), warning)
        response = self.post()
        page = self.client.get(response.url)
        self.assertContains(page, warning)
        self.assertContains(
            page, f'<a href="{first.get_absolute_url()}">{first}</a> (nháp)'
        )

    def test_days_out_of_order_or_out_of_reason_are_refused(self):
        for field, value, words in (
            ("ends_on", "14/09/2023", "Ngày kết thúc phải sau ngày bắt đầu."),
            ("starts_on", "31/02/2023", "Ngày phải có dạng dd/mm/yyyy"),
            ("starts_on", "15/09/1023", "Ngày phải từ 01/01/2000 trở đi."),
        ):
            with self.subTest(value):
                response = self.post(**{field: value})
                self.assertEqual(list(response.context["form"].errors), [field])
                self.assertContains(response, words)
                self.assertContains(response, "Nghe huyện báo cáo.")

    def test_a_change_is_saved_and_recorded(self):
        self.post()
        visit = Visit.objects.get()
        response = self.post(
            reverse("inspections:visit_edit", args=[visit.uuid]),
            version=visit.version,
            assessment="Chấp hành tốt.",
        )
        self.assertRedirects(response, visit.get_absolute_url())
        visit.refresh_from_db()
        self.assertEqual(visit.assessment, "Chấp hành tốt.")
        self.assertEqual(visit.host, self.host)
        self.assertEqual(history_of(visit).first().action, "update")

    def test_the_loser_of_a_race_sees_both_texts(self):
        self.post()
        visit = Visit.objects.get()
        Visit.objects.update(session_note="Bản của người kia.", version=7)
        url = reverse("inspections:visit_edit", args=[visit.uuid])
        response = self.post(url, version=1, session_note="Bản của tôi.")
        self.assertContains(response, "Bản của người kia.", status_code=409)
        self.assertContains(response, "Bản của tôi.", status_code=409)
        self.assertEqual(Visit.objects.get().session_note, "Bản của người kia.")
        self.post(url, version=7, session_note="Bản của tôi.")
        self.assertEqual(Visit.objects.get().session_note, "Bản của tôi.")


class FrozenVisitTests(TestCase):
    """After it was handed in nothing of a visit can be changed."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        cls.visit = cls.cast.visit

    def setUp(self):
        self.client.force_login(self.cast.lan)
        move(self.visit, "submitted")

    def url(self, name):
        return reverse(f"inspections:{name}", args=[self.visit.uuid])

    def test_forms_lead_back_to_the_visit_and_say_why(self):
        for name in (
            "visit_edit",
            "visit_team",
            "visit_participants",
            "visit_figures",
            "visit_sites",
        ):
            with self.subTest(name):
                response = self.client.get(self.url(name), follow=True)
                self.assertRedirects(response, self.visit.get_absolute_url())
                self.assertContains(response, FROZEN)

    def test_facts_that_are_sent_are_refused_and_kept_on_the_page(self):
        response = self.client.post(
            self.url("visit_edit"),
            {
                "version": self.visit.version,
                "campaign": self.visit.campaign_id,
                "place": self.cast.hoa_an.pk,
                "starts_on": "16/09/2023",
                "session_note": "Ghi thêm sau khi nộp.",
            },
        )
        self.assertContains(response, FROZEN, status_code=422)
        self.assertContains(response, "Ghi thêm sau khi nộp.", status_code=422)
        self.assertEqual(Visit.objects.get(pk=self.visit.pk).starts_on, DAY)

    def test_lists_that_are_sent_are_refused_and_kept_on_the_page(self):
        data = {"dong-TOTAL_FORMS": 1, "dong-INITIAL_FORMS": 0}
        sent = {
            "visit_team": {
                "dong-0-role": "head",
                "dong-0-name": "Người thêm sau",
                "dong-0-agency": str(self.cast.head.agency),
            },
            "visit_participants": {
                "dong-0-kind": "other",
                "dong-0-name": "Người thêm sau",
            },
            "visit_figures": {
                "dong-0-indicator": "producers",
                "dong-0-value": "13",
                "dong-0-text": "Người thêm sau",
            },
        }
        for name, rows in sent.items():
            with self.subTest(name):
                response = self.client.post(self.url(name), data | rows)
                self.assertContains(response, FROZEN, status_code=422)
                self.assertContains(response, "Người thêm sau", status_code=422)
        self.assertEqual(list(self.visit.team.all()), [self.cast.head])
        self.assertFalse(self.visit.participants.exists())
        self.assertFalse(self.visit.reported_figures.exists())

    def test_no_site_is_added_or_taken_out(self):
        other = factories.SiteFactory(place=self.cast.hoa_an)
        self.client.post(self.url("visit_sites"), {"co_so": other.pk})
        remove = reverse("inspections:site_check_remove", args=[self.cast.check.uuid])
        response = self.client.post(remove, follow=True)
        self.assertContains(response, FROZEN)
        self.assertEqual(list(self.visit.site_checks.all()), [self.cast.check])

    def test_the_page_offers_no_way_to_change_anything(self):
        response = self.client.get(self.visit.get_absolute_url())
        for name in ("visit_edit", "visit_team", "visit_sites", "visit_figures"):
            self.assertNotContains(response, self.url(name))
        self.assertNotContains(response, "Bỏ cơ sở này")


class CampaignProgressTests(TestCase):
    def test_a_campaign_tells_checks_done_beside_those_planned(self):
        cast = Cast()
        campaign = cast.visit.campaign
        campaign.planned_checks = 5
        campaign.save()
        draft = factories.VisitFactory(campaign=campaign, place=cast.hoa_an)
        factories.SiteCheckFactory(visit=draft)
        elsewhere = factories.VisitFactory(campaign=campaign, place=cast.trung_khanh)
        factories.SiteCheckFactory(visit=elsewhere)
        move(cast.visit, "submitted")
        move(elsewhere, "submitted")
        self.client.force_login(cast.lan)
        response = self.client.get(campaign.get_absolute_url())
        self.assertContains(response, "1/5 dự kiến")
        self.assertNotContains(response, "Xã Trùng Khánh")
