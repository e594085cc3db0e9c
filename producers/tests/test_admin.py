from django.test import TestCase
from django.urls import reverse

from accounts.models import User
from history.models import Change
from producers.models import Producer
from tests.factories import SiteFactory
from tests.places import FORMER, TODAY, load_cao_bang, unit


class ProducerAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.root = User.objects.create_superuser("goc", full_name="Quản trị gốc")
        cls.site = SiteFactory(place=unit("01660", TODAY))

    def setUp(self):
        self.client.force_login(self.root)

    def test_another_place_leads_to_its_unit_of_today(self):
        url = reverse("admin:producers_site_change", args=[self.site.pk])
        data = {
            "producer": self.site.producer_id,
            "place": unit("01654", FORMER).pk,
            "is_main": "on",
        }
        response = self.client.post(url, data)
        self.assertEqual(response.status_code, 302)
        self.site.refresh_from_db()
        self.assertEqual(self.site.place, unit("01654", FORMER))
        self.assertEqual(self.site.area, unit("01654", TODAY))

    def test_a_site_saved_with_its_producer_is_placed_and_logged_too(self):
        producer = self.site.producer
        url = reverse("admin:producers_producer_change", args=[producer.pk])
        data = {
            "name": "Hợp tác xã Đổi Tên",
            "legal_kind": producer.legal_kind,
            "state": producer.state,
            "sites-TOTAL_FORMS": 1,
            "sites-INITIAL_FORMS": 1,
            "sites-0-id": self.site.pk,
            "sites-0-producer": producer.pk,
            "sites-0-place": unit("01654", FORMER).pk,
            "sites-0-is_main": "on",
            "representative-TOTAL_FORMS": 0,
            "representative-INITIAL_FORMS": 0,
        }
        response = self.client.post(url, data)
        self.assertEqual(response.status_code, 302)
        self.site.refresh_from_db()
        self.assertEqual(self.site.area, unit("01654", TODAY))
        self.assertEqual(Producer.objects.get().name, "Hợp tác xã Đổi Tên")
        names = Change.objects.values_list("content_type__model", flat=True)
        self.assertEqual(sorted(names), ["producer", "site"])
