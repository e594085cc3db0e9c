"""Ways into the workbench, for those who may record and nobody else."""

from django.test import TestCase
from django.urls import reverse

from accounts.enums import Role
from inspections.tests.cast import Cast, move
from tests import factories


class LinkTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        area = cls.cast.hoa_an
        cls.viewer = factories.UserFactory(role=Role.VIEWER, role__area=area)
        cls.visit = cls.cast.visit
        cls.home = reverse("office:home")
        cls.campaign = cls.visit.campaign.get_absolute_url()

    def links(self, url: str, user=None) -> list[str]:
        """Return the addresses in the workbench that a page leads to."""
        self.client.force_login(user or self.cast.lan)
        response = self.client.get(url)
        self.assertEqual(response.status_code, 200)
        parts = response.content.decode().split('href="/di-co-so/')[1:]
        return [part.partition('"')[0] for part in parts]

    def test_menu_and_first_page_lead_there(self):
        self.assertEqual(self.links(self.home), ["", ""])
        self.assertEqual(self.links(self.campaign)[0], "")

    def test_page_of_a_campaign_names_it(self):
        dot = f"#/?dot={self.visit.campaign_id}"
        self.assertEqual(self.links(self.campaign), ["", dot])

    def test_page_of_a_visit_opens_it_while_it_may_be_written(self):
        page = self.visit.get_absolute_url()
        self.assertEqual(self.links(page), ["", f"#/buoi/{self.visit.uuid}"])
        move(self.visit, "submitted")
        self.assertEqual(self.links(page), [""])

    def test_nothing_leads_there_who_may_not_record(self):
        for url in (self.home, self.campaign, self.visit.get_absolute_url()):
            with self.subTest(url):
                self.assertEqual(self.links(url, self.viewer), [])
