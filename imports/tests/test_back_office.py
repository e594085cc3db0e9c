"""The back office and the import speak of the same columns."""

from django.contrib.admin import site
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import TestCase
from django.urls import reverse
from import_export.admin import ImportMixin

from accounts.enums import Role
from imports.reading import read_file
from imports.understanding.tables import understand
from products.admin import RecognitionAdmin
from products.models import Recognition
from tests.factories import AgencyFactory, RecognitionFactory, UserFactory
from tests.places import load_cao_bang, unit

from .plans import plan_of


class BackOfficeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_cao_bang()
        cls.admin = UserFactory(role=Role.ADMIN, role__area=unit("04"))
        issuer = AgencyFactory(name="UBND tỉnh Cao Bằng", area=unit("04"))
        cls.award = RecognitionFactory(
            product__place=unit("01654"), decision__issuer=issuer, score="76.5"
        )

    def setUp(self):
        self.client.force_login(self.admin)

    def exported(self, model, *rows) -> bytes:
        """Return the workbook of chosen rows, as the back office gives it."""
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        chosen = {ACTION_CHECKBOX_NAME: [row.pk for row in rows]}
        response = self.client.post(reverse(name), {"action": "export_xlsx", **chosen})
        return b"".join(response.streaming_content)

    def test_exported_recognitions_come_back_through_the_import_unchanged(self):
        data = self.exported(Recognition, self.award)
        [sheet, _] = understand(read_file(data)).sheets
        [table] = sheet.tables
        columns = {table.titles[i]: name for i, name in table.columns.items()}
        titles = [column.title for column in RecognitionAdmin.export_columns]
        self.assertEqual(set(titles) - set(columns), {"Hôm nay"})
        [row] = plan_of(data, user=self.admin).rows
        self.assertEqual((row.outcome, row.messages), ("unchanged", []))

    def test_lists_that_an_annex_fills_lead_to_the_import(self):
        link = f'<a href="{reverse("imports:upload")}">Nhập từ Excel</a>'
        for name, leads in (
            ("producers_producer", 1),
            ("products_product", 1),
            ("products_recognition", 1),
            ("products_decision", 1),
            ("accounts_user", 1),
            ("products_paper", 0),
        ):
            with self.subTest(name=name):
                response = self.client.get(reverse(f"admin:{name}_changelist"))
                self.assertContains(response, link, count=leads, html=True)

    def test_no_list_is_imported_around_the_log(self):
        for model, pages in site._registry.items():
            with self.subTest(model=model):
                self.assertNotIsInstance(pages, ImportMixin)
