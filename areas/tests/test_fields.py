import unicodedata

from django.test import TestCase, override_settings

from accounts.enums import Role
from areas.enums import Level
from areas.fields import PlaceField
from tests.factories import AssignmentFactory, UserFactory
from tests.places import FORMER, TODAY, load_cao_bang, unit
from tests.sample.places import RIGHT, SampleForm


class PlaceFieldTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.hoa = UserFactory(role=Role.PROVINCIAL, role__area=unit("04"))
        cls.lan = UserFactory(role=Role.OFFICER, role__area=unit("01654", TODAY))
        cls.town = unit("01654", FORMER)
        cls.nam_tuan = unit("01660", TODAY)
        cls.former_nam_tuan = unit("01660", FORMER)

    def form(self, text="", pk="", user=None, **kwargs):
        data = {"place": pk, "place_text": text}
        return SampleForm(data, user=user or self.hoa, **kwargs)

    def place(self, *args, **kwargs):
        form = self.form(*args, **kwargs)
        self.assertEqual(form.errors, {})
        return form.cleaned_data["place"]

    def refused(self, *args, **kwargs):
        form = self.form(*args, **kwargs)
        self.assertFalse(form.is_valid())
        return form.errors.as_data()["place"][0].code

    def test_takes_a_key_alone(self):
        self.assertEqual(self.place(pk=self.town.pk), self.town)

    def test_takes_what_the_list_offered(self):
        self.assertEqual(self.place(self.town.full_name, self.town.pk), self.town)

    def test_takes_a_typed_name_that_can_mean_one_place_only(self):
        for text in (
            "Thị trấn Nước Hai, huyện Hòa An",
            "TT. Nước Hai",
            "nuoc hai, hoa an",
            unicodedata.normalize("NFD", "thị trấn Nước Hai, huyện Hoà An"),
            self.town.full_name,
        ):
            with self.subTest(text=text):
                self.assertEqual(self.place(text), self.town)

    def test_a_name_is_sure_however_many_areas_the_person_looks_after(self):
        heir = UserFactory(role=Role.OFFICER, role__area=unit("051", FORMER))
        for code in ("01654", "01660", "01699"):
            AssignmentFactory(user=heir, role=Role.OFFICER, area=unit(code, TODAY))
        self.assertEqual(self.place("TT. Nước Hai", user=heir), self.town)

    def test_a_name_typed_over_the_stored_one_counts_more_than_the_old_key(self):
        self.assertEqual(self.place("TT. Nước Hai", self.nam_tuan.pk), self.town)

    def test_offers_the_places_that_a_name_may_mean(self):
        form = self.form("Nam Tuấn")
        self.assertFalse(form.is_valid())
        self.assertEqual(
            form.errors["place"],
            ["Có 2 nơi có thể là “Nam Tuấn”. Hãy chọn một nơi bên dưới."],
        )
        html = form["place"].as_widget()
        for number, offered in enumerate((self.nam_tuan, self.former_nam_tuan), 1):
            self.assertInHTML(
                f'<label class="form-check-label" for="id_place_{number}">'
                f"{offered.full_name}</label>",
                html,
            )
        self.assertNotIn('type="hidden"', html)

    def test_takes_the_place_chosen_among_those_offered(self):
        self.assertEqual(self.place("Nam Tuấn", self.nam_tuan.pk), self.nam_tuan)

    def test_a_choice_that_the_name_does_not_offer_is_no_choice(self):
        self.assertEqual(self.refused("Nam Tuấn", self.town.pk), "several")

    def test_a_doubt_is_asked_about_even_with_one_candidate(self):
        self.assertEqual(self.refused("TT. Nước Hai, huyện Trùng Khánh"), "doubtful")

    def test_a_district_of_the_same_name_is_no_rival_where_communes_are_asked(self):
        self.assertEqual(self.place("Hòa An"), unit("01654", TODAY))

    def test_refusals(self):
        for text, pk, code in (
            ("", "", "required"),
            ("chợ trung tâm", "", "unknown"),
            ("huyện Hòa An", "", "coarse"),
            ("", "999999999999999999999999999", "gone"),
            ("", "9" * 5000, "gone"),
            ("", "²", "gone"),
            ("", "-1", "gone"),
            ("", "abc", "gone"),
            ("", str(unit("04").pk), "gone"),
        ):
            with self.subTest(text=text, pk=pk):
                self.assertEqual(self.refused(text, pk), code)

    def test_a_place_beyond_the_reach_is_refused_however_it_is_sent(self):
        for text, pk, code in (
            ("", self.nam_tuan.pk, "gone"),
            (self.nam_tuan.full_name, self.nam_tuan.pk, "elsewhere"),
            ("xã Nam Tuấn, huyện Hòa An", "", "elsewhere"),
            ("Nam Tuấn", self.nam_tuan.pk, "elsewhere"),
        ):
            with self.subTest(text=text, pk=pk):
                self.assertEqual(self.refused(text, pk, user=self.lan), code)
        self.assertEqual(self.place("TT Nước Hai", user=self.lan), self.town)

    def test_never_offers_places_beyond_the_reach(self):
        form = self.form(
            "Tân Giang",
            user=UserFactory(role=Role.OFFICER, role__area=unit("040", FORMER)),
        )
        self.assertFalse(form.is_valid())
        self.assertEqual(
            form.fields["place"].widget.candidates, (unit("01276", FORMER),)
        )

    def test_keeps_the_stored_place_although_it_lies_elsewhere(self):
        kept = self.nam_tuan
        got = self.place(kept.full_name, kept.pk, user=self.lan, keep=kept)
        self.assertEqual(got, kept)

    def test_knows_whether_the_place_has_changed(self):
        for text, pk, is_changed in (
            (self.town.full_name, self.town.pk, False),
            ("", self.town.pk, False),
            ("TT. Nước Hai", self.town.pk, True),
            (self.nam_tuan.full_name, self.nam_tuan.pk, True),
            ("", "", True),
        ):
            form = self.form(text, pk, initial={"place": self.town.pk})
            with self.subTest(text=text, pk=pk):
                self.assertEqual("place" in form.changed_data, is_changed)

    def test_shows_the_stored_place_in_words(self):
        form = SampleForm(user=self.hoa, initial={"place": self.town})
        html = form["place"].as_widget()
        self.assertIn(f'value="{self.town.full_name}"', html)
        self.assertInHTML(
            f'<input type="hidden" name="place" value="{self.town.pk}">', html
        )

    def test_an_optional_place_may_stay_empty(self):
        field = PlaceField(required=False)
        self.assertIsNone(field.clean(None))

    def test_takes_nothing_until_it_is_said_for_whom(self):
        form = SampleForm({"place_text": "TT. Nước Hai"}, user=self.hoa)
        form.fields["place"] = PlaceField()
        self.assertEqual(form.errors.as_data()["place"][0].code, "unknown")

    def test_other_levels_may_be_taken(self):
        field = PlaceField(levels=[Level.DISTRICT, Level.COMMUNE])
        field.narrow_to(self.hoa, RIGHT)
        self.assertEqual(field.clean(("", "huyện Hòa An")), unit("051", FORMER))

    def test_the_price_of_a_typed_name_is_the_same_for_any_name(self):
        for text in ("TT. Nước Hai", "Nam Tuấn"):
            user = type(self.hoa).objects.get(pk=self.hoa.pk)
            form = self.form(text, user=user)
            with self.subTest(text=text), self.assertNumQueries(4):
                form.is_valid()


@override_settings(ROOT_URLCONF="tests.sample.places")
class PlacePageTests(TestCase):
    """The field on a page, as a browser without scripts uses it."""

    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.hoa = UserFactory(role=Role.PROVINCIAL, role__area=unit("04"))

    def setUp(self):
        self.client.force_login(self.hoa)

    def test_the_way_from_an_unclear_name_to_a_stored_place(self):
        response = self.client.post("/mau/", {"place": "", "place_text": "Nam Tuấn"})
        self.assertContains(response, "Hãy chọn một nơi bên dưới.")
        self.assertContains(response, 'value="Nam Tuấn"')
        chosen = unit("01660", FORMER)
        self.assertContains(response, "Xã Nam Tuấn, huyện Hòa An (đến 30/06/2025)")
        data = {"place": chosen.pk, "place_text": "Nam Tuấn"}
        response = self.client.post("/mau/", data, follow=True)
        self.assertContains(
            response, "Đã ghi Xã Nam Tuấn, huyện Hòa An (đến 30/06/2025)."
        )

    def test_the_error_names_the_text_field(self):
        response = self.client.post("/mau/", {"place_text": "xyz"})
        self.assertContains(response, 'href="#id_place"')
        self.assertContains(response, 'id="id_place"')
