from django.test import RequestFactory, TestCase

from accounts.enums import Role
from producers.filters import ProducerFilter
from producers.models import Producer
from tests.factories import AreaFactory, UserFactory
from tests.places import FORMER, load_cao_bang, unit


class AreaFilterTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.elsewhere = AreaFactory(province=True, name="Tỉnh Nơi Khác")
        cls.lan = UserFactory(role=Role.OFFICER, role__area=unit("01654"))

    def drawn(self, user, **query):
        request = RequestFactory().get("/", query)
        request.user = user
        filters = ProducerFilter(query, Producer.objects.none(), request=request)
        return filters.form["dia_ban"].as_widget()

    def test_offers_the_units_within_reach_alone(self):
        html = self.drawn(self.lan)
        self.assertInHTML('<option value="" selected>Tất cả</option>', html)
        commune = f'<option value="{unit("01654").pk}">Xã Hòa An</option>'
        self.assertInHTML(commune, html)
        self.assertEqual(html.count("<option"), 2)

    def test_offers_communes_of_today_and_former_districts_to_the_province(self):
        html = self.drawn(UserFactory(role=Role.PROVINCIAL, role__area=unit("04")))
        # all, 56 communes, 10 districts
        self.assertEqual(html.count("<option"), 67)
        self.assertNotIn("Tỉnh Nơi Khác", html)

    def test_shows_the_unit_of_the_address_though_it_is_not_offered(self):
        town = unit("01654", FORMER)
        html = self.drawn(self.lan, dia_ban=town.pk)
        self.assertInHTML(
            f'<option value="{town.pk}" selected>Thị trấn Nước Hai</option>', html
        )

    def test_draws_with_one_query(self):
        self.assertEqual(len(self.lan.active_assignments), 1)
        with self.assertNumQueries(1):
            self.drawn(self.lan)
