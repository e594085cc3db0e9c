"""The map: its table says what the lists say, and its data hold what is seen."""

from django.test import SimpleTestCase, TestCase
from django.test.utils import override_settings
from django.urls import reverse

from dashboards.map_table import INDICATORS, lines_of, shades_of
from dashboards.scope import Scope
from inspections.enums import Direction
from inspections.models import SiteCheck
from producers.models import Site
from tests.area_factories import BoundaryFactory
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    RecommendationFactory,
    SiteCheckFactory,
    SiteFactory,
)

from .cast import DAY, LONG_AGO, Cast
from .pages import figures_in

MAP = reverse("dashboards:map")
SITES, CHECKS, AREAS = (
    reverse(f"dashboards:map_{name}") for name in ("sites", "checks", "areas")
)
ON_DAY = {"ngay": "15/09/2023"}


class MapCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = Cast()
        for number, site in enumerate(Site.objects.order_by("pk")):
            site.latitude, site.longitude = 22 + number / 100, 106
            site.save()
        for area in (cls.cast.today, cls.cast.elsewhere):
            BoundaryFactory(area=area)

    def asked(self, url, person=None, **query):
        self.client.force_login(person or self.cast.officer)
        return self.client.get(url, ON_DAY | query)

    def properties(self, url, person=None, **query):
        features = self.asked(url, person, **query).json()["features"]
        return [feature["properties"] for feature in features]


class TableTests(MapCase):
    def numbers(self, person, area=None):
        return {
            line.head.label: [cell.count for cell in line.cells]
            for line in lines_of(Scope(person, area, DAY))
        }

    def test_counts_the_communes_of_today_in_reach(self):
        own = {"Xã Hòa An": [4, 3, 1, 1]}
        self.assertEqual(self.numbers(self.cast.officer), own)
        self.assertEqual(self.numbers(self.cast.lead), own)
        self.assertEqual(
            self.numbers(self.cast.provincial),
            {**own, "Xã Trùng Khánh": [1, 1, 0, 1]},
        )

    def test_a_commune_that_lies_in_a_former_unit_in_part_is_counted_whole(self):
        former = self.cast.places["place"]
        self.assertEqual(
            self.numbers(self.cast.provincial, former), {"Xã Hòa An": [4, 3, 1, 1]}
        )

    def test_every_number_is_the_total_of_its_list(self):
        cast = self.cast
        nobody = {"producer": None, "direction": Direction.TO_LOCALITY}
        RecommendationFactory(
            site_check=SiteCheck.objects.exclude(pk=cast.check.pk).last(),
            agency=AgencyFactory(area=cast.places["place"]),
            due_on=LONG_AGO,
            **nobody,
        )
        RecommendationFactory(
            site_check=None,
            visit=cast.held,
            addressee_text="Ủy ban nhân dân xã",
            due_on=LONG_AGO,
            **nobody,
        )
        SiteFactory(
            producer=cast.checked.producer,
            is_main=False,
            place=cast.elsewhere,
            area=cast.elsewhere,
        )
        RecommendationFactory(
            site_check=cast.check, producer=cast.checked.producer, due_on=LONG_AGO
        )
        walked = 0
        for name, person in cast.people.items():
            figures = figures_in(self.asked(MAP, person).content.decode())
            for url, number in figures:
                with self.subTest(person=name, url=url):
                    page = self.client.get(url).context["page"]
                    self.assertEqual(page.paginator.count, number)
                    walked += 1
        self.assertGreater(walked, 6 * 3)

    def test_query_count_does_not_grow_with_rows(self):
        self.asked(MAP, self.cast.provincial)
        for extra in (0, 2):
            for _ in range(extra):
                product = self.cast.product("31/12/2021", "31/12/2024")
                check = SiteCheckFactory(visit=self.cast.held, site=product.site)
                RecommendationFactory(site_check=check, due_on=LONG_AGO)
                AreaFactory(parent=self.cast.province)
            with self.subTest(extra=extra), self.assertNumQueries(14):
                self.client.get(MAP, ON_DAY)


