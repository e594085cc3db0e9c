from django.test import TestCase
from django.urls import reverse

from accounts.enums import Role
from tests.factories import UserFactory
from tests.places import FORMER, TODAY, load_cao_bang, unit

RIGHT = "producers.change_site"


class SearchTests(TestCase):
    url = reverse("areas:search")

    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.hoa = UserFactory(role=Role.PROVINCIAL, role__area=unit("04"))
        cls.lan = UserFactory(role=Role.OFFICER, role__area=unit("01654", TODAY))

    def setUp(self):
        self.client.force_login(self.hoa)

    def found(self, text, **query):
        query = {"quyen": RIGHT, "q": text, **query}
        answer = self.client.get(self.url, query).json()
        return [result["text"] for result in answer["results"]]

    def test_tells_the_eras_apart_in_words(self):
        self.assertEqual(
            self.found("nam tuan"),
            ["Xã Nam Tuấn", "Xã Nam Tuấn, huyện Hòa An (đến 30/06/2025)"],
        )

    def test_a_result_carries_the_key(self):
        answer = self.client.get(self.url, {"quyen": RIGHT, "q": "TT. Nước Hai"})
        town = unit("01654", FORMER)
        self.assertEqual(
            answer.json(),
            {"results": [{"id": town.pk, "text": town.full_name}], "more": False},
        )

    def test_finds_with_and_without_accents_and_by_district(self):
        town = ["Thị trấn Nước Hai, huyện Hòa An (đến 30/06/2025)"]
        for text in ("Nước Hai", "nuoc hai hoa an", "NƯỚC HAI, H. Hoà An", "tt nuoc"):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), town)

    def test_own_names_come_before_names_of_districts(self):
        found = self.found("Hòa An")
        self.assertEqual(found[0], "Xã Hòa An")
        self.assertEqual(len(found), 16)

    def test_says_when_there_are_more(self):
        answer = self.client.get(self.url, {"quyen": RIGHT, "q": "xa"}).json()
        self.assertEqual((len(answer["results"]), answer["more"]), (20, True))

    def test_other_levels_when_asked(self):
        self.assertEqual(
            self.found("hòa an", cap=["district"]), ["Huyện Hòa An (đến 30/06/2025)"]
        )

    def test_an_officer_finds_his_own_places_alone(self):
        self.client.force_login(self.lan)
        self.assertEqual(
            sorted(self.found("")),
            [
                "Thị trấn Nước Hai, huyện Hòa An (đến 30/06/2025)",
                "Xã Hòa An",
                "Xã Hồng Việt, huyện Hòa An (đến 30/06/2025)",
                "Xã Đại Tiến, huyện Hòa An (đến 30/06/2025)",
            ],
        )
        self.assertEqual(self.found("nam tuan"), [])

    def test_a_right_that_nobody_holds_finds_nothing(self):
        for right in ("", "producers.fly_site", "inspections.publish_checklist"):
            self.client.force_login(self.lan)
            with self.subTest(right=right):
                self.assertEqual(self.found("", quyen=right), [])

    def test_signs_in_first(self):
        self.client.logout()
        response = self.client.get(self.url, {"quyen": RIGHT, "q": "nuoc hai"})
        self.assertEqual(response.status_code, 302)

    def test_bad_input_is_an_ordinary_search(self):
        for text in ("%", "_", "'", "9" * 500, "²", "a, b; c (d " * 300):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), [])
        self.assertEqual(self.found("nuoc hai", cap="nonsense"), [])

    def test_query_count_does_not_grow_with_results(self):
        for text in ("nuoc hai", "xa"):
            self.client.force_login(self.hoa)
            with self.subTest(text=text), self.assertNumQueries(4):
                self.found(text)
