import datetime

from django.test import TestCase
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from areas.agencies import load_agencies
from areas.models import Agency
from history.models import Change
from tests.factories import UserFactory
from tests.places import FORMER, load_cao_bang, unit


class AreaAdminTests(TestCase):
    url = reverse("admin:areas_area_changelist")

    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.admin = UserFactory(role=Role.ADMIN, role__area=unit("04"))

    def setUp(self):
        self.client.force_login(self.admin)

    def listed(self, **query):
        rows = self.client.get(self.url, query).context["cl"].queryset
        return [area.full_name for area in rows]

    def test_finds_units_of_both_eras_those_of_today_first(self):
        self.assertEqual(
            self.listed(q="nam tuan"),
            ["Xã Nam Tuấn", "Xã Nam Tuấn, huyện Hòa An (đến 30/06/2025)"],
        )
        self.assertEqual(
            self.listed(q="01654"),
            ["Xã Hòa An", "Thị trấn Nước Hai, huyện Hòa An (đến 30/06/2025)"],
        )

    def test_filters_by_era_and_province(self):
        self.assertEqual(self.listed(q="nam tuan", thoi_ky="nay"), ["Xã Nam Tuấn"])
        self.assertEqual(len(self.listed(q="nam tuan", tinh="04")), 2)
        self.assertEqual(self.listed(q="nam tuan", tinh="01"), [])
        self.assertEqual(len(self.listed(q="nam tuan", thoi_ky="x", tinh="04")), 2)

    def test_a_unit_shows_what_it_took_over(self):
        url = reverse("admin:areas_area_change", args=[unit("01654").pk])
        response = self.client.get(url)
        self.assertContains(response, "Xã Đại Tiến, huyện Hòa An (đến 30/06/2025)")
        self.assertContains(response, "01/07/2025")

    def test_an_unknown_first_day_is_called_so(self):
        url = reverse("admin:areas_area_change", args=[unit("051", FORMER).pk])
        response = self.client.get(url)
        self.assertContains(response, "không rõ")
        self.assertNotContains(response, "0001")

    def test_nobody_changes_units_by_hand(self):
        for person in (
            self.admin,
            User.objects.create_superuser("goc", full_name="Quản trị gốc"),
        ):
            self.client.force_login(person)
            area = unit("01654")
            for page in ("change", "delete"):
                url = reverse(f"admin:areas_area_{page}", args=[area.pk])
                with self.subTest(person=person, page=page):
                    response = self.client.post(url, {"name": "Sai"})
                    self.assertEqual(response.status_code, 403)
        self.assertEqual(str(unit("01654")), "Xã Hòa An")


class AgencyAdminTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        load_agencies("04")
        cls.admin = UserFactory(role=Role.ADMIN, role__area=unit("04"))

    def setUp(self):
        self.client.force_login(self.admin)

    def send(self, page, *args, **data):
        url = reverse(f"admin:areas_agency_{page}", args=args)
        return self.client.post(url, {"valid_from": "01/01/2026", **data})

    def test_a_new_agency_is_written_into_the_log(self):
        area = unit("04")
        self.send("add", name="Chi cục  Thuỷ sản", short_code="CCTS", area=area.pk)
        agency = Agency.objects.get(short_code="CCTS")
        self.assertEqual(agency.name, "Chi cục Thuỷ sản")
        self.assertEqual(agency.valid_from, datetime.date(2026, 1, 1))
        change = Change.objects.select_related("batch").latest("pk")
        self.assertEqual(change.object_name, "Chi cục Thuỷ sản")
        self.assertEqual((change.action, change.batch.by), ("create", self.admin))

    def test_a_change_stands_in_the_history_of_the_agency(self):
        agency = Agency.objects.get(short_code="VPĐP")
        data = {"name": agency.name, "short_code": "VPĐPNTM", "area": agency.area_id}
        self.send("change", agency.pk, **data)
        change = Change.objects.latest("pk")
        self.assertEqual(change.changes["short_code"], ["VPĐP", "VPĐPNTM"])
        url = reverse("admin:areas_agency_history", args=[agency.pk])
        response = self.client.get(url)
        self.assertContains(response, "<del>VPĐP</del>", html=True)
        self.assertContains(response, "<ins>VPĐPNTM</ins>", html=True)

    def test_a_successor_needs_a_last_day(self):
        agency, heir = Agency.objects.filter(short_code__in=["SCT", "SYT"])
        response = self.send(
            "change",
            agency.pk,
            name=agency.name,
            area=agency.area_id,
            successor=heir.pk,
        )
        self.assertContains(
            response, "Cơ quan có đơn vị kế thừa thì phải có ngày kết thúc."
        )

    def test_the_place_of_an_agency_is_named_with_its_era(self):
        committee = Agency.objects.get(area=unit("051", FORMER))
        url = reverse("admin:areas_agency_change", args=[committee.pk])
        self.assertContains(self.client.get(url), "Huyện Hòa An (đến 30/06/2025)")

    def test_suggested_places_are_named_with_their_era(self):
        query = "?app_label=areas&model_name=agency&field_name=area&term=nam tuan"
        answer = self.client.get(reverse("admin:autocomplete") + query).json()
        self.assertEqual(
            [result["text"] for result in answer["results"]],
            ["Xã Nam Tuấn", "Xã Nam Tuấn, huyện Hòa An (đến 30/06/2025)"],
        )

    def test_suggesting_costs_the_same_for_any_number_of_places(self):
        base = "?app_label=areas&model_name=agency&field_name=area&term="
        for term in ("nam tuan", "xa"):
            with self.subTest(term=term), self.assertNumQueries(5):
                self.client.get(reverse("admin:autocomplete") + base + term)

    def test_a_superuser_deletes_through_the_log(self):
        root = User.objects.create_superuser("goc", full_name="Quản trị gốc")
        self.client.force_login(root)
        agency = Agency.objects.create(name="Cơ quan nhầm", area=unit("04"))
        self.send("delete", agency.pk, post="yes")
        self.assertFalse(Agency.objects.filter(pk=agency.pk).exists())
        other = Agency.objects.create(name="Cơ quan nhầm", area=unit("04"))
        url = reverse("admin:areas_agency_changelist")
        data = {"action": "delete_selected", "_selected_action": other.pk, "post": "x"}
        self.client.post(url, data)
        self.assertFalse(Agency.objects.filter(pk=other.pk).exists())
        deleted = Change.objects.filter(action="delete", object_name="Cơ quan nhầm")
        self.assertEqual([change.batch.by for change in deleted], [root, root])
