"""Every page of the back office: opened, searched, counted, and kept to its people."""

from datetime import date
from io import BytesIO

from django.contrib import admin
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook

from accounts.models import Assignment, User
from areas.models import Agency, Area
from history.enums import Action
from history.models import Change
from history.services import record
from imports.models import ImportRun
from inspections.enums import Indicator
from inspections.models import (
    Campaign,
    Checklist,
    Finding,
    Recommendation,
    ReportedFigure,
    SiteCheck,
    Visit,
)
from producers.models import Producer, Site
from products.enums import DossierKind
from products.models import (
    CriteriaSet,
    Decision,
    Dossier,
    Paper,
    Product,
    Recognition,
    Regime,
)

from . import factories
from .world import build_world

# What the page of a person sends besides, with one assignment.
ONE_ASSIGNMENT = {
    "assignments-TOTAL_FORMS": "1",
    "assignments-INITIAL_FORMS": "0",
}
# Who makes a row of each scoped model in a given place.
IN_PLACE = {
    Campaign: lambda place: factories.CampaignFactory(areas=[place]),
    Dossier: lambda place: Dossier.objects.create(
        product=factories.ProductFactory(place=place),
        kind=DossierKind.RENEWAL,
        received_on=date(2023, 1, 5),
    ),
    Finding: lambda place: factories.FindingFactory(site_check__site__place=place),
    ImportRun: lambda place: ImportRun.objects.create(
        file_name="Phụ lục.xlsx", sha256="0" * 64, size=1, area=place
    ),
    Paper: lambda place: factories.PaperFactory(site__place=place),
    Producer: lambda place: factories.SiteFactory(place=place).producer,
    Product: lambda place: factories.ProductFactory(place=place),
    Recognition: lambda place: factories.RecognitionFactory(product__place=place),
    Recommendation: lambda place: factories.RecommendationFactory(
        site_check__site__place=place
    ),
    ReportedFigure: lambda place: ReportedFigure.objects.create(
        indicator=Indicator.PRODUCTS,
        as_of=date(2023, 9, 15),
        value=10,
        place=place,
        area=place,
    ),
    Site: lambda place: factories.SiteFactory(place=place),
    SiteCheck: lambda place: factories.SiteCheckFactory(site__place=place),
    Visit: lambda place: factories.VisitFactory(place=place),
}
# Who makes another row of each model that has pages here.
ANOTHER = {
    Agency: lambda world: factories.AgencyFactory(area=world.hoa_an),
    Area: lambda world: factories.AreaFactory(parent=world.province),
    Assignment: lambda world: factories.AssignmentFactory(area=world.hoa_an),
    Change: lambda world: record(
        Action.UPDATE, world.producer, by=world.officer
    ).changes.get(),
    Checklist: lambda world: factories.the_draft(),
    CriteriaSet: lambda world: factories.CriteriaSetFactory(
        number=1 + CriteriaSet.objects.count()
    ),
    Decision: lambda world: factories.DecisionFactory(),
    Regime: lambda world: factories.RegimeFactory(
        number=f"{Regime.objects.count()}/QĐ-TTg"
    ),
    User: lambda world: factories.AssignmentFactory(area=world.hoa_an).user,
    **{
        model: lambda world, make=make: make(world.hoa_an)
        for model, make in IN_PLACE.items()
    },
}
NOBODY_ADDS = {
    *(Area, Assignment, Change, ImportRun),
    *(Finding, Recommendation, ReportedFigure, SiteCheck, Visit),
}
ADMINS_ADD = {Agency, User}
# Queries of each list with any number of rows; filters by rows cost theirs.
QUERIES = dict.fromkeys(ANOTHER, 5) | {
    Area: 6,
    Change: 6,
    CriteriaSet: 7,
    Recognition: 6,
    User: 6,
}


def address(model, page, *args):
    options = model._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=args)


def autocomplete(app, model, field):
    query = f"?app_label={app}&model_name={model}&field_name={field}&term="
    return reverse("admin:autocomplete") + query


class BackOfficeTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()
        cls.admin = cls.world.admin
        cls.root = User.objects.create_superuser("goc", full_name="Quản trị gốc")

    def setUp(self):
        self.client.force_login(self.admin)


