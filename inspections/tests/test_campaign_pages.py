import uuid

from django.test import TestCase
from django.urls import reverse

from history.services import history_of
from inspections.models import Campaign
from tests.factories import CampaignFactory
from tests.world import build_world


class CampaignFormTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()
        cls.campaign = cls.world.campaign
        cls.data = {
            "name": "Kiểm tra năm 2024",
            "kind": "periodic",
            "starts_on": "01/09/2024",
            "ends_on": "30/09/2024",
            "planned_checks": "2",
            "areas": [str(cls.world.hoa_an.pk)],
        }

    def setUp(self):
        self.client.force_login(self.world.provincial)

    def post(self, name, *args, **changes):
        url = reverse(f"inspections:campaign_{name}", args=args)
        return self.client.post(url, self.data | changes)

    def test_creates_a_campaign_with_its_areas(self):
        response = self.post("create")
        campaign = Campaign.objects.get(name="Kiểm tra năm 2024")
        self.assertRedirects(response, campaign.get_absolute_url())
        self.assertEqual(list(campaign.areas.all()), [self.world.hoa_an])
        self.assertEqual(history_of(campaign).last().action, "create")

    def test_a_form_sent_twice_is_one_campaign(self):
        key = str(uuid.uuid4())
        first, second = self.post("create", uuid=key), self.post("create", uuid=key)
        self.assertEqual(first.url, second.url)
        self.assertEqual(Campaign.objects.filter(name="Kiểm tra năm 2024").count(), 1)
        page = self.client.get(reverse("inspections:campaign_create"))
        self.assertContains(page, 'name="uuid"')

    def test_a_period_that_ends_before_it_begins_is_refused_in_words(self):
        response = self.post("create", ends_on="01/08/2024")
        self.assertContains(response, "Ngày kết thúc phải sau ngày bắt đầu.")
        self.assertFalse(Campaign.objects.filter(name="Kiểm tra năm 2024").exists())

    def test_a_later_save_sees_both_texts_and_loses_nothing(self):
        Campaign.objects.filter(pk=self.campaign.pk).update(
            name="Bản của người khác", version=5
        )
        response = self.post("edit", self.campaign.pk, version="1")
        self.assertContains(response, "Bản của người khác", status_code=409)
        self.assertContains(response, "Kiểm tra năm 2024", status_code=409)
        self.campaign.refresh_from_db()
        self.assertEqual(self.campaign.name, "Bản của người khác")

    def test_an_area_out_of_reach_cannot_be_planned(self):
        elsewhere = CampaignFactory().areas.get()
        response = self.post("create", areas=[str(elsewhere.pk)])
        self.assertEqual(response.status_code, 200)
        self.assertFalse(Campaign.objects.filter(name="Kiểm tra năm 2024").exists())

    def test_query_count_does_not_grow_with_rows(self):
        url = reverse("inspections:campaign_list")
        for extra in (0, 2):
            CampaignFactory.create_batch(extra, areas=[self.world.hoa_an])
            with self.subTest(extra=extra), self.assertNumQueries(8):
                self.client.get(url)