class PageTests(MapCase):
    def test_a_number_that_is_none_is_said_and_the_first_taken(self):
        page = self.asked(MAP, chi_tieu="khac")
        self.assertTrue(page.context["form"].errors["chi_tieu"])
        self.assertEqual(page.context["shown"], INDICATORS["san_pham"])

    def test_a_day_that_is_none_is_said(self):
        self.assertContains(self.asked(MAP, ngay="x"), "Đang xem số liệu của hôm nay.")

    def test_a_unit_out_of_reach_is_404(self):
        for url in (MAP, SITES, CHECKS, AREAS):
            with self.subTest(url):
                answer = self.asked(url, dia_ban=self.cast.elsewhere.pk)
                self.assertEqual(answer.status_code, 404)

    def test_the_dashboard_leads_to_it(self):
        page = self.asked(reverse("dashboards:home"))
        self.assertContains(page, page.context["scope"].map.replace("&", "&amp;"))

    def test_without_tiles_nothing_comes_from_elsewhere(self):
        policy = self.asked(MAP)["Content-Security-Policy"]
        self.assertIn("img-src 'self' data: blob:;", f"{policy};")

    @override_settings(
        MAP_TILE_URL="https://{s}.tiles.example.vn/{z}/{x}/{y}.png",
        MAP_TILE_ATTRIBUTION="Bản đồ <nền>",
    )
    def test_the_map_alone_may_load_tiles(self):
        page = self.asked(MAP)
        host = "https://*.tiles.example.vn"
        self.assertIn(host, page["Content-Security-Policy"])
        self.assertContains(page, 'data-attribution="Bản đồ &lt;nền&gt;"')
        other = self.asked(reverse("dashboards:home"))
        self.assertNotIn(host, other["Content-Security-Policy"])


class DataTests(MapCase):
    def test_sites_in_reach_say_when_they_were_last_inspected(self):
        told = {one["url"]: one["note"] for one in self.properties(SITES)}
        for product, note in (
            (self.cast.checked, "Kiểm tra gần nhất 15/09/2023"),
            (self.cast.once, "Kiểm tra gần nhất 04/05/2021"),
            (self.cast.never, "Chưa từng được kiểm tra"),
        ):
            self.assertEqual(told[product.producer.get_absolute_url()], note)
        there = Site.objects.get(area=self.cast.elsewhere)
        self.assertNotIn(there.producer.get_absolute_url(), told)
        seen = self.properties(SITES, self.cast.stranger)
        self.assertEqual([one["name"] for one in seen], [there.producer.name])

    def test_a_site_without_a_position_is_no_point(self):
        Site.objects.filter(pk=self.cast.once.site_id).update(
            latitude=None, longitude=None
        )
        names = [one["name"] for one in self.properties(SITES)]
        self.assertNotIn(self.cast.once.producer.name, names)

    def test_checks_are_those_of_the_year(self):
        told = [one["url"] for one in self.properties(CHECKS)]
        self.assertEqual(told, [self.cast.check.get_absolute_url()])
        self.assertEqual(len(self.properties(CHECKS, self.cast.provincial)), 2)

    def test_outlines_carry_the_number_that_was_asked_for(self):
        (own,) = self.properties(AREAS, chi_tieu="chu_the")
        self.assertEqual(own["name"], "Xã Hòa An")
        self.assertEqual(own["note"], "3 chủ thể")
        page = self.client.get(own["url"]).context["page"]
        self.assertEqual(page.paginator.count, 3)
        both = self.properties(AREAS, self.cast.provincial, chi_tieu="chua_kiem_tra")
        self.assertEqual(
            {one["name"]: one["shade"] for one in both},
            {"Xã Hòa An": 1, "Xã Trùng Khánh": 0},
        )

    def test_nothing_of_the_person_who_stands_for_a_producer(self):
        for url in (SITES, CHECKS, AREAS):
            self.assertNotContains(self.asked(url), "Kín")

    def test_browsers_alone_keep_it_and_ask_anew(self):
        first = self.asked(SITES)
        self.assertEqual(
            set(first["Cache-Control"].split(", ")), {"private", "no-cache"}
        )
        again = self.client.get(SITES, ON_DAY, headers={"If-None-Match": first["ETag"]})
        self.assertEqual(again.status_code, 304)

    def test_query_count_does_not_grow_with_rows(self):
        self.asked(SITES, self.cast.provincial)
        for extra in (0, 2):
            for _ in range(extra):
                product = self.cast.product("31/12/2021", "31/12/2024")
                Site.objects.filter(pk=product.site_id).update(latitude=1, longitude=1)
                SiteCheckFactory(visit=self.cast.held, site=product.site)
                area = AreaFactory(parent=self.cast.province)
                BoundaryFactory(area=area)
            for url, number in ((SITES, 7), (CHECKS, 6), (AREAS, 15)):
                with self.subTest(url, extra=extra), self.assertNumQueries(number):
                    self.client.get(url, ON_DAY)


class ShadeTests(SimpleTestCase):
    def words(self, *numbers):
        return [shade.words for shade in shades_of(numbers)]

    def test_parts_what_is_not_0_into_up_to_four(self):
        self.assertEqual(self.words(), ["0"])
        self.assertEqual(self.words(0, 5, 5), ["0", "1–5"])
        self.assertEqual(self.words(1, 2), ["0", "1", "2"])
        self.assertEqual(self.words(*range(9), 1200), ["0", "1–3", "4–6", "7–1.200"])
        self.assertEqual(self.words(*[1] * 50, 9), ["0", "1", "2–9"])