class PageTests(BackOfficeTestCase):
    def test_every_page_is_tested(self):
        self.assertEqual(set(admin.site._registry), set(ANOTHER))

    def test_every_list_opens_and_is_searched(self):
        for model, another in ANOTHER.items():
            another(self.world)
            for person in (self.admin, self.root):
                self.client.force_login(person)
                for query in ("", "?q=hòa an 'x\"", "?q=²&p=²", "?o=-1.2&e=1"):
                    with self.subTest(model=model.__name__, person=person, query=query):
                        url = address(model, "changelist") + query
                        response = self.client.get(url, follow=True)
                        self.assertEqual(response.status_code, 200)

    def test_every_row_opens_with_its_history(self):
        for model, another in ANOTHER.items():
            row = another(self.world)
            for person in (self.admin, self.root):
                self.client.force_login(person)
                for page in ("change", "history"):
                    with self.subTest(model=model.__name__, person=person, page=page):
                        response = self.client.get(address(model, page, row.pk))
                        self.assertContains(response, escape(row))

    def test_rows_are_added_by_those_who_may(self):
        for model in ANOTHER:
            for person in (self.admin, self.root):
                self.client.force_login(person)
                may_add = model not in NOBODY_ADDS and (
                    person == self.root or model in ADMINS_ADD
                )
                with self.subTest(model=model.__name__, person=person):
                    status = self.client.get(address(model, "add")).status_code
                    self.assertEqual(status, 200 if may_add else 403)

    def test_nobody_else_comes_in(self):
        row = self.world.producer
        urls = [
            reverse("admin:index"),
            address(Producer, "changelist"),
            address(Producer, "change", row.pk),
            address(Agency, "add"),
            autocomplete("producers", "site", "producer"),
        ]
        for person in ("viewer", "officer", "lead", "provincial", "stranger"):
            self.client.force_login(getattr(self.world, person))
            for url in urls:
                with self.subTest(person=person, url=url):
                    response = self.client.get(url, follow=True)
                    self.assertEqual(response.status_code, 403)
                    self.assertNotContains(response, row.name, status_code=403)
        self.client.logout()
        for url in urls:
            with self.subTest(url=url):
                self.assertEqual(self.client.get(url).status_code, 302)

    def test_query_count_does_not_grow_with_rows(self):
        for model, another in ANOTHER.items():
            another(self.world)
            self.client.get(address(model, "changelist"))
            counts = []
            for extra in (0, 2):
                for _ in range(extra):
                    another(self.world)
                with CaptureQueriesContext(connection) as queries:
                    self.client.get(address(model, "changelist"))
                counts.append(len(queries))
            with self.subTest(model=model.__name__):
                self.assertEqual(counts, [QUERIES[model]] * 2)

    def test_bad_input_breaks_no_page(self):
        huge = "9" * 26
        for query in (f"?id__in={huge}", f"?id={huge}", "?_to_field=x", "?x=1"):
            with self.subTest(query=query):
                url = address(Agency, "changelist") + query
                self.assertLess(self.client.get(url).status_code, 500)
        for page in ("change", "history", "delete"):
            for key in (huge, "²", "x"):
                with self.subTest(page=page, key=key):
                    response = self.client.get(address(Agency, page, key))
                    self.assertIn(response.status_code, (302, 403, 404))
        for key in (huge, "9" * 5000, "²", "x", ""):
            with self.subTest(chosen=key[:30]):
                data = {"action": "export_xlsx", "_selected_action": [key]}
                response = self.client.post(address(Agency, "changelist"), data)
                self.assertEqual(response.status_code, 400)

    def test_a_choice_that_is_no_row_is_told_at_the_field(self):
        for key in ("9" * 26, "9" * 5000, "²", "x", "-1"):
            for model, data in (
                (Agency, {"superior": key}),
                (User, {**ONE_ASSIGNMENT, "assignments-0-area": key}),
            ):
                with self.subTest(model=model.__name__, key=key[:30]):
                    response = self.client.post(address(model, "add"), data)
                    self.assertEqual(response.status_code, 200)


class ScopeTests(BackOfficeTestCase):
    def setUp(self):
        self.elsewhere = factories.AreaFactory(name="Xã Nơi Khác")
        super().setUp()

    def listed(self, model, query=""):
        url = address(model, "changelist") + query
        return set(self.client.get(url).context["cl"].queryset)

    def test_rows_elsewhere_are_neither_listed_nor_opened(self):
        for model, make in IN_PLACE.items():
            here, there = make(self.world.hoa_an), make(self.elsewhere)
            with self.subTest(model=model.__name__):
                self.assertIn(here, self.listed(model))
                self.assertNotIn(there, self.listed(model))
                for page in ("change", "history"):
                    response = self.client.get(address(model, page, there.pk))
                    self.assertRedirects(
                        response, reverse("admin:index"), fetch_redirect_response=False
                    )

    def test_superusers_see_every_row(self):
        self.client.force_login(self.root)
        for model, make in IN_PLACE.items():
            there = make(self.elsewhere)
            with self.subTest(model=model.__name__):
                self.assertIn(there, self.listed(model))

    def test_suggestions_are_those_of_the_list(self):
        there = factories.SiteFactory(place=self.elsewhere).producer
        url = autocomplete("producers", "site", "producer")
        got = self.client.get(url + "chu the thu").json()["results"]
        self.assertNotIn(str(there.pk), [result["id"] for result in got])

    def test_an_export_holds_no_row_from_elsewhere(self):
        here = self.world.producer
        there = factories.SiteFactory(place=self.elsewhere).producer
        data = {"action": "export_xlsx", "_selected_action": [here.pk, there.pk]}
        response = self.client.post(address(Producer, "changelist"), data)
        sheet = load_workbook(BytesIO(response.getvalue())).worksheets[0]
        self.assertEqual([row[0].value for row in sheet][1:], [here.name])


class SearchTests(BackOfficeTestCase):
    def test_accents_case_and_the_place_of_tones_make_no_difference(self):
        producer = factories.SiteFactory(
            place=self.world.hoa_an, producer__name="Cơ sở Đặng Thị Hoà"
        ).producer
        for text in ("đặng thị hoà", "DANG THI HOA", "Đặng Thị Hòa"):
            with self.subTest(text=text):
                response = self.client.get(address(Producer, "changelist"), {"q": text})
                found = list(response.context["cl"].queryset)
                self.assertEqual(found, [producer])

    def test_codes_are_found_as_they_are_written(self):
        paper = factories.PaperFactory(site__place=self.world.hoa_an, number="7/PĐK")
        response = self.client.get(address(Paper, "changelist"), {"q": "7/PĐK"})
        self.assertEqual(list(response.context["cl"].queryset), [paper])

    def test_criteria_sets_are_found_without_accents(self):
        found = factories.CriteriaSetFactory(number=2, name="Rượu trắng", group="Khác")
        factories.CriteriaSetFactory(number=3, name="Chè")
        response = self.client.get(
            address(CriteriaSet, "changelist"), {"q": "ruou trang khac"}
        )
        self.assertEqual(list(response.context["cl"].queryset), [found])
