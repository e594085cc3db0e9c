"""Filters kept under a name: by whom, for whom, and what opens with them."""

from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.enums import Role
from accounts.exceptions import AccountError
from accounts.listings import key_of, path_of, tidy
from accounts.models import SavedView
from accounts.services import delete_view, save_view
from dashboards.scope import Scope
from history.models import Change
from history.services import history_of
from tests.factories import AgencyFactory, AreaFactory, ProductFactory, UserFactory
from tests.saved_view_factories import SavedViewFactory

LISTING = "products:list"
QUERIES = 5  # session, person, assignments of the menu, own, shared


class KeyTests(TestCase):
    def test_a_list_is_named_with_what_its_address_captured(self):
        self.client.force_login(UserFactory(role=Role.PROVINCIAL))
        path = reverse("dashboards:quality_list", args=["no_kind"])
        match = self.client.get(path).resolver_match
        self.assertEqual(key_of(match), "dashboards:quality_list?key=no_kind")
        self.assertEqual(path_of(key_of(match)), path)

    def test_a_list_that_is_gone_has_no_address(self):
        self.assertEqual(path_of("products:gone"), "")
        self.assertEqual(path_of("products:list?pk=1"), "")
        self.assertEqual(SavedView(listing="products:gone", query="q=a").url, "")

    def test_the_page_the_format_and_empty_fields_are_not_kept(self):
        self.assertEqual(
            tidy("hang=4&trang=3&moi_trang=50&xuat=xlsx&q=&hang=3&sap_xep=-ten"),
            "hang=4&hang=3&sap_xep=-ten",
        )


class ServiceTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.officer = UserFactory(role=Role.OFFICER)

    def view(self, **fields):
        return SavedViewFactory.build(owner=self.officer, **fields)

    def test_what_is_saved_is_recorded_without_what_was_searched(self):
        view = self.view(name="Bốn sao", query="q=0912345678")
        save_view(view, by=self.officer)
        change = history_of(view).get()
        self.assertEqual(change.batch.by, self.officer)
        self.assertEqual(change.changes["name"], [None, "Bốn sao"])
        self.assertNotIn("0912345678", str(change.changes))

    def test_a_name_stands_once_for_a_list(self):
        save_view(self.view(name="Bốn sao"), by=self.officer)
        save_view(self.view(name="Bốn sao", listing="producers:list"), by=self.officer)
        before = Change.objects.count()
        with self.assertRaisesMessage(AccountError, "Danh sách này đã có"):
            save_view(self.view(name="Bốn sao"), by=self.officer)
        self.assertEqual(Change.objects.count(), before)

    def test_a_new_default_takes_the_place_of_the_former(self):
        former, other = self.view(is_default=True), self.view(is_default=True)
        other.listing = "producers:list"
        for view in (former, other, new := self.view(is_default=True)):
            save_view(view, by=self.officer)
        defaults = self.officer.saved_views.filter(is_default=True)
        self.assertEqual(set(defaults), {other, new})
        self.assertEqual(history_of(former).count(), 2)

    def test_a_list_holds_only_so_many(self):
        SavedViewFactory.create_batch(services.MOST_VIEWS, owner=self.officer)
        with self.assertRaisesMessage(AccountError, "nhiều nhất 50"):
            save_view(self.view(), by=self.officer)

    def test_the_database_refuses_two_of_a_name_two_defaults_and_nothing(self):
        SavedViewFactory(owner=self.officer, name="Bốn sao", is_default=True)
        for wrong in ({"name": "Bốn sao"}, {"is_default": True}, {"query": ""}):
            refused = self.assertRaises(IntegrityError)
            with self.subTest(wrong), refused, transaction.atomic():
                SavedViewFactory(owner=self.officer, **wrong)

    def test_what_is_deleted_stays_in_the_log(self):
        view = SavedViewFactory(owner=self.officer, name="Bốn sao")
        delete_view(view, by=self.officer)
        self.assertFalse(SavedView.objects.exists())
        self.assertEqual(Change.objects.get().changes["name"], ["Bốn sao", None])


class PageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.agency = AgencyFactory()
        cls.officer = UserFactory(role=Role.PROVINCIAL, agency=cls.agency)
        cls.path = reverse(LISTING)

    def setUp(self):
        self.client.force_login(self.officer)

    def address(self, name, query="hang=4", listing=LISTING):
        asked = urlencode({"danh_sach": listing, "dieu_kien": query})
        return f"{reverse(f'accounts:{name}')}?{asked}"

    def save(self, query="hang=4", **data):
        url = self.address("saved_view_create", query)
        return self.client.post(url, {"name": "Bốn sao", **data})

    def test_every_list_leads_to_its_saved_filters(self):
        page = self.client.get(self.path, {"hang": "4", "trang": "1"})
        self.assertContains(page, self.address("saved_view_list").replace("&", "&amp;"))

    def test_saving_goes_back_to_the_list_as_it_was(self):
        answer = self.save("hang=4&trang=2", is_shared="on")
        self.assertRedirects(answer, f"{self.path}?hang=4")
        view = self.officer.saved_views.get()
        self.assertEqual((view.name, view.query), ("Bốn sao", "hang=4"))
        self.assertEqual((view.is_shared, view.is_default), (True, False))
        page = self.client.get(self.address("saved_view_list"))
        self.assertContains(
            page, f'<a href="{self.path}?hang=4">Bốn sao</a>', html=True
        )

    def test_a_name_that_stands_already_is_told_at_the_form(self):
        self.save()
        answer = self.save("hang=3")
        self.assertContains(answer, "Danh sách này đã có", status_code=422)
        self.assertEqual(self.officer.saved_views.count(), 1)

    def test_nothing_and_too_much_are_not_saved(self):
        for query, words in (("q=", "chưa lọc gì"), (f"q={'a' * 2000}", "quá dài")):
            with self.subTest(words):
                url = self.address("saved_view_create", query)
                answer = self.client.post(url, {"name": "Lạ"}, follow=True)
                self.assertContains(answer, words)
        self.assertFalse(SavedView.objects.exists())

    def test_what_is_no_list_of_users_has_no_filters(self):
        for listing in ("", "no:such", "account_login", "products:detail"):
            with self.subTest(listing):
                url = self.address("saved_view_list", listing=listing)
                self.assertEqual(self.client.get(url).status_code, 404)

    def test_it_is_renamed_shared_and_deleted(self):
        self.save()
        view = self.officer.saved_views.get()
        url = reverse("accounts:saved_view_edit", args=[view.pk])
        self.client.post(url, {"name": "Hạng bốn sao", "is_shared": "on"})
        view.refresh_from_db()
        self.assertEqual((view.name, view.is_shared), ("Hạng bốn sao", True))
        self.client.post(reverse("accounts:saved_view_delete", args=[view.pk]))
        self.assertFalse(SavedView.objects.exists())

    def test_others_of_the_agency_see_what_is_shared_and_nobody_else(self):
        for name, shared in (("Chung", True), ("Riêng", False)):
            SavedViewFactory(owner=self.officer, name=name, is_shared=shared)
        SavedViewFactory(name="Nơi khác", is_shared=True)
        for agency, seen in (
            (self.agency, ["Chung"]),
            (AgencyFactory(), []),
            (None, []),
        ):
            self.client.force_login(UserFactory(role=Role.OFFICER, agency=agency))
            page = self.client.get(self.address("saved_view_list"))
            with self.subTest(agency):
                names = [view.name for view in page.context["shared"]]
                self.assertEqual(names, seen)
                self.assertEqual(len(page.context["own"]), 0)

    def test_only_who_has_an_agency_is_offered_to_share(self):
        self.client.force_login(UserFactory(role=Role.OFFICER))
        self.save(is_shared="on")
        self.assertFalse(SavedView.objects.get().is_shared)

    def test_a_condition_that_the_list_no_longer_knows_is_told_by_the_list(self):
        for query in ("hang=9", "sap_xep=la", "gone=1", "dia_ban=x", "ngay=99/99/2026"):
            view = SavedViewFactory(owner=self.officer, query=query)
            with self.subTest(query):
                self.assertEqual(self.client.get(view.url).status_code, 200)

    def test_the_page_costs_the_same_with_any_number(self):
        url = self.address("saved_view_list")
        for more in (1, 2):
            SavedViewFactory.create_batch(more, owner=self.officer)
            for colleague in UserFactory.create_batch(more, agency=self.agency):
                SavedViewFactory(owner=colleague, is_shared=True)
            with self.subTest(more), self.assertNumQueries(QUERIES):
                self.client.get(url)


class DefaultTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        place = AreaFactory()
        cls.officer = UserFactory(role=Role.PROVINCIAL, role__area=place)
        cls.path = reverse(LISTING)
        ProductFactory(place=place)

    def default(self, **fields):
        return SavedViewFactory(owner=self.officer, is_default=True, **fields)

    def sign_in(self):
        self.client.force_login(self.officer)

    def test_the_list_opens_with_it(self):
        view = self.default()
        self.sign_in()
        self.assertRedirects(self.client.get(self.path), view.url)

    def test_it_holds_at_once_when_it_is_chosen_and_when_it_is_dropped(self):
        self.sign_in()
        listing = urlencode({"danh_sach": LISTING, "dieu_kien": "hang=4"})
        url = f"{reverse('accounts:saved_view_create')}?{listing}"
        self.client.post(url, {"name": "Bốn sao", "is_default": "on"})
        self.assertRedirects(self.client.get(self.path), f"{self.path}?hang=4")
        view = self.officer.saved_views.get()
        self.client.post(reverse("accounts:saved_view_delete", args=[view.pk]))
        self.assertEqual(self.client.get(self.path).status_code, 200)

    def test_another_session_follows_what_it_is_now(self):
        view = self.default()
        self.sign_in()
        SavedView.objects.filter(pk=view.pk).update(query="hang=3")
        self.assertRedirects(self.client.get(self.path), f"{self.path}?hang=3")
        view.delete()
        self.assertEqual(self.client.get(self.path).status_code, 200)

    def test_an_address_that_asks_for_something_is_left_alone(self):
        self.default()
        self.sign_in()
        for query in ("?q=", "?hang=3", "?xuat=xlsx", "?trang=1"):
            with self.subTest(query):
                self.assertEqual(self.client.get(self.path + query).status_code, 200)

    def test_on_the_list_itself_filters_can_be_dropped(self):
        self.default()
        self.sign_in()
        here = {"Referer": f"http://testserver{self.path}?hang=4"}
        page = self.client.get(self.path, headers=here)
        self.assertEqual(page.context["page"].paginator.count, 1)
        fragment = self.client.get(self.path, headers={"HX-Request": "true"})
        self.assertEqual(fragment.status_code, 200)

    def test_other_lists_and_other_people_are_left_alone(self):
        self.default()
        self.sign_in()
        producers = self.client.get(reverse("producers:list"))
        self.assertEqual(producers.status_code, 200)
        self.client.force_login(UserFactory(role=Role.PROVINCIAL))
        self.assertEqual(self.client.get(self.path).status_code, 200)

    def test_a_figure_of_all_rows_leads_to_all_rows(self):
        self.default()
        self.sign_in()
        figure = Scope(self.officer, None, timezone.localdate()).link(LISTING)
        page = self.client.get(figure)
        self.assertEqual(page.context["page"].paginator.count, 1)

    def test_it_goes_before_what_the_menu_shows_to_everybody(self):
        board = reverse("inspections:follow_up")
        self.sign_in()
        home = reverse("office:home")
        self.assertContains(self.client.get(home), f'href="{board}?tinh_trang=open"')
        self.default(listing="inspections:follow_up", query="tinh_trang=done")
        self.sign_in()
        self.assertContains(self.client.get(home), f'href="{board}"')
